"""A person's model file, read as data: in a limited process, by its content and never by its name, checked once more.

No framework opens it and nothing in it is run. What is not exactly one of our networks is refused in a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.engine.limited import run_limited
from core.importing.answers import unpack, unpack_choice
from core.importing.limited_reading import HDF5_MAGIC, ZIP_MAGIC, ask
from core.importing.read_model import ReadModel
from core.importing.refusals import damaged, refusal
from core.importing.tflite.graph import IDENTIFIER
from models.costs import MAX_PARAMETERS
from models.spec import NetworkSpec

MIB = 2**20
MAX_MODEL_FILE_BYTES = 100 * MIB  # the largest network, 20 million parameters, takes 80; with an optimizer's state 240
MAX_CANDIDATES = 100
_TARGET = "core.importing.limited_reading:read"
# Of processor time: a small file takes 0.01 s, one of 240 MB a second, a network that is tried 0.005 s
_SECONDS, _BYTES_PER_SECOND, _SECONDS_PER_CANDIDATE = 0.4, 30e6, 0.05
_MIB, _COPIES = 48, 4  # the file, what is unpacked from it, the arrays, the answer
_ONNX_BEGINS, _ONNX_GOES_ON = b"\x08", b"\x12"  # its version as one byte, then who wrote it, as protobuf has them
_INSTEAD = "Bring the network as .keras, .h5 or .npz"
_KINDS = "A model's file is a .keras, .h5, .weights.h5, .npz or .tflite file, or a capsule"


def read_model_file(data: bytes, *, candidates: Sequence[NetworkSpec] = ()) -> ReadModel:
    """Return the network that a file holds.

    Args:
        data: of the whole file.
        candidates: networks that the weights may belong to where the file holds weights alone; the first that fits is
            taken. `fitting_networks` says whether there is more than one.

    Raises:
        ModelFileError: the file cannot be taken; field `layer` is the index of the layer at fault in the file, or None.
    """
    return unpack(_asked(data, candidates, choice=False))


def fitting_networks(data: bytes, candidates: Sequence[NetworkSpec]) -> list[int] | None:
    """Return the indices of the candidates whose arrays have the names and shapes that a file of weights alone has.

    Args:
        data: of the whole file.
        candidates: networks, at most MAX_CANDIDATES of which are tried.

    Returns:
        None where the file holds its own network, so that there is nothing to choose.

    Raises:
        ModelFileError: the file is no model's.
    """
    return unpack_choice(_asked(data, candidates, choice=True), len(candidates))


def _asked(data: bytes, candidates: Sequence[NetworkSpec], *, choice: bool) -> bytes:
    if not data:
        raise damaged("it is empty")
    if len(data) > MAX_MODEL_FILE_BYTES:
        raise refusal(
            f"This file has {len(data) / MIB:,.0f} MiB, and a model's at most {MAX_MODEL_FILE_BYTES // MIB}",
            "Save the network without its optimizer: taken away here, as .npz or .h5",
        )
    if not data.startswith((ZIP_MAGIC, HDF5_MAGIC)) and data[4:8] != IDENTIFIER:
        if data[:1] == _ONNX_BEGINS and data[2:3] == _ONNX_GOES_ON:
            raise refusal("This seems to be an ONNX file, which is not read here", _INSTEAD)
        raise refusal("This is no file of a model, whatever its name says", _KINDS)
    tried = candidates[:MAX_CANDIDATES]
    return run_limited(
        _TARGET,
        data,
        question=ask([spec.to_json() for spec in tried], choice=choice),
        preload="h5py" if data.startswith((ZIP_MAGIC, HDF5_MAGIC)) else "",
        seconds=_SECONDS + len(data) / _BYTES_PER_SECOND + len(tried) * _SECONDS_PER_CANDIDATE,
        mib=_MIB + _COPIES * -(-len(data) // MIB),
        most=4 * MAX_PARAMETERS + MIB,
    )
