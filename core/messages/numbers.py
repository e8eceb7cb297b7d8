"""Numbers and shapes within a sentence."""

from __future__ import annotations


def shape_text(shape: tuple[int, ...]) -> str:
    """Return a shape as text, "26 x 26 x 32" or "784"; of a single number nothing."""
    return " x ".join(map(str, shape))


def plain_number(value: float) -> str:
    """Return a setting as a person writes it: 0.003, 0.000001, 20."""
    return f"{value:.10f}".rstrip("0").rstrip(".")
