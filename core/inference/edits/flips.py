"""Pixels turned round, paper to ink and ink to paper: which one helps a digit most, and a greedy search for few."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from core.inference.predict import Predictions
from core.inference.standout import largest

FULL_INK = 255
INK_FROM = 128  # a pixel from here on becomes paper, one below full ink
MOST_FLIPS = 40  # of one search

Standing = Literal["searching", "found", "stuck", "most", "stopped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """What a network says once one pixel is turned round.

    Attributes:
        index: of the pixel, counted along the rows, 0 to 783.
        lead: the logit of the digit that is wanted, less the highest of the others.
        probability: of that digit.
    """

    index: int
    lead: float
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A greedy search for few pixels that make a network read another digit: each step flips the one that helps most.

    Greedy finds few and not always the fewest: two pixels may help together and neither alone.

    Attributes:
        target: the digit that is wanted.
        image: (28, 28) uint8 as 784 bytes, with the flipped pixels.
        lead: of `target` in it, as a Flip has it.
        flipped: the pixels so far, in their order.
        standing: "stuck" where no pixel helps any more, "most" after MOST_FLIPS.
    """

    target: int
    image: bytes
    lead: float
    flipped: tuple[int, ...] = ()
    standing: Standing = "searching"


def lead(logits: np.ndarray, target: int) -> np.ndarray:
    """Return by how much a digit's logit is above the highest of the others, (N,) of (N, 10); -inf for no number."""
    others = np.delete(logits, target, axis=-1).max(axis=-1)
    return np.nan_to_num(logits[..., target] - others, nan=-np.inf, posinf=np.inf, neginf=-np.inf)


def flipped(image: np.ndarray) -> np.ndarray:
    """Return (28, 28) uint8: every pixel as it is once it is turned round."""
    return np.where(image < INK_FROM, np.uint8(FULL_INK), np.uint8(0))


def flips(image: np.ndarray) -> np.ndarray:
    """Return (784, 28, 28) uint8: a picture with its first pixel turned round, with its second one, and so on."""
    flat = np.repeat(image.reshape(1, -1), image.size, axis=0)
    np.fill_diagonal(flat, flipped(image))
    return flat.reshape(-1, *image.shape)


def best_flip(said: Predictions, target: int, *, without: tuple[int, ...] = ()) -> Flip:
    """Return the flip that brings a network closest to a digit; of equal ones the first.

    Args:
        said: of all `flips` of a picture.
        target: the digit.
        without: pixels that are left as they are.
    """
    leads = lead(said.logits, target)
    leads[list(without)] = -np.inf
    index = largest(leads).place
    return Flip(index=index, lead=float(leads[index]), probability=float(said.probabilities[index, target]))


def begin(image: np.ndarray, logits: np.ndarray, target: int) -> Search:
    """Return a search from a picture, (28, 28) uint8, of which a network says (10,) logits."""
    ahead = float(lead(logits, target))
    return Search(target=target, image=image.tobytes(), lead=ahead, standing="found" if ahead > 0 else "searching")


def go_on(search: Search, flip: Flip) -> Search:
    """Return a search after its next flip, where that helps."""
    if flip.lead <= search.lead:
        return replace(search, standing="stuck")
    image = np.frombuffer(search.image, np.uint8).copy()
    image[flip.index] = flipped(image)[flip.index]
    made = (*search.flipped, flip.index)
    standing: Standing = "found" if flip.lead > 0 else "most" if len(made) == MOST_FLIPS else "searching"
    return replace(search, image=image.tobytes(), lead=flip.lead, flipped=made, standing=standing)
