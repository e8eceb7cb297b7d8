"""What Evaluate says of two networks side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence

from core.evaluation.comparison import SIGNIFICANCE, Comparison
from core.inference.evaluation import wilson_interval
from core.messages.numbers import NO_BREAK_SPACE
from pages.text.numbers import EMPTY, count, counted, percent, sureness, unparted

LETTERS = "AB"  # the selected model, and the one that it is compared with
THE_PRETRAINED = "the pretrained network"
CROSS, TICK = "\N{BALLOT X}", "\N{CHECK MARK}"
LEAST_P = 1e-4  # a smaller one is only called smaller
_DECIMALS_OF_POINTS = 2


class Second:
    """The choice of the network that is compared with the selected one."""

    LABEL = "Compare the selected model with"
    EPOCH = "Its weights after epoch"
    NONE_YET = "Train a network, or bring one in from a file, and compare it here with this one."
    TRAIN = "Train a network"
    OTHER_CLASSES = "That network knows other classes than these pictures show. Choose another one."
    MISSING = "The model in this address is not on this server any more. Choose another one."


class Verdict:
    """Whether the difference is real."""

    WHY, OVERLAP = "How is this decided?", "Why not by intervals that overlap?"
    TITLE = "The same images, twice"
    HEADER = ("", "B right", "B wrong")
    TABLE = "How many test images each network reads right and wrong"

    @staticmethod
    def headline(names: Sequence[str], comparison: Comparison) -> str:
        if not comparison.difference:
            return "Equally many right"
        better = names[0] if comparison.difference > 0 else names[1]
        if comparison.p < SIGNIFICANCE:
            return f"{start(better)} is better: the difference is real"
        return "The difference could be chance"

    @staticmethod
    def sentence(names: Sequence[str], comparison: Comparison) -> str:
        first, second = (percent(right, comparison.count) for right in rights(comparison))
        if not comparison.difference:
            return f"{start(names[0])} and {names[1]} both get {first} of {count(comparison.count)} test images right."
        both = f"{start(names[0])} gets {first} right, {names[1]} {second}."
        difference, p = points(abs(comparison.difference)), p_text(comparison.p)
        if comparison.p < SIGNIFICANCE:
            return (
                f"{both} The difference of {difference} is real: were both equally good, chance alone would give one "
                f"as large in {rarely(comparison.p)} such tests (McNemar's exact test, {p})."
            )
        return (
            f"{both} The difference of {difference} could be chance: were both equally good, {rarely(comparison.p)} "
            f"such tests would give one as large (McNemar's exact test, {p})."
        )

    @staticmethod
    def because(comparison: Comparison) -> str:
        first, second = len(comparison.only_first_right), len(comparison.only_second_right)
        low, high = (signed_points(end) for end in comparison.interval)
        if not first + second:
            return "Both are right and wrong on the same images: nothing tells them apart."
        return (
            "Images that both read right, or both wrong, tell nothing. "
            f"{counted(first + second, 'image')} {'is' if first + second == 1 else 'are'} left: {count(first)} for A, "
            f"{count(second)} for B. Were both equally good, each would fall to either as a coin does; p is how often "
            "coins fall as unevenly. Below 0.05 we call it real. "
            f"95 % interval of A minus B: {low} to {high} points (Newcombe 1998)."
        )

    @staticmethod
    def because_overlap(comparison: Comparison) -> str:
        first, second = (interval_text(right, comparison.count) for right in rights(comparison))
        return (
            f"Alone, A has the 95 % interval {first}, B {second}: what other images would give. But both read the "
            "same images, easy and hard ones. That luck is shared and drops out of the difference, which can be real "
            "where intervals overlap. It is about these two networks: another seed may turn it round."
        )

    @staticmethod
    def cells(comparison: Comparison) -> tuple[tuple[str, ...], ...]:
        """Return the two rows of the table: A right, A wrong."""
        only_first, only_second = len(comparison.only_first_right), len(comparison.only_second_right)
        return (
            ("A right", count(comparison.both_right), count(only_first)),
            ("A wrong", count(only_second), count(comparison.both_wrong)),
        )

    @staticmethod
    def about(names: Sequence[str]) -> str:
        """Return whose score a sentence of one network is about."""
        return f"About {names[0]}:" if len(names) == 1 else f"About each of {' and '.join(names)}:"


class Galleries:
    """Images that one of two networks alone reads right."""

    NO_DIFFERENCE = "Each image is read right by both or by neither."

    @staticmethod
    def title(letter: str, shown: int, number: int) -> str:
        text = f"Only {letter} is right: {counted(number, 'image')}"
        return text if shown == number else f"{text}, {shown} here"

    @staticmethod
    def none(letter: str) -> str:
        return f"No image that {letter} alone reads right."

    @staticmethod
    def about(letter: str) -> str:
        return f"First those where {letter} was surest of its wrong answer."

    @staticmethod
    def lines(answers: Sequence[int], *, right: int) -> tuple[str, ...]:
        """Return what stands below a picture: both answers; `right` is the place of the one that is right."""
        return tuple(
            f"{TICK if place == right else CROSS} {letter}: {answer}"
            for place, (letter, answer) in enumerate(zip(LETTERS, answers, strict=True))
        )

    @staticmethod
    def alt(index: int, label: int, answers: Sequence[int], wrong_sureness: float) -> str:
        said = f"A says {answers[0]}, B says {answers[1]}"
        return f"Test image {count(index)} is {label}; {said}; the wrong answer {sureness(wrong_sureness)} sure"


class SideBySide:
    """Two networks' figures beside each other."""

    TITLE = "Side by side"
    HEADER = ("", "A", "B")
    ACCURACY, INTERVAL, ERRORS = "Right", "95 % interval", "Errors"
    PARAMETERS, SECONDS, SIZE = "Parameters", "Seconds of training here", "Weights file, KB"
    MULTIPLY_ADDS = "Multiply-adds for one image"
    ABOUT = "A multiply-add is one weight times one value, added up: what one answer costs in computing."


def rights(comparison: Comparison) -> tuple[int, int]:
    """Return how many images each of the two reads right."""
    return (
        comparison.both_right + len(comparison.only_first_right),
        comparison.both_right + len(comparison.only_second_right),
    )


def legend(names: Sequence[str]) -> str:
    """Return which letter stands for which model."""
    return ". ".join(f"{letter}: {name}" for letter, name in zip(LETTERS, names, strict=True)) + "."


def points(fraction: float) -> str:
    """Return 0.0096 as 0.96 points."""
    return f"{100 * fraction:.{_DECIMALS_OF_POINTS}f} points"


def signed_points(fraction: float) -> str:
    """Return -0.0012 as a number of points with a minus sign."""
    return f"{100 * fraction:.{_DECIMALS_OF_POINTS}f}".replace("-", "\N{MINUS SIGN}")


def p_text(p: float) -> str:
    """Return a p-value with two digits that count, and more beside the border."""
    if p < LEAST_P:
        return _unparted(f"p < {LEAST_P}")
    if p >= 0.1:
        return _unparted(f"p = {p:.2f}")
    return _unparted(f"p = {p:.{4 if abs(p - SIGNIFICANCE) < 0.005 else 2}g}")


def rarely(p: float) -> str:
    """Return how often chance does as much: fewer than 1 of 1,000; about 41 of 100."""
    if p >= 0.995:
        return "nearly all"
    if p >= 0.0095:
        return f"about {100 * p:.0f} of 100"
    if p >= 0.001:
        return f"about {1000 * p:.0f} of 1,000"
    exponent = 6 if p < 1e-6 else math.floor(-math.log10(p))
    return f"fewer than 1 of {count(10**exponent)}"


def interval_text(correct: int, images: int) -> str:
    """Return the 95 % interval of an accuracy: 98.70 to 99.10 %."""
    low, high = (percent(end * images, images) for end in wilson_interval(correct, images))
    return unparted(f"{low.removesuffix(' %')} to {high}")


def kilobytes(byte_count: int | None) -> str:
    """Return 123456 as 123, in thousands of bytes."""
    return EMPTY if byte_count is None else count(round(byte_count / 1000))


def seconds_text(seconds: float | None, *, is_further: bool = False) -> str:
    """Return seconds of training as a whole number; of a run that went on from another network with a plus."""
    return EMPTY if seconds is None else f"{'+' if is_further else ''}{count(round(seconds))}"


def word(number: int) -> str:
    """Return a small number as a word."""
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return words[number] if number < len(words) else count(number)


def start(name: str) -> str:
    """Return a model's name as a sentence begins with it."""
    return f"The{name[3:]}" if name == THE_PRETRAINED else name


def _unparted(text: str) -> str:
    """Return a text in which no line ends."""
    return text.replace(" ", NO_BREAK_SPACE)
