"""The preset of suspicious labels on Browse: offered, awaited, failed and shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from core import lab
from core.errors import EngineDiedError, QueueFullError
from core.job_events import JobProgress
from core.runs.jobs.job import JobState
from tests.support.doubted_labels import doubts

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist")]
SHOW = "test.preset-suspicious"
LOOK, STOP = "primary-look-for-suspicious", "stop-suspicious"
Visit = Callable[..., AppTest]


class Jobs:
    """Says what a test has it say, and notes what it is asked."""

    def __init__(self) -> None:
        self.now = JobState(status="none")
        self.asked: list[str] = []

    def state(self, request, *, owner: str) -> JobState:
        return self.now

    def submit(self, request, *, owner: str) -> None:
        self.asked.append(f"submit {request.kind}")
        self.now = JobState(status="waiting", ahead=2, may_stop=True)

    def stop(self, request, *, owner: str) -> None:
        self.asked.append(f"stop {request.kind}")
        self.now = JobState(status="none")


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> Jobs:
    jobs = Jobs()
    monkeypatch.setattr(lab.current(), "jobs", jobs)
    return jobs


def said(app: AppTest) -> str:
    """Return all Markdown on the page, as it is read."""
    return "\n".join(element.value for element in app.markdown).replace("\\", "")


def errors(app: AppTest) -> list[str]:
    return [error.value.replace("\\", "") for error in app.error]


def progress(app: AppTest) -> list[str]:
    """Return what each progress bar says."""
    return [bar.proto.text for bar in app.get("progress")]


def keys(app: AppTest) -> set[str]:
    return {button.key for button in app.button}


def test_preset_says_what_will_be_done_and_does_it_on_a_click(visit: Visit, jobs: Jobs) -> None:
    app = visit("browse.py", pictures=SHOW)
    assert "Is every label right? Ten small networks are trained here, each on 48,000 of the 60,000" in said(app)
    assert jobs.asked == []
    app.button(key=LOOK).click().run()
    assert jobs.asked == ["submit label-doubt"]
    assert progress(app) == ["Waiting for a trainer: 2 runs and jobs come first."]
    assert LOOK not in keys(app)
    app.button(key=STOP).click().run()
    assert jobs.asked == ["submit label-doubt", "stop label-doubt"]
    assert LOOK in keys(app)
    assert not app.exception


def test_preset_has_a_button_and_an_address(visit: Visit, jobs: Jobs) -> None:
    app = visit("browse.py")
    app.button(key="browse-preset-suspicious").click().run()
    assert app.query_params["pictures"].startswith(SHOW)
    assert LOOK in keys(app)


def test_progress_is_told_and_whoever_did_not_ask_first_cannot_stop_it(visit: Visit, jobs: Jobs) -> None:
    jobs.now = JobState(status="working", progress=JobProgress(share=0.27), may_stop=False)
    app = visit("browse.py", pictures=SHOW)
    assert progress(app) == ["Network 3 of 10 learns and judges: 27\N{NO-BREAK SPACE}% done"]
    assert "Somebody else asked for this first, and only they can stop it." in [item.value for item in app.caption]
    assert STOP not in keys(app)


def test_failure_is_said_and_may_be_tried_again(visit: Visit, jobs: Jobs) -> None:
    jobs.now = JobState(status="failed", error=EngineDiedError("The trainer was killed."))
    app = visit("browse.py", pictures=SHOW)
    assert errors(app) == ["The trainer was killed."]
    assert app.button(key=LOOK).label == "Try again"
    app.button(key=LOOK).click().run()
    assert jobs.asked == ["submit label-doubt"]
    assert not app.error


def test_full_queue_is_said(visit: Visit, jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(request, *, owner: str) -> None:
        raise QueueFullError("60 runs wait already. Try again in some minutes.")

    app = visit("browse.py", pictures=SHOW)
    monkeypatch.setattr(jobs, "submit", refuse)
    app.button(key=LOOK).click().run()
    assert errors(app) == ["60 runs wait already. Try again in some minutes."]
    assert not app.exception


def test_doubted_images_are_shown_with_what_the_networks_say(visit: Visit, jobs: Jobs) -> None:
    jobs.now = JobState(status="done", result=doubts().to_arrays())
    app = visit("browse.py", pictures=SHOW, digit="train-59915")
    text = said(app)
    assert "**The 3 images whose labels ten small networks doubt most**" in text
    assert "Each network was trained on 48,000 training images for 3 epochs" in text
    assert "The networks say 7 instead, over 99.9 %; 4: under 0.1 %." in text
    assert "Why these?" in [box.label for box in app.expander]
    assert app.subheader[0].value == "Validation image 59,915, label 4"
    app.button(key="browse-digit+1").click().run()
    assert app.subheader[0].value == "Training image 10,994, label 3"
    assert "The networks say 9 instead, 97.0 %; 3: 2.0 %." in said(app)
    assert app.query_params["digit"] == "train-10994"


def test_no_doubt_at_all_is_said(visit: Visit, jobs: Jobs) -> None:
    jobs.now = JobState(status="done", result=doubts(count=0).to_arrays())
    app = visit("browse.py", pictures=SHOW)
    assert "No label is doubted" in said(app)
    assert not app.exception
