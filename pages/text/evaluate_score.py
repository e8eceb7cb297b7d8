"""What Evaluate's tab "Score" says beside the score: what the matrix shows, the validation images, the looks."""

from __future__ import annotations

from typing import ClassVar

from core.evaluation.class_scores import ClassScore
from core.inference.evaluation import Evaluation, wilson_interval
from pages.state.evaluate.evaluations import EvaluatedSplit
from pages.state.evaluate.score_slots import CellKind
from pages.text.numbers import EMPTY, count, counted, percent


class Choices:
    """What the matrix shows."""

    SPLIT = "Images"
    SPLITS: ClassVar[dict[EvaluatedSplit, str]] = {"test": "Test images", "validation": "Validation images"}
    CELLS = "In each cell"
    CELL_KINDS: ClassVar[dict[CellKind, str]] = {"counts": "Counts", "shares": "Per cent of row"}
    MINUS, NOTHING = "Minus the matrix of another model", "Minus: nothing"
    EPOCH_HELP = "Selects the weights after that epoch, on every page. Each epoch's test score is one more look."

    @staticmethod
    def minus(title: str) -> str:
        return f"Minus: {title}"


class Looks:
    """The honest counter."""

    WHY = "Why is that counted?"
    BECAUSE = (
        "Whoever tries many networks and keeps the one with the best test score has chosen by the test images, and "
        "part of that score is luck. So this counts each network of a family whose test score you were shown, also at "
        "a run's end. Choose by the validation images, and look at the test images once, at the end."
    )

    @staticmethod
    def seen(number: int) -> str:
        if number <= 1:
            return "You have seen the test score of this network alone of its family: an honest look."
        return (
            f"You have seen the test scores of {count(number)} networks of this family. Whoever keeps the best of "
            "them has chosen by the test images."
        )


class Splits:
    """The score on the other split, beside the one that is shown."""

    @staticmethod
    def other(split: EvaluatedSplit, evaluation: Evaluation) -> str:
        low, high = (
            percent(end * evaluation.count, evaluation.count).removesuffix(" %")
            for end in wilson_interval(evaluation.correct, evaluation.count)
        )
        share = percent(evaluation.correct, evaluation.count)
        return f"On the {counted(evaluation.count, f'{split} image')}: {share} (95 % interval {low} to {high})."


class Matrix:
    """The confusion matrix and what stands beside it."""

    LEGEND_SHARES = (
        "Of each row's images, per cent. Only mistakes are shaded. Choose a cell to see its pictures; arrow keys go "
        "from cell to cell."
    )
    LEGEND_DIFFERENCE = (
        "How many more images of each cell than the other network has. Green is better, purple worse. Choose a cell "
        "to see its pictures."
    )

    LEGEND_POINTS = (
        "Difference in percentage points of each row's images. Green is better, purple worse. Choose a cell to see its "
        "pictures."
    )

    @staticmethod
    def minus(other: str) -> str:
        return f"Confusion matrix, minus that of {other}"

    @staticmethod
    def minus_alt(other: str, fewer: int) -> str:
        change = f"{counted(abs(fewer), 'mistake')} {'fewer' if fewer >= 0 else 'more'}"
        return f"Difference of two confusion matrices: in all {change} than {other}."

    @staticmethod
    def others_alone(title: str) -> str:
        return f"{title}. This network makes none such; these are the other's"


class Learned:
    """That validation images may be no stranger to a network."""

    OWN = (
        "This network may have learned from some of these images: another data set held them out, it came from a file, "
        "or it went on from another network. Where it has, this score is too kind."
    )
    OTHER = "The other network may have learned from some of these images: then the comparison is unfair."


class ClassTable:
    """Precision, recall and F1 of each class."""

    CAPTION = "precision, recall and F1 of each digit"
    HEADER = ("Digit", "Images", "Right", "Precision", "Recall", "F1")
    WHY = "What are precision, recall and F1?"

    @staticmethod
    def because(score: ClassScore) -> str:
        """Return what they mean, with one class's numbers."""
        return (
            f"Recall: of the {count(score.count)} images of {score.digit}, {count(score.correct)} were read as that. "
            f"Precision: of the {count(score.answers)} images read as {score.digit}, {count(score.correct)} were that. "
            "F1 is the harmonic mean of both: high only where both are."
        )

    @staticmethod
    def row(score: ClassScore) -> tuple[int | str, ...]:
        shares = (score.precision, score.recall, score.f1)
        return score.digit, count(score.count), count(score.correct), *map(ClassTable._share, shares)

    @staticmethod
    def mean(value: float) -> tuple[str, ...]:
        return "Mean", "", "", "", "", ClassTable._share(value)

    @staticmethod
    def _share(share: float | None) -> str:
        return EMPTY if share is None else f"{100 * share:.1f} %"
