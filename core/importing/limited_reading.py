"""What the limited process does: see what kind of file it has by its first bytes, read it, and answer with bytes.

All that is needed is imported at the top, h5py before by whoever starts the process: later nothing can be opened.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.errors import ModelFileError
from core.importing import npz
from core.importing.archive import SafeArchive
from core.importing.capsule import capsule
from core.importing.keras import keras_file
from core.importing.keras.hdf5 import SafeHdf5
from core.importing.read_model import ReadModel
from core.importing.reader_protocol import decode_candidates, encode_matches, encode_model
from core.importing.tflite import graph, tflite_file
from core.messages.importing import files as messages
from models.costs import MAX_PARAMETERS
from models.spec import NetworkSpec

ZIP_MAGIC, HDF5_MAGIC = b"PK\x03\x04", b"\x89HDF\r\n\x1a\n"
# The largest network in float64, with the two moments of its optimizer
MOST_WEIGHT_BYTES = 24 * MAX_PARAMETERS + (1 << 20)


def read(data: bytes, question: str) -> bytes:
    """Return the model of a file as `decode_model` takes it.

    Args:
        data: the whole file.
        question: the candidates, as `encode_candidates` gives them.

    Raises:
        ModelFileError: the file cannot be taken.
    """
    return encode_model(parse_model(data, decode_candidates(question)))


def match(data: bytes, question: str) -> bytes:
    """Return which candidates match as `decode_matches` takes it; arguments and errors as `read`."""
    return encode_matches(matching_candidates(data, decode_candidates(question)))


def parse_model(data: bytes, candidates: Sequence[NetworkSpec]) -> ReadModel:
    """Return the model of a file, told by its content.

    Raises:
        ModelFileError: the file cannot be taken.
    """
    if data.startswith(HDF5_MAGIC):
        return keras_file.read_h5(data, candidates)
    if data[4:8] == graph.IDENTIFIER:
        return tflite_file.read_tflite(data)
    archive = _archive(data)
    if capsule.is_capsule(archive):
        return capsule.read_capsule(archive)
    if keras_file.CONFIG in archive:
        return keras_file.read_keras(archive, most=MOST_WEIGHT_BYTES)
    return npz.read_npz(archive, candidates)


def matching_candidates(data: bytes, candidates: Sequence[NetworkSpec]) -> list[int] | None:
    """Return the indices of the candidates that have a file's weights; None where it holds its own network.

    Raises:
        ModelFileError: the file is none of a model.
    """
    if data.startswith(HDF5_MAGIC):
        file = SafeHdf5(data)
        return None if keras_file.has_network(file) else keras_file.matching_candidates(file, candidates)
    if data[4:8] == graph.IDENTIFIER:
        return None
    archive = _archive(data)
    if keras_file.CONFIG in archive or capsule.is_capsule(archive) or npz.has_network(archive):
        return None
    return npz.matching_candidates(archive, candidates)


def _archive(data: bytes) -> SafeArchive:
    """Return the zip that a file is; a capsule, a `.keras` and an `.npz` are told by what is in it."""
    archive = SafeArchive(data)
    is_keras = keras_file.CONFIG in archive
    if not (is_keras or capsule.is_capsule(archive) or any(name.endswith(".npy") for name in archive.sizes)):
        if any(name.endswith("saved_model.pb") for name in archive.sizes):
            raise ModelFileError(messages.other_format(format="saved_model"))
        raise ModelFileError(messages.archive_without_model())
    return archive
