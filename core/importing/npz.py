"""Our `.npz` as a network: arrays by the names of a checkpoint, spec and note as texts; nothing is unpickled."""

from __future__ import annotations

import contextlib
import io
import math
from collections.abc import Sequence

import numpy as np

from core.data.formats.strangers_npz import MAX_HEADER_BYTES, read_npy_header
from core.errors import ModelFileError, SpecError
from core.export.model_files.model_note import LONGEST_NOTE, NOTE_KEY, ModelNote
from core.importing.archive import SafeArchive
from core.importing.json_text import MAX_JSON_BYTES, read_json
from core.importing.read_model import ReadModel
from core.importing.variables import as_float32, check_shape, check_variances, weight_shapes
from core.messages.importing import archive as importing_archive
from core.messages.importing import files
from models.checks import short_repr
from models.shapes import Shape
from models.spec import NetworkSpec

SPEC_KEY = "spec"
_SUFFIX = ".npy"
_BYTES_PER_CHARACTER = 4  # of NumPy's texts


def read_npz(archive: SafeArchive, candidates: Sequence[NetworkSpec]) -> ReadModel:
    """Return the network of an `.npz` file: the one that it says, or the first candidate that its arrays fit.

    Raises:
        ModelFileError: it cannot be taken.
    """
    note = None
    if NOTE_KEY + _SUFFIX in archive:
        note = ModelNote.from_text(_text(archive, NOTE_KEY, most=LONGEST_NOTE))
    if has_network(archive):
        spec = _spec(archive)
    else:
        matching = matching_candidates(archive, candidates)
        if not matching:
            raise ModelFileError(files.fits_no_candidate(count=len(candidates)))
        spec = candidates[matching[0]]
    return ReadModel(kind="npz", spec=spec, weights=read_arrays(archive, spec), note=note)


def read_arrays(archive: SafeArchive, spec: NetworkSpec) -> dict[str, np.ndarray]:
    """Return a network's weights, float32 and finite, by their names; the spec and the note may lie beside them.

    Raises:
        ModelFileError: the archive holds other arrays than the network has, or of other shapes or types.
    """
    weights = _arrays(archive, spec)
    check_variances(weights)
    return weights


def has_network(archive: SafeArchive) -> bool:
    """Return whether an `.npz` says which network its arrays belong to."""
    return SPEC_KEY + _SUFFIX in archive


def matching_candidates(archive: SafeArchive, candidates: Sequence[NetworkSpec]) -> list[int]:
    """Return which of the candidates have arrays of the names and sizes that the file has."""
    matching = []
    for index, spec in enumerate(candidates):
        with contextlib.suppress(ModelFileError):
            _arrays(archive, spec)
            matching.append(index)
    return matching


def _arrays(archive: SafeArchive, spec: NetworkSpec) -> dict[str, np.ndarray]:
    shapes = weight_shapes(spec)
    names = {name.removesuffix(_SUFFIX) for name in archive.sizes} - {SPEC_KEY, NOTE_KEY}
    if missing := sorted(shapes.keys() - names):
        raise ModelFileError(importing_archive.array_is_missing(name=short_repr(missing[0])))
    if more := sorted(names - shapes.keys()):
        raise ModelFileError(importing_archive.unknown_array(name=short_repr(more[0])))
    return {name: _array(archive, name, shape) for name, shape in shapes.items()}


def _spec(archive: SafeArchive) -> NetworkSpec:
    document = read_json(_text(archive, SPEC_KEY, most=MAX_JSON_BYTES // _BYTES_PER_CHARACTER), SPEC_KEY)
    try:
        return NetworkSpec.from_json(document)
    except SpecError as error:
        raise ModelFileError(error.message, layer=error.fields.get("layer")) from error


def _text(archive: SafeArchive, name: str, *, most: int) -> str:
    """Return an array that is one text of at most `most` characters."""
    content = archive.read(name + _SUFFIX, most=most * _BYTES_PER_CHARACTER + MAX_HEADER_BYTES)
    shape, _, kind, start = _header(content, name)
    if shape != () or kind.kind != "U" or len(content) - start != kind.itemsize:
        raise ModelFileError(importing_archive.array_is_no_text(name=short_repr(name)))
    try:
        return str(np.frombuffer(content, kind, count=1, offset=start)[0]) if kind.itemsize else ""
    except (ValueError, UnicodeError) as error:  # a number that is no character
        raise ModelFileError(files.part_is_damaged(part=short_repr(name), damage="text")) from error


def _array(archive: SafeArchive, name: str, shape: Shape) -> np.ndarray:
    content = archive.read(name + _SUFFIX, most=8 * math.prod(shape) + MAX_HEADER_BYTES)
    stored, column_by_column, kind, start = _header(content, name)
    if kind.kind != "f" or kind.itemsize not in (2, 4, 8):
        raise ModelFileError(importing_archive.array_of_other_type(name=short_repr(name), dtype=short_repr(kind.name)))
    array = files.archived_array(name=short_repr(name))
    check_shape(array, stored, shape, layer=None)
    if len(content) - start != math.prod(shape) * kind.itemsize:
        raise ModelFileError(files.part_is_damaged(part=short_repr(name), damage="npz_length"))
    numbers = np.frombuffer(content, kind, offset=start)
    return as_float32(numbers.reshape(shape, order="F" if column_by_column else "C"), array, layer=None)


def _header(content: bytes, name: str) -> tuple[tuple[int, ...], bool, np.dtype, int]:
    """Return the shape, whether it is stored column by column, the dtype, and where the numbers begin."""
    file = io.BytesIO(content[:MAX_HEADER_BYTES])
    try:
        shape, column_by_column, kind = read_npy_header(file)
    except ValueError as error:
        raise ModelFileError(files.part_is_damaged(part=short_repr(name), damage="npz_header")) from error
    if kind.hasobject:
        raise ModelFileError(importing_archive.array_of_objects(name=short_repr(name)))
    return shape, column_by_column, kind, file.tell()
