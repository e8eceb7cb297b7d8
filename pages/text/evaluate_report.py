"""What a network's report says: one page that is handed in, read without Digit Lab, and printed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import ClassVar

from core.data.baselines import Baselines
from core.inference.evaluation import Evaluation, wilson_interval
from core.runs.log.models import Model
from core.training.record.events import EpochEnded
from core.training.record.history import History
from models.spec import NetworkSpec
from pages.text.data_set import listed
from pages.text.evaluate_toughness import Tough
from pages.text.labels import Names, label_short, of_classes, of_pictures
from pages.text.numbers import count, counted, day, percent
from pages.text.runs import when
from pages.text.train import duration


class ReportCard:
    """Its card on the tab "Take away"."""

    TITLE = "Hand it in"
    ABOUT = (
        "A report of this network on one page: what was asked, how it was trained, what came out, how far to trust it, "
        "how tough it is, and how to rebuild it."
    )
    MAKE = "Make the report"
    OTHER_CLASSES = "It can be made where the pictures at hand are of the classes that this network knows."
    PRINT = "Open it and print it, or hand the file in. It needs no network."
    NOT_YET = (
        "Toughness is measured in the background. Until that is done, the report says that it was not measured; then "
        "the same button gives it with its numbers. While another tab is open, the counting pauses."
    )
    TOUGHNESS = "Toughness"

    @staticmethod
    def measuring(conditions: int, seconds: float | None) -> str:
        """Return how far the sweep is; `seconds` are left, None where that is not known."""
        return Tough.progress(ReportCard.TOUGHNESS, conditions, seconds)


class Report:
    """The head of the page, and what stands in several parts of it."""

    KIND = "Digit Lab: report on a neural network"
    CONTENTS = "Contents"
    NOTE = "Note"
    RESULT, SET_UP, CURVES = "The question and the result", "Set-up", "Curves"
    MATRIX, CLASSES, MISTAKES = "What is mixed up with what", "Digit by digit", "The surest mistakes"
    TRUST, TOUGH, REBUILD = "Trust: is it as sure as it should be?", Tough.TITLE, "How to rebuild it"
    LIMITS, PROGRAM = "What this score does not say", "Appendix: the program"
    INTERVAL, RIGHT, LOSS, VALIDATION = "95 % interval", "Right", "Loss", "Validation"
    PARAMETERS, TRAINING = "Parameters", "Training"

    @staticmethod
    def titled(title: str, names: Names) -> str:
        """Return the title of a part, of classes where the labels are no digits."""
        return of_classes(title, names)

    @staticmethod
    def document_title(title: str) -> str:
        return f"{title}: report"

    @staticmethod
    def about(model: Model, zone: tzinfo | None) -> str:
        """Return where a model comes from; `zone` is of the person's clock."""
        if model.imported is not None:
            how = "Changed by hand on" if model.imported.is_changed_here else "Brought in from a file on"
            return f"{how} {when(model.imported.created, zone)}."
        if model.record is None:
            return "Trained on MNIST by the makers of Digit Lab."
        return f"Trained on {when(model.record.created, zone)}."

    @staticmethod
    def made(moment: datetime) -> str:
        return f"Made on {day(moment)} {moment.year}, {moment:%H:%M}, by Digit Lab."

    @staticmethod
    def foot(moment: datetime) -> str:
        return (
            f"Made by Digit Lab on {day(moment)} {moment.year}. All of it is in this file: it asks no server for "
            "anything and runs no script."
        )

    @staticmethod
    def interval(evaluation: Evaluation) -> str:
        low, high = Report.ends(evaluation)
        return f"{low.removesuffix(' %')} to {high}"

    @staticmethod
    def ends(evaluation: Evaluation) -> tuple[str, ...]:
        """Return both ends of the interval of an accuracy, with as many decimals as the number of images allows."""
        number = evaluation.count
        return tuple(percent(end * number, number) for end in wilson_interval(evaluation.correct, number))


class Result:
    """The question, and the answer to it."""

    QUESTION = "How many digits that it never learned from does this network read right?"

    @staticmethod
    def validation(validation: Evaluation) -> str:
        low, high = Report.ends(validation)
        return (
            f"On the {count(validation.count)} images that were held out while it trained: "
            f"{percent(validation.correct, validation.count)}, {count(validation.correct)} right (95 % interval "
            f"{low.removesuffix(' %')} to {high.removesuffix(' %')}), loss {validation.loss:.3f}. Choices are made "
            "with these."
        )

    @staticmethod
    def easy(known: Baselines, names: Names) -> str:
        """Return what one reads right without learning anything; both on the test images."""
        always = label_short(known.digit, names)
        nearest = of_classes("the digit whose mean image is nearest", names)
        return (
            f"What is easy, to compare with: always saying “{always}” is right for {100 * known.always_accuracy:.2f} % "
            f"of the test images, and {nearest} for {100 * known.nearest_mean_accuracy:.2f} %."
        )

    @staticmethod
    def looks(number: int) -> str:
        """Return how often the test images were looked at; `number` counts this network, too."""
        family = "of this family (one recipe or network, one data set)"
        if number <= 1:
            return f"It is the first network {family} whose test score was looked at by whoever made this report."
        return (
            f"Whoever made this report has looked at the test score of {count(number)} networks {family}, this one "
            "included. The best of many is partly luck: a choice belongs on the validation images."
        )


class SetUp:
    """How the network was trained."""

    NETWORK, SETTINGS, MACHINE = "The network", "Settings", "Machine and versions"
    HEADER = ("Layer", "Output shape", "Parameters", "How they are counted")
    LAYERS, TOTAL = "the network, layer by layer", "In all"
    UNKNOWN = "How it was trained is not known here: it was brought in as a file, which holds its weights."
    CHANGED = "Some of its weights were changed by hand after it was trained. How that was done is not known here."
    NO_MACHINE = "On which machine it was trained, and how long that took, is not known here."
    INPUT, RECIPE = "Input", "Recipe"
    PACKAGES: ClassVar = {"python": "Python", "tensorflow": "TensorFlow", "keras": "Keras", "numpy": "NumPy"}
    NO_AUGMENTATION = "No augmentation: training images are taken as they are."

    @staticmethod
    def data(name: str, judged: str, images: int, *, is_same: bool) -> str:
        """Return which data set it learned from, and which judges it; "" for one that nobody knows."""
        learned = name or "a data set without a known name"
        if is_same:
            return f"It learned from {learned}, and {counted(images, 'test image')} of the same data set judge it."
        judging = judged or "a data set without a known name"
        return f"It learned from {learned}; {counted(images, 'test image')} of {judging} judge it."

    @staticmethod
    def moment(moment: str, epochs: int) -> str:
        return f"These are its weights {moment}, of {counted(epochs, 'epoch')} that were set."

    @staticmethod
    def total(spec: NetworkSpec) -> str:
        return (
            f"{counted(len(spec.layers), 'layer')}, {counted(spec.parameters, 'parameter')}, "
            f"{count(spec.multiply_adds)} multiply-adds for one picture."
        )

    @staticmethod
    def machine(history: History, epochs: Sequence[EpochEnded]) -> str:
        assert history.started is not None
        began = history.started
        where = "a CPU" if began.device == "CPU" else began.device
        seconds = sum(epoch.duration_seconds for epoch in epochs)
        compiled = ", compiled by XLA" if began.compiled else ""
        return (
            f"{counted(len(epochs), 'epoch')} of {counted(began.steps_per_epoch, 'step')} took {duration(seconds)} on "
            f"{where} with {counted(began.threads, 'thread')} for each operation{compiled}."
        )

    @staticmethod
    def versions(numbers: dict[str, str]) -> str:
        said = [f"{SetUp.PACKAGES.get(name, name)} {number}" for name, number in numbers.items()]
        return f"On the server when this report was made: {listed(said)}."


class Rebuild:
    """How to train it again, and what is left open."""

    REQUIREMENTS = "The versions that it needs, as a requirements.txt:"
    LOOKED_ONCE = "The test images were looked at once in this family."
    LINK = "Its set-up as a link, for the server that made this report:"

    @staticmethod
    def below(file_name: str) -> str:
        return f"The program stands in full at the end of this page: save it as `{file_name}` and run it."

    @staticmethod
    def limits(evaluation: Evaluation, names: Names, looks: int | None) -> list[str]:
        """Return what the score does not say."""
        low, high = Report.ends(evaluation)
        often = {None: "How often the test images were looked at is not counted here.", 1: Rebuild.LOOKED_ONCE}
        looked = often.get(looks, f"The test images were looked at {count(looks or 0)} times in this family.")
        digits = of_pictures("digits", names)
        return [
            f"It is a share of {count(evaluation.count)} images of one data set. Of {digits} from other hands, other "
            "pens or other cameras it says nothing; they are usually read worse.",
            f"The interval, {low.removesuffix(' %')} to {high}, counts only which test images were drawn. The same "
            "set-up with another seed is another network, with another score.",
            f"{looked} Each look that decides something makes the next score kinder than it should be.",
            "A share of all images hides the worst class, and says nothing of pictures that show none of the ten.",
        ]
