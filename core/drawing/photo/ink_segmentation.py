"""Ink separated from paper: in a clean drawing, and in a photo of pencil on unevenly lit paper.

Paper is the picture without anything narrower than a pen's line; in a clean drawing it is one grey. What rises above
the paper, out of the noise and in strokes, is ink. How wide a line may be, and whether ink is dark or light, is not
always plain: then there are several ways to see a picture, the likeliest first.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image

from core.drawing.photo.ink_evidence import evidence
from core.drawing.photo.ink_shapes import Photo, find_shapes, strokes_among
from core.drawing.photo.paper import ink_heights, ink_skewness, noise_level
from core.drawing.photo.ruled_paper import without_ruling
from core.errors import EmptyDrawingError
from core.messages import drawing as messages

MIN_CONTRAST = 12  # grey values between ink and paper
_MIN_SIGNAL = 5.0  # noise's standard deviations between ink and paper
_FAINT, _SURE = 0.25, 0.5  # of full ink: a shape reaches the second somewhere, and is followed down to the first
_LINE_WIDTHS = (0.18, 0.06, 0.5)  # of the picture's longer side: what is wider counts as paper
_NARROWEST = 12  # pixels: beside a narrower limit the two edges of a wide line pass for two lines
_TINY = 20  # pixels of the longer side: in so small a picture noise is not to be told from ink
_SMALL = 112  # pixels of the longer side: a photo smaller than this is enlarged first
_SCALES = 3  # a photo, its half and its quarter, in which ink is looked for until there is some
_LARGE = 448  # pixels of the shorter side: smaller photos are not seen smaller still
_FULL_PERCENTILE = 85  # of the inked pixels' values: what counts as full ink in a noisy picture
_BACKGROUND_SHARE = 0.25  # of a clean drawing's frame: the rest may be ink that runs off it
_TRACE = 0.04  # of full ink: what JPEG leaves round a line is less
_ROUNDING = 0.5  # grey values: what a clean drawing's paper differs from itself
_CLEAR_SKEWNESS = 1.0  # less, and ink may as well be the lighter
_LEAST_CLEAR = 0.25  # of the picture's sharpest edges: what explains less is an accident of a shadow's edge
_SOFTEST = 0.15  # of full ink, that an outline rises by within a few pixels: with less it is a shadow's


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ink:
    """One way to see a picture as ink on paper.

    Attributes:
        ink: (rows, columns) uint8, 0 paper to 255 full ink.
        inverted: the ink was darker than the paper.
        explained: 0 to 1, how much of the picture's sharp edges lie at this ink.
        clear: 0 to 1, how far it is to be trusted to be ink; see `core.drawing.photo.ink_evidence`.
    """

    ink: np.ndarray
    inverted: bool
    explained: float
    clear: float


def ink_candidates(grey: np.ndarray, until: float = math.inf) -> Iterator[Ink]:
    """Yield ways to see a picture, the likeliest first; none where nothing stands out from the paper.

    Args:
        grey: (rows, columns) uint8, 0 black to 255 white.
        until: seconds of this thread's work (`time.thread_time`), after which only the likeliest is looked for.
    """
    values = grey.astype(np.float32)
    background = _clean_background(grey)
    if background is not None:
        height = values - background
        inverted = bool(height.sum() < 0)
        ink = _strokes(-height if inverted else height, None)
        if ink is not None:
            yield Ink(ink=ink, inverted=inverted, explained=1.0, clear=1.0)
        return
    values = _enlarged(values)
    for scale in range(_SCALES):
        found = False
        for candidate in _in_a_photo(values, until):
            if scale == 0 or not _runs_out(candidate.ink):  # as soft shadows do
                found = True
                yield candidate
        if found or min(values.shape) < _LARGE or time.thread_time() > until:
            break
        # out of focus, or noisy: seen smaller, its edges are sharper, and its noise is less
        values = np.asarray(Image.fromarray(values).reduce(2))


def _runs_out(ink: np.ndarray) -> bool:
    return bool(ink[[0, -1]].any() or ink[:, [0, -1]].any())


def _in_a_photo(values: np.ndarray, until: float) -> Iterator[Ink]:
    skewness = ink_skewness(values)
    for is_dark in (True, False) if skewness > 0 else (False, True):
        if is_dark != (skewness > 0) and abs(skewness) > _CLEAR_SKEWNESS:
            break
        for width in _line_widths(max(values.shape)):
            raw, worth = ink_heights(values, width, is_dark=is_dark)
            height = _blurred(raw)
            photo = Photo(grey=values, worth=worth, noise=noise_level(height))
            written = without_ruling(height, photo.noise)
            ink = _strokes(written, photo)
            if ink is not None:
                found = evidence(values, ink, written != height)
                if found.clear >= _LEAST_CLEAR and found.sharpness >= _SOFTEST:
                    clear = found.clear * found.even
                    yield Ink(ink=ink, inverted=is_dark, explained=found.explained, clear=clear)
            if time.thread_time() > until:
                return


def _line_widths(size: int) -> list[float]:
    """Return how wide a line may be, in pixels: the likeliest first."""
    return [share * size for share in _LINE_WIDTHS if share * size >= _NARROWEST]


def no_ink() -> EmptyDrawingError:
    """Return the error for a picture that nothing stands out in."""
    return EmptyDrawingError(messages.no_digit_found(found="nothing"))


def _strokes(height: np.ndarray, photo: Photo | None) -> np.ndarray | None:
    """Return (rows, columns) uint8: the ink among heights above the paper; None where there is none.

    Args:
        height: (rows, columns) float32.
        photo: what they were found in; None for a clean drawing.
    """
    from scipy import ndimage

    noise = photo.noise if photo else 0.0
    height = np.maximum(height, 0)
    full = _full_ink(height, photo)
    if full < max(MIN_CONTRAST, _MIN_SIGNAL * noise):
        return None
    floor = max(_ROUNDING, _TRACE * full) if photo is None else max(_FAINT * full, 3 * noise)
    shapes = find_shapes(height, floor, _SURE * full)
    good = strokes_among(shapes, height, photo)
    if not good.any():
        return None
    kept = good[shapes.labels]
    if photo is not None:
        kept = ndimage.binary_dilation(kept, np.ones((3, 3)))  # by the soft edge that lies below the floor
    low = 0.0 if photo is None else floor / 2
    return np.rint(255 * np.where(kept, ((height - low) / (full - low)).clip(0, 1), 0)).astype(np.uint8)


def _full_ink(height: np.ndarray, photo: Photo | None) -> float:
    risen = height[height > 4 * (photo.noise if photo else 0.0)]
    if len(risen) == 0:
        return 0.0
    inked = risen[risen > otsu_threshold(risen)]
    if len(inked) == 0:
        return 0.0
    return float(inked.max() if photo is None else np.percentile(inked, _FULL_PERCENTILE))


def otsu_threshold(values: np.ndarray) -> float:
    """Return the threshold that parts values into two groups, each as alike as can be (Otsu, 1979).

    Args:
        values: any shape, float64, 0 or more.
    """
    counts, edges = np.histogram(values, bins=256)
    middles = (edges[:-1] + edges[1:]) / 2
    below = np.cumsum(counts)[:-1]
    above = values.size - below
    sums = np.cumsum(counts * middles)
    total = sums[-1]
    between = (sums[:-1] * above - (total - sums[:-1]) * below) ** 2 / np.maximum(below * above, 1).astype(np.float64)
    return float(edges[1 + int(np.argmax(between))])


def _blurred(height: np.ndarray) -> np.ndarray:
    from scipy import ndimage

    return ndimage.gaussian_filter(height, 0.8, mode="nearest")


def _clean_background(grey: np.ndarray) -> int | None:
    """Return the grey of a clean drawing's paper: the most frequent at its frame; None for a photo.

    In a clean drawing the frame is of that one grey but for ink that runs off it: smooth light has many greys there.
    """
    frame = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    background = int(np.bincount(frame).argmax())
    distance = np.abs(frame.astype(np.int64) - background)
    if max(grey.shape) <= _TINY:
        return background
    reach = np.abs(grey.astype(np.int64) - background).max()
    is_paper, is_ink = distance <= 1, distance > reach / 3
    if is_paper.mean() < _BACKGROUND_SHARE or (is_paper | is_ink).mean() < 0.75:
        return None
    if min(background - int(grey.min()), int(grey.max()) - background) > reach / 10:
        return None
    return background if _flat_share(grey) >= 0.5 else None


def _flat_share(grey: np.ndarray) -> float:
    """Return the share of neighbours that are of one grey: less than half in a photo, for its noise."""
    same = np.concatenate([(grey[1:] == grey[:-1]).ravel(), (grey[:, 1:] == grey[:, :-1]).ravel()])
    return float(same.mean())


def _enlarged(values: np.ndarray) -> np.ndarray:
    """Return a small photo enlarged, so that its lines are as many pixels wide as a larger one's."""
    factor = -(-_SMALL // max(values.shape))
    if factor == 1:
        return values
    size = values.shape[1] * factor, values.shape[0] * factor
    larger = np.asarray(Image.fromarray(values).resize(size, Image.Resampling.BICUBIC))
    return larger.clip(0, 255)  # beside an edge it overshoots
