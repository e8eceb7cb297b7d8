"""A shape within a sentence."""

from __future__ import annotations


def shape_text(shape: tuple[int, ...]) -> str:
    """Return a shape as text, "26 x 26 x 32"; of a single number nothing."""
    return " x ".join(map(str, shape))
