"""What the Inside page says of a kernel that a person sets by hand."""

from __future__ import annotations

from typing import ClassVar

from core.data.input_scaling import Pixels
from core.inference.by_hand.own_kernel import POOL_SIZE
from core.messages.numbers import times
from pages.text.inside import added, number
from pages.text.inside_maps import Activated
from pages.text.numbers import a_digit, count


class KernelText:
    """My own kernel."""

    SIDE = "Which kernel"
    OWN = "My own kernel"
    LEARNED: ClassVar = {"learned": "Learned kernels", "own": OWN}
    PICTURE: ClassVar = {"learned": "What goes in", "own": OWN}
    SIZE = "Size"
    PRESET = "Start from"
    PRESETS: ClassVar = {
        "vertical": "Vertical line",
        "horizontal": "Horizontal line",
        "above": "Dense above, sparse below",
        "blur": "Blur",
        "sharpen": "Sharpen",
        "emboss": "Emboss",
        "same": "Unchanged",
    }
    GRID = "The kernel's numbers"
    BIAS = "bias"
    INVALID = "A number from \N{MINUS SIGN}10 to 10, such as 0.5."
    LINK = "The page's address holds this kernel: copy it to hand it on."

    @staticmethod
    def size(side: int) -> str:
        return times(side, side)

    @staticmethod
    def learned(map_number: int) -> str:
        return f"Kernel {map_number} (learned)"

    @staticmethod
    def text(pixels: Pixels) -> str:
        given = "" if pixels.divisor == 255 and not pixels.shuffled else " The picture is as this network gets it."
        return f"Set the numbers and see what they find in the picture. Green adds, purple takes away.{given}"

    @staticmethod
    def cell(row: int, column: int) -> str:
        return f"row {row}, column {column}"

    SOURCE, PATCH, KERNEL, PRODUCTS = "the picture", "patch", "kernel", "products"

    @staticmethod
    def source_alt(row: int, column: int, size: int) -> str:
        return f"The picture; the {times(size, size)} patch from row {row}, column {column} is framed."

    @staticmethod
    def result(rows: int, columns: int) -> str:
        return f"result, {times(rows, columns)}"

    RELU = "after ReLU"

    @staticmethod
    def largest(rows: int, columns: int) -> str:
        return f"largest of {times(POOL_SIZE, POOL_SIZE)}: {times(rows, columns)}"

    @staticmethod
    def mean(rows: int, columns: int) -> str:
        return f"mean of {times(POOL_SIZE, POOL_SIZE)}: {times(rows, columns)}"

    @staticmethod
    def result_alt(row: int, column: int, value: float, smallest: float, largest: float) -> str:
        return (
            f"What the kernel makes of the picture, from {number(smallest)} to {number(largest)}; row {row}, column "
            f"{column} is framed: {number(value)}."
        )

    @staticmethod
    def relu_alt(zero: int, cells: int) -> str:
        return f"The result after ReLU; {count(zero)} of {count(cells)} cells are 0."

    @staticmethod
    def pooled_alt(how: str, biggest: float) -> str:
        return f"After ReLU the {how} of each block of {times(POOL_SIZE, POOL_SIZE)} cells; at most {number(biggest)}."

    STEPS = "My own kernel on this picture: result, ReLU, pooling"

    @staticmethod
    def cell_title(row: int, column: int, value: float) -> str:
        return f"Row {row}, column {column} of the result: {number(value, 3)}"

    @staticmethod
    def total(products: float, bias: float, total: float) -> str:
        kept = Activated.function("relu", total, max(total, 0.0), over="")
        return f"sum {number(products, 3)} {added(bias, 3)} (bias) = {number(total, 3)}; {kept}."

    LARGEST, EQUAL = "Largest cell", "equally large"
    TEN = "The same kernel on ten digits"
    TEN_TEXT = "**The same kernel on ten digits**, the first of each among the test images, on one scale."

    @staticmethod
    def one_of_ten(label: int, largest: float) -> str:
        return f"The kernel on {a_digit(label)}: at most {number(largest)}"

    BECAUSE = (
        "The kernel is laid on every place of the picture; each number is multiplied by the pixel under it, and the "
        "products are added up. Where the picture looks like the kernel, the sum is large: one that is dense above and "
        "sparse below finds lower edges, and so does its result. A network learns such numbers; here you set them."
    )
    TAKE_AWAY = (
        "Picture, kernel, bias, result, after ReLU, both poolings, and the ten digits with their labels and results."
    )
    TABLE = "the numbers of the result"
    TAKE_TITLE = "Take this kernel's results away"
    TAKE_CSV = "The result as CSV"
