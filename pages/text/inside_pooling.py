"""What the Inside page says of a pooling's blocks, of its two kinds, and of a picture that is shifted."""

from __future__ import annotations

import math
from collections.abc import Sequence

from core.messages.numbers import times
from models.layers.pooling import Pooling as PoolingLayer
from pages.text.inside import number
from pages.text.labels import reads
from pages.text.numbers import a_digit, count, counted, portion, sureness
from pages.text.ties import undecided


class Blocks:
    """All blocks of a map, and what is left of them."""

    WINNERS = "A dot marks the largest cell of each block, where its cells differ."

    @staticmethod
    def alt(map_number: int, layer: PoolingLayer, winners: int, row: int, column: int) -> str:
        return (
            f"Map {map_number} before, in blocks of {times(layer.pool_size, layer.pool_size)} cells; "
            f"{counted(winners, 'cell')} are the largest of theirs; the block from row {row}, column {column} is "
            "framed."
        )

    @staticmethod
    def both(map_number: int) -> str:
        return f"Map {map_number} pooled either way"

    @staticmethod
    def kind(operation: str, *, is_own: bool) -> str:
        name = "Largest of each block" if operation == "max" else "Mean of each block"
        return f"{name} (this layer)" if is_own else f"{name}, to compare"

    @staticmethod
    def kind_alt(operation: str, map_number: int, largest: float) -> str:
        what = "largest" if operation == "max" else "mean"
        return f"Map {map_number}, the {what} of each block; at most {number(largest)}."


class Shift:
    """The picture shifted by pixels."""

    TITLE = "Shift the picture by a pixel"
    UP, DOWN, LEFT, RIGHT = "Up", "Down", "Left", "Right"
    BACK = "Put it back"
    CUT = "Part of the digit is outside the picture now, and gone for the network."

    @staticmethod
    def where(down: int, right: int) -> str:
        parts = [
            f"{abs(pixels)} {forward if pixels > 0 else backward}"
            for pixels, forward, backward in ((down, "down", "up"), (right, "right", "left"))
            if pixels
        ]
        return f"shifted {' and '.join(parts)}" if parts else "not shifted"

    @staticmethod
    def changed(down: int, right: int, outputs: tuple[int, int], inputs: tuple[int, int]) -> str:
        """Return how many of the numbers after and before a pooling changed; each is that count, and of how many."""
        where = Shift.where(down, right)
        after, before = (
            f"{count(part)} of {count(whole)} ({portion(part, whole)})" for part, whole in (outputs, inputs)
        )
        return (
            f"{where.capitalize()}: **{after}** outputs of this layer changed, and {before} of its inputs. "
            "The rest of the page keeps the picture where it was."
        )

    @staticmethod
    def answer(before: Sequence[int], after: Sequence[int], probability: float) -> str:
        """Return what is read of the shifted picture; digits that share the highest score are several."""
        if math.isnan(probability):
            return "The network reads nothing: the ten scores are no numbers."
        if len(after) > 1:
            return f"The network cannot tell: {undecided(after, probability)}."
        said = f"{a_digit(after[0]).replace(str(after[0]), f'**{after[0]}**')}, {sureness(probability)} sure"
        return f"The network {'still' if before == after else 'now'} {reads(*after)} {said}."

    @staticmethod
    def picture(down: int, right: int) -> str:
        return f"the picture, {Shift.where(down, right)}"

    @staticmethod
    def picture_alt(down: int, right: int) -> str:
        return f"The picture, {Shift.where(down, right)} by pixels."

    BEFORE_SHIFT, AFTER_SHIFT = "as it was", "shifted"
    ALL = "What a shift changes"

    @staticmethod
    def map_title(when: str, moment: str) -> str:
        return f"{when} pooling, {moment}"

    @staticmethod
    def map_alt(map_number: int, when: str, moment: str) -> str:
        return f"Map {map_number} {when} pooling, {moment}."
