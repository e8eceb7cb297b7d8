"""What a page tells its beat: where the news are, and what it was drawn with."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from core import lab
from core.errors import StoreError
from core.messages.message import verbatim
from core.training.record.events import RunEnded
from tests.support.component_events import data_of
from tests.support.page_text import text_of
from tests.support.written_runs import EPOCH, STARTED, STEPS

pytestmark = pytest.mark.app

BEAT = "run-beat"


def asked(app) -> dict[str, str]:
    """Return what the page asks for its news."""
    return {name: value for name, (value,) in parse_qs(urlsplit(data_of(app, BEAT)["url"]).query).items()}


def test_page_asks_for_what_it_shows(own_run) -> None:
    app = own_run([STARTED, STEPS, EPOCH])
    assert (asked(app)["scale"], asked(app)["picture"], "detail" in asked(app)) == ("accuracy", "digits", False)
    app.button_group(key="train-scale").set_value("errors").run()
    app.button_group(key="train-pictures").set_value("health").run()
    assert (asked(app)["scale"], asked(app)["picture"]) == ("errors", "health")
    app.session_state["terms-open"] = True
    app.run()
    assert asked(app)["detail"] == "steps"


def test_owners_page_has_the_key_of_its_run(opened) -> None:
    assert asked(opened([STARTED, STEPS]))["key"]
    assert "key" not in asked(opened([STARTED, STEPS], owner="somebody"))


def test_run_that_has_ended_is_not_asked_for(own_run) -> None:
    app = own_run([STARTED, STEPS, EPOCH, RunEnded(outcome="stopped", epoch=1)])
    assert [one.proto.id for one in app.get("bidi_component") if one.proto.id.endswith(BEAT)] == []


def test_page_that_cannot_read_its_run_now_tries_again(own_run, monkeypatch) -> None:
    app = own_run([STARTED, STEPS, EPOCH])

    def busy(run: str) -> None:
        raise StoreError(verbatim(text="The log is busy."))

    with monkeypatch.context() as patch:
        patch.setattr(lab.current().live_snapshots, "of", busy)
        app.run()
        assert "The log is busy." in text_of(app)
        assert data_of(app, BEAT)["structure"] == ""
    app.run()
    assert data_of(app, BEAT)["structure"]
