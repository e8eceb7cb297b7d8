"""A run as a person meets it: what it reached, whose it is, what can be done with it."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest

from core import lab
from core.errors import QueueFullError
from core.messages.message import verbatim
from core.runs.scheduling.trainer_status import TrainerStatus
from core.training.record.events import RunEnded
from tests.support.component_events import data_of, send
from tests.support.page_text import labels, text_of
from tests.support.written_runs import EPOCH, STARTED, STEPS, TEST

pytestmark = pytest.mark.app


def progress(app) -> tuple[float, str]:
    """Return how far a run is, in per cent, and what is said of it."""
    shown = data_of(app, "run-progress")["html"]
    share, said = re.search(r'aria-valuenow="([\d.]+)" aria-label="([^"]*)"', shown).groups()
    return float(share), html.unescape(said)


def open_run(app, run: str) -> None:
    """Click a run's name in the table."""
    app.session_state["tab"] = "Runs"
    app.run()
    assert run in [row["key"] for row in data_of(app, "runs-table")["rows"]]
    send(app, "runs-table", "opened", run)
    assert app.query_params["run"] == run


def test_finished_run_says_what_it_reached_with_its_count(visit, run_of):
    run = run_of("somebody", [STARTED, STEPS, EPOCH, TEST, RunEnded(outcome="finished", epoch=1)])
    app = visit("train.py", run=run)
    assert "98.76 % right: 9,876 of 10,000 test images. Loss 0.0351." in text_of(app)
    assert "422/422 - 4s - loss: 0.2016 - accuracy: 0.9392 - val_loss: 0.0594 - val_accuracy: 0.9827" in text_of(app)
    assert "- 4s/epoch - 10ms/step" in text_of(app)
    assert [bool(data_of(app, key)["options"]) for key in ("run-accuracy", "run-loss")] == [True, True]


def test_finished_run_hands_its_newest_model_on(visit, run_of):
    run = run_of("somebody", [STARTED, STEPS, EPOCH, TEST, RunEnded(outcome="finished", epoch=1)])
    app = visit("train.py", run=run)
    links = {link.proto.label: link.proto for link in app.get("page_link")}
    for label in ("Draw with it", "Look inside it", "Evaluate it"):
        assert f"model={run}" in links[label].query_string


def test_time_that_is_left_is_said_once_steps_tell_it(visit, run_of):
    def point(step: int, seconds: float):
        return replace(STEPS, first_step=step, last_step=step, seconds=seconds)

    cold = [point(step, 10.0 * step) for step in range(1, 9)]
    app = visit("train.py", run=run_of("somebody", [STARTED, *cold]))
    assert progress(app) == (0.6, "Epoch 1 of 3, step 8 of 422: learning rate 0.003")
    app = visit("train.py", run=run_of("somebody", [STARTED, *cold, point(16, 81.0), point(66, 82.0)]))
    said = "Epoch 1 of 3, step 66 of 422: 6,400 images/s, about 24 s left, learning rate 0.003"
    assert progress(app)[1] == said


def test_run_whose_log_has_more_steps_than_its_epochs_is_shown_as_done(visit, run_of):
    app = visit("train.py", run=run_of("somebody", [STARTED, replace(STEPS, epoch=4, last_step=4 * 422)]))
    assert progress(app)[0] == 100


def end_of(app) -> list:
    """Return the links at the page's end."""
    return [link.proto for link in app.get("page_link")][-2:]


def test_link_at_the_end_names_the_run_s_network_and_takes_it_along(visit, run_of):
    app = visit("train.py", run=run_of("somebody", [STARTED, STEPS, EPOCH]), model="pretrained")
    link = end_of(app)[-1]
    assert link.label == "Look inside this network"
    assert f"model={app.query_params['run'][0]}" in link.query_string


@pytest.mark.parametrize(
    "events",
    [None, [], [STARTED, STEPS], [STARTED, STEPS, RunEnded(outcome="diverged", epoch=1, step=9)]],
    ids=["there is no such run", "it waits", "in its first epoch", "it kept nothing"],
)
def test_link_at_the_end_promises_no_network_that_there_is_not(visit, run_of, events):
    run = "0" * 32 if events is None else run_of("somebody", events)
    assert end_of(visit("train.py", run=run))[-1].label == "Next: look inside a network"
    assert end_of(visit("train.py"))[-1].label == "Next: look inside a network"


def test_run_that_ends_before_one_s_eyes_is_the_selected_model(visit, run_of):
    app = visit("train.py")
    run = run_of(app.session_state["owner"], [STARTED, STEPS, EPOCH])
    app.run()
    open_run(app, run)
    assert "model" not in app.query_params
    lab.current().store.append(run, 1, [RunEnded(outcome="finished", epoch=1)])
    app.run()
    assert app.query_params["model"] == run
    app.query_params["model"] = "pretrained"
    app.run()
    assert app.query_params["model"] == "pretrained"


def test_run_that_had_ended_before_leaves_the_selected_model(visit, run_of):
    app = visit("train.py", model="pretrained")
    run = run_of(app.session_state["owner"], [STARTED, STEPS, EPOCH, RunEnded(outcome="finished", epoch=1)])
    app.run()
    open_run(app, run)
    assert app.query_params["model"] == "pretrained"


FINISHED = [STARTED, STEPS, EPOCH, TEST, RunEnded(outcome="finished", epoch=1)]


def test_somebody_elses_run_can_be_watched_and_copied_only(visit, run_of):
    run = run_of("somebody", [STARTED, STEPS, EPOCH, TEST, RunEnded(outcome="finished", epoch=1)])
    app = visit("train.py", run=run)
    assert "Only the person who started it can steer or delete it." in text_of(app)
    assert "Use its settings" in labels(app)
    assert not {"Stop and keep", "Delete this run and its weights"} & set(labels(app))


def test_copied_settings_fill_the_form(visit, run_of):
    run = run_of("somebody", [STARTED, STEPS, RunEnded(outcome="stopped", epoch=1)], recipe_key="article-3")
    app = visit("train.py", run=run)
    next(button for button in app.button if button.label == "Use its settings").click().run()
    assert app.selectbox(key="train-recipe").value == "article-3"
    assert app.number_input(key="train-epochs").value == 3
    assert "run" not in app.query_params


def test_next_set_up_is_the_one_in_progress_or_by_a_button_of_its_own_the_runs(visit, run_of):
    app = visit("train.py")
    app.number_input(key="train-epochs").set_value(7).run()
    of_others = run_of("somebody", FINISHED, recipe_key="article-3")
    app.query_params["run"] = of_others
    app.run()
    app.button(key="run-set-up").click().run()
    assert (app.selectbox(key="train-recipe").value, app.number_input(key="train-epochs").value) == ("quick-cnn", 7)
    own = run_of(app.session_state["owner"], FINISHED, recipe_key="article-3")
    open_run(app, own)
    app.button(key="run-set-up").click().run()
    assert (app.selectbox(key="train-recipe").value, app.number_input(key="train-epochs").value) == ("quick-cnn", 7)
    open_run(app, own)
    app.button(key="run-copy").click().run()
    assert (app.selectbox(key="train-recipe").value, app.number_input(key="train-epochs").value) == ("article-3", 3)


def test_next_set_up_after_a_remedy_is_the_remedied_one_not_what_the_run_before_was_begun_with(
    visit, run_of, monkeypatch
):
    app = visit("train.py")
    begun, remedied = (run_of(app.session_state["owner"], FINISHED, recipe_key=key) for key in ("softmax", "article-3"))
    monkeypatch.setattr(lab.current().run_starter, "start", lambda *_args, **_options: begun)
    app.number_input(key="train-epochs").set_value(7).run()
    app.button(key="primary-train").click().run()
    assert app.query_params["run"] in (begun, [begun])
    open_run(app, remedied)
    app.button(key="run-set-up").click().run()
    assert (app.selectbox(key="train-recipe").value, app.number_input(key="train-epochs").value) == ("article-3", 3)
    open_run(app, begun)  # nothing was changed since the form took that run in
    app.button(key="run-set-up").click().run()
    assert app.selectbox(key="train-recipe").value == "softmax"
    open_run(app, remedied)
    del app.session_state["train-draft"]  # a session that came by a run's address
    app.button(key="run-set-up").click().run()
    assert app.selectbox(key="train-recipe").value == "article-3"


def test_run_that_waits_for_a_trainer_to_wake_up_says_how_long_that_has_taken(visit, run_of, monkeypatch):
    def status() -> str:
        return progress(app)[1]

    run, seconds = run_of("somebody", []), 3.0
    supervisor = lab.current().supervisor
    monkeypatch.setattr(supervisor, "trainer_status", lambda run: TrainerStatus(is_waking=True, waking_seconds=seconds))
    app = visit("train.py", run=run)
    assert status() == "The trainer is waking up (about 10 s). The run starts by itself."
    seconds = 83.0
    app.run()
    assert status() == "The trainer is still waking up: 1 min 20 s so far. The run starts by itself."


def test_own_interrupted_run_offers_to_resume_and_to_delete(visit, run_of):
    app = visit("train.py")
    owner = app.session_state["owner"]
    message = "The server stopped during epoch 2. Epoch 1 is safe."
    run = run_of(owner, [STARTED, STEPS, EPOCH, RunEnded(outcome="interrupted", reason=verbatim(text=message))])
    app.session_state["tab"] = "Runs"
    app.run()
    (listed,) = data_of(app, "runs-table")["rows"]
    assert listed["cells"][1:3] == ["Quick CNN", "interrupted"]
    open_run(app, listed["key"])
    assert run in app.query_params["run"]
    assert "The server stopped during epoch 2" in text_of(app)
    assert "Resume from epoch 1" in labels(app)
    next(button for button in app.button if button.label == "Delete this run and its weights").click().run()
    assert "run" not in app.query_params
    assert run not in [record.id for record in lab.current().store.records()]


@pytest.mark.parametrize("run", ["nothing", "../../etc/passwd", "%00", "0" * 32, "x" * 100_000], ids=range(5))
def test_run_that_does_not_exist_is_said_with_a_way_back(visit, run):
    app = visit("train.py", run=run)
    assert "There is no such run." in text_of(app)
    next(button for button in app.button if button.label == "Set up another run").click().run()
    assert "Start training" in labels(app)


def test_diverged_run_says_where_and_what_is_kept(visit, run_of):
    message = "The loss left the range of numbers in epoch 2, step 31: the learning rate is too high. Epoch 1 is kept."
    run = run_of(
        "somebody",
        [STARTED, STEPS, EPOCH, RunEnded(outcome="diverged", reason=verbatim(text=message), epoch=2, step=31)],
    )
    app = visit("train.py", run=run)
    assert "in epoch 2, step 31" in text_of(app).replace("\\", "")


def test_refused_resume_is_said_on_the_run_and_not_later(visit, run_of, monkeypatch):
    def refuse(*_args, **_options):
        raise QueueFullError("10 of your runs wait already. Wait for one to end, or stop one.")

    app = visit("train.py")
    ended = RunEnded(outcome="interrupted", reason=verbatim(text="The server stopped during epoch 2. Epoch 1 is safe."))
    run = run_of(app.session_state["owner"], [STARTED, STEPS, EPOCH, ended])
    monkeypatch.setattr(lab.current().supervisor, "resume", refuse)
    app.run()
    open_run(app, run)
    app.button(key="run-resume").click().run()
    assert "10 of your runs wait already" in text_of(app).replace("\\", "")
    app.button(key="run-set-up").click().run()
    assert "wait already" not in text_of(app)
