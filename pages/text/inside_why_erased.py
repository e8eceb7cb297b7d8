"""What *Why this answer* says of occlusion: the map, and one square by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from core.inference.attribution.target import Target
from core.messages.numbers import times
from pages.text.inside import number
from pages.text.inside_why import ARROW, logit_of, named
from pages.text.numbers import count, counted
from pages.text.ties import listed


class Erased:
    """Occlusion, and one square of it by hand."""

    SQUARE, SQUARE_HELP = "Square", "Side of the square that is erased, in pixels."
    ROW, COLUMN = "Row", "Column"
    STRONGEST = "Strongest"
    NONE_COUNTS = "No square makes a difference: all falls are 0."
    HEADER: ClassVar = ("", "As it is", "Erased")
    READS, LOGIT, PROBABILITY = "Reads", "Logit of", "Probability of"
    TABLE = "The network's answer with the square and without it"

    @staticmethod
    def alike(equal: int) -> str:
        """Return how many squares do as much as the one that is named."""
        return f", as without {counted(equal - 1, 'other')}" if equal > 1 else ""

    @staticmethod
    def reads(digits: Sequence[int]) -> str:
        if len(digits) == 1:
            return str(digits[0])
        return "all ten alike" if len(digits) == 10 else f"{listed(digits)} alike"

    @staticmethod
    def side(square: int) -> str:
        return times(square, square)

    @staticmethod
    def progress(done: int, total: int) -> str:
        return f"{count(done)} of {count(total)} pictures read"

    @staticmethod
    def title(square: int, row: int, column: int) -> str:
        return f"Row {row}, column {column}: {times(square, square)} pixels erased"

    @staticmethod
    def picture_alt(square: int, row: int, column: int) -> str:
        return f"The picture without the {times(square, square)} pixels from row {row}, column {column} on, framed."

    @staticmethod
    def arithmetic(target: Target, whole: float, erased: float) -> str:
        """Return the target before and after, as the network gave it, and the difference of what is written."""
        before, after, fall = number(whole), number(erased), Erased.fall(whole, erased)
        verb = "falls by" if fall > 0 else "rises by"
        change = f"{verb} **{number(abs(fall))}**" if fall else "stays as it is"
        return f"{logit_of(target).capitalize()}: {before} {ARROW} {after}, {change}."

    @staticmethod
    def fall(whole: float, erased: float) -> float:
        """Return the difference of two values as they are written."""
        return round(round(whole, 2) - round(erased, 2), 2)

    @staticmethod
    def verdict(target: Target, whole: float, erased: float) -> str:
        """Return what follows from the difference that `arithmetic` tells."""
        fall = Erased.fall(whole, erased)
        if not fall:
            return "This square makes no difference."
        side = f"for {named(target)}" if fall > 0 else f"against {named(target)}"
        return f"What stood there speaks **{side}**."

    @staticmethod
    def alt(target: Target, square: int, best: tuple[int, int, float, int], worst: tuple[int, int, float, int]) -> str:
        """Return what the map shows; `best` and `worst` are row, column and fall of two squares, and how many do it."""
        row, column, fall, equal = best
        about = f"Occlusion by squares of {times(square, square)} pixels"
        if fall == worst[2]:
            same = f"every square changes the {logit_of(target)} by the same, {number(-fall)}"
            return f"{about}: {same if fall else f'no square changes the {logit_of(target)}'}."
        sentence = (
            f"{about}: without the one at row {row}, column {column} the {logit_of(target)} falls most, by "
            f"{number(fall)}{Erased.alike(equal)}"
        )
        if worst[2] < 0:
            rise = f"{number(-worst[2])}{Erased.alike(worst[3])}"
            sentence += f"; without the one at row {worst[0]}, column {worst[1]} it rises by {rise}"
        return f"{sentence}."

    TABLE_OF_ALL = "by how much it falls without each square, by its top row and left column"
    CSV_HEADER = ("row", "column", "target_before", "target_after", "fall", "probability_before", "probability_after")
    BECAUSE = (
        "To learn what counts, take it away. Each cell of the map is one square of the picture turned into paper; its "
        "colour is how far the logit falls. The logit, not the probability, because a sure network stays at 99 % "
        "until much is gone. Paper is a choice too: an erased stroke may look like another digit."
    )
