"""What a person's browser makes of the server's messages: what was answered, and when."""

from __future__ import annotations

import random

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.crowd.person import Asked, Person, strokes
from benchmarks.crowd.recording import BAR, CLEAR, SEVEN, Recording


@pytest.fixture
def person() -> Person:
    recording = Recording(opening=b"", acts={SEVEN: (), BAR: (), CLEAR: ()})
    return Person(url="http://127.0.0.1", recording=recording, stream=random.Random(0), pause=1.0)


def begun(run: str, *fragments: str) -> ForwardMsg:
    message = ForwardMsg()
    message.new_session.name = "draw"
    message.metadata.run.script_run_id = run
    message.metadata.run.fragment_ids.extend(fragments)
    return message


def drawn(html: str) -> ForwardMsg:
    message = ForwardMsg()
    message.delta.new_element.html.body = html
    return message


def ended(run: str, *, how: int = ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY) -> ForwardMsg:
    message = ForwardMsg()
    message.script_finished = how
    message.metadata.run.script_run_id = run
    return message


def take(person: Person, *messages: ForwardMsg, since: float = 0.0) -> None:
    """Show a person messages that come a second after each other."""
    for number, message in enumerate(messages, 1):
        person.take(message, message.SerializeToString(), since + number)


ANSWER = drawn('<h2 class="draw-answer">It reads a 7</h2>')


def test_answer_and_end_of_the_run_are_noted(person):
    person.asked.append(Asked(act=SEVEN, sent=0.0))
    take(person, begun("a"), drawn("<table></table>"), ANSWER, ended("a"))
    assert person.asked == [Asked(act=SEVEN, sent=0.0, answered=3.0, finished=4.0)]


def test_a_timers_run_answers_nothing(person):
    person._fragment = "draw"
    person.asked.append(Asked(act=SEVEN, sent=0.0))
    take(person, begun("t", "counting"), ended("t"))
    assert person.asked[0].finished is None
    take(person, begun("a", "draw"), ANSWER, ended("a"), since=10)
    assert (person.asked[0].answered, person.asked[0].finished) == (12.0, 13.0)


def test_what_was_joined_with_a_later_act_is_answered_with_it(person):
    person.asked.append(Asked(act=SEVEN, sent=0.0))
    take(person, begun("a"), ended("a", how=ForwardMsg.FINISHED_EARLY_FOR_RERUN))
    person.asked.append(Asked(act=BAR, sent=2.5))
    take(person, begun("b"), ANSWER, ended("b"), since=10)
    assert [(asked.answered, asked.finished) for asked in person.asked] == [(12.0, 13.0)] * 2


def test_what_is_asked_while_a_run_goes_on_waits_for_the_next(person):
    person.asked.append(Asked(act=SEVEN, sent=0.0))
    take(person, begun("a"))
    person.asked.append(Asked(act=BAR, sent=1.5))
    take(person, ANSWER, ended("a"), since=1)
    assert [asked.finished for asked in person.asked] == [3.0, None]


def test_first_answer_is_the_one_that_counts(person):
    person.asked.append(Asked(act=SEVEN, sent=0.0))
    take(person, begun("a"), ANSWER, ANSWER, ended("a"))
    assert person.asked[0].answered == 2.0


def test_a_clear_is_no_stroke(person):
    person.asked += [Asked(act=act, sent=0.0) for act in (SEVEN, BAR, CLEAR)]
    assert [asked.act for asked in strokes([person, person])] == [SEVEN, BAR] * 2
