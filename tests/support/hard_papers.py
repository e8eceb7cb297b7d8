"""Small pictures of digits on papers that are hard to read from: as numbers of greys, made afresh in each test."""

from __future__ import annotations

import numpy as np

from core.drawing import rasterize

# A 2 of straight lines, 80 x 112 pixels.
TWO = np.array([[0, 10], [30, -15], [70, 0], [65, 40], [0, 95], [80, 97]], float) + np.array([0.0, 15.0])
SIZE = 300  # pixels of a page's side


def ink(pen_width: float = 10.0, *, scale: float = 1.0, left: float = 110, top: float = 90) -> np.ndarray:
    """Return a page with a 2: (300, 300) float64, 0 paper to 1 ink."""
    return rasterize.draw_lines([TWO * scale + (left, top)], SIZE, pen_width) / 255


def lines(pitch: float, width: float, *, squared: bool) -> np.ndarray:
    """Return printed lines, (300, 300) float64, 0 paper to 1: across the page, or across and down."""
    rows, columns = np.mgrid[0:SIZE, 0:SIZE]
    along = (rows + columns / 50) % pitch < width
    return (along | ((columns - rows / 50) % pitch < width) if squared else along).astype(float)


def lit(written: np.ndarray, light: np.ndarray | float = 215.0, *, contrast: float = 0.6, noise: float = 3.0):
    """Return a photo of a page in this light: uint8, as large as the page."""
    grey = light * (1 - contrast * written) + np.random.default_rng(0).normal(0, noise, written.shape)
    return grey.clip(0, 255).astype(np.uint8)


def hand_shadow(dark: float, softness: float) -> np.ndarray:
    """Return light that a hand takes `dark` of, on one side of a slanting edge: (300, 300) float64."""
    rows, columns = np.mgrid[0:SIZE, 0:SIZE]
    return 215 * (1 - dark / (1 + np.exp(-((columns + 0.4 * rows) - 210) / softness)))


def vignette(dark: float) -> np.ndarray:
    """Return light that is less by `dark` in the corners, (300, 300) float64."""
    away = np.linspace(-1, 1, SIZE) ** 2
    return 215 * (1 - dark * (away[:, None] + away[None, :]) / 2)
