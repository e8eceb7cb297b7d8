"""What a network's report says of its curves, its answers, and how far to trust them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.inference.robustness.conditions import ConditionKey
from core.inference.robustness.sweep import Sweep
from core.training.record.events import EpochEnded
from core.training.record.history import History
from pages.text.evaluate_toughness import Tough
from pages.text.evaluate_trust import points
from pages.text.labels import Names, read_as
from pages.text.numbers import NO_NUMBER, a_digit, count, counted, portion, share
from pages.text.run import Run


class CurvesPart:
    """How loss and accuracy went."""

    LEAD = (
        "Thin: a few steps at a time, while it learned. Squares: a whole epoch of training. Circles: the validation "
        "images, read after each epoch. Nothing is smoothed."
    )
    DIAMOND = "Diamond: this network on the test images."
    NONE_OF_FILE = "A file of weights holds no history, so there are no curves."
    NONE_YET = "No epoch of this run has ended, so there are no curves."
    NO_CHANGES = "Nothing was changed by hand while it trained."
    CHANGES = "Changed by hand while it trained, at the dashed lines:"
    TRAIN, VALIDATION, TEST = "train", "validation", "test"
    EPOCHS, ACCURACY, LOSS_AXIS = "Epochs", "%", "nats, on a logarithmic axis"
    ACCURACY_TITLE = "Accuracy"
    HERE = "this network"
    TABLE = "loss and accuracy of the epochs"

    @staticmethod
    def row(epoch: EpochEnded) -> tuple[str, ...]:
        numbers = (re.sub("nan%?|inf", NO_NUMBER, text) for text in Run.epoch_row(epoch))
        return (str(epoch.epoch), *(text.replace("%", " %") for text in numbers))

    @staticmethod
    def loss(kind: str) -> str:
        return f"Loss ({kind})"

    @staticmethod
    def axis(bottom: float) -> str:
        return f"%, from {bottom:g}"

    @staticmethod
    def branched(history: History) -> str:
        if history.branched is None or not history.branched.epoch:
            return ""
        return f"The run branched from epoch {history.branched.epoch} of another one, where its curves begin."

    @staticmethod
    def rows_left_out(shown: int, total: int) -> str:
        return f"{shown} of {count(total)} epochs." if shown < total else ""


class Answers:
    """Right and wrong, class by class and picture by picture."""

    @staticmethod
    def matrix_lead(names: Names, labels: Sequence[int]) -> str:
        text = "Rows are what a picture shows" if names else "Rows are what a digit is"
        return f"{text}, columns what it was {read_as(*labels)}. Only mistakes are shaded."

    @staticmethod
    def largest(mix_ups: Sequence[str]) -> str:
        """Return the most frequent mistakes in a sentence."""
        return f"Most often: {'; '.join(mix_ups)}." if mix_ups else ""

    @staticmethod
    def mistake(index: int, label: int, answer: int, sureness: float) -> str:
        """Return what a person who does not see the picture is told."""
        return f"Test image {count(index)}, {a_digit(label)}, {read_as(answer)} {answer}, {share(sureness)} sure"

    @staticmethod
    def shown(shown: int, wrong: int) -> str:
        return "All of its mistakes." if shown == wrong else f"{shown} of {counted(wrong, 'mistake')}."

    @staticmethod
    def tile(label: int, answer: int, sureness: float) -> tuple[str, str, str]:
        return f"is {label}", f"{read_as(answer)} {answer}", share(sureness)


class Trust:
    """Whether it is as sure as it should be."""

    DIAGRAM = "Reliability diagram"
    LEAD = (
        "Of the answers that are about 90 % sure, about 90 % should be right. On the dashed line a network is exactly "
        "as sure as it is right; below it, it is too sure. Upright bars: 95 % intervals of the share that is right."
    )

    @staticmethod
    def temperature(temperature: float, before: float, after: float, images: int) -> str:
        """Return what temperature scaling does; `images` are the held out ones that it was fitted on."""
        if f"{temperature:.2f}" == "1.00":
            return (
                f"Temperature scaling: the number to divide its logits by, fitted on the {count(images)} images held "
                "out, is 1.00. There is nothing to gain."
            )
        change = "less sure" if temperature > 1 else "surer"
        return (
            f"Temperature scaling: dividing all its logits by {temperature:.2f}, a number that was fitted on the "
            f"{count(images)} images held out, makes it {change} and changes no answer. The calibration error on the "
            f"test images then goes from {points(before)} to {points(after)} points."
        )


class Toughness:
    """What is left of its accuracy on damaged images."""

    NOT_MEASURED = (
        "Not measured when this report was made. On Evaluate, the tab “Trust” measures it under “How tough is it?”; a "
        "report that is made after that has it."
    )
    TABLE = "read right under each condition and strength, in %"
    CONDITION, MEAN, STRENGTHS = "Condition", "Mean", "Strength, from mild to severe"
    LEAD = (
        "Large: how many of the damaged images are read right, in %. Small above it: how strongly they are damaged, in "
        "the row's unit. The stronger the shade, the more are misread."
    )

    @staticmethod
    def answer(sweep: Sweep) -> str:
        """Return the one number to compare by, and what it is compared with."""
        return (
            f"Damaged in nine ways and eight strengths each, {Tough.share(sweep.mean_accuracy)} of the first "
            f"{count(sweep.count)} test images are still read right, on average. Untouched: "
            f"{portion(sweep.clean, sweep.count)}."
        )

    @staticmethod
    def extremes(worst: ConditionKey, low: float, best: ConditionKey, high: float) -> str:
        """Return which conditions have the lowest and the highest mean accuracy."""
        return (
            f"On average it loses most to {Tough.NAMES[worst].lower()}, under which {Tough.share(low)} are read right, "
            f"and least to {Tough.NAMES[best].lower()}, {Tough.share(high)}."
        )

    @staticmethod
    def cell(right: int, images: int) -> str:
        """Return how many are read right, in percent, for a column that says so."""
        return portion(right, images).removesuffix(" %")
