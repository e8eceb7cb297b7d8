"""Keras's files as networks of ours: `.keras`, whole `.h5` models, and files of weights alone with networks to try."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from core.errors import ModelFileError
from core.export.model_files.model_note import NOTE_KEY, ModelNote
from core.importing.archive import SafeArchive
from core.importing.json_text import MAX_JSON_BYTES, read_json
from core.importing.keras.config import convert_model, converted_from_spec
from core.importing.keras.hdf5 import SafeHdf5
from core.importing.keras.weights import check_shapes, locate_arrays, read_weights
from core.importing.read_model import ModelFileKind, ReadModel
from core.messages.importing import files, keras
from models.spec import NetworkSpec

CONFIG, METADATA, WEIGHTS = "config.json", "metadata.json", "model.weights.h5"
MAX_ASSETS_BYTES = 1 << 20  # of files beside these three, which no layer of ours has
_MODEL = "model_config"


def read_keras(archive: SafeArchive, *, most: int) -> ReadModel:
    """Return the network of a `.keras` file.

    Args:
        archive: the file.
        most: bytes that its weights may take.

    Raises:
        ModelFileError: it cannot be taken.
    """
    others = sum(size for name, size in archive.sizes.items() if name not in (CONFIG, METADATA, WEIGHTS))
    if others > MAX_ASSETS_BYTES:
        raise ModelFileError(keras.too_many_other_bytes(count=others))
    note = None
    if METADATA in archive:
        metadata = read_json(archive.read(METADATA, most=MAX_JSON_BYTES), METADATA)
        note = ModelNote.from_text(metadata.get(NOTE_KEY)) if isinstance(metadata, dict) else None
    document = read_json(archive.read(CONFIG, most=MAX_JSON_BYTES), CONFIG)
    return _whole("keras", document, note, archive.read(WEIGHTS, most=most))


def read_h5(data: bytes, candidates: Sequence[NetworkSpec]) -> ReadModel:
    """Return the network of an HDF5 file: its own, or the first of the candidates that its weights fit.

    Raises:
        ModelFileError: it cannot be taken.
    """
    file = SafeHdf5(data)
    if has_network(file):
        note = ModelNote.from_text(file.text("", NOTE_KEY))
        return _whole("h5", read_json(file.text("", _MODEL) or "", _MODEL), note, file)
    matching = matching_candidates(file, candidates)
    if not matching:
        raise ModelFileError(files.fits_no_candidate(count=len(candidates)))
    network = converted_from_spec(candidates[matching[0]])
    weights = read_weights(file, network, locate_arrays(file, network, by_order=True))
    return ReadModel(kind="weights_h5", spec=network.spec, weights=weights, note=None)


def has_network(file: SafeHdf5) -> bool:
    """Return whether an HDF5 file is a whole model and not weights alone."""
    return file.text("", _MODEL) is not None


def matching_candidates(file: SafeHdf5, candidates: Sequence[NetworkSpec]) -> list[int]:
    """Return which of the candidates have arrays of the names and shapes that a file of weights alone has."""
    matching = []
    for index, spec in enumerate(candidates):
        with contextlib.suppress(ModelFileError):
            check_shapes(file, locate_arrays(file, converted_from_spec(spec), by_order=True))
            matching.append(index)
    return matching


def _whole(kind: ModelFileKind, document: object, note: ModelNote | None, weights: bytes | SafeHdf5) -> ReadModel:
    network = convert_model(document, note)
    file = weights if isinstance(weights, SafeHdf5) else SafeHdf5(weights)
    arrays = read_weights(file, network, locate_arrays(file, network, by_order=False))
    return ReadModel(kind=kind, spec=network.spec, weights=arrays, note=network.note, remarks=network.remarks)
