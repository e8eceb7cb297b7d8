"""What the Inside page says of layers that make maps: convolution and pooling, and of activations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from core.messages.numbers import TIMES, times
from models.layer_table import LayerRow
from models.layers import FUNCTIONS, Conv2D, SeparableConv2D
from models.layers.activations import LEAKY_SLOPE
from models.layers.pooling import Pooling as PoolingLayer
from pages.text.inside import added, number
from pages.text.numbers import count


class Convolution:
    """A convolution's panel."""

    @staticmethod
    def text(layer: Conv2D, channels: int, *, is_first: bool) -> str:
        side = layer.kernel_size
        step = "" if layer.strides == 1 else f", {layer.strides} cells at a time"
        if channels == 1:
            return (
                f"Each map is made by one filter: a kernel of {times(side, side)} weights, and a bias. It slides over "
                f"{'the picture' if is_first else 'the one map before it'}{step}; every stop gives one cell."
            )
        return (
            f"Each map is made by one filter: a bias, and a kernel of {times(side, side, channels)} = "
            f"{count(side * side * channels)} weights, a slice of {times(side, side)} for each of the {channels} maps "
            f"before it. They slide together{step}; every stop gives one cell, the sum over all slices."
        )

    @staticmethod
    def cell_title(number_: int, row: int, column: int, value: float, moment: str = "") -> str:
        when = f", {moment}" if moment else ""
        return f"Map {number_}, row {row}, column {column}{when}: {number(value, 3)}"

    @staticmethod
    def patch(channel: int, channels: int) -> str:
        return "patch" if channels == 1 else f"patch of map {channel}"

    PRODUCTS = "products"

    @staticmethod
    def kernel(channel: int, channels: int) -> str:
        return "kernel" if channels == 1 else f"kernel, slice {channel}"

    @staticmethod
    def source(channel: int, *, is_first: bool) -> str:
        return "the picture" if is_first else f"input map {channel}"

    @staticmethod
    def source_alt(what: str, row: int, column: int, size: int) -> str:
        return f"{what.capitalize()}; the {times(size, size)} patch from row {row}, column {column} is framed."

    @staticmethod
    def outside(source: str) -> str:
        return f"Hatched cells lie outside {source}; there the patch is 0 (padding)."

    @staticmethod
    def sums(rest: Sequence[tuple[int, float]], others: int, others_sum: float) -> str:
        """Return the sums of input maps that are not shown in full."""
        parts = [f"map {channel} gives {number(value, 3)}" for channel, value in rest]
        if others:
            parts.append(f"the other {others} together {number(others_sum, 3)}")
        return "Of the other input maps " + ", ".join(parts) + "."

    @staticmethod
    def total(shown: float, weight: float, rest: float | None, bias: float, total: float) -> str:
        """Return how a cell's sum comes about; `weight` is what the sum of the products is multiplied by."""
        times = "" if weight == 1 else f"{TIMES}{number(weight, 3)} (this map's weight)"
        middle = "" if rest is None else f" {added(rest, 3)} (other maps)"
        return f"sum {number(shown, 3)}{times}{middle} {added(bias, 3)} (bias) = {number(total, 3)}"

    KERNELS = "All kernels of this layer"

    @staticmethod
    def pairs(filters: int, shown: Sequence[int]) -> str:
        which = Convolution.which(filters, shown)
        return f"**{which}**, each beside the map that it makes for this digit. Green adds, purple takes away."

    @staticmethod
    def which(filters: int, shown: Sequence[int]) -> str:
        return f"All {filters} kernels" if len(shown) == filters else f"Kernels {shown[0]} to {shown[-1]} of {filters}"

    @staticmethod
    def kernel_of(number_: int) -> str:
        return f"Kernel {number_}"

    @staticmethod
    def kernels_text(filters: int, channels: int) -> str:
        return (
            f"Each column is the kernel of a map, each row its slice for an input map: {count(filters)} kernels of "
            f"{channels} slices on one scale; green adds, purple takes away."
        )

    @staticmethod
    def kernel_of_map(number_: int, side: int, channels: int) -> str:
        return (
            f"The kernel of map {number_}, {times(side, side, channels)} = {count(side * side * channels)} weights: a "
            f"slice of {times(side, side)} for each of the {channels} input maps. A click shows that slice's part of "
            "the sum."
        )

    @staticmethod
    def slices_alt(shown: int, strongest: float) -> str:
        return f"{count(shown)} slices of kernels; the weight furthest from 0 is {number(strongest)}."

    @staticmethod
    def saved(row: LayerRow, dense: int) -> str:
        """Return what sharing saves; `dense` is how many parameters a dense layer of the same output would have."""
        own = count(row.parameters)
        if dense <= row.parameters:
            return f"**{own} parameters**, no fewer than the {count(dense)} of a dense layer with the same output."
        return (
            f"**{own} parameters**; a dense layer with the same output would have {count(dense)}: "
            f"{count(round(dense / row.parameters))} times as many."
        )

    @staticmethod
    def because(row: LayerRow) -> str:
        return (
            "The same few weights are used at every stop, so a stroke is found wherever it stands, and there are few "
            f"numbers to learn: {row.formula} = {count(row.parameters)}. Each cell sees "
            f"{times(row.receptive_field, row.receptive_field)} pixels of the picture."
        )


class Separable:
    """A separable convolution's panel."""

    @staticmethod
    def text(layer: SeparableConv2D, channels: int, *, is_first: bool) -> str:
        step = "" if layer.strides == 1 else f", {layer.strides} cells at a time"
        one = "the picture" if is_first else "the one map before it"
        before = one if channels == 1 else f"each of the {count(channels)} maps before it"
        side = layer.kernel_size
        sums = "what it gave, times a weight" if channels == 1 else "a sum of what these gave, each times a weight"
        return (
            f"Two steps. A kernel of {times(side, side)} weights slides over {before}, by itself{step}. Then each of "
            f"the {count(layer.filters)} maps here is {sums}."
        )

    @staticmethod
    def kernel(channel: int, channels: int) -> str:
        return "kernel" if channels == 1 else f"kernel of map {channel}"

    @staticmethod
    def kernels(channels: int) -> str:
        if channels == 1:
            return "The one kernel, of the one input map."
        return f"The {count(channels)} kernels, one for each input map. A click shows that map's part of the sum."

    @staticmethod
    def mixing(channels: int, filters: int) -> str:
        if channels == 1:
            return f"How much of it is in each of the {count(filters)} maps. Green adds, purple takes away."
        return (
            f"How they are mixed: a row for each of the {count(channels)} input maps, a column for each of the "
            f"{count(filters)} maps. Green adds, purple takes away."
        )

    @staticmethod
    def mixing_alt(shown: int, strongest: float) -> str:
        return f"{count(shown)} weights that mix the input maps; the one furthest from 0 is {number(strongest)}."

    @staticmethod
    def saved(own: int, plain: int) -> str:
        """Return what the two steps save; `plain` is how many parameters a convolution of the same size would have."""
        if plain <= own:
            return f"**{count(own)} parameters**; a convolution of this size would have no more: {count(plain)}."
        ratio = plain / own
        times_ = count(round(ratio)) if ratio >= 10 else number(ratio, 1)
        more = f"{count(plain)}: {times_} times as many"
        return f"**{count(own)} parameters**; a convolution of this size would have {more}."

    @staticmethod
    def because(row: LayerRow) -> str:
        return (
            "A convolution looks for a pattern and mixes the maps in one. Done one after the other, both take fewer "
            f"weights wherever there are many maps: {row.formula} = {count(row.parameters)} here."
        )


class Activated:
    """What an activation did."""

    @staticmethod
    def function(name: str, before: float, after: float, *, over: str) -> str:
        value = f"**{number(after, 3)}**"
        text = FUNCTIONS[name].text
        if name == "linear":
            return f"no activation: {value}"
        if FUNCTIONS[name].looks_at_all:
            return f"{text}, its share among all {over}: {value}"
        if name in Activated.KEEPING and before > 0:
            return f"{text} keeps it: {value}"
        return f"{text} makes it 0: {value}" if name == "relu" else f"{text} makes it {value}"

    KEEPING = ("relu", "leaky_relu")  # what is above 0

    FORMULAS: ClassVar = {
        "relu": "ReLU: what is below 0 becomes 0, the rest stays.",
        "leaky_relu": f"LeakyReLU: what is below 0 is multiplied by {LEAKY_SLOPE}, the rest stays; no unit can die.",
        "gelu": "GELU: the value times the share of a normal distribution below it; like ReLU, but round at 0.",
        "sigmoid": "Sigmoid: 1 / (1 + e^\N{MINUS SIGN}value), always between 0 and 1.",
        "tanh": "Tanh: squeezed to between \N{MINUS SIGN}1 and 1; 0 stays 0.",
        "softmax": "Softmax: e^value, divided by the sum of these along the last axis; together they are 1.",
        "linear": "Linear: nothing changes.",
    }


class Pooling:
    """A pooling's panel."""

    @staticmethod
    def text(layer: PoolingLayer) -> str:
        keeps = "the largest number" if layer.operation == "max" else "the mean"
        return f"Of each block of {times(layer.pool_size, layer.pool_size)} cells one number is left: {keeps}."

    @staticmethod
    def cells(before: int, after: int) -> str:
        return f"Of {count(before)} cells in, {count(after)} out, in every map."

    @staticmethod
    def result(numbers: Sequence[float], output: float, *, is_max: bool) -> str:
        listed = ", ".join(map(number, numbers)) if len(numbers) <= 9 else f"{len(numbers)} cells"
        return f"{'Largest' if is_max else 'Mean'} of {listed}: **{number(output, 3)}**"

    @staticmethod
    def global_text(maps: int, cells: int) -> str:
        return f"Of each of the {count(maps)} maps one number is left: the mean of its {count(cells)} cells."

    @staticmethod
    def global_result(total: float, cells: int, output: float) -> str:
        return f"The cells add up to {number(total, 3)}; divided by {count(cells)} that is **{number(output, 3)}**."

    MEANS = "Means"
    BECAUSE_GLOBAL = (
        "How much of its pattern a map found counts, and no longer where. Behind it a dense layer needs one weight for "
        "each map, and not one for each cell. It learns nothing itself: it has 0 parameters."
    )
    BLOCK = "block"
    BECAUSE = (
        "Where exactly a stroke lies matters little for which digit it is. Pooling forgets the exact place and keeps "
        "that it is there: a digit shifted by a pixel changes little, and the next layer has fewer cells to look at. "
        "Pooling learns nothing: it has 0 parameters."
    )
