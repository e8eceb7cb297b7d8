"""Digits of a person's own hand, small and told apart at a glance."""

from __future__ import annotations

import numpy as np

from core.own_digits.own_digit import OwnDigit

OWNER, OTHER = "0" * 32, "f" * 32
BAR = np.array([[140.0, 50.0], [140.0, 230.0]])


def image(number: int) -> np.ndarray:
    """Return a picture of its own for each number: (28, 28) uint8."""
    pixels = np.zeros((28, 28), np.uint8)
    pixels[5:23, 14] = 255
    pixels[0, :16] = [255 * (number >> bit & 1) for bit in range(16)]
    return pixels


def digit(number: int, *, label: int | None = None, strokes: tuple[np.ndarray, ...] = (BAR,)) -> OwnDigit:
    """Return a digit of its own for each number, kept in that order."""
    return OwnDigit(
        id=f"{number:032x}",
        label=number % 10 if label is None else label,
        image=image(number),
        strokes=strokes,
        created=1000.0 + number,
    )
