"""What the Draw page says of several digits, and of doubt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from core.inference.reader.rejection import Rejection
from core.messages.numbers import times
from pages.text.numbers import count, counted, ordinal, portion, sureness
from pages.text.numbers import share as shown

UNSURE = "?"  # in place of a digit that is not answered
LONGEST = 24  # characters of a text that a headline, or a choice, holds
_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


class Number:
    """Several digits: the whole as text, each with its place and its answer."""

    READ_AS = "How to read what is there"
    WAYS_OF_READING: ClassVar = {"number": "Read as a number", "digit": "Read as one digit"}
    NOT_SURE = "It is not sure."
    WAITING = "This looks like more than one digit."
    TWO_WAYS = "It is not sure how many digits there are. Two ways to read it, the likelier first:"
    AS_TEXT = "As text, to copy"
    DIGITS = f"Each digit as the network gets it, {times(28, 28)} pixels, in reading order"
    CHOOSE = "Ten probabilities of one digit"
    TABLE = "All digits and their ten probabilities"
    HEADER: ClassVar = ("Digit", "Picture", "Read as", "Sure", "A digit at all?", "Trusted?", *map(str, range(10)))

    @staticmethod
    def headline(text: str, digit_count: int) -> str:
        """Return what is read.

        Args:
            text: the whole as it is written, with UNSURE where a digit is not answered.
            digit_count: how many digits that are.
        """
        if text.count(UNSURE) == digit_count:
            return Number.NOT_SURE
        if "\n" not in text and len(text) <= LONGEST:
            return f"It reads {text}."
        lines = text.count("\n") + 1
        return f"It reads {lines} lines." if lines > 1 else "It reads a long number."

    @staticmethod
    def sentence(answers: Sequence[int | str], surenesses: Sequence[float]) -> str:
        """Return how many digits there are, and how sure it is of them.

        Args:
            answers: of each digit; UNSURE where it is not answered.
            surenesses: of each, 0 to 1.
        """
        digits, unsure = counted(len(answers), "digit"), answers.count(UNSURE)
        if unsure == len(answers):
            return f"{digits}, and none of them surely read. Each is shown as {UNSURE}."
        if unsure:
            return f"{digits}. It is not sure of {count(unsure)} of them, shown as {UNSURE}."
        least = min(range(len(answers)), key=surenesses.__getitem__)
        if len(answers) == 1:
            return f"{sureness(surenesses[0], 0).capitalize()} sure."
        if surenesses[least] >= 0.995:
            return f"{digits}, each over 99 % sure."
        return (
            f"{digits}. The least sure is the {ordinal(least + 1)}, {answers[least]}: {sureness(surenesses[least], 0)}."
        )

    @staticmethod
    def first_of(shown: int, found: int) -> str:
        """Return that a picture holds more digits than are read."""
        return f"Only the first {count(shown)} of {count(found)} digits are read."

    @staticmethod
    def left_out(marks: int) -> str:
        if marks == 1:
            return "Something else stands there too; it is left out."
        return f"{count(marks)} other things stand there too; they are left out."

    @staticmethod
    def way(text: str, certainty: float) -> str:
        """Return one of two ways to read it, as a choice: on one line."""
        line = text.replace("\n", " / ")
        line = line if len(line) <= LONGEST else line[: LONGEST - 1] + _ELLIPSIS
        return f"{line} ({sureness(certainty, 0)})"

    @staticmethod
    def boxes_alt(digits: int) -> str:
        return f"The picture, with a box round each of its {counted(digits, 'digit')}."

    @staticmethod
    def choice(number: int, answer: int | str) -> str:
        return f"{number}: {answer}"

    @staticmethod
    def one(number: int) -> str:
        return f"{ordinal(number)} digit"


class Doubt:
    """How sure it must be to answer, and what that costs."""

    THRESHOLD = "How sure must it be?"
    THRESHOLD_HELP = (
        "How sure the network is: its probability of its answer, times that of a judge, the same for every network, "
        "that this is a digit at all, and the same one when turned and scaled a little, times how far the rest of the "
        "picture lets one trust it. Below this nothing is answered."
    )
    COUNTING = "Counting on the test digits what that costs ..."
    COUNT = "Count what that costs"
    COUNT_HELP = "This network is large: it takes some minutes to read the test digits."

    @staticmethod
    def cost(percent: int, found: Rejection) -> str:
        """Return what a threshold costs, in percent, and what it is good for."""
        if not found.answered:
            return f"At {percent} %: none of the {counted(found.count, 'test digit')} is answered."
        unanswered = portion(found.count - found.answered, found.count)
        if found.answered == found.count:
            start = f"At {percent} %: all test digits are answered"
        else:
            start = f"At {percent} %: {unanswered} of the test digits are not answered"
        if not found.wrong:
            return f"{start}; none of the {count(found.answered)} answers is wrong."
        wrong = portion(found.wrong, found.answered)
        return f"{start}; of the answered {wrong} are wrong: {count(found.wrong)} of {count(found.answered)}."

    @staticmethod
    def at_all(probability: float) -> str:
        return f"That it is a digit at all: {sureness(probability, 0)}."

    @staticmethod
    def trusted(trust: float) -> str:
        return f"How far the rest of the picture lets one trust it: {sureness(trust, 0)}."

    NO_DIGIT = "It does not look like a digit."
    PERHAPS_NONE = "It may be no digit, or another than this."
    THE_REST = "What else is in the picture, or how it is written, leaves doubts."

    @staticmethod
    def if_it_is_a_digit(first: int, first_probability: float, second: int, second_probability: float) -> str:
        return (
            f"If it is a digit: {first} ({sureness(first_probability, 0)}) or {second} "
            f"({sureness(second_probability, 0)})."
        )

    @staticmethod
    def perhaps(answer: int) -> str:
        return f"perhaps {answer}"

    @staticmethod
    def runner_up(digit: int, probability: float) -> str:
        return f"or {digit}: {shown(probability, 0)}"
