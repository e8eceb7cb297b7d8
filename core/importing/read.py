"""A person's model file, read as data: in a limited process, by its content and never by its name, checked once more.

No framework opens it and nothing in it is run. What is not exactly one of our networks is refused in a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from core.engine.limited import run_limited
from core.errors import ModelFileError
from core.importing.limited_reading import HDF5_MAGIC, ZIP_MAGIC
from core.importing.read_model import ReadModel
from core.importing.reader_protocol import decode_matches, decode_model, encode_candidates
from core.importing.tflite.graph import IDENTIFIER
from core.messages.importing import files as messages
from models.costs import MAX_PARAMETERS
from models.spec import NetworkSpec

MIB = 2**20
MAX_MODEL_FILE_BYTES = 100 * MIB  # the largest network, 20 million parameters, takes 80; with an optimizer's state 240
MAX_CANDIDATES = 100
# Of processor time: a small file takes 0.01 s, one of 240 MB a second, a network that is tried 0.005 s
_SECONDS, _BYTES_PER_SECOND, _SECONDS_PER_CANDIDATE = 0.4, 30e6, 0.05
_MIB, _COPIES = 48, 4  # the file, what is unpacked from it, the arrays, the answer
_ONNX_BEGINS, _ONNX_GOES_ON = b"\x08", b"\x12"  # its version as one byte, then who wrote it, as protobuf has them


def read_model_file(data: bytes, *, candidates: Sequence[NetworkSpec] = ()) -> ReadModel:
    """Return the network that a file holds.

    Args:
        data: of the whole file.
        candidates: networks that the weights may belong to where the file holds weights alone; the first that matches
            is taken. `matching_candidates` says whether there is more than one.

    Raises:
        ModelFileError: the file cannot be taken; field `layer` is the index of the layer at fault in the file, or None.
    """
    return decode_model(_answer("read", data, candidates))


def matching_candidates(data: bytes, candidates: Sequence[NetworkSpec]) -> list[int] | None:
    """Return the indices of the candidates whose arrays have the names and shapes that a file of weights alone has.

    Args:
        data: of the whole file.
        candidates: networks, at most MAX_CANDIDATES of which are tried.

    Returns:
        None where the file holds its own network, so that there is nothing to choose.

    Raises:
        ModelFileError: the file is no model's.
    """
    return decode_matches(_answer("match", data, candidates), len(candidates))


def _answer(function: Literal["read", "match"], data: bytes, candidates: Sequence[NetworkSpec]) -> bytes:
    """Return what a function of `core.importing.limited_reading` answers."""
    if not data:
        raise ModelFileError(messages.damaged(damage="empty"))
    if len(data) > MAX_MODEL_FILE_BYTES:
        raise ModelFileError(messages.file_too_large(size_bytes=len(data), most_bytes=MAX_MODEL_FILE_BYTES))
    if not data.startswith((ZIP_MAGIC, HDF5_MAGIC)) and data[4:8] != IDENTIFIER:
        if data[:1] == _ONNX_BEGINS and data[2:3] == _ONNX_GOES_ON:
            raise ModelFileError(messages.other_format(format="onnx"))
        raise ModelFileError(messages.no_model_file())
    candidates = candidates[:MAX_CANDIDATES]
    return run_limited(
        f"core.importing.limited_reading:{function}",
        data,
        question=encode_candidates(candidates),
        preload="h5py" if data.startswith((ZIP_MAGIC, HDF5_MAGIC)) else "",
        seconds=_SECONDS + len(data) / _BYTES_PER_SECOND + len(candidates) * _SECONDS_PER_CANDIDATE,
        mib=_MIB + _COPIES * -(-len(data) // MIB),
        most=4 * MAX_PARAMETERS + MIB,
    )
