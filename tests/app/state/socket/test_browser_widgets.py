"""What a browser says of its widgets, frame by frame: a timer's, two changes at once, and what the server has set."""

from __future__ import annotations

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState

from pages.state.socket.browser_messages import (
    ANSWER_SECONDS,
    DRAWING_SECONDS,
)
from pages.state.socket.widget_values import UNHEARD_SECONDS
from tests.support.widget_messages import NOTHING, Widgets, clicked, told, typed


def test_timer_tells_nothing_of_widgets() -> None:
    browser = Widgets()
    now = (typed("a", 2), typed("b", 1), clicked("go"))
    assert browser.sends(*now, part="clock", timer=True) == ("clock", {})
    assert browser.sends(*now) == ("", {"a": 2, "b": 1, "go": True})


def test_timer_waits_for_the_answer_to_a_person() -> None:
    browser = Widgets()
    browser.sends(typed("a", 2), typed("b", 1))
    assert browser.sends(typed("a", 2), typed("b", 1), part="clock", timer=True) == NOTHING
    browser.is_answered()
    assert browser.sends(typed("a", 2), typed("b", 1), part="clock", timer=True) == ("clock", {})


def test_end_of_what_ran_before_is_no_answer() -> None:
    browser = Widgets()
    browser.begins("before", "clock")
    browser.sends(typed("a", 2), typed("b", 1))
    browser.ends("before")
    browser.now += DRAWING_SECONDS
    assert not browser.lets_timers_pass()


@pytest.mark.parametrize("part", ["", "form"], ids=["whole page", "part"])
def test_what_a_timer_asked_for_before_is_no_answer(part: str) -> None:
    browser = Widgets()
    assert browser.lets_timers_pass()
    browser.sends(typed("a", 2), typed("b", 1), part=part)
    browser.begins("timer's", "clock")
    browser.ends("timer's")
    browser.now += DRAWING_SECONDS
    assert not browser.lets_timers_pass()
    browser.begins("answer", *filter(None, [part]))
    browser.ends("answer")
    browser.now += DRAWING_SECONDS
    assert browser.lets_timers_pass()


def test_answer_that_goes_on_in_another_run_is_waited_for() -> None:
    browser = Widgets()
    browser.sends(typed("a", 2), typed("b", 1), part="form")
    browser.begins("callback", "form")
    browser.ends("callback", is_early=True)
    browser.now += DRAWING_SECONDS
    assert not browser.lets_timers_pass()
    browser.begins("page")
    browser.ends("page")
    browser.now += DRAWING_SECONDS
    assert browser.lets_timers_pass()


def test_no_timer_passes_while_the_whole_page_is_run() -> None:
    browser = Widgets()
    assert browser.lets_timers_pass()
    browser.begins("page")  # as the timer's fragment asked
    assert not browser.lets_timers_pass()
    browser.ends("page")
    browser.now += DRAWING_SECONDS
    assert browser.lets_timers_pass()


def test_timer_goes_on_where_no_answer_comes() -> None:
    browser = Widgets()
    browser.sends(typed("a", 2), typed("b", 1), part="gone")
    browser.now += ANSWER_SECONDS + 1
    assert browser.sends(typed("a", 2), typed("b", 1), part="clock", timer=True) == ("clock", {})


def test_timer_between_does_not_hide_that_two_things_have_changed() -> None:
    browser = Widgets()
    browser.sends(typed("a", 2), typed("b", 2), part="clock", timer=True)
    assert browser.sends(typed("a", 2), typed("b", 2), part="form")[0] == ""


@pytest.mark.parametrize(
    "states",
    [
        [typed("a", 2), typed("b", 1), clicked("go")],
        [typed("a", 2), typed("b", 1), told("tiles")],
        [typed("a", 2), typed("b", 2)],
        [typed("a", 1), typed("b", 1), typed("new", 5), clicked("go")],
        [typed("a", 1), typed("b", 1), told("tiles"), clicked("go")],
    ],
    ids=["field and button", "field and component", "two fields", "new field and button", "component and button"],
)
def test_two_changes_in_one_message_run_the_whole_page(states: list[WidgetState]) -> None:
    assert Widgets().sends(*states, part="form")[0] == ""


@pytest.mark.parametrize(
    "states",
    [
        [typed("a", 1), typed("b", 1)],
        [typed("a", 2), typed("b", 1)],
        [typed("a", 1), typed("b", 1), clicked("go")],
        [typed("a", 1), typed("b", 1), WidgetState(id="go", trigger_value=False), told("tiles")],
        [typed("a", 2), typed("new", 1)],
        [typed("new", 1), typed("other", 1), told("tiles")],
    ],
    ids=["none", "a field", "a button", "a component", "a field beside a new one", "a component, and all fields new"],
)
def test_one_change_runs_the_part_that_asks(states: list[WidgetState]) -> None:
    assert Widgets().sends(*states, part="form")[0] == "form"


def test_what_the_server_has_set_is_no_change_of_a_persons() -> None:
    browser = Widgets()
    browser.is_set("a")
    browser.is_set("new")
    states = [typed("a", 7), typed("b", 1), typed("new", 3), clicked("go")]
    assert browser.sends(*states, part="form")[0] == "form"
    assert browser.sends(typed("a", 8), typed("b", 1), typed("new", 3), clicked("go"), part="form")[0] == ""


def test_older_value_of_what_the_server_has_set_is_taken_out_until_the_browser_has_followed() -> None:
    browser = Widgets()
    browser.is_set("a", part="control")
    older = (typed("a", 1), typed("b", 1))
    assert browser.sends(*older, clicked("go"), part="form") == ("form", {"b": 1, "go": True})
    assert browser.sends(*older) == ("", {"b": 1})
    assert browser.sends(typed("a", 7), typed("b", 1), part="form") == ("form", {"a": 7, "b": 1})
    assert browser.sends(*older, part="form") == ("form", {"a": 1, "b": 1})  # now it is a person's choice


def test_older_value_that_came_with_what_is_new_is_taken_out_also_in_its_own_part() -> None:
    browser = Widgets()
    browser.is_set("a", part="control")
    assert browser.sends(typed("a", 1), typed("b", 1), told("canvas"), part="control")[1].keys() == {"b", "canvas"}
    now = (typed("a", 7), typed("b", 1), clicked("go"))
    assert browser.sends(*now, part="control") == ("control", {"a": 7, "b": 1, "go": True})


def test_older_value_that_is_chosen_by_the_click_that_leaves_a_field_is_a_persons() -> None:
    browser = Widgets()
    browser.is_set("a", part="control")
    assert browser.sends(typed("a", 1), typed("b", 2), part="control") == ("control", {"a": 1, "b": 2})


def test_older_value_in_its_own_part_is_a_persons_once_the_browser_must_have_heard() -> None:
    browser = Widgets()
    browser.is_set("a", part="control")
    browser.now += UNHEARD_SECONDS + 1
    now = (typed("a", 1), typed("b", 1), clicked("go"))
    assert browser.sends(*now, part="control") == ("control", {"a": 1, "b": 1, "go": True})


def test_older_value_that_is_chosen_in_its_own_part_is_a_persons() -> None:
    browser = Widgets()
    browser.is_set("a", part="control")
    assert browser.sends(typed("a", 1), typed("b", 1), part="control") == ("control", {"a": 1, "b": 1})
    assert browser.sends(typed("a", 1), typed("b", 1), part="form") == ("form", {"a": 1, "b": 1})
