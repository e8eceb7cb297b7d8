"""What the Network tab says: a network layer by layer, its editor and its drawing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from core.messages.numbers import shape_text, times
from models.draft.review import ReviewRow, SuggestedFix
from models.layer_table import LayerRow
from models.layers import FUNCTIONS, MAX_DROPOUT_RATE, Shape
from models.layers.batch_normalization import MAX_MOMENTUM, MIN_EPSILON
from models.layers.conv2d import MAX_FILTERS, MAX_KERNEL_SIZE, MAX_STRIDES
from models.layers.dense import MAX_UNITS
from models.layers.kernel import MAX_L2
from models.layers.pooling import MAX_POOL_SIZE
from models.shapes import CLASSES
from models.spec import NetworkSpec
from pages.text.numbers import count, counted
from pages.text.numbers import share as share_text


class Layers:
    """The list of layers."""

    LIST = "Layers of the network"
    REST = "Layers of the network, after the one that is edited"
    EMPTY = "No layer yet. Add one below."
    OPEN_HELP = "Change its settings"
    HEADS: ClassVar = {
        "name": "Layer",
        "shape": "Output shape",
        "parameters": "Parameters",
        "seen": "Receptive field",
        "share": "Share of work",
    }
    REMOVE_ALL, REMOVE_ALL_HELP = "Remove all", "Begin with an empty network."
    INPUT, INPUT_HELP = "Input", "How a picture goes in: as rows and columns, or all its pixels one behind the other."
    INPUTS: ClassVar = {"image": times(28, 28, 1), "flat": "784 in a row"}
    KINDS: ClassVar = {  # in the order of their buttons; each with what it does
        "Conv2D": (
            "Convolution",
            "Slides small kernels over the picture, or over all maps before it at once; each makes one feature map.",
        ),
        "SeparableConv2D": (
            "Separable convolution",
            "A kernel for each map before it, then a weighted sum of all for each map that it makes: a convolution "
            "with far fewer weights.",
        ),
        "MaxPooling2D": ("Max pooling", "Keeps the largest number of each block: a smaller picture."),
        "AveragePooling2D": ("Average pooling", "Keeps the mean of each block: a smaller picture."),
        "GlobalAveragePooling2D": (
            "Global average pooling",
            "Keeps one number of each map, its mean: in place of Flatten, with far fewer weights behind it.",
        ),
        "Flatten": ("Flatten", "Lays rows, columns and maps out as one row of numbers."),
        "Dense": ("Dense", "Every output is a weighted sum of all inputs. The last one has 10 units."),
        "Dropout": ("Dropout", "Switches random numbers off while training, so that none is relied on alone."),
        "BatchNormalization": (
            "Batch normalisation",
            "Brings each channel to mean 0 and variance 1: steadier training.",
        ),
        "Activation": ("Activation", "Applies a function, such as ReLU, to every number."),
    }
    SUMMARY = "Show as table: the summary that Keras prints"

    @staticmethod
    def add(position: int, count: int) -> str:
        """Return where a new layer goes: `position` from 0, among `count` layers."""
        if not count:
            return "Add the first layer"
        return f"Add a layer after layer {position}" if position else "Add a layer at the start"

    @staticmethod
    def buttons(number: int) -> dict[str, str]:
        """Return the names of a row's buttons; `number` counts from 1."""
        return {
            "up": f"Move layer {number} up",
            "down": f"Move layer {number} down",
            "copy": f"Duplicate layer {number}",
            "remove": f"Remove layer {number}",
        }

    @staticmethod
    def facts(row: LayerRow | None) -> dict[str, tuple[str, str, str]]:
        """Return what a line says of its layer; nothing of one that does not fit.

        Each with the words that stand around it where no head of its column does, and its help.
        """
        if row is None:
            return dict.fromkeys(("shape", "parameters", "seen"), ("", "", ""))
        side = row.receptive_field
        seen = f"One output depends on at most {times(side, side)} pixels of the picture: its receptive field."
        return {
            "shape": (values_text(row.output_shape), "{value}", ""),
            "parameters": (count(row.parameters), "{value} parameters", Layers.formula(row)),
            "seen": (times(side, side), "sees {value} pixels", seen),
        }

    @staticmethod
    def formula(row: LayerRow) -> str:
        """Return where the number of parameters comes from: (3 × 3 × 1 + 1) × 32 = 320."""
        return f"{row.formula} = {count(row.parameters)}" if row.parameters else "Nothing to learn here."

    @staticmethod
    def share(reviewed: ReviewRow) -> tuple[str, str, str]:
        """Return which share of the network's work a layer does, where that is known; words and help as `facts` do."""
        if reviewed.row is None:
            return "", "", ""
        share, words = "", ""
        if reviewed.share is not None:
            share = {0.0: "0 %", 1.0: "100 %"}.get(reviewed.share) or share_text(reviewed.share)
            words = "{value} of the work"
        return share, words, f"{count(reviewed.row.multiply_adds)} multiply-adds for one picture."


class Editor:
    """The settings of one layer."""

    NOTHING = "There is nothing to set."
    CLOSE = "Close"
    NORMALISE = "Batch normalisation after it"
    POOLING, POOLING_HELP = "Keeps", "What is kept of each block."
    POOLINGS: ClassVar = {"MaxPooling2D": "the largest", "AveragePooling2D": "the mean"}
    AS_SIZE = "= size"
    NUMBERS: ClassVar = {
        "units": ("Units", f"Numbers that the layer gives, 1 to {MAX_UNITS:,}."),
        "filters": ("Filters", f"Feature maps that the layer makes, 1 to {MAX_FILTERS}."),
        "kernel_size": (
            "Kernel size",
            f"Side of each kernel in cells of the layer's input, 1 to {MAX_KERNEL_SIZE}. It is as deep as there are "
            "maps before it.",
        ),
        "strides": ("Stride", f"Cells from one position to the next, 1 to {MAX_STRIDES}."),
        "pool_size": ("Pool size", f"Side of each block in cells of the layer's input, 1 to {MAX_POOL_SIZE}."),
        "rate": ("Dropout rate", f"Share of the numbers that is switched off, 0 to {MAX_DROPOUT_RATE:g}."),
        "momentum": (
            "Momentum",
            f"Share of the old moving average that is kept at each step, 0 to {MAX_MOMENTUM:g}.",
        ),
        "epsilon": ("Epsilon", f"Added to the variance, so that nothing is divided by 0; {MIN_EPSILON:g} to 1."),
        "l2": (
            "L2",
            f"Keeps weights small: this times the sum of their squares is added to the loss, 0 to {MAX_L2:g}. "
            "0.001 is much.",
        ),
    }
    CHOICES: ClassVar = {
        "padding": ("Padding", "What is done at the edge of the picture: nothing, or zeros around it."),
        "activation": ("Activation", "The function that each output goes through; softmax gives probabilities."),
        "function": ("Function", "What every number goes through."),
        "initializer": ("Initialiser", "Where the weights start, before anything is learned."),
    }
    NAMES: ClassVar = {
        "valid": "none (valid)",
        "same": "zeros (same)",
        **{name: function.text for name, function in FUNCTIONS.items()},
        "linear": "none (linear)",
        "glorot_uniform": "Glorot uniform",
        "he_normal": "He normal",
        "lecun_normal": "LeCun normal",
        "random_normal": "normal, 0.05",
        "zeros": "zeros",
    }

    @staticmethod
    def title(number: int, reviewed: ReviewRow) -> str:
        """Return the head of a layer's editor; `number` counts from 1."""
        row = reviewed.row
        if row is None:
            return f"Layer {number}: {reviewed.text}"
        return f"Layer {number}: {values_text(row.input_shape)} in, {values_text(row.output_shape)} out"

    @staticmethod
    def parameters(row: LayerRow) -> str:
        return f"Parameters: {Layers.formula(row)}" if row.parameters else "Parameters: none."


class Drawing:
    """The network as a picture."""

    INPUT = "Input"
    UNKNOWN = "does not fit yet"
    CAPTION = (
        "A box is a layer's output: the more rows, the higher; the more maps, the deeper. A bar is a row of values."
    )

    @staticmethod
    def alt(input_shape: Shape, rows: Sequence[LayerRow], misfit: str) -> str:
        """Return what the picture shows: the shapes from the input to the last output; `misfit` stops there."""
        steps = [f"{row.text} to {values_text(row.output_shape)}" for row in rows]
        steps += [f"{misfit}, which {Drawing.UNKNOWN}"] if misfit else []
        if not steps:
            return f"A network without layers: only its input, {values_text(input_shape)}."
        return f"The network as boxes to scale: {', then '.join([values_text(input_shape), *steps])}."

    @staticmethod
    def after(text: str) -> str:
        """Return how a layer is named that leaves the shape of the box above it."""
        return f"+ {text}"


def values_text(shape: Shape) -> str:
    """Return a shape for a person: "26 x 26 x 32", "1,600 values"."""
    return shape_text(shape) if len(shape) == 3 else counted(shape[0], "value")


class NetworkTab:
    """Around the layers of the network that is set up, or of the run in view."""

    MISFIT = "**It does not fit yet. You can train once it does.**"
    TO_TRAIN = "Back to Train"
    UNDO, REDO = "Undo", "Redo"
    BENT: ClassVar = {
        "relu": "It ends with ReLU, which makes 0 of every score below 0: digits that the network is against cannot be "
        "told apart. Softmax, or no activation, is usual there.",
        "gelu": "It ends with GELU, which makes almost 0 of every score below 0: digits that the network is against "
        "can hardly be told apart. Softmax, or no activation, is usual there.",
        "tanh": "It ends with tanh, which keeps every score between \N{MINUS SIGN}1 and 1: the network can never be "
        "sure. "
        "Softmax, or no activation, is usual there.",
    }
    BACK = "Restore the recipe's network"
    TABLE = "The network, layer by layer"
    HEADER = ("Layer", "Output shape", "Parameters")

    @staticmethod
    def total(spec: NetworkSpec) -> str:
        layers, parameters = counted(len(spec.layers), "layer"), count(spec.parameters)
        return f"**{layers}, {parameters} parameters, {count(spec.multiply_adds)} multiplications per image.**"

    @staticmethod
    def mend(fix: SuggestedFix) -> str:
        """Return the name of the button that adds what is missing, or moves it up."""
        names = {"Flatten": "Flatten", "Dense": f"Dense {CLASSES}, softmax"}
        added = " and ".join(names[kind] for kind in fix.kinds)
        place = "at the end" if fix.before is None else f"before layer {fix.before + 1}"
        return f"{'Move' if fix.is_move else 'Add'} {added} {place}"

    @staticmethod
    def changed(title: str) -> str:
        return f"Not {title}'s network any more."
