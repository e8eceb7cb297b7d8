"""What draws a run's page anew by itself, beside what a person does on it."""

from __future__ import annotations

import pytest
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.WidgetStates_pb2 import WidgetState

from pages.state.socket import beats
from tests.support.widget_messages import NOTHING, Widgets, clicked, told, typed

BEAT = told(_make_trigger_id(f"$$ID-0-{beats.KEY}", "events"))


def test_beat_is_a_timer() -> None:
    browser = Widgets()
    now = (typed("a", 1), typed("b", 1))
    assert browser.sends(*now, BEAT, part="run") == ("run", {})
    browser.sends(typed("a", 2), typed("b", 1))
    assert browser.sends(typed("a", 2), typed("b", 1), BEAT, part="run") == NOTHING
    browser.is_answered()
    assert browser.sends(typed("a", 2), typed("b", 1), BEAT, part="run") == ("run", {})


@pytest.mark.parametrize("change", [typed("a", 2), clicked("go"), told("other")], ids=["number", "click", "event"])
def test_beat_that_comes_with_what_a_person_did_is_theirs(change: WidgetState) -> None:
    browser = Widgets()
    others = [state for state in (typed("a", 1), typed("b", 1)) if state.id != change.id]
    part, states = browser.sends(*others, change, BEAT, part="run")
    assert part == ""  # the whole page: what they did may be outside of the run's part
    assert change.id in states
