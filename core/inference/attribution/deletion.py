"""The deletion curve: erase what a method calls most important, step by step, and see the probability fall.

V. Petsiuk, A. Das and K. Saenko, "RISE: randomized input sampling for explanation of black-box models", BMVC 2018.
Only pixels that hold ink are ranked, for a method as for chance: to erase paper changes nothing, and four of five
pixels are paper, so that chance over all of them would look worse than it is. NumPy alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

STEPS = 20  # of the inked pixels' erasure
RANDOM_ORDERS = 10
_SEED = 28


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DeletionCurve:
    """What is left of a digit's probability after each step; several orders' mean, where there were several."""

    probabilities: np.ndarray  # (STEPS + 1,) float64: the first of the whole picture, the last without any ink

    @property
    def is_finite(self) -> bool:
        """Whether every probability is a number."""
        return bool(np.isfinite(self.probabilities).all())

    @property
    def area(self) -> float:
        """The area under the curve over the share of ink that is erased, 0 to 1: the smaller, the better the order."""
        return float(np.trapezoid(self.probabilities, np.linspace(0, 1, STEPS + 1)))

    def at(self, share: float) -> float:
        """Return the probability once a share of the inked pixels, 0 to 1, is erased; one of the steps."""
        return float(self.probabilities[round(share * STEPS)])


def ranked(values: np.ndarray, image: np.ndarray) -> np.ndarray:
    """Return the image's inked pixels, the one with the largest value first, as places along the rows: (n,) int64."""
    inked = np.flatnonzero(image)
    return inked[np.argsort(-values.reshape(-1)[inked], kind="stable")]


def random_orders(image: np.ndarray) -> list[np.ndarray]:
    """Return RANDOM_ORDERS orders of the image's inked pixels, always the same."""
    rng, inked = np.random.default_rng(_SEED), np.flatnonzero(image)
    return [rng.permutation(inked) for _ in range(RANDOM_ORDERS)]


def erased_step_by_step(image: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Return an image, (28, 28) uint8, with more and more pixels of an order erased: (STEPS + 1, 28, 28) uint8."""
    images = np.repeat(image[np.newaxis], STEPS + 1, axis=0)
    flat = images.reshape(STEPS + 1, -1)
    for step in range(STEPS + 1):
        flat[step, order[: round(step / STEPS * len(order))]] = 0
    return images
