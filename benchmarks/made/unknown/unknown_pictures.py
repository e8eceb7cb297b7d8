"""Photos of what is no digit, for the reader to be measured with: surfaces, noise, a page of writing, a landscape.

Each function returns (rows, columns) uint8, 0 black to 255 white, as a camera's picture in grey.
"""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

from benchmarks.made.unknown.letters import capital, small_letter
from core.drawing.rasterize import draw_lines
from core.drawing.strokes import CANVAS_SIZE

SIDE = 160  # pixels
_ROWS, _COLUMNS = np.mgrid[0:SIDE, 0:SIDE].astype(np.float64)


def wood(rng: np.random.Generator) -> np.ndarray:
    """Return a board: long wavy rings and sometimes a knothole."""
    bend = _smooth(rng, 4) * rng.uniform(10, 40)
    rings = np.sin((_ROWS + bend) / rng.uniform(2, 7)) * 0.5 + _smooth(rng, 60, 6) * 0.4
    if rng.random() < 0.5:
        row, column = rng.uniform(40, 120, 2)
        rings -= 1.5 * np.exp(-(((_ROWS - row) / 9) ** 2) - ((_COLUMNS - column) / 14) ** 2)
    return _photo(rings, rng)


def cloth(rng: np.random.Generator) -> np.ndarray:
    """Return woven threads, over and under."""
    period = rng.uniform(3, 14)
    rows, columns = _turned(rng.uniform(-20, 20))
    warp, weft = np.sin(2 * np.pi * rows / period), np.sin(2 * np.pi * columns / period)
    over = np.sin(np.pi * rows / period) * np.sin(np.pi * columns / period) > 0
    return _photo(np.where(over, warp, weft) + 0.3 * _smooth(rng, 40), rng)


def bricks(rng: np.random.Generator) -> np.ndarray:
    """Return a wall of bricks."""
    height = rng.uniform(10, 30)
    width = height * rng.uniform(1.8, 2.6)
    rows, columns = _turned(rng.uniform(-8, 8))
    course = np.floor(rows / height)
    joint = (rows % height < height * 0.15) | ((columns + course % 2 * width / 2) % width < height * 0.15)
    return _photo(np.where(joint, rng.choice([-1, 1]), 0) + 0.4 * _smooth(rng, 50), rng)


def stones(rng: np.random.Generator) -> np.ndarray:
    """Return cobbles: the regions nearest to strewn points, dark between."""
    points = rng.uniform(0, SIDE, (int(rng.integers(8, 60)), 2))
    far = np.sort(np.hypot(_ROWS[None] - points[:, :1, None], _COLUMNS[None] - points[:, 1:, None]), axis=0)
    return _photo(np.minimum(far[1] - far[0], 8) / 8 + 0.3 * _smooth(rng, 30), rng)


def tiled_floor(rng: np.random.Generator) -> np.ndarray:
    """Return a floor of light and dark tiles, seen at a slant."""
    rows, columns = _turned(rng.uniform(10, 80))
    depth = 1 + (_ROWS / SIDE) * rng.uniform(-0.4, 0.8)
    cell = rng.uniform(10, 30)
    return _photo((np.floor(rows * depth / cell) + np.floor(columns * depth / cell)) % 2 * 2.0 - 1, rng)


def stripes(rng: np.random.Generator) -> np.ndarray:
    """Return soft or sharp stripes of one width, bent or straight, at any angle."""
    rows, _ = _turned(rng.uniform(0, 180))
    waves = np.sin(2 * np.pi * (rows + rng.uniform(0, 12) * _smooth(rng, 4)) / rng.uniform(5, 30))
    return _photo(np.tanh(waves * rng.uniform(0.5, 6)), rng)


def halftone(rng: np.random.Generator) -> np.ndarray:
    """Return the dots of printed grey, larger where it is darker."""
    rows, columns = _turned(rng.uniform(15, 75))
    step = rng.uniform(5, 14)
    wave = np.cos(2 * np.pi * rows / step) + np.cos(2 * np.pi * columns / step)
    return _photo(np.tanh(3 * (wave - 0.5 - _smooth(rng, 3))), rng)


def sensor_noise(rng: np.random.Generator) -> np.ndarray:
    """Return noise and nothing else, each pixel for itself or of pixels a little mixed."""
    noise = rng.standard_normal((SIDE, SIDE))
    if rng.random() < 0.5:
        noise = _blurred(noise, rng.uniform(0.5, 2.0))
    return _photo(noise, rng)


def cloudy_noise(rng: np.random.Generator) -> np.ndarray:
    """Return noise with more of the slow than of the fast (1/f to 1/f^2)."""
    frequencies = np.hypot(np.fft.fftfreq(SIDE)[:, None], np.fft.rfftfreq(SIDE)[None])
    frequencies[0, 0] = 1
    spectrum = np.fft.rfft2(rng.standard_normal((SIDE, SIDE))) / frequencies ** rng.uniform(0.8, 2.0)
    return _photo(np.fft.irfft2(spectrum, (SIDE, SIDE)), rng)


def salt_and_pepper(rng: np.random.Generator) -> np.ndarray:
    """Return grey with black and white pixels strewn in."""
    drawn = rng.random((SIDE, SIDE))
    share = rng.uniform(0.01, 0.3)
    return _photo(np.where(drawn < share, -1.0, np.where(drawn > 1 - share, 1.0, 0.0)), rng)


def grass(rng: np.random.Generator) -> np.ndarray:
    """Return many short blades that lie over one another."""
    ends = rng.uniform(0, 1, (int(rng.integers(60, 250)), 2))
    blades = [np.stack([end, end + rng.normal([0.02, -0.09], [0.05, 0.04])]) * SIDE for end in ends]
    return _photo(draw_lines(blades, SIDE, rng.uniform(1, 3)) / 255.0 * rng.choice([-1, 1]), rng)


def page_of_writing(rng: np.random.Generator) -> np.ndarray:
    """Return several lines of letters."""
    count = int(rng.integers(4, 9))
    size = SIDE / (count + 1)
    paths = []
    for line in range(count):
        for place in range(int(rng.integers(count, 2 * count))):
            letter = capital(rng) if rng.random() < 0.15 else small_letter(rng)
            low = np.concatenate(letter).min(axis=0)
            corner = np.array([0.4 * size + place * size * 0.62, size * (line + 0.5)])
            paths += [(path - low) / CANVAS_SIZE * size * 0.9 + corner for path in letter]
    return _photo(1 - draw_lines(paths, SIDE, rng.uniform(1.2, 2)) / 255, rng, noise=0.03)


def landscape(rng: np.random.Generator) -> np.ndarray:
    """Return hills under a sky, with a sun or without."""
    grey = 0.8 - 0.3 * _ROWS / SIDE
    if rng.random() < 0.6:
        row, column, radius = rng.uniform(15, 50), rng.uniform(20, 140), rng.uniform(8, 20)
        grey = np.where(np.hypot(_ROWS - row, _COLUMNS - column) < radius, 1.2, grey)
    for hill in range(int(rng.integers(2, 5))):
        ridge = SIDE * (0.45 + 0.12 * hill) + rng.uniform(5, 20) * np.sin(
            _COLUMNS / rng.uniform(12, 40) + rng.uniform(0, 6)
        )
        grey = np.where(ridge < _ROWS, rng.uniform(-0.6, 0.5) + 0.15 * _smooth(rng, 40), grey)
    return _photo(grey, rng)


def balls(rng: np.random.Generator) -> np.ndarray:
    """Return one to six shaded balls on a table."""
    grey = 0.6 + 0.2 * _smooth(rng, 3)
    for _ in range(int(rng.integers(1, 7))):
        row, column, radius = rng.uniform(30, 130), rng.uniform(30, 130), rng.uniform(10, 35)
        far = np.hypot(_ROWS - row, _COLUMNS - column) / radius
        shade = 0.5 - np.hypot(_ROWS - row + radius / 3, _COLUMNS - column + radius / 3) / radius
        grey = np.where(far < 1, shade, grey)
    return _photo(grey, rng)


def _turned(degrees: float) -> tuple[np.ndarray, np.ndarray]:
    """Return each pixel's row and column on a sheet that lies at an angle."""
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return _ROWS * cos - _COLUMNS * sin + 1000, _ROWS * sin + _COLUMNS * cos + 1000


def _smooth(rng: np.random.Generator, rows: int, columns: int | None = None) -> np.ndarray:
    """Return smooth noise, about -1 to 1, of so many hills down and across."""
    few = rng.uniform(-1, 1, (rows, columns or rows)).astype(np.float32)
    return np.asarray(Image.fromarray(few).resize((SIDE, SIDE), Image.Resampling.BICUBIC), np.float64)


def _blurred(values: np.ndarray, radius: float) -> np.ndarray:
    low, high = values.min(), values.max()
    grey = Image.fromarray(np.rint(255 * (values - low) / (high - low)).astype(np.uint8))
    return np.asarray(grey.filter(ImageFilter.GaussianBlur(radius)), np.float64)


def _photo(values: np.ndarray, rng: np.random.Generator, *, noise: float | None = None) -> np.ndarray:
    """Return (160, 160) uint8: values brought to a range of greys, lit from a side, with a camera's noise."""
    low, high = np.percentile(values, [1, 99])
    share = np.clip((values - low) / max(high - low, 1e-6), 0, 1)
    middle, contrast = rng.uniform(90, 170), rng.uniform(40, 160)
    light = 1 + rng.uniform(-0.2, 0.2) * (_ROWS / SIDE - 0.5) + rng.uniform(-0.2, 0.2) * (_COLUMNS / SIDE - 0.5)
    sigma = 255 * (rng.uniform(0, 0.02) if noise is None else noise * rng.random())
    grey = (middle + contrast * (share - 0.5)) * light + rng.normal(0, 1, share.shape) * sigma
    return np.rint(grey.clip(0, 255)).astype(np.uint8)


KINDS = {
    "wood": wood,
    "cloth": cloth,
    "bricks": bricks,
    "stones": stones,
    "tiled floor": tiled_floor,
    "stripes": stripes,
    "halftone": halftone,
    "sensor noise": sensor_noise,
    "cloudy noise": cloudy_noise,
    "salt and pepper": salt_and_pepper,
    "grass": grass,
    "page of writing": page_of_writing,
    "landscape": landscape,
    "balls": balls,
}
