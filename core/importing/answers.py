"""What the limited process says of a file, as bytes: packed there, and checked here as if a stranger had sent it."""

from __future__ import annotations

import json
import math
from typing import get_args

import numpy as np

from core.errors import LabError, ModelFileError
from core.export.model_files.model_note import ModelNote
from core.importing.read_model import ModelFileKind, ReadModel
from core.importing.variables import weight_shapes
from models.layers import BYTES_PER_WEIGHT
from models.spec import NetworkSpec

_LONGEST_REMARK, _MOST_REMARKS = 300, 40
_LONGEST_HEAD, _LONGEST_CHOICE = 1 << 20, 64 << 10  # bytes


def pack(model: ReadModel) -> bytes:
    """Return a model as bytes: a line of JSON, then the arrays in the order of the network's layers."""
    head = {
        "kind": model.kind,
        "spec": model.spec.to_json(),
        "note": model.note.to_text() if model.note is not None else None,
        "remarks": list(model.remarks),
    }
    arrays = [np.ascontiguousarray(model.weights[name], "<f4") for name in weight_shapes(model.spec)]
    return b"".join([json.dumps(head).encode() + b"\n", *(array.data.cast("B") for array in arrays)])


def unpack(data: bytes) -> ReadModel:
    """Return the model that `pack` gave.

    Raises:
        ModelFileError: it is nothing that `pack` gives: a network that cannot be, arrays of other lengths, numbers that
            are none.
    """
    try:
        end = data.index(b"\n", 0, _LONGEST_HEAD)
        head = json.loads(data[:end])
        kind, remarks = head["kind"], head["remarks"]
        spec = NetworkSpec.from_json(head["spec"])
        note = ModelNote.from_text(head["note"])
    except (ValueError, TypeError, KeyError, RecursionError, LabError) as error:
        raise _foreign() from error
    if kind not in get_args(ModelFileKind) or not isinstance(remarks, list):
        raise _foreign()
    weights, place = {}, end + 1
    for name, shape in weight_shapes(spec).items():
        count = math.prod(shape)
        if place + count * BYTES_PER_WEIGHT > len(data):
            raise _foreign()
        weights[name] = np.frombuffer(data, "<f4", count=count, offset=place).reshape(shape)
        place += count * BYTES_PER_WEIGHT
        if not np.isfinite(weights[name]).all():
            raise _foreign()
    if place != len(data):
        raise _foreign()
    short = tuple(str(remark)[:_LONGEST_REMARK] for remark in remarks[:_MOST_REMARKS])
    return ReadModel(kind=kind, spec=spec, weights=weights, note=note, remarks=short)


def pack_choice(indices: list[int] | None) -> bytes:
    """Return which candidates fit as bytes; None where the file says its own network."""
    return json.dumps(indices).encode()


def unpack_choice(data: bytes, count: int) -> list[int] | None:
    """Return what `pack_choice` gave, of `count` candidates.

    Raises:
        ModelFileError: it is something else.
    """
    try:
        indices = json.loads(data if len(data) <= _LONGEST_CHOICE else b"")
    except (ValueError, RecursionError) as error:
        raise _foreign() from error
    if indices is None:
        return None
    if not isinstance(indices, list) or not all(type(one) is int and 0 <= one < count for one in indices):
        raise _foreign()
    return indices


def _foreign() -> ModelFileError:
    return ModelFileError(
        "This file could not be read: what came of it is no network. Save the network again as .keras.", layer=None
    )
