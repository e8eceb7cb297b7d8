"""The field's terms on the Train page, each explained with the numbers of the run that is on the screen."""

from __future__ import annotations

import math
from typing import ClassVar

from core.messages.numbers import plain_number
from core.training.record.events import RunTaught
from core.training.record.history import History
from core.training.settings.config import TrainingConfig
from models.spec import NetworkSpec
from pages.text.changed_settings import smoothed
from pages.text.numbers import count
from pages.text.settings import LOSSES, OPTIMIZERS

TITLE = "The words, with this run's numbers"
PICK = "Explain"


class Terms:
    """Each term's explanation, at most 60 words."""

    @classmethod
    def offered(cls, spec: NetworkSpec, history: History) -> dict[str, str]:
        """Return the terms that this run can show, and how each is written."""
        has = {
            "dropout": spec.dropout_rate is not None,
            "logits": spec.last_function == "linear",
            "softmax": spec.last_function == "softmax",
            "validation": history.started is None or history.started.validation_images > 0,
        }
        return {term: name for term, name in cls._NAMES.items() if has.get(term, True)}

    @classmethod
    def explained(cls, term: str, spec: NetworkSpec, config: TrainingConfig, history: History) -> str:
        return getattr(cls, f"_{term}")(spec, config, history)

    @staticmethod
    def _own(taught: RunTaught) -> str:
        """Return what a batch of a run that learned a hand is made of."""
        share = round(100 * taught.own_share)
        return f"{share} % of them own digits"

    @classmethod
    def _epoch(cls, _: NetworkSpec, config: TrainingConfig, history: History) -> str:
        images = history.started.train_images if history.started else 0
        took = history.epochs[-1].training_seconds if history.epochs else None
        machine = f"; it took {took:.1f} s" if took is not None else ""
        if history.taught is not None:
            return (
                f"An epoch of this run is {count(images)} images, {cls._own(history.taught)}, the others drawn "
                f"from all training images: an own digit comes many times. This run makes {count(config.epochs)}. At "
                f"one picture a second an epoch would take you {_long(images)}{machine}."
            )
        return (
            f"An epoch is one pass through all {count(images)} training images; this run makes {count(config.epochs)}. "
            f"At one picture a second an epoch would take you {_long(images)}{machine}."
        )

    @classmethod
    def _batch(cls, _: NetworkSpec, config: TrainingConfig, history: History) -> str:
        started = history.started
        if started is None:
            return ""
        last = started.train_images - (started.steps_per_epoch - 1) * config.batch_size
        rest = "" if last == config.batch_size else f", the last of them with only {count(last)}"
        mixed = "" if history.taught is None else f", {cls._own(history.taught)}"
        return (
            f"A batch is {count(config.batch_size)} images drawn at random{mixed}; after each one the weights are "
            f"corrected: a step. {count(started.train_images)} images make {count(started.steps_per_epoch)} steps an "
            f"epoch{rest}. Every epoch draws another order, so no two batches are alike: that is why the thin curve "
            "trembles."
        )

    @staticmethod
    def _loss(_: NetworkSpec, config: TrainingConfig, history: History) -> str:
        now = history.steps[-1].mean_loss if history.steps else None
        if now is None:
            return ""
        text = f"Loss says how wrong the network is. {LOSSES[config.loss].explained}. Now it is {now:.3f}"
        if config.loss_choice.smoothing:
            text += f", with {smoothed(config)}: it never falls to 0"
        elif config.loss.endswith("categorical_crossentropy"):
            text += (
                f", as if the right digit were given {100 * math.exp(-now):.0f} % each time; blind guessing, a tenth "
                "for every digit, is ln 10 = 2.303"
            )
        return f"{text}."

    @staticmethod
    def _accuracy(_: NetworkSpec, __: TrainingConfig, history: History) -> str:
        if not history.steps:
            return ""
        now = history.steps[-1].accuracy
        ended = ""
        if history.test is not None:
            ended = f" At the end {count(history.test.correct)} of {count(history.test.count)} test images were right."
        return (
            f"Accuracy is the share of images read right, {100 * now:.1f} % of the last steps' batches. It counts "
            "answers only: a digit read right with 51 % counts as much as one with 99 %, so the loss can still fall "
            f"where accuracy stands still.{ended}"
        )

    @staticmethod
    def _optimizer(spec: NetworkSpec, config: TrainingConfig, _: History) -> str:
        return (
            f"The optimizer turns each batch's gradient into a change of all {count(spec.trainable_parameters)} "
            f"trainable parameters. {OPTIMIZERS[config.optimizer].explained}. “One step” shows it for one weight, in "
            "numbers."
        )

    @staticmethod
    def _learning_rate(_: NetworkSpec, config: TrainingConfig, history: History) -> str:
        now = plain_number(history.setting("learning_rate", config.learning_rate))
        largest = "at most " if config.is_scheduled else ""
        return (
            f"The learning rate, here {largest}{now}, is the size of each correction by "
            f"{OPTIMIZERS[config.optimizer].name}. Ten times more, and corrections overshoot: the loss jumps or leaves "
            "the range of numbers. Ten times less, and the same epochs get less far. Try both with Change one thing."
        )

    @staticmethod
    def _validation(_: NetworkSpec, config: TrainingConfig, history: History) -> str:
        started = history.started
        assert started is not None
        kind = (
            "the test images" if config.validation_source == "test" else "the last of the training images, unshuffled"
        )
        after = ""
        if history.epochs and history.epochs[-1].validation_accuracy is not None:
            last = history.epochs[-1]
            after = f" After epoch {last.epoch}: train {last.accuracy:.1%}, validation {last.validation_accuracy:.1%}."
        return (
            f"{count(started.validation_images)} images, {kind}, never correct a weight: they only check. The train "
            "value is a mean over the epoch, taken while it was still learning; validation comes after, with all that "
            f"was learned.{after.replace('%', ' %')}"
        )

    @staticmethod
    def _dropout(spec: NetworkSpec, _: TrainingConfig, history: History) -> str:
        rate = history.setting("dropout_rate", spec.dropout_rate or 0.0)
        return (
            f"At every step a random {100 * rate:g} % of a layer's values are set to 0, so that no cell is relied on "
            "alone. It has nothing to look at and no parameters. While validating and predicting it rests, which is "
            "one reason why validation can look better than training."
        )

    @staticmethod
    def _softmax(_: NetworkSpec, __: TrainingConfig, history: History) -> str:
        return (
            "Softmax turns the ten last sums into ten probabilities: e to the power of each, divided by the sum of all "
            "ten, so they are positive and add up to 100 %. The largest sum stays the largest: it is the answer, and "
            "its probability is how sure the network says it is."
        )

    @staticmethod
    def _logits(_: NetworkSpec, config: TrainingConfig, __: History) -> str:
        step = "a sigmoid of each" if config.loss == "binary_crossentropy" else "the softmax of them"
        steadier = ""
        if config.loss.endswith("crossentropy"):
            steadier = (
                " Both steps together need no logarithm of a probability that was rounded to 0: that is steadier, and "
                "the same number otherwise."
            )
        return (
            "This network ends with ten raw sums, logits, and no function after them: the loss is told so "
            f"(from_logits) and takes {step} itself.{steadier}"
        )

    @staticmethod
    def _one_hot(_: NetworkSpec, config: TrainingConfig, __: History) -> str:
        how = (
            "This run's loss takes the digit itself and looks up one probability"
            if not config.loss_choice.row.is_one_hot
            else "This run's loss compares that row with the ten outputs"
        )
        return (
            "A label as ten numbers, nine 0s and a 1 at the digit's place: 4 is 0 0 0 0 1 0 0 0 0 0. It is what the "
            f"ten outputs should have been, counting from 0. {how}."
        )

    @staticmethod
    def _overfitting(_: NetworkSpec, __: TrainingConfig, history: History) -> str:
        best = history.best
        if best is None or best.validation_loss is None:
            is_checked = history.started is not None and history.started.validation_images > 0
            when = "the first epoch's end is the first look at it" if is_checked else "no images validate in this run"
            here = f"; {when}"
        else:
            last = history.epochs[-1]
            here = f". Here validation loss was lowest after epoch {best.epoch}, {best.validation_loss:.4f}"
            if last.epoch == best.epoch:
                here += ": the newest, so there is no sign of it yet"
            else:
                here += f"; after epoch {last.epoch} it is {last.validation_loss:.4f}, train loss {last.loss:.4f}"
        return (
            "Memorising the training images: better on those, worse on new ones. It shows where validation loss "
            f"rises while train loss still falls{here}."
        )

    _NAMES: ClassVar = {
        "epoch": "epoch",
        "batch": "batch and step",
        "loss": "loss",
        "accuracy": "accuracy",
        "optimizer": "optimizer",
        "learning_rate": "learning rate",
        "validation": "validation",
        "dropout": "dropout",
        "softmax": "softmax",
        "logits": "logits",
        "one_hot": "one-hot",
        "overfitting": "overfitting",
    }


def _long(seconds: int) -> str:
    """Return 60,000 s as 16 h 40 min, 1,000 s as 17 min."""
    minutes = max(1, round(seconds / 60))
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"
