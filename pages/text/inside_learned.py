"""What the tab "What it learned" of Inside says: as a whole, of epochs side by side and of kernels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import ClassVar

from core.inference.standout import Standout
from core.messages.numbers import times
from pages.text.inside import number
from pages.text.labels import reads
from pages.text.numbers import NO_NUMBER, count, counted, share


def short(value: float) -> str:
    """Return a value with three digits: 0.0123, 1.20, 123."""
    if not math.isfinite(value):
        return NO_NUMBER
    if not 0.001 <= abs(value) < 999.5:
        return number(value, 0) if abs(value) >= 1 or value == 0 else f"{value:.1e}".replace("-", "\N{MINUS SIGN}")
    return f"{value:#.3g}".rstrip(".").replace("-", "\N{MINUS SIGN}")


class Learned:
    """The tab as a whole."""

    VIEW = "View"
    VIEWS: ClassVar = {
        "epochs": "Epoch by epoch",
        "kernels": "Kernels",
        "digits": "What excites it",
        "values": "Weights and activations",
        "map": "Map of the digits",
    }
    MAP, UNIT = "Map", "Unit"
    WHY = "Why?"

    @staticmethod
    def csv(caption: str) -> str:
        return f"CSV: {caption}"


class Epochs:
    """Kept epochs side by side."""

    WHICH = "Show"
    WHICHES: ClassVar = {"first": "The first 16", "one": "One of them"}
    PRETRAINED = (
        "Of the pretrained network only the last epoch's weights were kept, so there is nothing to compare it with. "
        "Train a network yourself, for three epochs or more: each epoch is kept, and here they stand side by side."
    )
    IMPORTED = (
        "A model from a file brings the weights of one moment only. Train a network here, for three epochs or more: "
        "each epoch is kept, and here they stand side by side."
    )
    CHANGED = (
        "Of a network that was changed on Inside the weights of one moment are kept. Train a network here, for three "
        "epochs or more: each epoch is kept, and here they stand side by side."
    )
    ONE = (
        "Of this run one moment is kept so far. Once there are two or more, they stand here side by side. Train it for "
        "more epochs, or wait for the next one."
    )
    LINK = "Train a network"
    WHY = (
        "The start is random: kernels look like noise. Training moves each weight a little, step by step. Most of the "
        "change comes in the first epochs; once the answers are right, little is left to correct. Kernels that still "
        "look like noise may do useful work. Pictures in a row share one scale, so darker is stronger."
    )
    HEADER = ("Moment", "Answer", "Sure", "Largest weight shown", "Largest activation shown")
    DAMAGED = "not readable"
    START, UNTRAINED = "Start", "not trained yet"

    @staticmethod
    def answer(digits: Sequence[int], probability: float) -> str:
        """Return what was read: the digits that share the highest score; none where the scores are no numbers."""
        if not digits:
            return "reads nothing: its scores are no numbers"
        return f"{reads(*digits)} {'any' if len(digits) == 10 else ' or '.join(map(str, digits))}, {share(probability)}"

    @staticmethod
    def parts(kernels: int, maps: int, *, are_units: bool, is_own: bool) -> tuple[str, str]:
        """Return what the upper and the lower pictures show; `is_own`: the kernels are those of the maps."""
        if are_units:
            of = f"{count(kernels)} units" if kernels > 1 else "one unit"
            return f"weights of {of}", f"what {'they give' if maps > 1 else 'it gives'} for this digit"
        return (
            f"{count(kernels)} kernels" if kernels > 1 else "one kernel",
            f"{count(maps)} maps for this digit"
            if maps > 1
            else f"{'its map' if is_own else 'one map, which mixes them,'} for this digit",
        )

    @staticmethod
    def scales(*, are_units: bool) -> tuple[str, str]:
        """Return what stands over the two colour bars: of the upper pictures, and of the lower ones."""
        return ("Weights, above", "Activations, below") if are_units else ("Kernels, above", "Maps, below")

    @staticmethod
    def title(parts: tuple[str, str], shown: int, kept: int, *, has_start: bool) -> str:
        which = f"all {shown} kept epochs" if shown == kept else f"{shown} of {kept} kept epochs"
        which = f"the start and at {which}" if has_start else which
        return f"{parts[0][0].upper()}{parts[0][1:]}, and below {parts[1]}, at {which}"

    @staticmethod
    def moment(moment: int | str) -> str:
        """Return an epoch, or the moment at which a run was stopped within one."""
        return f"Epoch {moment}" if isinstance(moment, int) else "When stopped"

    @staticmethod
    def alt(moment: str, what: str, largest: float) -> str:
        return f"{moment}: {what}, furthest from 0 is {short(largest)}"

    @staticmethod
    def figure(first: str, answer: str, last: str, end: str) -> str:
        return f"Moments side by side. {first}: it {answer}. {last}: it {end}."

    @staticmethod
    def caption() -> str:
        return "each moment's answer and largest values"


class LearnedKernels:
    """All kernels of a layer."""

    ORDER, EQUAL = "Order", "equally long: they stand in the order of their numbers"
    ORDERS: ClassVar = {"place": "As they are", "norm": "Largest norm first"}
    HEADER = ("Norm", "Smallest weight", "Largest weight", "Mean weight")
    NO_CNN = (
        "Each picture is one unit's weights, a weight for each pixel. A convolution would learn small kernels instead, "
        "and slide each over the whole picture."
    )
    SHUFFLED = "This network gets its pixels in another order; here each weight stands at its pixel's own place."
    WHY = (
        "Green weights count ink for the kernel's pattern, purple ones count it against. A kernel answers strongly "
        "where the picture below it is dark under green and empty under purple. The norm is the length of all its "
        "weights together: one near 0 has almost nothing to say. Patterns such as edges often appear by themselves."
    )

    @staticmethod
    def title(total: int, slices: int, rows: int, columns: int, *, is_picture: bool, is_unit: bool) -> str:
        what = LearnedKernels.word(is_unit=is_unit)
        if not is_picture:
            return f"{counted(total, what)}, {counted(columns, 'weight')} each"
        if slices > 1:
            return f"{counted(total, what)}, each {counted(slices, 'slice')} of {times(rows, columns)} weights"
        return f"{counted(total, what)}, each {times(rows, columns)} weights: its number and its norm stand over it"

    @staticmethod
    def word(*, is_unit: bool) -> str:
        """Return what has the weights of one picture: a filter has a kernel."""
        return "unit" if is_unit else "kernel"

    @staticmethod
    def cut(shown: int, slices: int) -> str:
        return f"Of each kernel the first {count(shown)} of its {count(slices)} slices are drawn."

    @staticmethod
    def one(place: int, norm: float, *, is_unit: bool) -> str:
        return f"{'Unit' if is_unit else 'Kernel'} {place}, norm {short(norm)}"

    @staticmethod
    def tile(place: int, norm: float) -> str:
        return f"{place}: {number(norm)}"

    @staticmethod
    def figure(what: str, largest: Standout, smallest: Standout) -> str:
        """Return which norms are the ends; those of `smallest` have another sign."""
        if largest.is_level:
            return f"{counted(largest.count, what)}, all with the norm {short(largest.value)}."
        ends = (("largest", largest, largest.value), ("smallest", smallest, -smallest.value))
        said = (
            f"{end} norm, {short(norm)}, has number {found.place}"
            f"{'' if found.is_alone else f' and {count(found.equal - 1)} more'}"
            for end, found, norm in ends
        )
        return f"{counted(largest.count, what)}. The {'; the '.join(said)}."

    @staticmethod
    def page(first: int, last: int, total: int) -> str:
        return f"{count(first + 1)} to {count(last)} of {count(total)}"

    @staticmethod
    def caption(what: str, total: int) -> str:
        return f"the {counted(total, what)} in numbers" if total > 1 else f"the one {what} in numbers"

    @staticmethod
    def pointwise(*, is_turned: bool) -> str:
        """Return how a mixture is read; turned, the maps that come out lie across."""
        row, column = ("goes in", "comes out") if is_turned else ("comes out", "goes in")
        return f"How the maps are mixed: a row for each map that {row}, a column for each that {column}."

    @staticmethod
    def pointwise_alt(rows: int, columns: int, largest: float) -> str:
        return f"{times(rows, columns)} weights that mix the maps; the one furthest from 0 is {short(largest)}"
