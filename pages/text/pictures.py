"""What the Train page says beside its live pictures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import ClassVar

from core.inference.evaluation import MixUp
from core.messages.numbers import plain_number
from pages.text.frame import Digit
from pages.text.labels import LABELS, read_as
from pages.text.numbers import EMPTY, a_digit, count, counted, share

CROSS = "\N{BALLOT X}"
TINY = 1e-9  # root mean squares below this are no different from zero to a person


def moment(epoch: int, step: int) -> str:
    """Return when a glimpse was taken: after step 1,204 (epoch 3)."""
    return f"after step {count(step)} (epoch {epoch})" if step else "before the first step"


def whole_percent(probability: float) -> str:
    """Return 0.934 as 93 %; nothing is called 100 % or 0 % that is not."""
    return share(probability, decimals=0)


def size(value: float) -> str:
    """Return a root mean square with two digits: 0.042, 0.0000031."""
    if not math.isfinite(value):
        return "out of range"
    return plain_number(float(f"{value:.2g}")) if value >= TINY else "0"


class Pictures:
    """The switch between them."""

    MEANWHILE, AT_THE_END = "Meanwhile", "How it stood when it ended"
    NAMES: ClassVar = {
        "digits": "20 digits",
        "kernels": "Kernels",
        "mix_ups": "Confusion matrix",
        "health": "Health",
        "log": "Log",
    }
    NOT_YET = "The first picture comes with the first steps."
    NO_LOG = "After the first epoch: a line for each."


class LiveDigits:
    """The same few digits, read again and again."""

    YOURS = "yours"
    DRAW = "Draw a digit: it will be the 21st"
    HANDED_OVER = "Your drawing joins them in a moment."
    OTHER_DIGITS = (
        "This run learned from other digits than those that this server holds now, so its 20 digits cannot be shown."
    )
    SHUFFLED = "They are shown as they are in the data; the network gets their pixels in another order."
    TABLE = "what it says of each"
    HEADER = ("Image", "Label", "Read as", "Probability")

    @staticmethod
    def finding(right: int, of: int, epoch: int, step: int) -> str:
        text = f"{right} of {of} right {moment(epoch, step)}"
        return f"{text}." if step else f"{text}: the untrained network guesses."

    @staticmethod
    def about(*, split: str, validates: bool) -> str:
        source = "validation images, from which it does not learn"
        if split == "test":
            source = "test images, which validate this run"
        elif not validates:
            source = "images that it learns from, since this run has no validation"
        return f"Two of each digit from the {source}. The bar says how sure it is of its answer."

    @staticmethod
    def answer(label: int | None, answer: int, probability: float) -> str:
        text = f"{answer}, {whole_percent(probability)}"
        return text if label in (answer, None) else f"{CROSS} {text}"

    @staticmethod
    def alt(label: int | None, answer: int, probability: float) -> str:
        sure = f"{whole_percent(probability)} sure"
        if label is None:
            return f"Your drawing, {read_as(answer)} {answer}, {sure}"
        return (
            f"{a_digit(label).capitalize()}, {read_as(answer)} {answer}, {sure}"
            if label == answer
            else f"{read_as(answer).capitalize()} {answer}, is {a_digit(label)}, {sure}"
        )

    @staticmethod
    def row(split: str, index: int, label: int, answer: int, probability: float) -> tuple[str, ...]:
        name = Digit.name(split, index).capitalize()
        return name, str(label), LiveDigits.cross(label, answer), whole_percent(probability)

    @staticmethod
    def own_row(answer: int, probability: float) -> tuple[str, ...]:
        return "Your drawing", EMPTY, str(answer), whole_percent(probability)

    @staticmethod
    def cross(label: int, answer: int) -> str:
        return str(answer) if label == answer else f"{CROSS} {answer}"


class LiveKernels:
    """The first layer's weights as pictures."""

    NO_PICTURE = (
        "No kernel of this network is a picture: its first layer with weights does not look at the pixels themselves."
    )

    @staticmethod
    def title(layer: str, shown: int, of: int, *, is_dense: bool) -> str:
        """Return what is shown; a layer's name comes in as Markdown or as plain text."""
        what, end = ("unit", ", as images" if of > 1 else ", as an image") if is_dense else ("kernel", "")
        if of == 1:
            return f"The only {what} of {layer}{end}"
        return (
            f"The {of} {what}s of {layer}{end}" if shown == of else f"The first {shown} of {of} {what}s of {layer}{end}"
        )

    @staticmethod
    def scale(limit: float, when: str) -> str:
        return (
            f"{when[0].upper()}{when[1:]}. Green adds to the sum, purple takes away, paper does neither; full colour: "
            f"\N{PLUS-MINUS SIGN}{plain_number(float(f'{limit:.3g}'))}, the same for all."
        )

    @staticmethod
    def alt(title: str, limit: float, number: int, when: str) -> str:
        return f"{title}, {when}. The largest weight, {size(limit)} in size, is in number {number} (counting from 0)."


class LiveMixUps:
    """What the validation images were mixed up with, epoch by epoch."""

    EPOCH = "After epoch"
    NOT_YET = "After the first epoch: the validation images are read then."
    NO_VALIDATION = (
        "This run has no validation images, so no confusion matrix is counted while it trains. Set a validation "
        "fraction above 0 before a run to see one."
    )
    OLDER = "No confusion matrix was kept yet when this run was trained. Evaluate shows that of its test images."
    TABLE = "how often each digit was read as which"
    CORNER = "Is"

    @staticmethod
    def finding(worst: MixUp | None, of: int, epoch: int, kind: str) -> str:
        if worst is None:
            return f"No mistake: all {count(of)} {kind} images were read right after epoch {epoch}."
        mixed = f"{a_digit(worst.label).capitalize()} {read_as(worst.answer)} {worst.answer}"
        return (
            f"{mixed}: {count(worst.count)} of {count(of)} {kind} images, the most frequent mistake after epoch "
            f"{epoch}."
        )

    @staticmethod
    def alt(finding: str) -> str:
        return f"Confusion matrix: rows are what a digit is, columns what it was read as. {finding}"

    @staticmethod
    def legend(most: int) -> str:
        if not most:
            return "The diagonal was read right."
        full = counted(most, "image")
        return f"Only mistakes are shaded: the strongest shade is {full}. The diagonal was read right."

    @staticmethod
    def header(labels: Sequence[int] = LABELS) -> tuple[str, ...]:
        return (LiveMixUps.CORNER, *(f"{read_as(label)} {label}" for label in labels))


class LiveHealth:
    """How large weights and gradients are, layer by layer."""

    TABLE = "Weights and gradients of each layer"
    LAYER, WEIGHTS, GRADIENT, DEAD, SATURATED = "Layer", "Weights", "Gradient", "Dead", "Saturated"
    NOT_YET = "The first figures come with the first steps."
    NOTHING = "No layer of this network has weights."
    OLDER = "These figures were not kept yet when this run was trained."
    NO_RELU, NO_BOUND = "no ReLU", "no bound"
    WHY = "Why look at these?"
    OUT_OF_RANGE = "The gradients left the range of numbers: the learning rate is too high."
    NO_GRADIENTS = "No layer has a gradient any more: nothing changes."

    @staticmethod
    def no_gradient(layer: str) -> str:
        return f"{layer} has no gradient: its weights do not change."

    @staticmethod
    def gradients_close(ratio: float) -> str:
        return f"All layers learn at a like pace: their gradients lie within a factor of {math.ceil(ratio)}."

    @staticmethod
    def gradient_vanishes(layer: str, largest: str, ratio: float) -> str:
        return f"The gradient of {layer} is {count(round(ratio))} times smaller than that of {largest}: it vanishes."

    @staticmethod
    def dead(layer: str, fraction: float) -> str:
        return (
            f"{whole_percent(fraction)} of {layer}'s units are dead (always 0)."
            if fraction < 1
            else f"{layer} is dead."
        )

    @staticmethod
    def when(epoch: int, step: int | None, health_epoch: int | None) -> str:
        """Return when the sizes and when the shares were measured."""
        sizes = f"Root mean squares {moment(epoch, step)}" if step is not None else f"After epoch {epoch}"
        shares = f"; shares after epoch {health_epoch}" if health_epoch is not None and step is not None else ""
        return f"{sizes}{shares}. Logarithmic bars; full length = 1."

    @staticmethod
    def because(first: tuple[str, float], last: tuple[str, float]) -> str:
        return (
            f"The gradient says how much the loss asks of each weight: {size(first[1])} in {first[0]}, {size(last[1])} "
            f"in {last[0]}. Where it shrinks a hundredfold towards the first layer it vanishes, and plain gradient "
            "descent hardly moves that layer. A dead ReLU gives 0 to every image, so no gradient passes it; a "
            "saturated value passes little."
        )
