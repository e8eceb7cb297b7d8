"""What the Inside page says."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import ClassVar

from core.data.input_scaling import Pixels
from core.inference.standout import Standout
from core.messages.numbers import NO_BREAK_SPACE, shape_text, times
from models.layer_table import LayerRow
from models.layers import Shape
from pages.text.labels import reads
from pages.text.numbers import NO_NUMBER, a_digit, count, sureness
from pages.text.ties import tie, undecided

_LARGEST_POWER = 690.0  # e to the power of it is nearly 10³⁰⁰; of a little more, no float
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float, decimals: int = 2) -> str:
    """Return 0.1234 as 0.12 and -0.001 as 0.00, with a real minus sign."""
    text = f"{value:,.{decimals}f}"
    return text.replace("-", "\N{MINUS SIGN}") if float(text.replace(",", "")) else text.lstrip("-")


def added(value: float, decimals: int = 2) -> str:
    """Return a number as it is added to a sum: "+ 0.12", and with a minus sign where it is below 0."""
    text = number(value, decimals)
    return f"\N{MINUS SIGN} {text[1:]}" if text.startswith("\N{MINUS SIGN}") else f"+ {text}"


def power(logit: float) -> str:
    """Return e to the power of a logit with three digits: 483, 0.465, 8.65 × 10⁸."""
    if not math.isfinite(logit):
        return NO_NUMBER
    if logit > _LARGEST_POWER:
        return "over 10³⁰⁰"
    value = math.exp(logit)
    if 0.001 <= value < 1e6:
        return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
    digits, exponent = f"{value:.2e}".split("e")
    return times(digits, f"10{str(int(exponent)).translate(_RAISED)}")


class Tabs:
    """What the tabs are called; a name stands in links."""

    FOLLOW, WHY, LEARNED, DAMAGE = "Follow the pixels", "Why this answer", "What it learned", "Break it"


class Inside:
    """The page as a whole."""

    SOURCE = "Picture to follow"
    SOURCES: ClassVar = {"digit": "Selected digit", "drawing": "My last drawing"}
    STRIP = "Layer"
    PICTURE = "Picture"
    MAP, ROW, COLUMN, CHANNEL = "Map", "Row", "Column", "Input map"
    STRONGEST, NEXT = "Strongest cell", "Next cell"
    WHY = "Why?"
    OWN_SCALE = "Each on its own scale"
    OWN_SCALE_HELP = "Shows faint maps too. Brightness is then not comparable between maps."
    NOT_COMPARABLE = "Each on its own scale: brightness not comparable."
    EMPTY = "0 for this digit"
    EARLIER, LATER = "Earlier", "Later"

    @staticmethod
    def silent(what: str, number_: int) -> str:
        """Return that a layer gives nothing but 0; `what` is one of its values: map, unit."""
        who = f"All {count(number_)} {what}s are" if number_ > 1 else f"The one {what} is"
        return f"{who} {Inside.EMPTY}: this layer is silent, and nothing behind it learns what was drawn."

    @staticmethod
    def bounded(what: str, last: int) -> str:
        return f"{what}, 0 to {count(last)}"

    @staticmethod
    def answer(digits: Sequence[int], probability: float, label: int | None) -> str:
        """Return what a network reads; a probability that is NaN comes of scores that are no numbers.

        Args:
            digits: with the highest score: one, or those that share it.
            probability: of each of them.
            label: the right answer, where there is one.
        """
        if math.isnan(probability):
            said = "It reads nothing: the ten scores are no numbers."
            return said if label is None else f"{said} The label says {label}."
        if len(digits) > 1:
            said = f"It cannot tell: {undecided(digits, probability)}."
            return said if label is None else f"{said} The label says **{label}**."
        digit = digits[0]
        answer = (
            f"It {reads(digit)} {a_digit(digit).replace(str(digit), f'**{digit}**')}, {sureness(probability)} sure."
        )
        if label is None:
            return answer
        return f"{answer} The label says {label} too." if label == digit else f"{answer} The label says **{label}**."

    @staticmethod
    def strip_label(position: int, name: str, shape: Shape) -> str:
        """Return what stands on a card of the strip; the number tells layers of one kind apart."""
        return f"**{position} {name}** {shape_text(shape).replace(NO_BREAK_SPACE, '')}"

    @staticmethod
    def layer_option(row: LayerRow, position: int) -> str:
        """Return a layer in a list of layers; positions count from 1."""
        return f"{position} {row.text}: {shape_text(row.output_shape)}"

    @staticmethod
    def heading(row: LayerRow, position: int, layers: int) -> str:
        before, after = (
            shape_text(shape) if len(shape) == 3 else count(shape[0]) for shape in (row.input_shape, row.output_shape)
        )
        shapes = f"{after} as before" if before == after else f"{before} becomes {after}"
        return f"Layer {position} of {layers}. {row.text}: {shapes}"

    @staticmethod
    def maps(shown: Sequence[int], total: int) -> str:
        if len(shown) == total:
            return f"All {total} maps" if total > 1 else "The one map"
        return f"Maps {shown[0]} to {shown[-1]} of {total}"

    @staticmethod
    def map_title(number_: int, when: str = "", *, is_empty: bool = False) -> str:
        parts = [f"Map {number_}", *([when] if when else [])]
        return f"{', '.join(parts)}{f': {Inside.EMPTY}' if is_empty else ''}"

    @staticmethod
    def maps_alt(total: int, empty: int, strongest: Standout, largest: float) -> str:
        if empty == total > 1:
            return f"{total} feature maps; all are 0 everywhere."
        alone = f"map {strongest.place} holds the value furthest from 0, {number(largest)}"
        sentence = f"{total} feature maps; {tie(strongest, 'map') or alone}"
        return f"{sentence}; {empty} are 0 everywhere." if empty else f"{sentence}."

    @staticmethod
    def map_alt(number_: int, rows: int, columns: int, row: int, column: int, value: float) -> str:
        return f"Map {number_}, {times(rows, columns)} cells; row {row}, column {column} is framed: {number(value)}."

    @staticmethod
    def place(row: int, column: int) -> str:
        return f"row {row}, column {column}"

    @staticmethod
    def map_table(number_: int, moment: str = "") -> str:
        return f"the numbers of map {number_}{f', {moment}' if moment else ''}"

    @staticmethod
    def maps_table(total: int, moment: str = "") -> str:
        return f"the {total} maps, their largest value and their mean{f', {moment}' if moment else ''}"

    MAPS_HEADER = ("Map", "Largest", "Smallest", "Mean", "Cells that are 0")


class Picture:
    """The picture before the first layer."""

    TITLE = f"What goes in: {times(28, 28)} numbers"

    @staticmethod
    def text(shape: Shape, ink: int, pixels: Pixels) -> str:
        laid = "laid out as one row of 784" if len(shape) == 1 else "as 28 rows, 28 columns and 1 channel"
        if pixels.offset:
            scaled = (
                f"From each pixel the mean of all training pixels is taken, {pixels.offset:.1f}, and the rest divided "
                f"by their standard deviation, {pixels.divisor:.1f}"
            )
        elif pixels.divisor == 1:
            scaled = "Each pixel goes in as it is, so paper is 0 and full ink is 255"
        else:
            scaled = "Each pixel is divided by 255, so paper is 0 and full ink is 1"
        shuffled = " Their order is another one, the same for every picture." if pixels.shuffled else ""
        return (
            f"{scaled}; {ink} of the 784 hold ink.{shuffled} The network gets them {laid}. Choose a layer above to "
            "see what it makes of them."
        )

    @staticmethod
    def alt(row: int, column: int, value: float) -> str:
        return f"The picture as the network gets it; row {row}, column {column} is framed: {number(value)}."

    @staticmethod
    def pixel(row: int, column: int, raw: int, pixels: Pixels) -> str:
        value = f"**{number((raw - pixels.offset) / pixels.divisor, 3)}**"
        scaled = f"{raw} / {pixels.divisor:g}"
        if pixels.offset:
            scaled = f"({raw} \N{MINUS SIGN} {pixels.offset:.1f}) / {pixels.divisor:.1f}"
        return f"row {row}, column {column}: {scaled} = {value}"
