"""A photo or a picture file of digits, prepared as MNIST's were, with each step's result for the person."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from core.drawing.mnist_preprocess import MNIST_SIZE, ink_to_mnist_image
from core.drawing.numbers.digit_segmentation import segment_ink_picture
from core.drawing.numbers.segmentation import NONE, FoundDigit, Judge, PreparedDrawing, Segmentation
from core.drawing.photo.image_files import read_image_file
from core.drawing.photo.ink_segmentation import Ink, ink_candidates, no_ink
from core.errors import EmptyDrawingError
from core.messages.message import Message

SHOWN_SIZE = 560  # pixels, of the longer side of what is shown
_GOOD_ENOUGH, _MOSTLY = 0.9, 0.8  # of certainty, and of the edges explained: no other way to see it is tried
_UNEXPLAINED = 0.4  # of the certainty counts where none of the picture's edges lie at the ink
_UNREAD = 0.5  # of the certainty counts where none of the ink is in the digits
_LITTLE = 0.5  # of the edges: ways to see a picture that explain less are tried last
_INK_COSTS = 0.3  # of the certainty, where the whole picture is ink: ink is the lesser part
_LONGEST_SECONDS = 2.0  # of work, after which no other way to see a picture is tried
_WHOLE = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PreparedPhoto(PreparedDrawing):
    """A picture as it was read.

    Attributes:
        grey: (rows, columns) uint8, the picture upright and in grey, the longer side at most 560.
        ink: (rows, columns) uint8, what was taken for ink, ink bright; as large as `grey`.
        inverted: the ink was dark on a light background, and was turned round.
        squeezed: (28, 28) uint8, the whole picture in grey, squeezed to that whatever its shape; 0 black, 255 white.
        notes: for the person: what had to be converted.
    """

    grey: np.ndarray
    ink: np.ndarray
    inverted: bool
    squeezed: np.ndarray
    notes: tuple[Message, ...]

    @property
    def image(self) -> np.ndarray:
        """The one digit, or the first of several."""
        return self.digits[0]


def prepare_photo(data: bytes, judge: Judge) -> PreparedPhoto:
    """Return the digits of a picture file, prepared as MNIST's were.

    Args:
        data: a picture file with digits, dark on light or light on dark.
        judge: tells what is a digit.

    Raises:
        DrawingError: the file is of another kind, damaged, too large or too small.
        EmptyDrawingError: no digit was found.
    """
    grey, notes = read_image_file(data)
    ready = _already_prepared(grey)
    if ready:
        ink, inverted = ready
        whole = FoundDigit(image=ink, box=_WHOLE, ink=ink)
        drawing = PreparedDrawing(segmentations=(Segmentation(digits=(whole,)),), whole=whole)
    else:
        chosen, drawing = _best(grey, judge)
        ink, inverted = chosen.ink, chosen.inverted
    return PreparedPhoto(
        segmentations=drawing.segmentations,
        whole=drawing.whole,
        whole_trust=drawing.whole_trust,
        grey=_shown(grey),
        ink=_shown(ink),
        inverted=inverted,
        squeezed=_squeezed(grey),
        notes=notes,
    )


def _best(grey: np.ndarray, judge: Judge) -> tuple[Ink, PreparedDrawing]:
    """Return the way to see a picture that the judge takes for digits, and what it is taken apart into."""
    best: tuple[float, Ink, PreparedDrawing] | None = None
    until = time.thread_time() + _LONGEST_SECONDS
    for candidate in _the_likely_first(ink_candidates(grey, until)):
        limit = _plausibility(candidate)
        if best is not None and limit <= best[0]:  # however certain the judge is
            continue
        try:
            drawing = segment_ink_picture(candidate.ink, judge)
        except EmptyDrawingError:
            continue
        certainty = _certainty(drawing, judge) * (_UNREAD + (1 - _UNREAD) * _share_read(candidate.ink, drawing))
        if best is None or certainty * limit > best[0]:
            best = certainty * limit, candidate, drawing
        is_good = certainty >= _GOOD_ENOUGH and candidate.explained >= _MOSTLY
        if is_good or time.thread_time() > until:  # others wait for the engine
            break
    if best is None:
        raise no_ink()
    ink, drawing = best[1:]
    ways = tuple(replace(way, trust=way.trust * ink.clear) for way in drawing.segmentations)
    return ink, PreparedDrawing(segmentations=ways, whole=drawing.whole, whole_trust=ink.clear)


def _the_likely_first(candidates: Iterator[Ink]) -> Iterator[Ink]:
    """Yield ways to see a picture as they come, but those that explain little at the end."""
    unlikely = []
    for candidate in candidates:
        if candidate.explained >= _LITTLE:
            yield candidate
        else:
            unlikely.append(candidate)
    yield from sorted(unlikely, key=lambda candidate: -candidate.explained)


def _plausibility(candidate: Ink) -> float:
    """Return how far the picture's edges and the share of ink in it speak for a way to see it, 0 to 1."""
    inked = float(np.mean(candidate.ink > 127))
    return (_UNEXPLAINED + (1 - _UNEXPLAINED) * candidate.explained) * (1 - _INK_COSTS * inked)


def _certainty(drawing: PreparedDrawing, judge: Judge) -> float:
    """Return how sure the judge is of the digits, 0 to 1, by their mean."""
    return float(judge(np.stack(drawing.digits))[:, :NONE].max(axis=1).mean())


def _share_read(ink: np.ndarray, drawing: PreparedDrawing) -> float:
    """Return how much of the ink is where digits were found, 0 to 1."""
    rows, columns = ink.shape
    left = ink.astype(np.float32)
    total = float(left.sum())
    for digit in drawing.segmentations[0].digits:
        x, y, right, bottom = digit.box
        left[int(y * rows) : math.ceil(bottom * rows), int(x * columns) : math.ceil(right * columns)] = 0
    return 1 - float(left.sum()) / max(total, 1.0)


def _shown(picture: np.ndarray) -> np.ndarray:
    """Return a picture as it is shown, its longer side at most SHOWN_SIZE."""
    image = Image.fromarray(picture)
    image.thumbnail((SHOWN_SIZE, SHOWN_SIZE), Image.Resampling.BOX)
    return np.asarray(image)


def _squeezed(grey: np.ndarray) -> np.ndarray:
    """Return a picture as large as MNIST's, averaged by area, with no regard for its shape."""
    averaging = Image.Resampling.BOX if min(grey.shape) >= MNIST_SIZE else Image.Resampling.BILINEAR
    return np.asarray(Image.fromarray(grey).resize((MNIST_SIZE, MNIST_SIZE), averaging))


def _already_prepared(grey: np.ndarray) -> tuple[np.ndarray, bool] | None:
    """Return one of MNIST's own pictures as it is, and whether it was dark on light: to prepare it changes nothing."""
    if grey.shape != (MNIST_SIZE, MNIST_SIZE):
        return None
    for image, inverted in ((grey, False), (255 - grey, True)):
        if image.any() and np.array_equal(ink_to_mnist_image(image), image):
            return image, inverted
    return None
