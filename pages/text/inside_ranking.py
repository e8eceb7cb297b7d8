"""What the Inside page says where filters are ranked and weights are pruned, one step after the other."""

from __future__ import annotations

from typing import ClassVar

from core.inference.standout import Standout
from pages.text.inside_changes import MINUS
from pages.text.numbers import NO_NUMBER, count, counted


class Rank:
    """The filters of a layer, ranked by what the network loses without each."""

    IMAGES = "Judged by"
    LEAVE = "You can leave: it goes on from there when you press it again."
    LEGEND = "Each number is the accuracy that is lost without it, in points of percent. Click one to switch it off."
    WHOLE = "All of this is asked of the whole network, without what you changed."
    WHY = "Why do losses not add up?"
    HEADER = ("Read right without it", "Of", "Lost")
    CSV_HEADER = ("right_without_it", "right_with_it", "images")
    CSV, CSV_NAME = "These numbers (CSV)", "filter-ranking.csv"
    BECAUSE = (
        "One filter or unit at a time is switched off in the whole network, and the same images are read again. Most "
        "cost little: others find the same. One whose loss is below 0 did harm to these images. Losses do not add up: "
        "two spare parts of each other cost much only when both are gone."
    )

    @staticmethod
    def title(what: str) -> str:
        return f"Which {what} is missed most?"

    @staticmethod
    def begin(what: str) -> str:
        return f"Rank the {what}s of this layer"

    @staticmethod
    def go_on(what: str, known: int, total: int) -> str:
        return f"Go on: {count(known)} of {count(total)} {what}s are tried"

    @staticmethod
    def images(number_: int) -> str:
        return f"{count(number_)} test images"

    @staticmethod
    def reading(known: int, total: int) -> str:
        return f"First with none off: {count(known)} of {count(total)} test images"

    @staticmethod
    def trying(what: str, known: int, total: int) -> str:
        return f"Each {what} off alone: {count(known)} of {count(total)}"

    @staticmethod
    def finding(what: str, worst: Standout, whole: int, images: int, spare: int) -> str:
        """Return which filter is missed most, and how many can be spared one by one.

        Args:
            what: filter or unit.
            worst: which is missed most: minus the number of images that are read right without it.
            whole: of images that are read right with all.
            images: that judge.
            spare: how many cost nothing.
        """
        right, total = int(-worst.value), worst.count
        who = f"Without {what} {worst.place}"
        if worst.is_level:
            who = f"Without any one of the {count(total)} {what}s, whichever it is,"
        elif not worst.is_alone:
            who += f" (and so without any of {count(worst.equal - 1)} more)"
        lost = (
            f"{who} it reads {count(right)} of {count(images)} right, with it {count(whole)}."
            if right < whole
            else f"Without any one {what} it reads no fewer right than with all, {count(whole)} of {count(images)}."
        )
        return f"{lost} {count(spare)} of {count(total)} {what}s cost nothing when they are off alone."

    @staticmethod
    def lost(right: int, whole: int, images: int) -> str:
        loss = whole - right
        sign = MINUS if loss < 0 else ""
        return f"{sign}{abs(100 * loss / images):.1f} %" if images else NO_NUMBER

    @staticmethod
    def bars(shown: int, total: int, what: str) -> str:
        if shown < total:
            return f"The {count(shown)} {what}s that are missed most, of {count(total)}"
        return f"{counted(total, what)}, the one missed most first"

    @staticmethod
    def table(what: str) -> str:
        return f"all {what}s, the one missed most first"

    @staticmethod
    def tile(what: str, number_: int, right: int, images: int) -> str:
        return f"{what.capitalize()} {number_}: {count(right)} of {count(images)} right without it"


class Curve:
    """Accuracy against the share of weights that is pruned."""

    TITLE = "How much can be pruned?"
    WHICH = "Pruned weights"
    WHICHES: ClassVar = {"all": "All layers together", "layer": "This layer alone"}
    BEGIN = "Draw the curve"
    X, Y = "Weights set to 0, the smallest first, in %", "Read right, in %"
    TABLE = "accuracy for each share of pruned weights"
    HEADER = ("Pruned", "Read right", "Of")
    CSV, CSV_NAME = "These numbers (CSV)", "pruning-curve.csv"
    CSV_HEADER = ("pruned_percent", "right", "images")

    @staticmethod
    def reading(done: int, total: int) -> str:
        return f"Pruned and read: {done} of {total} shares"

    @staticmethod
    def finding(percent: int, correct: int, whole: int, images: int) -> str:
        """Return up to which share it stays nearly as good."""
        if not percent:
            return f"Unpruned it reads {count(whole)} of {count(images)} right; every share tried here costs some."
        return (
            f"With {percent} % of the weights at 0 it still reads {count(correct)} of {count(images)} right; with all "
            f"of them {count(whole)}."
        )
