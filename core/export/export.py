"""A network written as a file of one format and tried in its own runtime, step by step. Runs in an engine.

A file appears whole, durable and measured, or not at all; whatever is written on the way is removed.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from core.data.cache import temporary_folder
from core.data.dataset import Dataset, open_dataset
from core.data.gallery import spread_indices
from core.errors import NO_ROOM, CheckpointError, DiskFullError, ExportError, LabError
from core.export.benchmark import benchmark
from core.export.formats import FORMATS, Exported, ExportProgress, FormatKey
from core.export.model_files.keras_files import h5_bytes, keras_bytes
from core.export.model_files.keras_model import keras_model
from core.export.model_files.model_note import ModelNote
from core.export.model_files.numpy_file import npz_bytes
from core.export.model_files.onnx_file import onnx_bytes
from core.export.model_files.runtimes import open_model
from core.export.model_files.saved_model import saved_model_bytes
from core.export.model_files.tflite_files import CALIBRATION_IMAGES, tflite_bytes
from core.files import replace_synced, write_synced
from core.inference.loaded_networks import StoredNetwork
from core.messages import export as messages
from core.training.record import checkpoints
from core.training.settings.config import TrainingConfig


def export(
    stored: StoredNetwork,
    format: FormatKey,
    path: str,
    *,
    data_folder: str,
    config: TrainingConfig | None = None,
    optimizer_path: str | None = None,
) -> Generator[ExportProgress | Exported, None, None]:
    """Write a network as a file, and yield how far that is; last comes an `Exported`.

    Args:
        stored: the network.
        format: of the file.
        path: of the file; an older one is replaced.
        data_folder: as `core.data.dataset.open_dataset` takes it: its test images try the file.
        config: how the network was trained, with what was changed on the way; None where nobody knows. Keras's own
            formats keep it.
        optimizer_path: of the optimizer's state after that epoch, so that `fit` goes on; only "keras" keeps it. A state
            that is gone by now is left out, and the file says so by a fresh optimizer.

    Raises:
        CheckpointError: the weights or the optimizer's state are missing, damaged or another network's.
        DataError: the data set is not whole.
        DiskFullError: there is no room; no part of a file is left.
        ExportError: the format's converter cannot write this network, or its runtime cannot read what was written; or
            one of them is not installed.
    """
    yield ExportProgress(stage="making", fraction=0.0)
    note = ModelNote(pixels=stored.pixels, judges_each=stored.judges_each)
    dataset = open_dataset(Path(data_folder))
    final = Path(path)
    with _server_problems(), temporary_folder(final.parent) as folder:
        state = _optimizer_state(optimizer_path) if format == "keras" else None
        model = keras_model(stored, config, state)
        yield ExportProgress(stage="making", fraction=0.2)
        with _temporary_files_in(folder), _conversion(format):
            content = _content(model, stored, format, note, folder, dataset)
        yield ExportProgress(stage="making", fraction=0.9)
        file = folder / FORMATS[format].file_name
        write_synced(file, content)
        with _conversion(format):
            predict = open_model(format, file, stored.spec)
            correct, count, milliseconds = yield from benchmark(
                predict, stored.spec, stored.pixels, dataset.test_images, dataset.test_labels
            )
        replace_synced(file, final)
    yield Exported(
        size_bytes=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        correct=correct,
        count=count,
        milliseconds_per_image=milliseconds,
        has_state=state is not None,
    )


def _optimizer_state(path: str | None) -> dict[str, np.ndarray] | None:
    """Return the state, or None where there is none: a run keeps only the newest, and may have dropped it by now."""
    if path is None:
        return None
    try:
        return checkpoints.read(Path(path))
    except CheckpointError:
        if Path(path).exists():
            raise
        return None


def _content(
    model: Any, stored: StoredNetwork, key: FormatKey, note: ModelNote, folder: Path, dataset: Dataset
) -> bytes:
    spec = stored.spec
    match key:
        case "keras":
            return keras_bytes(model, note, folder)
        case "h5":
            return h5_bytes(model, note, folder)
        case "saved_model":
            return saved_model_bytes(model, spec, note, folder)
        case "npz":
            return npz_bytes(model, spec, note)
        case "onnx":
            return onnx_bytes(model, spec, note)
        case _:
            return tflite_bytes(model, spec, key, note, _calibration(stored, dataset))


def _calibration(stored: StoredNetwork, dataset: Dataset) -> np.ndarray:
    """Return inputs made of training images from all over the split."""
    rows = spread_indices(dataset.train_count, CALIBRATION_IMAGES)
    return stored.pixels.inputs(dataset.train_images[rows]).reshape(-1, *stored.spec.input_shape)


@contextmanager
def _temporary_files_in(folder: Path) -> Iterator[None]:
    """Have converters write what they leave behind, a killed process's above all, where it is found and removed."""
    before = tempfile.tempdir
    tempfile.tempdir = str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before


@contextmanager
def _conversion(key: FormatKey) -> Iterator[None]:
    """Turn what a converter, or the runtime that reads what it wrote, says of a network into `ExportError`."""
    try:
        yield
    except (LabError, MemoryError, ImportError):
        raise
    except Exception as error:  # neither lists its own
        if not FORMATS[key].is_converted or _is_no_room(error):
            raise
        raise ExportError(messages.format_refused(format=key)) from error


@contextmanager
def _server_problems() -> Iterator[None]:
    """Turn what this server lacks, a package or room on its disk, into a `LabError`."""
    try:
        yield
    except LabError:
        raise
    except ImportError as error:
        raise ExportError(messages.package_missing(package=error.name)) from error
    except Exception as error:
        if not _is_no_room(error):
            raise
        raise DiskFullError(messages.no_room(what="file")) from error


def _is_no_room(error: Exception) -> bool:
    """Return whether a full disk is behind this: HDF5 and TensorFlow say so in words only."""
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return True
    return any(os.strerror(number) in str(error) for number in NO_ROOM)
