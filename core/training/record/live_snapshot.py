"""What a run looks like at this moment: one small file in its folder, which its trainer replaces and the server reads.

A view and nothing more: it is not synced to the disk, and one that cannot be written is left out. The other way goes a
person's drawing, which the trainer's network then reads as well. Only NumPy is needed here.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal

import numpy as np

from core.files import replace_file
from core.training.record import checkpoints

SNAPSHOT_NAME = "now.npz"
DRAWING_NAME = "drawing.npy"
DRAWING_SHAPE = (28, 28)
MAX_DRAWING_BYTES = 4096  # of its file; 784 pixels and a short header


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LiveSnapshot:
    """A network after some step: its probabilities for a few digits, its first kernels, how large its weights are.

    Numbers may be infinite or none where training left the range of numbers.
    """

    epoch: int  # in which the step was taken; 0 before the first
    step: int  # over the whole run; 0 before the first
    split: Literal["train", "test"]  # of the data set: where the digits come from
    indices: np.ndarray  # (n,) int64, of the digits in that split; n is at most 20, two of each digit
    labels: np.ndarray  # (n,) int64, 0 to 9, in rising order
    probabilities: np.ndarray  # (n, 10) float32, what the network says of each
    drawing: np.ndarray | None = None  # (28, 28) uint8, ink bright: the person's own; None without one
    drawing_probabilities: np.ndarray | None = None  # (10,) float32
    kernels: np.ndarray  # (m, rows, columns) float32, of the first layer that has some; m is at most 32, or 0
    layers: tuple[str, ...]  # the k layers that have a kernel, as Keras names them
    weight_sizes: np.ndarray  # (k,) float32, root mean square of each kernel's entries
    gradient_sizes: np.ndarray  # (k,) float32, the same of the gradient of what training makes smaller


def write_snapshot(folder: Path, snapshot: LiveSnapshot) -> None:
    """Put a snapshot in the place of the one before; where that fails, the one before stays and no error is raised."""
    values = {field.name: getattr(snapshot, field.name) for field in fields(LiveSnapshot)}
    arrays = {name: np.asarray(value) for name, value in values.items() if value is not None}
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        replace_file(folder / SNAPSHOT_NAME, checkpoints.as_bytes(arrays), synced=False)


def read_snapshot(folder: Path) -> LiveSnapshot | None:
    """Return the newest snapshot in a run's folder; None where there is none or it cannot be read."""
    try:
        return _snapshot(checkpoints.read(folder / SNAPSHOT_NAME))
    except Exception:  # NumPy lists none of those that a damaged file brings
        return None


def write_drawing(folder: Path, pixels: np.ndarray) -> None:
    """Write a drawing into a run's folder; its network reads it from the next snapshot on.

    Args:
        folder: of the run; made where missing.
        pixels: (28, 28) uint8, ink bright, as MNIST's pictures are.

    Raises:
        OSError: it cannot be written.
    """
    buffer = io.BytesIO()
    np.save(buffer, pixels, allow_pickle=False)
    folder.mkdir(parents=True, exist_ok=True)
    replace_file(folder / DRAWING_NAME, buffer.getvalue(), synced=False)


def read_drawing(folder: Path) -> np.ndarray | None:
    """Return the drawing in a run's folder, (28, 28) uint8; None where there is none, or nothing of that kind."""
    path = folder / DRAWING_NAME
    try:
        if path.stat().st_size > MAX_DRAWING_BYTES:
            return None
        pixels = np.load(io.BytesIO(path.read_bytes()), allow_pickle=False)
    except Exception:  # as above
        return None
    is_picture = isinstance(pixels, np.ndarray) and pixels.shape == DRAWING_SHAPE and pixels.dtype == np.uint8
    return pixels if is_picture else None


def _snapshot(arrays: Mapping[str, np.ndarray]) -> LiveSnapshot:
    values: dict[str, Any] = {field.name: arrays[field.name] for field in fields(LiveSnapshot) if field.name in arrays}
    values |= {name: int(arrays[name]) for name in ("epoch", "step")}
    values["split"] = "test" if str(arrays["split"]) == "test" else "train"
    values["layers"] = tuple(arrays["layers"].tolist())
    return LiveSnapshot(**values)
