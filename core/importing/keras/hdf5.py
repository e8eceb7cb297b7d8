"""HDF5 read as data: exact paths over hard links, plain datasets of a shape that was worked out before.

h5py would follow links into other files, run filters and make room for whatever a header asks; none of that is used.
Runs in the limited process, for a damaged file may still bring the library down.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from core.errors import ModelFileError
from core.importing.variables import as_float32, check_shape
from core.messages.importing import files
from core.messages.importing import hdf5 as messages
from core.messages.message import Message
from models.checks import short_repr
from models.shapes import Shape

MAX_TEXT_BYTES = 1 << 20  # of an attribute
MAX_NAMES = 1000  # in an attribute that lists names
_LONGEST_NAME = 300  # characters of a name in such a list
_MAX_DEPTH = 12  # names in a path


class SafeHdf5:
    """An HDF5 file in memory, open for reading."""

    def __init__(self, data: bytes) -> None:
        """Open it.

        Args:
            data: of the whole file.

        Raises:
            ModelFileError: it is damaged.
        """
        import h5py

        self._h5py: Any = h5py  # its modules of one C interface each are not declared
        with _damage_as(files.damaged(damage="no_hdf5")):
            self._file = h5py.File(io.BytesIO(data), "r")
        self._length = len(data)

    def __contains__(self, path: str) -> bool:
        """Whether there is an object at a path of exact names, such as "layers/dense/vars"."""
        with _damage_as(files.damaged(damage="groups")):
            return self._open(path) is not None

    def text(self, path: str, attribute: str) -> str | None:
        """Return a group's attribute that is one text; None where there is none.

        Raises:
            ModelFileError: it is something else, too long, or damaged.
        """
        with _damage_as(files.part_is_damaged(part=attribute, damage="unreadable")):
            value = self._attribute(path, attribute)
            if value is None:
                return None
            if isinstance(value, bytes):
                value = value.decode()
            if not isinstance(value, str):
                raise ModelFileError(messages.unusable_attribute(attribute=attribute, fault="no_text"))
            return value

    def names(self, path: str, attribute: str) -> tuple[str, ...] | None:
        """Return a group's attribute that lists names, also where it is cut into attribute0, attribute1 and so on.

        Raises:
            ModelFileError: it is something else, too long, or damaged.
        """
        with _damage_as(files.part_is_damaged(part=attribute, damage="unreadable")):
            value = self._attribute(path, attribute)
            if value is not None:
                return tuple(_names(value, attribute))
            names: list[str] = []
            for number in range(MAX_NAMES):
                value = self._attribute(path, f"{attribute}{number}")
                if value is None:
                    return tuple(names) if number else None
                names += _names(value, attribute)
                if len(names) > MAX_NAMES:
                    break
            raise ModelFileError(messages.too_many_names(attribute=attribute, most=MAX_NAMES))

    def children(self, path: str) -> frozenset[str]:
        """Return the names in a group, of at most MAX_NAMES; none where there is no group.

        Raises:
            ModelFileError: there are more, or the group is damaged.
        """
        with _damage_as(files.damaged(damage="groups")):
            group = self._open(path)
            if not isinstance(group, self._h5py.h5g.GroupID):
                return frozenset()
            if group.get_num_objs() > MAX_NAMES:
                raise ModelFileError(messages.group_is_too_large(most=MAX_NAMES))
            return frozenset(name.decode() for name in group)

    def shape(self, path: str) -> tuple[int, ...] | None:
        """Return the shape of a dataset; None where there is none at this path."""
        with _damage_as(files.damaged(damage="arrays")):
            dataset = self._open(path)
            return dataset.shape if isinstance(dataset, self._h5py.h5d.DatasetID) else None

    def array(self, path: str, shape: Shape, name: Message, *, layer: int | None) -> np.ndarray:
        """Return a dataset as float32, every number the same.

        Args:
            path: of exact names.
            shape: that it must have; nothing is read before that is known.
            name: of the array, as messages name it: "Layer 2, 'dense': its kernel".
            layer: the index of its layer in the file, from 0.

        Raises:
            ModelFileError: it is missing, of another shape, no plain dataset of floating-point numbers, not finite.
        """
        h5py = self._h5py
        with _damage_as(files.part_is_damaged(part=name, damage="unreadable"), layer=layer):
            dataset = self._open(path)
            if dataset is None:
                raise ModelFileError(messages.unusable_array(array=name, fault="missing"), layer=layer)
            if not isinstance(dataset, h5py.h5d.DatasetID):
                raise ModelFileError(messages.unusable_array(array=name, fault="no_array"), layer=layer)
            check_shape(name, dataset.shape, shape, layer=layer)
            numbers = np.empty(shape, self._plain_type(dataset, math.prod(shape), name, layer))
            dataset.read(h5py.h5s.ALL, h5py.h5s.ALL, numbers)
        return as_float32(numbers, name, layer=layer)

    def _plain_type(self, dataset: Any, count: int, name: Message, layer: int | None) -> np.dtype:
        h5py = self._h5py
        created, kind = dataset.get_create_plist(), dataset.get_type()
        layout = created.get_layout()
        if layout == h5py.h5d.VIRTUAL or created.get_external_count():
            raise ModelFileError(messages.unusable_array(array=name, fault="elsewhere"), layer=layer)
        if layout not in (h5py.h5d.COMPACT, h5py.h5d.CONTIGUOUS) or created.get_nfilters():
            raise ModelFileError(messages.unusable_array(array=name, fault="packed"), layer=layer)
        if kind.get_class() != h5py.h5t.FLOAT or kind.get_size() not in (2, 4, 8) or kind.dtype.kind != "f":
            raise ModelFileError(messages.unusable_array(array=name, fault="type"), layer=layer)
        stored = count * kind.get_size()
        if dataset.get_storage_size() != stored:
            raise ModelFileError(files.part_is_damaged(part=name, damage="array_length"))
        if layout == h5py.h5d.CONTIGUOUS and not 0 < (dataset.get_offset() or 0) <= self._length - stored:
            raise ModelFileError(files.part_is_damaged(part=name, damage="array_place"))
        return kind.dtype

    def _open(self, path: str) -> Any:
        """Return the low-level object at a path, every step of which is a hard link; None where there is none."""
        h5py = self._h5py
        opened = h5py.h5g.open(self._file.id, b"/")
        steps = [step for step in path.split("/") if step]
        if len(steps) > _MAX_DEPTH:
            raise ModelFileError(messages.groups_are_too_deep())
        for step in steps:
            name = step.encode()
            if name == b"." or not isinstance(opened, h5py.h5g.GroupID) or not opened.links.exists(name):
                return None
            if opened.links.get_info(name).type != h5py.h5l.TYPE_HARD:
                raise ModelFileError(messages.link(name=short_repr(step)))
            opened = h5py.h5o.open(opened, name)
        return opened

    def _attribute(self, path: str, attribute: str) -> Any:
        """Return an attribute of texts as str, bytes or an array of these; None where there is none."""
        h5py = self._h5py
        group = self._open(path)
        if not isinstance(group, h5py.h5g.GroupID) or not h5py.h5a.exists(group, attribute.encode()):
            return None
        stored = h5py.h5a.open(group, attribute.encode())
        count = math.prod(stored.shape)
        if count == 0:
            return np.empty(0, np.bytes_)
        kind = stored.get_type()
        if kind.get_class() != h5py.h5t.STRING:
            raise ModelFileError(messages.unusable_attribute(attribute=attribute, fault="no_texts"))
        if len(stored.shape) > 1 or count > MAX_NAMES or kind.get_size() * count > MAX_TEXT_BYTES:
            raise ModelFileError(messages.unusable_attribute(attribute=attribute, fault="too_many"))
        value = h5py.Group(group).attrs[attribute]
        if isinstance(value, str | bytes) and len(value) > MAX_TEXT_BYTES:
            raise ModelFileError(messages.attribute_is_too_long(attribute=attribute, most_bytes=MAX_TEXT_BYTES))
        return value


def _names(value: Any, attribute: str) -> list[str]:
    listed = np.asarray(value).reshape(-1).tolist()
    names = [entry.decode() if isinstance(entry, bytes) else entry for entry in listed]
    if not all(isinstance(name, str) and len(name) <= _LONGEST_NAME for name in names):
        raise ModelFileError(messages.attribute_lists_no_names(attribute=attribute, longest=_LONGEST_NAME))
    return names


@contextmanager
def _damage_as(message: Message, *, layer: int | None = None) -> Iterator[None]:
    """Raise ModelFileError with this message where the library cannot read what is asked of it within the block."""
    # For a damaged file h5py raises KeyError, OSError, RuntimeError, ValueError, TypeError and others, and lists none
    try:
        yield
    except (ModelFileError, MemoryError):
        raise
    except Exception as error:
        raise ModelFileError(message, layer=layer) from error
