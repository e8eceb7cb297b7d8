"""The digits of a person's hand as a run keeps them: a file in its folder, which goes when the run goes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.errors import CheckpointError
from core.messages import training as messages
from core.training.record import checkpoints
from core.training.record.checkpoint import Checkpoint

NAME = "own_digits.npz"
FIRST_WEIGHTS_NAME = "taught-from.npz"  # of the model that is taught
_DIGEST_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TaughtDigits:
    """A person's N digits and which of them are learned from.

    Attributes:
        images: (N, 28, 28) uint8, ink bright, as a network gets them.
        labels: (N,) uint8, 0 to 9.
        is_taught: (N,) bool; the others only judge.
        learned: digests of all digits that this model, or one that it came from, has learned from: those judge none of
            its descendants.
    """

    images: np.ndarray
    labels: np.ndarray
    is_taught: np.ndarray
    learned: frozenset[bytes] = frozenset()


def digest_of(image: np.ndarray) -> bytes:
    """Return what tells a picture (28, 28) uint8 from others: its SHA-256."""
    return hashlib.sha256(np.ascontiguousarray(image).tobytes()).digest()


def write(folder: Path, digits: TaughtDigits) -> Checkpoint:
    """Write a run's digits into its folder, durably.

    Raises:
        DiskFullError: there is no room.
    """
    learned = np.frombuffer(b"".join(sorted(digits.learned)), np.uint8).reshape(-1, _DIGEST_BYTES)
    arrays = {"images": digits.images, "labels": digits.labels, "is_taught": digits.is_taught, "learned": learned}
    return checkpoints.write(folder / NAME, arrays)


def read(folder: Path, file: Checkpoint) -> TaughtDigits:
    """Return what `write` wrote.

    Raises:
        CheckpointError: the file is missing or damaged, or another than the log says.
    """
    arrays = checkpoints.read(folder / file.name, digest=file.digest)
    try:
        images, labels, is_taught, learned = (arrays[name] for name in ("images", "labels", "is_taught", "learned"))
    except KeyError as error:
        raise CheckpointError(messages.weights_damaged(file=file.name)) from error
    return TaughtDigits(
        images=images,
        labels=labels,
        is_taught=is_taught,
        learned=_digests(learned),
    )


def _digests(rows: Iterable[np.ndarray]) -> frozenset[bytes]:
    return frozenset(row.tobytes() for row in rows)
