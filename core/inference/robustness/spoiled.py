"""Pictures with other lines, noise, blur, less contrast, or something that lies on them. NumPy alone."""

from __future__ import annotations

import numpy as np

from core.inference.robustness.chance import Chance

FINER = 4  # pixels into which a pixel is cut, along rows and columns, so that lines change by less than one
LEAST_INK = 0.25  # of a picture's own ink is left where its lines are made thinner
_TOGETHER = 64  # pictures, so that the finer ones stay in the processor's cache


def rewritten(images: np.ndarray, pixels: float, chance: Chance) -> np.ndarray:
    """Return pictures whose lines are wider or narrower by so many pixels, by chance.

    Dilation and erosion by an octagon in a picture four times as fine, as Castro et al. do ("Morpho-MNIST", 2019).
    Lines are made no thinner than LEAST_INK leaves.

    Args:
        images: (N, 28, 28) uint8, 0 paper.
        pixels: by how much a line's width changes; half of it on either side.
        chance: which of both.
    """
    steps, is_wider = round(pixels / 2 * FINER), chance.signs() > 0
    changed = np.empty_like(images)
    for wider in (True, False):
        places = np.flatnonzero(is_wider == wider)
        for first in range(0, len(places), _TOGETHER):
            some = places[first : first + _TOGETHER]
            changed[some] = widened(images[some], steps) if wider else narrowed(images[some], steps)
    return changed


def widened(images: np.ndarray, steps: int) -> np.ndarray:
    """Return pictures whose ink grew by so many quarters of a pixel on every side."""
    fine = before = _finer(images)
    for step in range(steps):
        fine = _grown(fine, with_corners=bool(step % 2))
    return _plus(images, _coarser(fine) - _coarser(before))


def narrowed(images: np.ndarray, steps: int) -> np.ndarray:
    """Return pictures whose ink shrank by so many quarters of a pixel on every side, or as far as LEAST_INK lets it."""
    paper = 255 - _finer(images)
    before, changed = _coarser(255 - paper), images
    least = LEAST_INK * images.sum(axis=(1, 2), dtype=np.int64)
    may = np.ones(len(images), bool)
    for step in range(steps):
        paper = _grown(paper, with_corners=bool(step % 2), outside=255)
        thinner = _plus(images, _coarser(255 - paper) - before)
        may &= thinner.sum(axis=(1, 2), dtype=np.int64) >= least
        if not may.any():
            break
        changed = np.where(may[:, np.newaxis, np.newaxis], thinner, changed)
    return changed


def noisy(images: np.ndarray, deviation: float, chance: Chance) -> np.ndarray:
    """Return pictures with normally distributed noise on every pixel, of that standard deviation, of 255."""
    return _plus(images, np.float32(deviation) * chance.normal(images.shape[1:]))


def blurred(images: np.ndarray, sigma: float, _chance: Chance) -> np.ndarray:
    """Return pictures whose pixels are means of their neighbours, weighted by a Gaussian of that sigma in pixels.

    It reaches four sigmas far. Outside is paper.
    """
    side, reach = images.shape[-1], int(4 * sigma + 0.5)
    away = np.arange(side)[:, np.newaxis] - np.arange(side)
    weights = np.exp(-0.5 * np.arange(-reach, reach + 1) ** 2 / sigma**2).sum()
    band = np.where(np.abs(away) <= reach, np.exp(-0.5 * away**2 / sigma**2) / weights, 0).astype(np.float32)
    return _bytes(band @ images.astype(np.float32) @ band.T)


def faded(images: np.ndarray, percent: float, _chance: Chance) -> np.ndarray:
    """Return pictures that lost so many percent of their contrast: all pixels move towards the picture's mean.

    D. Hendrycks and T. Dietterich, "Benchmarking neural network robustness to common corruptions", ICLR 2019.
    """
    means = images.mean(axis=(1, 2), keepdims=True, dtype=np.float32)
    return _bytes(means + (images - means) * np.float32(1 - percent / 100))


def covered(images: np.ndarray, side: float, chance: Chance) -> np.ndarray:
    """Return pictures with a square of paper on them, of that side in pixels.

    It lies on a pixel of ink (128 or more) that is drawn by chance, with that one in its middle as far as it can; on
    the picture's middle where there is none. What would be outside of the picture is cut off.
    """
    count, size = len(images), images.shape[-1]
    inked = (images >= 128).reshape(count, -1)
    found = np.cumsum(inked, axis=1)
    wanted = np.floor(chance.uniform(1) * found[:, -1:]).astype(np.int64) + 1  # the how many-th pixel of ink
    places = np.where(inked.any(axis=1), np.argmax(found >= wanted, axis=1), size // 2 * (size + 1))
    top, left = places // size - int(side) // 2, places % size - int(side) // 2
    along = np.arange(size)
    in_rows, in_columns = (
        (along >= first[:, np.newaxis]) & (along < first[:, np.newaxis] + int(side)) for first in (top, left)
    )
    return np.where(in_rows[:, :, np.newaxis] & in_columns[:, np.newaxis, :], 0, images).astype(np.uint8)


def _finer(images: np.ndarray) -> np.ndarray:
    """Return pictures FINER times as large, bilinearly, (N, 112, 112) uint8."""
    side = images.shape[-1]
    places = np.clip((np.arange(side * FINER) + 0.5) / FINER - 0.5, 0, side - 1)
    between = np.maximum(1 - np.abs(places[:, np.newaxis] - np.arange(side)), 0).astype(np.float32)
    return _bytes(between @ images.astype(np.float32) @ between.T)


def _coarser(fine: np.ndarray) -> np.ndarray:
    """Return the mean of each FINER x FINER pixels, (N, 28, 28) float32."""
    side = fine.shape[-1] // FINER
    sums = fine.reshape(-1, side, FINER, side * FINER).sum(axis=2, dtype=np.uint16)
    return sums.reshape(-1, side, side, FINER).sum(axis=3, dtype=np.uint16).astype(np.float32) / FINER**2


def _grown(fine: np.ndarray, *, with_corners: bool, outside: int = 0) -> np.ndarray:
    """Return the largest of each pixel and its four neighbours, or all eight: in turns they make an octagon."""
    padded = np.pad(fine, ((0, 0), (1, 1), (1, 1)), constant_values=outside)
    along = np.maximum(np.maximum(padded[:, :, :-2], padded[:, :, 2:]), padded[:, :, 1:-1])
    if with_corners:
        return np.maximum(np.maximum(along[:, :-2], along[:, 2:]), along[:, 1:-1])
    return np.maximum(np.maximum(padded[:, :-2, 1:-1], padded[:, 2:, 1:-1]), along[:, 1:-1])


def _plus(images: np.ndarray, change: np.ndarray) -> np.ndarray:
    return _bytes(images + change)


def _bytes(values: np.ndarray) -> np.ndarray:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)
