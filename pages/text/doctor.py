"""What the doctor says of a run: what is wrong, how it shows, what helps."""

from __future__ import annotations

from typing import ClassVar

from core.messages.numbers import plain_number
from core.training.diagnosis.findings import (
    DeadRelus,
    Diagnosis,
    Diverged,
    DropoutRests,
    Evidence,
    Guessing,
    LayerFinding,
    Overfitting,
    RateEvidence,
    RateTooHigh,
    Saturated,
    SureMistakes,
    TooSlow,
    WrongInitialisation,
)
from core.training.diagnosis.remedies import Remedy
from pages.text.network import Editor
from pages.text.numbers import count, counted, share
from pages.text.settings import OPTIMIZERS


def times_usual(ratio: float) -> str:
    """Return how far a number is off, in words: "about 1,000 times", "about a thousandth of"."""
    if ratio >= 1:
        return f"about {count(_rounded(ratio))} times"
    return f"about 1/{count(_rounded(1 / ratio))} of"


def _rounded(times: float) -> int:
    """Return a number in two digits: 333 is about 330."""
    return int(float(f"{times:.2g}"))


class Doctor:
    """The card of one finding."""

    NOT_NOW, NOT_NOW_HELP = "Not now", "Says no more of this for this run, as long as the page stays open."
    TENTH = "Try a tenth of it"
    HELP = "The run that you see stays as it is; this begins another one."
    _TITLES: ClassVar[dict[type[Evidence], str]] = {
        RateTooHigh: "The learning rate is far too high",
        Diverged: "The loss runs away",
        WrongInitialisation: "The first weights let nothing through",
        Guessing: "No better than guessing",
        DeadRelus: "Many ReLUs are dead",
        Saturated: "Most values stand at a bound",
        SureMistakes: "Wrong, and sure of it",
        TooSlow: "It learns slowly",
        Overfitting: "It memorises (overfitting)",
        DropoutRests: "Better on validation than on training: harmless",
    }
    _CAUSES: ClassVar = {
        "byte_pixels": "Its inputs go from 0 to 255: sums and gradients are hundreds of times too large.",
        "sigmoid": "Its hidden layers use sigmoid, which passes on a quarter of the gradient at most: layer by layer "
        "less of it is left.",
        "wrong_labels": "Most labels of its training images are wrong, and it learns what it is told.",
        "unknown": "Smaller corrections are the first thing to try.",
    }
    _LABELS: ClassVar = {
        "initializer": "Start again with random weights",
        "activation": "Use ReLU",
        "pixel_scale": "Scale the inputs",
        "wrong_label_fraction": "Use the right labels",
        "augmentation": "Change the images a little",
        "l2": "Keep the weights small",
    }

    @staticmethod
    def title(evidence: Evidence) -> str:
        """Return what is wrong, in a few words."""
        return Doctor._TITLES[type(evidence)]

    @classmethod
    def evidence(cls, evidence: Evidence) -> str:
        """Return how it shows, with its numbers."""
        match evidence:
            case RateTooHigh():
                return f"{cls._harm(evidence)}. {cls._far(evidence)}: each correction overshoots by far."
            case Diverged(loss=loss):
                shown = "left the range of numbers" if loss is None else f"is {loss:.1f} now"
                return (
                    f"The loss {shown}; blind guessing has {evidence.blind_loss:.3f}. With a learning rate of "
                    f"{cls._rate(evidence)} each correction overshoots by more than it corrects."
                )
            case WrongInitialisation():
                return f"{cls._reads(evidence.epoch, evidence.accuracy, evidence.step)}. {cls._beginning(evidence)}"
            case Guessing():
                reads = cls._reads(evidence.epoch, evidence.accuracy)
                return f"{reads}; guessing reads about 10 %. {cls._cause(evidence)}"
            case DeadRelus(layer=layer):
                return (
                    f"{cls._layer(layer)} {share(layer.fraction)} of its outputs give 0 to every image that was tried. "
                    f"No gradient passes through them, so they stay so; a LeakyReLU cannot die. {cls._push(evidence)}"
                )
            case Saturated(layer=layer):
                return (
                    f"{cls._layer(layer)} {share(layer.fraction)} of the values stand at a bound, where the curve is "
                    f"flat: hardly any gradient passes there. {cls._push(evidence)}"
                )
            case SureMistakes(mistakes=mistakes, sure=sure):
                return (
                    f"{count(sure)} of {count(mistakes)} wrong answers on validation images had a probability above "
                    "99 %. The answers are saturated: their sums are so far apart that small corrections change "
                    "nothing."
                )
            case TooSlow(learning_rate=rate, usual_rate=usual):
                return (
                    f"{cls._reads(evidence.epoch, evidence.accuracy)}, and the loss still falls, in small steps: the "
                    f"learning rate is {plain_number(rate)}, and {plain_number(usual)} is usual with this optimizer."
                )
            case Overfitting():
                return (
                    f"Validation loss was lowest after epoch {evidence.best_epoch}, {evidence.lowest:.3f}; after epoch "
                    f"{evidence.epoch} it is {evidence.now:.3f}. Meanwhile training loss fell from "
                    f"{evidence.train_then:.3f} to {evidence.train_now:.3f}: what it learns now holds for the training "
                    "images only."
                )
            case DropoutRests():
                return (
                    f"Epoch {evidence.epoch}: training {share(evidence.accuracy)} right, validation "
                    f"{share(evidence.validation_accuracy)}. While it trains, dropout sets {share(evidence.rate)} of "
                    "the values to 0; while it validates, dropout rests. Training is also counted while it still "
                    "learns. Nothing is wrong."
                )

    @classmethod
    def remedy(cls, remedy: Remedy) -> str:
        """Return what the button does."""
        where = {None: "Start a new run", 0: "Start again from the same initial weights"}.get(
            remedy.epoch, f"Go back to epoch {remedy.epoch}"
        )
        *first, last = cls._changes(remedy)
        with_ = f"{', '.join(first)} and {last}" if first else last
        return f"{where}, with {with_}."

    @classmethod
    def button(cls, diagnosis: Diagnosis) -> str:
        """Return the label of the button."""
        changed = {name: (old, new) for name, old, new in diagnosis.remedy.changed}
        if "learning_rate" in changed:
            old, new = changed["learning_rate"]
            if diagnosis.kind == "diverged" and new <= 0.11 * old:
                return cls.TENTH
            return f"Retry with learning rate {plain_number(new)}"
        if "dropout_rate" in changed:
            return "Use more dropout" if changed["dropout_rate"][1] else "See it without dropout"
        return next(cls._LABELS[name] for name in changed if name in cls._LABELS)

    @staticmethod
    def _reads(epoch: int, accuracy: float, step: int | None = None) -> str:
        after = f"After epoch {epoch}" if step is None else f"After {counted(step, 'step')}"
        return f"{after} it reads {share(accuracy)} right"

    @staticmethod
    def _harm(evidence: RateTooHigh) -> str:
        blind = f"blind guessing has {evidence.blind_loss:.3f}"
        if not evidence.has_leapt:
            return f"It reads {share(evidence.accuracy)} right; guessing reads about 10 %"
        if evidence.loss is None:
            return f"The loss left the range of numbers; {blind}"
        shown = f"{evidence.loss:,.0f}" if evidence.loss >= 100 else f"{evidence.loss:.1f}"
        return f"The loss leapt to {shown} and does not come down again; {blind}"

    @staticmethod
    def _far(evidence: RateTooHigh) -> str:
        times = times_usual(evidence.learning_rate / evidence.usual_rate)
        usual = f"{OPTIMIZERS[evidence.optimizer].name} usually takes ({plain_number(evidence.usual_rate)})"
        if evidence.steered_to is None:
            return f"The learning rate, {plain_number(evidence.learning_rate)}, is {times} what {usual}"
        return f"The learning rate then, {Doctor._rate(evidence)}, was {times} what {usual}"

    @staticmethod
    def _rate(evidence: RateEvidence) -> str:
        """Return the rate that is to blame, with the one now where a person has changed it since."""
        rate = plain_number(evidence.learning_rate)
        return rate if evidence.steered_to is None else f"{rate} ({plain_number(evidence.steered_to)} now)"

    @staticmethod
    def _layer(layer: LayerFinding) -> str:
        return f"In layer {layer.number} ({layer.text})"

    @staticmethod
    def _beginning(evidence: WrongInitialisation) -> str:
        layers = counted(evidence.layers, "hidden layer")
        if evidence.initializer == "zeros":
            return (
                f"The weights of {layers} began at 0: a ReLU then gives 0 and gets no gradient, and the units of a "
                "sigmoid or tanh layer stay alike. Weights have to begin small, random and different."
            )
        return (
            f"The weights of {layers} began equally small, however many inputs each layer has: every layer makes the "
            "values smaller, and at the end nothing is left of the picture."
        )

    @classmethod
    def _cause(cls, evidence: Guessing) -> str:
        if evidence.cause != "low_rate":
            return cls._CAUSES[evidence.cause]
        return (
            f"Its learning rate, {cls._rate(evidence)}, is far below what is usual with this optimizer, "
            f"{plain_number(evidence.usual_rate)}: corrections are too small to show."
        )

    @staticmethod
    def _push(evidence: DeadRelus | Saturated) -> str:
        """Return what drove the values there."""
        if evidence.cause == "byte_pixels":
            return "Inputs from 0 to 255 drive sums that far."
        if evidence.cause == "unknown" and isinstance(evidence, Saturated):
            return "ReLU is never flat above 0."
        high = "high for this optimizer, " if evidence.cause == "high_rate" else ""
        then = "is" if evidence.steered_to is None else "was"
        return f"Large corrections drive sums that far; the learning rate {then} {high}{Doctor._rate(evidence)}."

    @staticmethod
    def _changes(remedy: Remedy) -> list[str]:
        """Return each setting that changes, as what the new run has."""
        changed = {name for name, _, _ in remedy.changed}
        first = dict.fromkeys(Editor.NAMES[str(after)] for name, _, after in remedy.changed if name == "initializer")
        largest = "largest " if remedy.config.is_scheduled else ""
        texts = {
            "initializer": f"random weights ({', '.join(first)})",
            "activation": "ReLU in every hidden layer",
            "learning_rate": f"a {largest}learning rate of {plain_number(remedy.config.learning_rate)}",
            "dropout_rate": f"a dropout rate of {plain_number(remedy.spec.dropout_rate or 0.0)}",
            "augmentation": "training images that are shifted, turned and stretched a little in each epoch",
            "l2": f"an L2 penalty of {plain_number(remedy.config.l2)}",
            "pixel_scale": "inputs from 0 to 1",
            "wrong_label_fraction": "the labels that the images really have",
            "epochs": f"{count(remedy.config.epochs)} epochs in all",
        }
        return [text for name, text in texts.items() if name in changed]
