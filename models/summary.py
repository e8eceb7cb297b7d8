"""The table that `keras.Model.summary(line_length=88)` prints, written without Keras."""

from __future__ import annotations

import textwrap

from models.layer_table import LayerRow
from models.layers import BYTES_PER_WEIGHT
from models.spec import NetworkSpec

LINE_LENGTH = 88  # characters: Keras's default in a wide terminal
MODEL_NAME = "sequential"
_WIDTHS = (36, 27, 15)  # of the texts in the three columns at that line length
_HEADER = ("Layer (type)", "Output Shape", "Param #")


def summary(spec: NetworkSpec) -> str:
    """Return what Keras 3.15.1 prints of the built network, before it is compiled, as plain lines.

    The same text as `model.summary(line_length=LINE_LENGTH, print_fn=...)`, without a line break at the end.
    """
    lines = [
        f'Model: "{MODEL_NAME}"',
        _rule("┏━┳━┓"),
        _line("┃", _HEADER),
        _rule("┡━╇━┩"),
    ]
    for row in spec.rows():
        if row.index:
            lines.append(_rule("├─┼─┤"))
        lines += _row_lines(row)
    lines.append(_rule("└─┴─┘"))
    for what, count in (
        ("Total", spec.parameters),
        ("Trainable", spec.trainable_parameters),
        ("Non-trainable", spec.non_trainable_parameters),
    ):
        lines.append(f" {what} params: {count:,} ({_memory(count * BYTES_PER_WEIGHT)})")
    return "\n".join(lines)


def _row_lines(row: LayerRow) -> list[str]:
    shape = f"({', '.join(['None', *(str(size) for size in row.output_shape)])})"
    first, *rest = textwrap.wrap(f"{row.name} ({row.kind})", _WIDTHS[0])
    return [_line("│", (first, shape, f"{row.parameters:,}")), *(_line("│", (more, "", "")) for more in rest)]


def _line(bar: str, texts: tuple[str, str, str]) -> str:
    name, shape, count = texts
    cells = (name.ljust(_WIDTHS[0]), shape.ljust(_WIDTHS[1]), count.rjust(_WIDTHS[2]))
    return f"{bar} {f' {bar} '.join(cells)} {bar}"


def _rule(marks: str) -> str:
    left, dash, cross, _, right = marks
    return left + cross.join(dash * (width + 2) for width in _WIDTHS) + right


def _memory(size: float) -> str:
    for unit in ("B", "KB", "MB"):
        if size < 1024:
            return f"{size:.2f} {unit}"
        size /= 1024
    return f"{size:.2f} GB"
