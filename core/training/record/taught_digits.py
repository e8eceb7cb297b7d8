"""The digits of a person's hand as a run keeps them: a file in its folder, which goes when the run goes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.errors import CheckpointError
from core.messages import training as messages
from core.training.record import checkpoints
from core.training.record.checkpoint import Checkpoint

NAME = "own_digits.npz"
LEARNED_NAME = "learned-digits.npz"  # of a branch, which holds no picture
FIRST_WEIGHTS_NAME = "taught-from.npz"  # of the model that is taught
_DIGEST_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """Which own digits a model has learned from, or one that it came from."""

    digests: frozenset[bytes] = frozenset()  # of their pictures, see `digest_of`
    is_complete: bool = True  # False: it may have learned from others, and nobody knows from which


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TaughtDigits:
    """A person's N digits and which of them are learned from.

    Attributes:
        images: (N, 28, 28) uint8, ink bright, as a network gets them.
        labels: (N,) uint8, 0 to 9.
        is_taught: (N,) bool; the others only judge.
        learned: what this model, or one that it came from, has learned from: those judge none of its descendants.
    """

    images: np.ndarray
    labels: np.ndarray
    is_taught: np.ndarray
    learned: Learned = Learned()


def digest_of(image: np.ndarray) -> bytes:
    """Return what tells a picture (28, 28) uint8 from others: its SHA-256."""
    return hashlib.sha256(np.ascontiguousarray(image).tobytes()).digest()


def write(folder: Path, digits: TaughtDigits) -> Checkpoint:
    """Write a run's digits into its folder, durably.

    Raises:
        DiskFullError: there is no room.
    """
    arrays = {"images": digits.images, "labels": digits.labels, "is_taught": digits.is_taught}
    return checkpoints.write(folder / NAME, arrays | _arrays_of(digits.learned))


def write_learned(folder: Path, learned: Learned) -> Checkpoint:
    """Write what a run that has no digits of its own learned from before it began; errors as `write`."""
    return checkpoints.write(folder / LEARNED_NAME, _arrays_of(learned))


def read(folder: Path, file: Checkpoint) -> TaughtDigits:
    """Return what `write` wrote.

    Raises:
        CheckpointError: the file is missing or damaged, or another than the log says.
    """
    arrays = checkpoints.read(folder / file.name, digest=file.digest)
    try:
        images, labels, is_taught = (arrays[name] for name in ("images", "labels", "is_taught"))
        return TaughtDigits(images=images, labels=labels, is_taught=is_taught, learned=_learned_of(arrays))
    except KeyError as error:
        raise CheckpointError(messages.weights_damaged(file=file.name)) from error


def read_learned(folder: Path, file: Checkpoint) -> Learned:
    """Return what was learned from, from what `write` or `write_learned` wrote; errors as `read`."""
    try:
        return _learned_of(checkpoints.read(folder / file.name, digest=file.digest))
    except KeyError as error:
        raise CheckpointError(messages.weights_damaged(file=file.name)) from error


def _arrays_of(learned: Learned) -> dict[str, np.ndarray]:
    digests = np.frombuffer(b"".join(sorted(learned.digests)), np.uint8).reshape(-1, _DIGEST_BYTES)
    return {"learned": digests, "learned_is_complete": np.array([learned.is_complete])}


def _learned_of(arrays: Mapping[str, np.ndarray]) -> Learned:
    is_complete = arrays.get("learned_is_complete")  # an older file has none
    return Learned(
        digests=frozenset(row.tobytes() for row in arrays["learned"]),
        is_complete=is_complete is None or bool(is_complete.all()),
    )
