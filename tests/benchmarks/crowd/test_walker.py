"""What a person who goes from page to page sees of an answer."""

from __future__ import annotations

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.crowd.walker import Answer


def ended(how: int) -> ForwardMsg:
    return ForwardMsg(script_finished=how)


def timer(seconds: float) -> ForwardMsg:
    message = ForwardMsg()
    message.auto_rerun.interval = seconds
    return message


def alert(of: str) -> ForwardMsg:
    message = ForwardMsg()
    shown = message.delta.new_element.alert
    shown.format = getattr(shown, of)
    return message


def test_answer_is_over_when_a_run_has_ended_that_no_other_follows():
    answer = Answer()
    answer.take(ended(ForwardMsg.FINISHED_EARLY_FOR_RERUN), 10)
    assert not answer.is_over
    answer.take(ended(ForwardMsg.FINISHED_SUCCESSFULLY), 10)
    assert answer.is_over
    seen = answer.seen(0.5)
    assert (seen.seconds, seen.messages, seen.bytes, seen.has_failed) == (0.5, 2, 20, False)


@pytest.mark.parametrize(("message", "has_failed"), [(alert("ERROR"), True), (alert("WARNING"), False)])
def test_errors_on_the_page_are_failures(message, has_failed):
    answer = Answer()
    answer.take(message, 1)
    assert answer.seen(0).has_failed is has_failed


def test_script_that_does_not_compile_is_a_failure():
    answer = Answer()
    answer.take(ended(ForwardMsg.FINISHED_WITH_COMPILE_ERROR), 1)
    assert answer.is_over
    assert answer.seen(0).has_failed


def test_fastest_timer_is_told():
    answer = Answer()
    assert answer.seen(0).beat_seconds is None
    answer.take(timer(10), 1)
    answer.take(timer(0.5), 1)
    answer.take(timer(2), 1)
    assert answer.seen(0).beat_seconds == 0.5
