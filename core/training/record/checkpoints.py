"""Weights as files: written whole or not at all, read only when they are what the run's log says they are.

An epoch leaves `epoch-003.npz` (the model's variables) and `epoch-003.optimizer.npz` (the optimizer's). The second is
kept for the last three epochs and every tenth: from there a run goes on bit for bit.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from core.errors import NO_ROOM, CheckpointError, DiskFullError
from core.files import replace_file
from core.messages import training as messages
from core.training.record.events import Checkpoint

RECENT_OPTIMIZERS = 3
EVERY_OPTIMIZER = 10


def weights_name(epoch: int) -> str:
    """Return the name of the file that holds the model after an epoch."""
    return f"epoch-{epoch:03d}.npz"


def optimizer_name(epoch: int) -> str:
    """Return the name of the file that holds the optimizer after an epoch."""
    return f"epoch-{epoch:03d}.optimizer.npz"


STOPPED_NAME = "stopped.npz"


def write(path: Path, arrays: Mapping[str, np.ndarray]) -> Checkpoint:
    """Write named arrays to a file, durably, and say what was written.

    Args:
        path: of the file; it appears whole, or not at all, and its folder is made where missing.
        arrays: of any shape and dtype but object. Equal arrays give equal bytes.

    Raises:
        DiskFullError: there is no room; no broken file is left, an older one stays.
    """
    data = as_bytes(arrays)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, data)
    except OSError as error:
        if error.errno in NO_ROOM:
            raise DiskFullError(messages.no_room_for_weights()) from error
        raise
    return Checkpoint(name=path.name, digest=hashlib.sha256(data).hexdigest(), size_bytes=len(data))


def as_bytes(arrays: Mapping[str, np.ndarray]) -> bytes:
    """Return the content of an `.npz` file with these arrays; equal arrays give equal bytes."""
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)  # type: ignore[arg-type]
    return buffer.getvalue()


def read_bytes(path: Path, *, digest: str | None = None) -> bytes:
    """Return what a file holds; arguments and errors as `read`, but for what is no archive of arrays."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CheckpointError(messages.weights_missing(file=path.name)) from error
    if digest is not None and hashlib.sha256(data).hexdigest() != digest:
        raise CheckpointError(messages.weights_changed(file=path.name))
    return data


def read(path: Path, *, digest: str | None = None) -> dict[str, np.ndarray]:
    """Return the named arrays of a file.

    Args:
        path: of the file.
        digest: the SHA-256 that the file must have; None asks nothing.

    Raises:
        CheckpointError: it is missing, damaged or not the file that was meant.
    """
    data = read_bytes(path, digest=digest)
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except (ValueError, OSError, EOFError, KeyError, zipfile.BadZipFile) as error:
        raise CheckpointError(messages.weights_damaged(file=path.name)) from error


def remove_old_optimizers(folder: Path, *, epoch: int) -> None:
    """Remove the optimizer states that are no longer kept once `epoch` has one."""
    old = epoch - RECENT_OPTIMIZERS
    if old >= 1 and old % EVERY_OPTIMIZER:
        (folder / optimizer_name(old)).unlink(missing_ok=True)
