"""Values and calls as lines of Python, broken as a formatter breaks them: nothing a person typed gets in unquoted."""

from __future__ import annotations

import json
from collections.abc import Sequence

WIDTH = 100  # characters of the longest line
INDENT = "    "
_LONGEST_NUMBER = 12  # characters; what is longer may be a fraction written out
_LARGEST_DIVISOR = 100


def format_literal(value: int | float | str) -> str:
    """Return a value as Python writes it: 0.001, "relu", 1 / 6 for the number that this division gives."""
    if isinstance(value, str):
        return json.dumps(value)
    written = repr(value)
    if isinstance(value, float) and len(written) > _LONGEST_NUMBER:
        for divisor in range(2, _LARGEST_DIVISOR + 1):
            if round(value * divisor) / divisor == value:
                return f"{round(value * divisor)} / {divisor}"
    return written


def format_keywords(**arguments: int | float | str) -> list[str]:
    """Return arguments as "name=value"."""
    return [f"{name}={format_literal(value)}" for name, value in arguments.items()]


def format_call(before: str, arguments: Sequence[str], *, after: str = "", depth: int = 0) -> list[str]:
    """Return the lines of a call: one where it fits, else its arguments on a line of their own, else a line for each.

    Args:
        before: what stands before the opening bracket: "model.fit", "x = f".
        arguments: as text.
        after: what follows the closing bracket, such as a comma.
        depth: of its indentation.
    """
    margin, inner = INDENT * depth, INDENT * (depth + 1)
    joined = ", ".join(arguments)
    if len(line := f"{margin}{before}({joined}){after}") <= WIDTH:
        return [line]
    first, last = f"{margin}{before}(", f"{margin}){after}"
    if len(line := f"{inner}{joined}") <= WIDTH:
        return [first, line, last]
    return [first, *(f"{inner}{argument}," for argument in arguments), last]
