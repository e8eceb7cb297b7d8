"""Photos of blank paper in many lights: no ink on any of them."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

_SHORT, _LONG = 240, 320  # pixels, of the picture's sides


def blank_sheet(rng: np.random.Generator) -> bytes:
    """Return a photo of a blank sheet as a JPEG file.

    The paper is white, cream, grey or recycled, smooth or grained, sometimes folded or crumpled; the light falls from
    one side, its corners darken, and in half of them lies the shadow of a hand, soft or hard; the camera adds noise
    and the file its own.
    """
    shape = (_SHORT, _LONG) if rng.random() < 0.5 else (_LONG, _SHORT)
    rows, columns = np.mgrid[0 : shape[0], 0 : shape[1]] / _LONG
    grey = _paper(shape, rng) * _light(rows, columns, rng)
    if rng.random() < 0.4:
        grey *= _folds(rows, columns, rng)
    if rng.random() < 0.5:
        grey *= _hand_shadow(shape, rng)
    noisy = grey[..., None] * _tint(rng) + rng.normal(0, rng.choice([0, 1, 2, 4, 7]), (*shape, 3))
    file = io.BytesIO()
    pixels = np.rint(noisy.clip(0, 255)).astype(np.uint8)
    Image.fromarray(pixels).save(file, "JPEG", quality=int(rng.choice([30, 50, 70, 85, 95])))
    return file.getvalue()


def _paper(shape: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """Return paper in even light, its grey 0 to 255: grain, long fibres, flecks."""
    grey = np.full(shape, rng.choice([250.0, 238.0, 225.0, 205.0, 180.0]))
    grain = _blurred(rng.standard_normal(shape), rng.uniform(0.6, 4))
    return grey * (1 + rng.choice([0, 0.005, 0.01, 0.02, 0.03]) * grain)


def _light(rows: np.ndarray, columns: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return what share of the light falls where: from one side, and less in the corners."""
    angle, fall = rng.uniform(0, 2 * np.pi), rng.choice([0, 0.1, 0.25, 0.45, 0.65])
    along = np.cos(angle) * (rows - rows.mean()) + np.sin(angle) * (columns - columns.mean())
    even = 1 - fall * (along - along.min()) / np.ptp(along)
    far = np.hypot(rows - rows.mean(), columns - columns.mean())
    return even * (1 - rng.choice([0, 0.15, 0.3, 0.5]) * (far / far.max()) ** rng.choice([2, 4])) * rng.uniform(0.5, 1)


def _folds(rows: np.ndarray, columns: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return the light on a sheet that was folded along one to four straight lines: brighter on one side of each."""
    light = np.ones(rows.shape)
    for _ in range(int(rng.integers(1, 5))):
        angle = rng.choice([0, np.pi / 2]) + rng.normal(0, 0.05) if rng.random() < 0.6 else rng.uniform(0, np.pi)
        across = np.cos(angle) * rows + np.sin(angle) * columns
        across = across - rng.uniform(*np.quantile(across, [0.15, 0.85]))
        side = np.tanh(across / rng.uniform(0.003, 0.03))
        light *= 1 + rng.uniform(0.01, 0.08) * side * np.exp(-np.abs(across) / rng.uniform(0.05, 0.5))
    return light


def _hand_shadow(shape: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """Return the light that a hand and its fingers, or an arm, or the phone itself leave, their edge soft or hard."""
    light = Image.new("L", (shape[1], shape[0]), 255)
    side = max(shape)
    reach = np.array([shape[1], shape[0]])
    corner = rng.choice([0, 1], 2) * reach + rng.normal(0, 0.1, 2) * side
    towards = reach * rng.uniform(0.25, 0.75, 2) - corner
    palm = corner + towards * rng.uniform(0.2, 0.8)
    dark = round(255 * rng.choice([0.85, 0.75, 0.6, 0.5]))
    pen = ImageDraw.Draw(light)
    _thick_line(pen, corner - towards, palm, side * rng.uniform(0.1, 0.3), dark)
    for finger in range(int(rng.integers(0, 5))):
        turn = np.radians(rng.normal(0, 8) + 18 * (finger - 2))
        way = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) @ (towards / np.hypot(*towards))
        _thick_line(pen, palm, palm + way * side * rng.uniform(0.15, 0.4), side * rng.uniform(0.06, 0.11), dark)
    soft = light.filter(ImageFilter.GaussianBlur(float(rng.choice([1.5, 4, 8, 15, 30]))))
    return np.asarray(soft, np.float64) / 255


def _thick_line(pen: ImageDraw.ImageDraw, begin: np.ndarray, end: np.ndarray, width: float, fill: int) -> None:
    pen.line([tuple(begin), tuple(end)], fill=fill, width=max(round(width), 1))
    for x, y in (begin, end):
        pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=fill)


def _tint(rng: np.random.Generator) -> np.ndarray:
    """Return the paper's colour under the lamp's: cold, neutral, warm; at most 1 in each channel."""
    return np.array([(0.94, 0.97, 1.0), (1.0, 1.0, 1.0), (1.0, 0.97, 0.9), (1.0, 0.93, 0.78)])[int(rng.integers(4))]


def _blurred(values: np.ndarray, radius: float) -> np.ndarray:
    """Return the values smoothed, with their standard deviation brought to 1."""
    low, high = values.min(), values.max()
    grey = Image.fromarray(np.rint(255 * (values - low) / (high - low)).astype(np.uint8))
    smooth = np.asarray(grey.filter(ImageFilter.GaussianBlur(radius)), np.float64)
    return (smooth - smooth.mean()) / max(smooth.std(), 1e-6)
