"""Cameras: what the light, the lens and the sensor make of a sheet, and the file that comes out of them."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image
from scipy import ndimage

_NOISE_TILE = 509  # pixels
LEAST_DIGIT = 20  # pixels of a digit's height in the file: smaller ones a person may doubt


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """How a picture is taken.

    Attributes:
        side: longer side of the file's picture in pixels.
        light: what is left of it on the darker side, 0 to 1.
        vignette: what the corners lose, 0 to 1.
        shadow: what is left of the light in a hand's shadow, 0 to 1; 1 is none.
        shadow_edge: how far the shadow's edge is smeared, as a share of the longer side.
        turn: in degrees.
        perspective: by which corners are moved, as a share of the side.
        defocus: standard deviation of the blur, as a share of a digit's height.
        motion: length of the smear, as a share of a digit's height.
        noise: standard deviation in grey values, 0 to 255.
        white: by which red and blue are too strong or too weak, 0 to 1.
        quality: of the JPEG; 0 writes PNG.
    """

    side: int
    light: float = 1.0
    vignette: float = 0.0
    shadow: float = 1.0
    shadow_edge: float = 0.0
    turn: float = 0.0
    perspective: float = 0.0
    defocus: float = 0.0
    motion: float = 0.0
    noise: float = 0.0
    white: float = 0.0
    quality: int = 90


def _scan(generator: np.random.Generator) -> Shot:
    side, turn = int(generator.integers(300, 1700)), generator.uniform(-1, 1)
    return Shot(side=side, turn=turn, noise=generator.uniform(0, 1.5), quality=int(generator.choice([0, 85, 95])))


def _phone(generator: np.random.Generator) -> Shot:
    return Shot(
        side=int(generator.integers(400, 1700)),
        light=generator.uniform(0.8, 1),
        vignette=generator.uniform(0, 0.15),
        turn=generator.uniform(-3, 3),
        perspective=generator.uniform(0, 0.02),
        defocus=generator.uniform(0, 0.012),
        noise=generator.uniform(1, 4),
        white=generator.uniform(-0.08, 0.08),
        quality=int(generator.integers(70, 96)),
    )


def _small(generator: np.random.Generator) -> Shot:
    side, noise = int(generator.integers(60, 170)), generator.uniform(0, 3)
    return replace(_phone(generator), side=side, noise=noise, quality=int(generator.choice([0, 75, 95])))


def _large(generator: np.random.Generator) -> Shot:
    return replace(_phone(generator), side=int(generator.integers(2800, 4001)), noise=generator.uniform(3, 8))


CAMERAS: dict[str, Callable[[np.random.Generator], Shot]] = {
    "scan": _scan,
    "phone": _phone,
    "light from a side": lambda generator: replace(_phone(generator), light=generator.uniform(0.4, 0.7)),
    "dark corners": lambda generator: replace(_phone(generator), vignette=generator.uniform(0.3, 0.6)),
    "soft shadow": lambda generator: replace(
        _phone(generator), shadow=generator.uniform(0.5, 0.75), shadow_edge=generator.uniform(0.03, 0.1)
    ),
    "hard shadow": lambda generator: replace(
        _phone(generator), shadow=generator.uniform(0.5, 0.75), shadow_edge=generator.uniform(0.002, 0.008)
    ),
    "slanted": lambda generator: replace(
        _phone(generator), turn=generator.uniform(-7, 7), perspective=generator.uniform(0.03, 0.07)
    ),
    "out of focus": lambda generator: replace(_phone(generator), defocus=generator.uniform(0.02, 0.04)),
    "motion blur": lambda generator: replace(_phone(generator), motion=generator.uniform(0.06, 0.12)),
    "noise": lambda generator: replace(_phone(generator), noise=generator.uniform(8, 16)),
    "JPEG 40": lambda generator: replace(_phone(generator), quality=int(generator.integers(40, 55))),
    "60 to 170 pixels": _small,
    "large": _large,
}


def photograph(
    page: np.ndarray, shot: Shot, *, bleed: int, digit_height: float, generator: np.random.Generator
) -> bytes:
    """Return a picture file of a page, JPEG or PNG.

    Args:
        page: (rows, columns, 3) float32, 0 to 1.
        shot: how it is taken.
        bleed: pixels at each side of the page that are seen only where the camera is turned.
        digit_height: in pixels of the page.
        generator: gives directions and noise.
    """
    seen = _seen(page, shot, bleed, generator)
    rows, columns = seen.shape[:2]
    if shot.defocus:
        seen = ndimage.gaussian_filter(seen, (shot.defocus * digit_height, shot.defocus * digit_height, 0))
    if shot.motion:
        seen = _smeared(seen, shot.motion * digit_height, generator.uniform(0, np.pi))
    seen *= _light((rows, columns), shot, generator)[..., None]
    seen *= np.array([1 + shot.white, 1, 1 - shot.white], np.float32)
    scale = max(shot.side, LEAST_DIGIT / digit_height * max(rows, columns)) / max(rows, columns)
    size = max(round(columns * scale), 1), max(round(rows * scale), 1)
    small = Image.fromarray(np.rint(255 * np.clip(seen, 0, 1)).astype(np.uint8)).resize(size, Image.Resampling.LANCZOS)
    if shot.noise:
        small = Image.fromarray(_noisy(np.asarray(small), shot.noise, generator))
    file = io.BytesIO()
    if shot.quality:
        small.save(file, "JPEG", quality=shot.quality)
    else:
        small.save(file, "PNG", compress_level=1)
    return file.getvalue()


def _seen(page: np.ndarray, shot: Shot, bleed: int, generator: np.random.Generator) -> np.ndarray:
    """Return what of the page the camera sees, turned and slanted, without the bleed."""
    rows, columns = page.shape[0] - 2 * bleed, page.shape[1] - 2 * bleed
    corners = np.array([(0, 0), (0, rows), (columns, rows), (columns, 0)], np.float64)
    middle = np.array([columns, rows]) / 2
    angle = np.radians(shot.turn)
    turned = (corners - middle) @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]) + middle
    turned += generator.uniform(-shot.perspective, shot.perspective, (4, 2)) * max(rows, columns)
    turned = np.clip(turned + bleed, 0, np.array([page.shape[1], page.shape[0]]) - 1)
    picture = Image.fromarray(np.rint(255 * page).astype(np.uint8))
    coefficients = _projection(corners, turned)
    moved = picture.transform((columns, rows), Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BICUBIC)
    return np.asarray(moved, np.float32) / 255


def _projection(seen: np.ndarray, page: np.ndarray) -> list[float]:
    """Return the eight coefficients that send what is seen to the page (Pillow's `Image.transform`)."""
    equations, wanted = [], []
    for (x, y), (u, v) in zip(seen, page, strict=True):
        equations += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        wanted += [u, v]
    return np.linalg.solve(np.array(equations), np.array(wanted)).tolist()


def _noisy(picture: np.ndarray, deviation: float, generator: np.random.Generator) -> np.ndarray:
    """Return the picture with a sensor's noise: all channels' and each one's own; one tile of it is laid repeatedly."""
    tile = min(_NOISE_TILE, max(picture.shape[:2]))
    noise = 0.9 * generator.normal(0, deviation, (tile, tile, 1)) + 0.45 * generator.normal(
        0, deviation, (tile, tile, 3)
    )
    noise = np.rint(noise).astype(np.int16)
    noisy = np.empty_like(picture)
    for top in range(0, picture.shape[0], tile):
        for left in range(0, picture.shape[1], tile):
            part = picture[top : top + tile, left : left + tile]
            added = part + noise[: part.shape[0], : part.shape[1]]
            noisy[top : top + tile, left : left + tile] = np.clip(added, 0, 255)
    return noisy


def _smeared(seen: np.ndarray, length: float, angle: float) -> np.ndarray:
    radius = max(int(np.ceil(length / 2)), 1)
    along = np.zeros((2 * radius + 1, 2 * radius + 1), np.float32)
    places = np.linspace(-length / 2, length / 2, 8 * radius)
    rows, columns = np.rint(places * np.sin(angle)).astype(int), np.rint(places * np.cos(angle)).astype(int)
    np.add.at(along, (rows + radius, columns + radius), 1)
    return np.stack([ndimage.convolve(seen[..., channel], along / along.sum()) for channel in range(3)], axis=2)


def _light(size: tuple[int, int], shot: Shot, generator: np.random.Generator) -> np.ndarray:
    """Return what of the light reaches each pixel, (rows, columns) float32, 0 to 1."""
    side = max(size)
    row, column = ((np.arange(length) - length / 2) / side for length in size)
    row, column = row[:, None], column[None, :]
    angle = generator.uniform(0, 2 * np.pi)
    along = 0.5 + 0.7 * (np.sin(angle) * row + np.cos(angle) * column)
    light = 1 - (1 - shot.light) * np.clip(along, 0, 1)
    light = light * (1 - shot.vignette * np.clip(2 * (row**2 + column**2), 0, 1))
    if shot.shadow < 1:
        light = light * (1 - (1 - shot.shadow) * _hand(size, shot.shadow_edge * side, generator))
    return light.astype(np.float32)


def _hand(size: tuple[int, int], edge: float, generator: np.random.Generator) -> np.ndarray:
    """Return where a hand's shadow lies, (rows, columns) float, 0 to 1: an arm from a side, with fingers."""
    rows, columns = size
    side = max(size)
    row, column = np.ogrid[:rows, :columns]
    angle = generator.uniform(0, 2 * np.pi)
    tip = np.array([rows, columns]) * generator.uniform(0.35, 0.65, 2)
    shadow = np.zeros(size, bool)
    for finger in range(4):
        bent = angle + 0.22 * (finger - 1.5)
        away_row, away_column = np.sin(bent), np.cos(bent)
        start = tip + side * generator.uniform(0, 0.08) * np.array([away_row, away_column])
        along = (row - start[0]) * away_row + (column - start[1]) * away_column
        across = np.abs((column - start[1]) * away_row - (row - start[0]) * away_column)
        shadow |= (along > 0) & (across < 0.045 * side + 0.2 * np.maximum(along - 0.15 * side, 0))
        shadow |= along**2 + across**2 < (0.045 * side) ** 2
    return ndimage.gaussian_filter(shadow.astype(np.float64), max(edge, 0.3))
