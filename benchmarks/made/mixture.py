"""What the pretrained network is trained with: MNIST, digits that the project makes, and pictures that are no digit.

Each batch has so many of each. MNIST's are taken in a new order each epoch and none twice; of the made ones, which were
drawn once, any are taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context

import numpy as np

from benchmarks.made.digits.pen_digits import pen_digits
from benchmarks.made.digits.photo_digits import pen_digits_on_paper, photographed, printed_digits
from benchmarks.made.non_digits.damaged_digits import with_distractor
from benchmarks.made.non_digits.non_digits import training_non_digits

NO_DIGIT = 10  # the label of what is none
PART = 1000  # pictures that a process makes at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Pictures of one origin.

    Attributes:
        images: (N, 28, 28) uint8, ink bright.
        labels: (N,) int64, 0 to 9, and NO_DIGIT.
        in_batch: how many of them are in each batch.
    """

    images: np.ndarray
    labels: np.ndarray
    in_batch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """How many pictures of each kind are made, and how many of each are in a batch beside MNIST's."""

    pen: tuple[int, int] = (80_000, 72)
    photographed: tuple[int, int] = (18_000, 24)
    on_paper: tuple[int, int] = (12_000, 16)
    printed: tuple[int, int] = (8_000, 8)
    non_digits: tuple[int, int] = (54_000, 52)
    distracted: tuple[int, int] = (16_000, 12)
    # of each kind, in this order, in a batch of the later rounds
    later_shares: tuple[tuple[int, ...], ...] = ((27, 19, 9, 5, 24, 9), (14, 16, 4, 3, 14, 6))


def made_sources(
    images: np.ndarray, labels: np.ndarray, *, made: Made, seed: int, processes: int
) -> tuple[Source, ...]:
    """Return what is made, the same for the same seed.

    Args:
        images: MNIST's training images, (N, 28, 28) uint8, which some are made of.
        labels: theirs, (N,) 0 to 9.
        made: how many.
        seed: of all.
        processes: that make them; one is this one.
    """
    kinds = ("pen", "photographed", "on_paper", "printed", "non_digits", "distracted")
    jobs = [
        (kind, min(PART, getattr(made, kind)[0] - first), [seed, number, first])
        for number, kind in enumerate(kinds)
        for first in range(0, getattr(made, kind)[0], PART)
    ]
    if processes == 1:
        _take_mnist(images, labels)
        parts = [_make(*job) for job in jobs]
    else:
        with ProcessPoolExecutor(processes, get_context("spawn"), _take_mnist, (images, labels)) as pool:
            parts = list(pool.map(_make, *zip(*jobs, strict=True)))
    return tuple(
        Source(
            images=np.concatenate([part[0] for part, job in zip(parts, jobs, strict=True) if job[0] == kind]),
            labels=np.concatenate([part[1] for part, job in zip(parts, jobs, strict=True) if job[0] == kind]),
            in_batch=getattr(made, kind)[1],
        )
        for kind in kinds
    )


def with_shares(sources: tuple[Source, ...], shares: tuple[int, ...]) -> tuple[Source, ...]:
    """Return the sources with other numbers in each batch."""
    return tuple(replace(source, in_batch=share) for source, share in zip(sources, shares, strict=True))


def batches(
    first: Source, others: tuple[Source, ...], rng: np.random.Generator
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield an epoch's batches: (B, 28, 28) uint8 and (B,) int64; of `first`, a remainder is left out."""
    order = rng.permutation(len(first.images))
    for start in range(0, len(order) - first.in_batch + 1, first.in_batch):
        chosen = [(first, order[start : start + first.in_batch])]
        chosen += [(source, rng.integers(0, len(source.images), source.in_batch)) for source in others]
        yield (
            np.concatenate([source.images[indices] for source, indices in chosen]),
            np.concatenate([source.labels[indices] for source, indices in chosen]),
        )


_mnist: dict[str, np.ndarray] = {}  # in a process that makes pictures


def _take_mnist(images: np.ndarray, labels: np.ndarray) -> None:
    _mnist.update(images=images, labels=labels)


def _make(kind: str, count: int, seed: list[int]) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    if kind == "pen":
        return pen_digits(count, rng)
    if kind == "on_paper":
        return pen_digits_on_paper(count, rng)
    if kind == "printed":
        return printed_digits(count, rng)
    if kind in ("photographed", "distracted"):
        indices = rng.integers(0, len(_mnist["labels"]), count)
        images, labels = _mnist["images"][indices], _mnist["labels"][indices].astype(np.int64)
        if kind == "photographed":
            return photographed(images, rng), labels
        return np.stack([with_distractor(image, rng) for image in images]), labels
    made = training_non_digits(count, _mnist["images"], _mnist["labels"], rng)
    return made, np.full(count, NO_DIGIT, np.int64)
