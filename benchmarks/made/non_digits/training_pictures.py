"""Pictures that are no digits and that the reader is trained with: noise, patterns and what bad light leaves as ink.

Each function returns ink as a photo's segmentation would give it: (rows, columns) uint8, 0 paper to 255 full ink.
"""

from __future__ import annotations

import numpy as np
from PIL import Image

SIDE = 48  # pixels
_ROWS, _COLUMNS = np.mgrid[0:SIDE, 0:SIDE]


def grains(rng: np.random.Generator) -> np.ndarray:
    """Return noise of grains of one to eight pixels, black and white or grey."""
    cell = int(rng.integers(1, 9))
    few = rng.random((-(-SIDE // cell), -(-SIDE // cell)))
    if rng.random() < 0.5:
        few = np.where(few < rng.uniform(0.08, 0.6), 1.0, 0.0)
    return _ink(np.kron(few, np.ones((cell, cell)))[:SIDE, :SIDE])


def speckle(rng: np.random.Generator) -> np.ndarray:
    """Return specks of one to three pixels, strewn."""
    ink = np.zeros((SIDE, SIDE))
    for row, column in rng.integers(0, SIDE - 3, (int(rng.integers(6, 60)), 2)):
        size = int(rng.integers(1, 4))
        ink[row : row + size, column : column + size] = rng.uniform(0.5, 1)
    return _ink(ink)


def dots(rng: np.random.Generator) -> np.ndarray:
    """Return two to nine round dots of about one size."""
    size = rng.uniform(2, 6)
    ink = np.zeros((SIDE, SIDE))
    for row, column in rng.uniform(size, SIDE - size, (int(rng.integers(2, 10)), 2)):
        ink = np.maximum(ink, _disc(row, column, size * rng.uniform(0.8, 1.2)))
    return _ink(ink)


def blob(rng: np.random.Generator) -> np.ndarray:
    """Return one filled shape with a wavy outline, not much higher than wide."""
    middle = (SIDE - 1) / 2
    angles = np.arctan2(_ROWS - middle, _COLUMNS - middle)
    outline = np.ones((SIDE, SIDE))
    for waves in (1, 2, 3, 4, 5):
        outline += rng.normal(0, 0.22 / waves) * np.cos(waves * angles + rng.uniform(0, 2 * np.pi))
    radius = rng.uniform(8, 15) * outline
    return _ink(np.clip(radius - np.hypot(_ROWS - middle, _COLUMNS - middle) + 0.5, 0, 1))


def block(rng: np.random.Generator) -> np.ndarray:
    """Return a full rectangle, an ellipse or the whole picture."""
    height, width = _sides(rng)
    ink = np.zeros((SIDE, SIDE))
    if rng.random() < 0.5:
        ink[:height, :width] = 1
    else:
        far = np.hypot((_ROWS - SIDE / 2) / (height / 2), (_COLUMNS - SIDE / 2) / (width / 2))
        ink = np.clip((1 - far) * 12, 0, 1)
    return _ink(ink * (1 - rng.uniform(0, 0.6) * rng.random((SIDE, SIDE))))


def grid(rng: np.random.Generator) -> np.ndarray:
    """Return squared paper: three and more lines each way."""
    step, width = int(rng.integers(6, 16)), int(rng.integers(1, 4))
    first = int(rng.integers(0, step))
    lines = ((_ROWS + first) % step < width) | ((_COLUMNS + first) % step < width)
    return _ink(lines * rng.uniform(0.4, 1, (SIDE, SIDE)))


def ruled_lines(rng: np.random.Generator) -> np.ndarray:
    """Return what is left of a sheet's lines: two to five, slightly slanted, broken."""
    ink = np.zeros((SIDE, SIDE))
    slant = rng.normal(0, 0.05)
    for place in np.linspace(5, SIDE - 6, int(rng.integers(2, 6))):
        drawn = np.abs(_ROWS - place - slant * _COLUMNS) < rng.uniform(0.6, 1.8)
        gaps = np.repeat(rng.random(SIDE // 4) < rng.uniform(0.6, 1), 4)
        ink += drawn * gaps
    return _ink(np.clip(ink, 0, 1))


def frame(rng: np.random.Generator) -> np.ndarray:
    """Return a printed box, single or double, sometimes two or three boxes side by side, or with a side missing."""
    height, width = _sides(rng)
    thick = int(rng.integers(1, 5))
    ink = np.zeros((SIDE, SIDE))
    ink[:height, :width] = 1
    ink[thick : height - thick, thick : width - thick] = 0
    kind = rng.random()
    if kind < 0.2:
        ink[thick + 3 : height - thick - 3, thick + 3 : width - thick - 3] = 1
        ink[2 * thick + 3 : height - 2 * thick - 3, 2 * thick + 3 : width - 2 * thick - 3] = 0
    elif kind < 0.45:
        for part in range(1, int(rng.integers(2, 4))):
            place = part * width // 3
            ink[:height, place : place + thick] = 1
    elif kind < 0.55:
        ink[: height - thick, :thick] = 0
    return _ink(ink)


def clouds(rng: np.random.Generator) -> np.ndarray:
    """Return the peaks of smooth noise, coarse or fine, alike in all directions or drawn out in one."""
    rows, columns = (int(side) for side in rng.integers(3, 15, 2))
    smooth = _enlarged(rng.random((rows, columns)))
    return _ink(np.clip((smooth - np.quantile(smooth, rng.uniform(0.4, 0.85))) * rng.uniform(4, 30), 0, 1))


def fibres(rng: np.random.Generator) -> np.ndarray:
    """Return the grain of paper where it was taken for ink: fine noise, broken, patchy."""
    fine = _enlarged(rng.random((SIDE // 2, SIDE // int(rng.integers(2, 5)))))
    patches = _enlarged(rng.random((4, 4)))
    both = fine + rng.uniform(0.2, 1.0) * patches
    return _ink(np.clip((both - np.quantile(both, rng.uniform(0.7, 0.93))) * 12, 0, 1))


def checkerboard(rng: np.random.Generator) -> np.ndarray:
    """Return a checkerboard of two to sixteen fields a side."""
    cell = SIDE / rng.integers(2, 17)
    shift = rng.uniform(0, cell, 2)
    fields = np.floor((_ROWS + shift[0]) / cell) + np.floor((_COLUMNS + shift[1]) / cell)
    return _ink(fields % 2)


def half_plane(rng: np.random.Generator) -> np.ndarray:
    """Return a shadow taken for ink: dark on one side of an edge, straight or bent, sharp or soft."""
    angle, bend = rng.uniform(0, 2 * np.pi), rng.normal(0, 0.01)
    x, y = _COLUMNS - SIDE / 2, _ROWS - SIDE / 2
    along, across = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    return _ink(np.clip((across + bend * along**2 + rng.uniform(-2, 2)) / rng.uniform(1, 20) + 0.5, 0, 1))


def corners(rng: np.random.Generator) -> np.ndarray:
    """Return dark corners taken for ink: one to four of them, sharp or soft."""
    far = np.hypot(_ROWS - SIDE / 2, _COLUMNS - SIDE / 2) / (SIDE / 2)
    dark = np.clip((far - rng.uniform(0.9, 1.15)) * rng.uniform(3, 12), 0, 1)
    lit = rng.random((2, 2)) < 0.3
    lit[rng.integers(2), rng.integers(2)] = False
    return _ink(dark * ~np.kron(lit, np.ones((SIDE // 2, SIDE // 2), bool)))


def _sides(rng: np.random.Generator) -> tuple[int, int]:
    """Return a height and a width in pixels; not far higher than wide, which could be a 0 or a 1."""
    height = int(rng.integers(20, SIDE))
    return height, int(rng.integers(round(0.65 * height), SIDE))


def _disc(row: float, column: float, radius: float) -> np.ndarray:
    return np.clip(radius - np.hypot(_ROWS - row, _COLUMNS - column) + 0.5, 0, 1)


def _enlarged(few: np.ndarray) -> np.ndarray:
    picture = Image.fromarray(few.astype(np.float32))
    return np.asarray(picture.resize((SIDE, SIDE), Image.Resampling.BICUBIC), np.float64)


def _ink(share: np.ndarray) -> np.ndarray:
    return np.rint(255 * np.clip(share, 0, 1)).astype(np.uint8)


KINDS = {
    "grains": grains,
    "speckle": speckle,
    "dots": dots,
    "blob": blob,
    "block": block,
    "grid": grid,
    "ruled lines": ruled_lines,
    "frame": frame,
    "clouds": clouds,
    "fibres": fibres,
    "checkerboard": checkerboard,
    "half plane": half_plane,
    "corners": corners,
}
