"""A kernel's numbers as fields to type in, one beside the other: nine of Streamlit's own would be slow and wide.

The browser keeps what is typed until other numbers are given (another revision), so that nothing is overwritten while
a person types; what it sends names the revision it belongs to.
"""

from __future__ import annotations

from collections.abc import Callable

from core.inference.by_hand.own_kernel import MOST, OwnKernel
from core.inference.forward_trace import max_abs
from pages.text.inside_kernel import KernelText
from pages.ui import colours, widgets
from pages.ui.component_files import component

_grid = component("kernel_grid", __file__)


def draw(kernel: OwnKernel, *, revision: int, key: str, on_change: Callable[[], None]) -> None:
    """Draw the fields; what is typed comes as text under "numbers": the revision, a semicolon, all numbers, the bias.

    Args:
        kernel: what stands in them when they are new, or when the revision is.
        revision: of the numbers that they are given.
        key: of the session's state.
        on_change: called when numbers have come.
    """
    size, limit = kernel.size, max_abs(kernel.array)
    cells = [(row, column) for row in range(size) for column in range(size)]
    data = {
        "size": size,
        "name": KernelText.GRID,
        "names": [*(KernelText.cell(*cell) for cell in cells), KernelText.BIAS],
        "numbers": [f"{number:g}" for number in (*kernel.numbers, kernel.bias)],
        "colours": [colours.cell_colours(number / limit, signed=True) for number in kernel.numbers],
        "most": MOST,
        "invalid": KernelText.INVALID,
        "revision": revision,
    }
    _grid(key=key, data=widgets.component_data(data), on_numbers_change=on_change)
