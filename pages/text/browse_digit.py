"""What Browse's tab One digit says: the ladder from the picture to what a network gets, and its amounts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from core.data.gallery import ImageName, LabeledImage
from core.messages.numbers import times
from pages.text.frame import Digit
from pages.text.labels import label_text
from pages.text.numbers import a_digit, count, sureness

Names = Sequence[str] | None


class Ladder:
    """The five steps."""

    STEP = "Step"
    STEPS: ClassVar = {
        "picture": "Picture",
        "numbers": "Numbers",
        "divided": "Divided by 255",
        "row": "784 in a row",
        "one-hot": "One-hot",
    }
    UNKNOWN = "The address names no step of this ladder, so it begins at the picture."
    SHAPES: ClassVar = {
        "picture": ("(28, 28) uint8",),
        "numbers": ("(28, 28) uint8",),
        "divided": ("(28, 28) uint8", "(28, 28) float32"),
        "row": ("(28, 28) float32", "(784,) float32"),
        "one-hot": ("() uint8", "(10,) float32"),
    }
    WHY: ClassVar = {
        "picture": f"A person sees a digit at once. It is stored as a square of {times(28, 28)} pixels.",
        "numbers": (
            "A machine has only these numbers: each pixel is a byte, from 0 for paper to 255 for full ink, and is "
            "shaded here by its number."
        ),
        "divided": (
            "Every pixel is divided by 255, so that all inputs lie from 0 to 1: a network's first weights are made "
            "for inputs of that size, and it learns faster."
        ),
        "row": (
            "A dense layer takes a row of numbers and knows no rows and columns, so the 28 rows are laid end to end."
        ),
        "one-hot": (
            "A network answers with ten probabilities. The label is written as ten numbers too, 1 for the right digit "
            "and 0 for the others, so that the two can be compared number by number."
        ),
    }
    CONVOLUTION = "A convolution needs the neighbours above and below, so it keeps the square and counts its channels:"
    CONVOLUTION_SHAPE = "(28, 28, 1) float32"
    SPARSE = (
        "Keras can do this by itself: with the loss `sparse_categorical_crossentropy` the label stays a single number."
    )
    ROW, COLUMN = "Row, 0 to 27", "Column, 0 to 27"
    PREVIOUS_DIGIT, NEXT_DIGIT = "Previous digit", "Next digit"
    SHIFT_LEFT, SHIFT_RIGHT = "Shift+Left", "Shift+Right"
    VECTOR = "The label as ten numbers"
    ANSWER = "The selected network's ten probabilities, in %"
    NEAR = "Around it in the row"

    @staticmethod
    def heading(split: str, index: int, label: int, names: Names) -> str:
        return f"{Digit.name(split, index).capitalize()}, label {label_text(label, names)}"

    @staticmethod
    def code(step: str, name: ImageName, row: int, column: int, value: int) -> str:
        """Return the lines of Python that do a step."""
        images, labels = f"x_{name.collection}", f"y_{name.collection}"
        return {
            "picture": f"image = {images}[{name.index}]",
            "numbers": f"image[{row}, {column}]  # {value}",
            "divided": 'scaled = image.astype("float32") / 255',
            "row": "row = scaled.reshape(784)",
            "one-hot": f'keras.utils.to_categorical({labels}[{name.index}], 10).astype("float32")',
        }[step]

    CONVOLUTION_CODE = "square = scaled.reshape(28, 28, 1)"

    @staticmethod
    def alt(step: str, picture: LabeledImage, names: Names) -> str:
        name = Digit.name(picture.split, picture.name.index).capitalize()
        if step == "numbers":
            return f"{name} as 28 rows of 28 numbers, from 0 for paper to 255 for full ink, shaded by their size"
        if step == "divided":
            return f"{name} as 28 rows of 28 numbers from 0 to 1, shaded by their size"
        first, last = picture.ink_rows
        is_what = f"is {a_digit(picture.label)}" if names is None else f"has label {label_text(picture.label, names)}"
        return (
            f"{name} {is_what}: {picture.ink_count} of its 784 pixels hold ink, in rows {first} to {last}. Row and "
            "column beside it choose a pixel."
        )

    @staticmethod
    def where(step: str) -> str:
        """Return what is said of the pixel below the pointer, for the browser to fill in."""
        return "index {index}: {value}" if step == "row" else "row {row}, column {column}: {value}"

    @staticmethod
    def pixel(step: str, row: int, column: int, value: int) -> str:
        """Return what is said of the chosen pixel."""
        place = f"Row {row}, column {column}"
        match step:
            case "divided":
                return f"{place}: {value} / 255 = **{scaled(value)}**"
            case "row":
                index = 28 * row + column
                return (
                    f"{place}: its index in the row is {times(28, row)} + {column} = **{index}**, and there stands "
                    f"{scaled(value)}."
                )
        meaning = "paper" if value == 0 else "full ink" if value == 255 else f"{value / 255:.0%} ink".replace("%", " %")
        return f"{place}: **{value}** of 255, {meaning}"

    @staticmethod
    def row_title(row: int) -> str:
        return f"Row {row} as text"

    @staticmethod
    def strip_alt(row: int, index: int) -> str:
        return (
            f"The 784 numbers as one row of cells. Row {row} of the picture is the part from {28 * row} to "
            f"{28 * row + 27}; the chosen pixel is number {index}."
        )

    @staticmethod
    def strip_title(row: int) -> str:
        return f"All 784 in a row; row {row} of the picture is the part from {28 * row} to {28 * row + 27}"

    @staticmethod
    def label_is(label: int, names: Names) -> str:
        return f"The label is {label_text(label, names)}: the 1 stands at place {label}, counted from 0."

    @staticmethod
    def vector_alt(label: int) -> str:
        return f"Ten numbers: 1 at place {label}, 0 at the nine others"

    @staticmethod
    def answer_alt(probabilities: Sequence[float]) -> str:
        best = max(range(10), key=probabilities.__getitem__)
        return f"Ten probabilities; the largest, {sureness(probabilities[best])}, at place {best}"

    @staticmethod
    def loss(label: int, probability: float) -> str:
        """Return what the two vectors come to: the cross-entropy, of which the one-hot leaves one part."""
        if not probability > 0:
            return f"The cross-entropy is {MINUS_LN} of what stands at place {label}: as large as it gets."
        return (
            f"The cross-entropy, this digit's loss, is {MINUS_LN} of what stands at place {label}, where the 1 is: "
            f"{MINUS_LN} {probability:.4f} = **{max(-math.log(probability), 0.0):.4f}**."
        )


MINUS_LN = "\N{MINUS SIGN}ln"


def scaled(value: int) -> str:
    """Return a byte divided by 255 as NumPy prints that float32."""
    return str(np.float32(value) / np.float32(255))


class Amounts:
    """How much ink there is, and where."""

    TITLE = "How often each value occurs, and where the ink is"
    HISTOGRAM = "Pixels by value"
    BINS = "Values", "Pixels"
    BINS_TABLE = "how many of its pixels have which value"
    INK = "Ink by row and by column"
    INK_TABLE = "the sum of the values in each row and column"
    INK_HEADER: ClassVar = ("Row or column", "Sum of the row", "Sum of the column")
    PICTURE = "The digit"

    @staticmethod
    def zeros(zeros: int, full: int) -> str:
        rest = 784 - zeros
        return (
            f"**{zeros} of its 784 pixels are 0, paper.** The other {rest} hold ink, {full} of them the full 255; the "
            "bars show these others, 16 values to a bar."
        )

    @staticmethod
    def values(first: int, last: int) -> str:
        return f"{first} to {last}" if first != last else str(first)

    @staticmethod
    def bars_alt(rest: int, most: tuple[int, int], pixels: int) -> str:
        return f"{rest} pixels with ink by value: most of them, {pixels}, lie from {most[0]} to {most[1]}"

    @staticmethod
    def rows_alt(most: int, value: int) -> str:
        return f"Ink by row: row {most} has most, {count(value)} in all"

    @staticmethod
    def columns_alt(most: int, value: int) -> str:
        return f"Ink by column: column {most} has most, {count(value)} in all"

    @staticmethod
    def most(row: int, row_sum: int, column: int, column_sum: int) -> str:
        return (
            f"Row {row} has most ink of all rows, {count(row_sum)}, and column {column} of all columns, "
            f"{count(column_sum)}: the values of their 28 pixels added up."
        )
