"""What the Inside page says of the last layer: ten logits, ten probabilities, the loss, and a temperature."""

from __future__ import annotations

from collections.abc import Sequence

from core.messages.numbers import NO_BREAK_SPACE
from pages.text.inside import number, power
from pages.text.labels import are_named, the_label
from pages.text.numbers import share, sureness
from pages.text.ties import listed

_MINUS = "\N{MINUS SIGN}"


def _one(label: int) -> str:
    return "class" if are_named([label]) else "digit"


def share_cell(probability: float) -> str:
    """Return a share for a narrow table, where it may not break: 94.03 %, < 0.01 %."""
    return share(probability, 2).replace(" ", NO_BREAK_SPACE)


class Output:
    """The last layer's panel."""

    TITLE = "From ten logits to ten probabilities"
    NO_NUMBERS = "Not all of the ten logits are numbers, so no probabilities can be worked out of them by hand."
    NOT_SCORED = "The ten outputs are the scores; the app turns them into probabilities with softmax."
    SOFTMAX_HEADER = ("Digit", "Logit", f"{_MINUS}{NO_BREAK_SPACE}largest", "e^ of that", f"÷{NO_BREAK_SPACE}sum", "")
    SIGMOID_HEADER = ("Digit", "Logit", f"e^{_MINUS}logit", "1 ÷ (1 + that)", "")
    COST = "Loss"
    TOTAL, MEAN = "Sum", "Mean"

    @staticmethod
    def undecided(digits: Sequence[int]) -> str:
        all_ = "All ten classes" if are_named(digits) else "All ten digits"
        which = all_ if len(digits) == 10 else listed(digits)
        return f"{which} have the same logit, so none is the answer more than another."

    @staticmethod
    def softmax(digit: int, logit: float, largest: float, grown: float, total: float, probability: float) -> str:
        lowered = number(logit - largest)
        return (
            f"For {the_label(digit)}: {number(logit)} {_MINUS} {number(largest)} = {lowered}; "
            f"e^{lowered} = {grown:.4g}; divided by {total:.4f} that is **{sureness(probability, 2)}**."
        )

    @staticmethod
    def sigmoid(digit: int, logit: float, probability: float) -> str:
        return (
            f"For {the_label(digit)}: 1 / (1 + e^{number(-logit)}) = {probability:.4f}, "
            f"**{sureness(probability, 2)}**. Sigmoid judges each {_one(digit)} for itself, so the ten do not add "
            "up to 100 %."
        )

    @staticmethod
    def loss(label: int, probability: float, loss: float) -> str:
        worked = f"{_MINUS}ln {probability:.4f} ({share(probability, 2)}) = **{number(loss, 3)}**"
        return f"Loss of this image: {worked} (the label is {label}; blind guessing has 2.303)."

    @staticmethod
    def binary(label: int, mean: float) -> str:
        return (
            f"Loss, each {_one(label)} for itself: {_MINUS}ln p for {the_label(label)}, "
            f"{_MINUS}ln(1 {_MINUS} p) for the others. Their mean, **{number(mean, 3)}**, is the "
            f"binary cross-entropy (the label is {label})."
        )

    RAW = "The ten logits as text"
    LOGIT = "How the logit of a digit came about"
    BECAUSE = (
        "Logits may be any number. e^logit makes them positive and lets differences count: one logit that is 1 larger "
        "counts 2.72 times as much. Divided by their sum they add up to 100 %, so they can be read as "
        "probabilities."
    )
    BECAUSE_SIGMOID = (
        "Logits may be any number. Sigmoid squeezes each to between 0 and 1 by itself: 0 becomes 0.5, larger ones come "
        "closer to 1. Nothing makes the ten add up to 100 %; the largest is the answer."
    )

    STEADIER = "Why is the largest subtracted?"
    STEADIER_SIGMOID = "Why is the loss computed from logits?"

    @staticmethod
    def steadier(largest: float) -> str:
        """Return why softmax is computed of logits from which the largest is taken."""
        return (
            f"e^{number(largest)} is {power(largest)} here. Above 88.7, e^logit is too large for a network's 32-bit "
            "numbers. Subtracting the largest logit changes nothing: parts and sum shrink by the same factor. From "
            f"logits the loss needs no p either: ln(sum) {_MINUS} (logit {_MINUS} largest). A p rounded to 0 would "
            "have no logarithm."
        )

    @staticmethod
    def steadier_sigmoid(furthest: float) -> str:
        """Return why the loss after a sigmoid is computed from logits; `furthest` is the logit furthest from 0."""
        return (
            f"The logit furthest from 0 is {number(furthest)} here. Below {_MINUS}88.7, e^{_MINUS}logit is too large "
            f"for a network's 32-bit numbers; above 17, 1 {_MINUS} p is rounded to 0 and has no logarithm. From logits "
            f"the loss needs no p: {_MINUS}ln p = ln(1 + e^{_MINUS}logit), worked out so that nothing overflows."
        )


class Temperature:
    """Logits divided by a temperature."""

    TITLE = "Temperature: the answer stays, how sure moves"
    SLIDER = "Temperature"
    HELP = "The logits are divided by it before they become probabilities. 1 changes nothing."

    @staticmethod
    def caption(temperature: float) -> str:
        return f"the ten probabilities at temperature 1 and {temperature:g}"

    @staticmethod
    def header(temperature: float) -> tuple[str, ...]:
        return ("Digit", "At 1", "", f"At {temperature:g}", "")

    @staticmethod
    def said(digit: int, temperature: float, at_one: float, now: float) -> str:
        if temperature == 1:
            moved = f"At 1 {the_label(digit)} has {sureness(at_one, 2)}, as the network says it."
        else:
            moved = f"At {temperature:g} {the_label(digit)} has {sureness(now, 2)} instead of {sureness(at_one, 2)}."
        return (
            f"{moved} The order of the ten never changes: all logits are divided by the same number, so the largest "
            "stays the largest."
        )
