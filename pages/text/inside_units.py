"""What the Inside page says of layers that change or weigh single values: normalisation to the ten probabilities."""

from __future__ import annotations

from collections.abc import Sequence

from core.inference.standout import Standout
from core.messages.numbers import TIMES, shape_text, times
from models.layer_table import LayerRow
from models.layers import Shape
from pages.text.inside import added, number
from pages.text.numbers import count
from pages.text.ties import tie

_SHARES = {0.1: "a tenth", 0.2: "a fifth", 0.25: "a quarter", 0.5: "half", 0.75: "three quarters"}


class Between:
    """Normalisation, activation layers, dropout, flatten: layers that change maps or units without mixing them."""

    BEFORE, AFTER = "before", "after"
    ALL = "All maps before and after"
    NORM_HEADER = ("Number", "Value")

    @staticmethod
    def norm_text(count_: int, what: str, *, has_cells: bool) -> str:
        cells = ", the same for every cell" if has_cells else ""
        return f"Each of the {count_} {what}s is shifted and scaled by four numbers of its own{cells}."

    @staticmethod
    def because_norm(what: str) -> str:
        return (
            "Mean and variance were kept from training, gamma and beta were learned. Brought to one scale, all "
            f"{what}s are learned about equally fast, and the layers after this one meet numbers of a size they know."
        )

    @staticmethod
    def norm_table(what: str) -> str:
        return f"the four numbers of this {what}"

    @staticmethod
    def norm_formula(value: float, mean: float, variance: float, epsilon: float, gamma: float, beta: float) -> str:
        return (
            f"({number(value, 3)} {added(-mean, 3)}) / √({number(variance, 4)} + {epsilon:g}){TIMES}{number(gamma, 3)} "
            f"{added(beta, 3)}"
        )

    @staticmethod
    def norm_result(standardised: float, output: float) -> str:
        return f"The division gives {number(standardised, 3)}; scaled and shifted it is **{number(output, 3)}**."

    @staticmethod
    def norm_rows(mean: float, variance: float, gamma: float, beta: float) -> list[tuple[str, str]]:
        names = ("mean", "variance", "gamma (scale)", "beta (shift)")
        return [(name, number(value, 4)) for name, value in zip(names, (mean, variance, gamma, beta), strict=True)]

    @staticmethod
    def changed(before: float) -> str:
        return f"Before: {number(before, 3)}."

    @staticmethod
    def dropout_text(rate: float, values: int) -> str:
        share = _SHARES.get(round(rate, 4), f"{100 * rate:.0f} %")
        if rate == 0:
            return "A rate of 0: nothing is switched off, not even while training."
        return (
            f"Rests when predicting: nothing changes. While training, {share} of the {count(values)} numbers is "
            "switched off in every step, at random."
        )

    DRAW_AGAIN = "Another random sample"
    PREDICTING = "when predicting: as they came"
    TRAINING = "in one training step; hatched: switched off"

    @staticmethod
    def dropped(dropped: int, values: int, factor: float) -> str:
        return (
            f"{count(dropped)} of {count(values)} are off here; the others are multiplied by {number(factor)}, so that "
            "the sum stays about the same."
        )

    BECAUSE_DROPOUT = (
        "A network whose numbers may be missing at any moment cannot rely on one of them alone. It learns several ways "
        "to the same answer and errs less on digits that it never saw. Dropout has no parameters."
    )

    @staticmethod
    def flatten_text(shape: Shape, values: int) -> str:
        if len(shape) == 1:
            return f"The {count(values)} numbers are in one row already: nothing changes."
        return (
            f"{shape_text(shape)} numbers become one row of {count(values)}: row by row, within a row column by "
            "column, and for each cell all maps. Nothing is computed."
        )


class DenseText:
    """A dense layer's panel."""

    @staticmethod
    def text(inputs: int, units: int) -> str:
        return f"Each of the {count(units)} units looks at all {count(inputs)} numbers, with a weight for each."

    @staticmethod
    def zeros(zero: int, units: int) -> str:
        return f"{count(zero)} of {count(units)} units are 0 for this digit."

    @staticmethod
    def unit_title(what: str, unit: int, value: float, moment: str = "") -> str:
        return f"{what} {unit}{f', {moment}' if moment else ''}: {number(value, 3)}"

    NO_MAPS = (
        "This network has no feature maps: a convolution would look for one small pattern at every place of the "
        "picture, with the same few weights."
    )
    HEADER = ("Input", "Value", "× weight", "= product", "")
    OUTPUT = "Output"

    @staticmethod
    def strongest_one(what: str) -> str:
        return f"Strongest {what}"

    @staticmethod
    def next_one(what: str) -> str:
        return f"Next {what}"

    @staticmethod
    def shown(first: int, last: int, total: int) -> str:
        return f"{count(first)} to {count(last)} of {count(total)}; another number shows the others."

    @staticmethod
    def table(what: str, total: int, most: int) -> str:
        which = f"all {count(total)} {what}s" if total <= most else f"the first {count(most)} of {count(total)} {what}s"
        return f"the outputs of {which}"

    @staticmethod
    def sides(for_: float, against: float) -> str:
        return f"Green pixels add {number(for_, 3)}, purple ones take away {number(-against, 3)}."

    @staticmethod
    def origin(position: int, cell: tuple[int, int, int] | None) -> str:
        """Return which number a dense layer's input is, and, after Flatten, which cell it was."""
        if cell is None:
            return count(position)
        return f"{count(position)}: map {cell[2]}, row {cell[0]}, column {cell[1]}"

    @staticmethod
    def others(total: int) -> str:
        return f"other {count(total)}"

    @staticmethod
    def strongest(shown: int, total: int, *, all_zero: bool) -> str:
        if all_zero:
            return f"All {count(total)} products are 0; the first {shown}:" if total > shown else "All products are 0:"
        return f"The {shown} products furthest from 0, of {count(total)}:"

    @staticmethod
    def total(products: float, bias: float, total: float) -> str:
        return f"sum of products {number(products, 3)} {added(bias, 3)} (bias) = {number(total, 3)}"

    @staticmethod
    def logit(products: float, bias: float, total: float) -> str:
        return f"sum of products {number(products, 3)} {added(bias, 3)} (bias) = **{number(total, 3)}**, its logit."

    PIXELS, WEIGHTS, PRODUCTS = "pixels", "weights", "products"
    OUTPUTS = "Outputs"

    @staticmethod
    def images(shown: Sequence[int], total: int, *, all_zero: bool) -> str:
        which = f"all {total}"
        if len(shown) < total:
            which = f"the first {len(shown)}" if all_zero else f"the {len(shown)} strongest for this digit"
        return f"Weights as pictures, {which}"

    @staticmethod
    def images_alt(shown: int) -> str:
        return f"The weights of {shown} units as pictures of {times(28, 28)}; green pixels add, purple ones take away."

    @staticmethod
    def outputs_alt(what: str, total: int, zero: int, strongest: Standout, value: float) -> str:
        alone = f"{what} {strongest.place} is furthest from 0: {number(value)}"
        return f"Outputs of {count(total)} {what}s, {count(zero)} of them 0; {tie(strongest, what) or alone}."

    @staticmethod
    def because(row: LayerRow) -> str:
        return (
            f"Here nothing is shared: every unit has a weight of its own for every input, {row.formula} = "
            f"{count(row.parameters)} parameters. A dense layer sees the whole at once but does not know which numbers "
            "were neighbours."
        )
