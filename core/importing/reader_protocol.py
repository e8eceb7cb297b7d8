"""What crosses between the server and the limited process that reads a file: candidates as text, the answer as bytes.

The answer is checked here as if a stranger had sent it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import get_args

import numpy as np

from core.engine.limited import received_message
from core.errors import LabError, ModelFileError
from core.export.model_files.model_note import ModelNote
from core.importing.read_model import ModelFileKind, ReadModel
from core.importing.variables import weight_shapes
from core.messages.importing import files as messages
from core.messages.message import to_document
from models.layers import BYTES_PER_WEIGHT
from models.spec import NetworkSpec

_LONGEST_REMARK, _MOST_REMARKS = 300, 40  # characters, sentences
_LONGEST_HEAD, _LONGEST_MATCHES = 1 << 20, 64 << 10  # bytes


def encode_candidates(candidates: Sequence[NetworkSpec]) -> str:
    """Return networks that weights alone may belong to as text."""
    return json.dumps([spec.to_json() for spec in candidates])


def decode_candidates(text: str) -> list[NetworkSpec]:
    """Return the networks that `encode_candidates` gave."""
    return [NetworkSpec.from_json(document) for document in json.loads(text)]


def encode_model(model: ReadModel) -> bytes:
    """Return a model as bytes: a line of JSON, then the arrays in the order of the network's layers."""
    head = {
        "kind": model.kind,
        "spec": model.spec.to_json(),
        "note": model.note.to_text() if model.note is not None else None,
        "remarks": [to_document(remark) for remark in model.remarks],
    }
    arrays = [np.ascontiguousarray(model.weights[name], "<f4") for name in weight_shapes(model.spec)]
    return b"".join([json.dumps(head).encode() + b"\n", *(array.data.cast("B") for array in arrays)])


def decode_model(data: bytes) -> ReadModel:
    """Return the model that `encode_model` gave.

    Raises:
        ModelFileError: it is nothing that `encode_model` gives: a network that cannot be, arrays of other lengths,
            numbers that are none.
    """
    try:
        end = data.index(b"\n", 0, _LONGEST_HEAD)
        head = json.loads(data[:end])
        kind = head["kind"]
        remarks = [received_message(remark, longest=_LONGEST_REMARK) for remark in head["remarks"][:_MOST_REMARKS]]
        spec = NetworkSpec.from_json(head["spec"])
        note = ModelNote.from_text(head["note"])
    except (ValueError, TypeError, KeyError, RecursionError, LabError) as error:
        raise _no_answer() from error
    if kind not in get_args(ModelFileKind):
        raise _no_answer()
    weights, offset = {}, end + 1
    for name, shape in weight_shapes(spec).items():
        count = math.prod(shape)
        if offset + count * BYTES_PER_WEIGHT > len(data):
            raise _no_answer()
        weights[name] = np.frombuffer(data, "<f4", count=count, offset=offset).reshape(shape)
        offset += count * BYTES_PER_WEIGHT
        if not np.isfinite(weights[name]).all():
            raise _no_answer()
    if offset != len(data):
        raise _no_answer()
    return ReadModel(kind=kind, spec=spec, weights=weights, note=note, remarks=tuple(remarks))


def encode_matches(indices: list[int] | None) -> bytes:
    """Return which candidates match as bytes; None where the file says its own network."""
    return json.dumps(indices).encode()


def decode_matches(data: bytes, count: int) -> list[int] | None:
    """Return what `encode_matches` gave, of `count` candidates.

    Raises:
        ModelFileError: it is something else.
    """
    try:
        indices = json.loads(data if len(data) <= _LONGEST_MATCHES else b"")
    except (ValueError, RecursionError) as error:
        raise _no_answer() from error
    if indices is None:
        return None
    if not isinstance(indices, list) or not all(type(index) is int and 0 <= index < count for index in indices):
        raise _no_answer()
    return indices


def _no_answer() -> ModelFileError:
    return ModelFileError(messages.answer_is_no_network())
