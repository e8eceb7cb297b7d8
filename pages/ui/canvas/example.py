"""Digits drawn beforehand, for a person who wants to see one first: written as the canvas writes a drawing."""

from __future__ import annotations

# Paths of the pen on a canvas of 280 pixels, one for each time it was down.
_DIGITS = (
    ((("M", 88, 72), ("C", 110, 36, 192, 44, 188, 94), ("C", 186, 126, 152, 136, 126, 137),
      ("C", 166, 138, 206, 152, 201, 192), ("C", 194, 242, 114, 250, 82, 208)),),
    ((("M", 86, 94), ("C", 90, 42, 192, 44, 186, 102), ("C", 182, 144, 112, 184, 88, 224), ("L", 202, 221)),),
    ((("M", 108, 62), ("L", 100, 134), ("C", 130, 108, 196, 120, 196, 172), ("C", 196, 230, 120, 242, 86, 210)),
     (("M", 108, 62), ("L", 192, 58))),
)  # fmt: skip


def example(number: int) -> list[list[list]]:
    """Return the pen's paths of an example; every whole number names one."""
    return [[list(command) for command in path] for path in _DIGITS[number % len(_DIGITS)]]
