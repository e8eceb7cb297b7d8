"""What is drawn at random when pictures are damaged: of each picture by its number, so always the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

SEED = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """Draws for N pictures; those of a picture depend on its number and the stream alone, not on its neighbours."""

    stream: int  # tells what it is drawn for
    numbers: Sequence[int]  # of the pictures, (N,), from 0

    def signs(self) -> np.ndarray:
        """Return 1 or -1 for each picture, (N,) float32: one of two directions."""
        return np.array([1 - 2 * int(one.integers(2)) for one in self._generators()], np.float32)

    def uniform(self, count: int) -> np.ndarray:
        """Return (N, count) float64 from 0 to below 1."""
        return np.array([one.random(count) for one in self._generators()]).reshape(-1, count)

    def normal(self, shape: tuple[int, ...]) -> np.ndarray:
        """Return (N, *shape) float32, normally distributed with mean 0 and standard deviation 1."""
        drawn = np.empty((len(self.numbers), *shape), np.float32)
        for number, generator in enumerate(self._generators()):
            generator.standard_normal(dtype=np.float32, out=drawn[number])
        return drawn

    def _generators(self) -> Iterator[np.random.Generator]:
        return (np.random.default_rng([SEED, self.stream, int(number)]) for number in self.numbers)
