"""MNIST as deeplearning.net pickled it with Python 2, `mnist.pkl.gz`: three pairs of images and labels.

50,000 images train, 10,000 validate and 10,000 test; the first two are MNIST's training images, in their order.
Images are (N, 784) float32 of k/256, labels (N,) int64. A pickle is a program: here it may name what rebuilds an array,
and nothing else; what it calls is noted instead of run, and read afterwards. Of the unpickler's opcodes only those are
there that arrays, tuples and lists need: a dictionary or a set would hash what the pickle nests in it, for ever.
"""

from __future__ import annotations

import io
import pickle
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, NoReturn

import numpy as np

from core.data.formats.reading import (
    NamedArray,
    Readable,
    damaged,
    open_unpacked,
    read_array,
    read_up_to,
    refuse_above_cap,
)
from core.errors import DataError
from core.messages.data import files as messages
from core.messages.data.files import Name

MAX_PICKLE_BYTES = 256 << 20  # unpacked; the one that deeplearning.net offered has 220 MB
_MAX_READS = 2000  # of an opcode or of what belongs to it; that one needs about 500
_ALLOWED = {
    *(f"numpy.{core}.multiarray._reconstruct" for core in ("core", "_core")),
    *(f"numpy.{core}.numeric._frombuffer" for core in ("core", "_core")),
    *("numpy.ndarray", "numpy.dtype"),
    "_codecs.encode",  # of the letters that stand for an array's bytes
}
_OPCODES = (
    *(pickle.PROTO, pickle.FRAME, pickle.STOP, pickle.MARK),
    *(pickle.NONE, pickle.NEWTRUE, pickle.NEWFALSE, pickle.INT, pickle.BININT, pickle.BININT1, pickle.BININT2),
    *(pickle.LONG1, pickle.BINSTRING, pickle.SHORT_BINSTRING, pickle.BINBYTES, pickle.SHORT_BINBYTES),
    *(pickle.BINBYTES8, pickle.BYTEARRAY8, pickle.BINUNICODE, pickle.SHORT_BINUNICODE, pickle.BINUNICODE8),
    *(pickle.EMPTY_TUPLE, pickle.TUPLE1, pickle.TUPLE2, pickle.TUPLE3, pickle.TUPLE),
    *(pickle.EMPTY_LIST, pickle.LIST, pickle.APPEND, pickle.APPENDS),
    *(pickle.BINPUT, pickle.LONG_BINPUT, pickle.MEMOIZE, pickle.BINGET, pickle.LONG_BINGET),
    *(pickle.GLOBAL, pickle.STACK_GLOBAL, pickle.REDUCE, pickle.BUILD),
)
_SPEAKABLE = re.compile(r"[A-Za-z_][\w.]{0,40}", re.ASCII)
_NUMBERS = {"u1", "u2", "u4", "u8", "i1", "i2", "i4", "i8", "f2", "f4", "f8"}
_FLAT = (784,)
_SQUARE = (28, 28)  # rows, columns


def read_pickle(path: Path) -> tuple[NamedArray, ...]:
    """Return train images, train labels, test images and test labels of a pickle.

    Args:
        path: the file; gzipped or plain is seen from its content.

    Returns:
        Images (N, 28, 28), ink bright, and labels (N,), of any numeric dtype.

    Raises:
        DataError: the file is damaged, too large, asks for anything but NumPy arrays, or does not hold three pairs.
    """
    name = path.name
    with open_unpacked(path) as file:
        try:
            content = _ArrayUnpickler(_Program(file, name)).load()
            if file.read(1):
                raise damaged(name, "surplus")
            return _arrays(content, name)
        except (DataError, OSError, MemoryError):
            raise
        except Exception as error:  # a damaged pickle lets errors of any kind out
            raise damaged(name, "pickle") from error


class _Program:
    """The file as the unpickler reads it: at most so many times, and so many bytes."""

    def __init__(self, file: Readable, name: str) -> None:
        self._file = file
        self.name = name
        self._reads = 0
        self._position = 0

    def read(self, count: int) -> bytes:
        self._reads += 1
        self._position += count
        if self._reads > _MAX_READS:
            raise DataError(messages.long_pickle(name=self.name))
        refuse_above_cap(self._position, self.name, most=MAX_PICKLE_BYTES)
        content = read_up_to(self._file, count)
        if len(content) < count:
            raise damaged(self.name, "cut")
        return bytes(content)

    def readline(self) -> bytes:
        line = b""
        while not line.endswith(b"\n"):
            line += self.read(1)
        return line


def _refuse(unpickler: Any) -> NoReturn:
    raise damaged(unpickler.name, "pickle_opcode")


def _call(unpickler: Any) -> None:
    arguments = unpickler.stack.pop()
    if not isinstance(arguments, tuple):  # a long string would be spread out, letter by letter
        raise ValueError("arguments are a tuple")
    unpickler.stack[-1] = unpickler.stack[-1](*arguments)


class _ArrayUnpickler(pickle._Unpickler):
    """Python's unpickler written in Python: unlike C's it makes no room before it reads, after these changes."""

    dispatch: ClassVar[dict[int, Any]] = {
        **dict.fromkeys(range(256), _refuse),
        **{code[0]: pickle._Unpickler.dispatch[code[0]] for code in _OPCODES},
        pickle.FRAME[0]: lambda unpickler: unpickler.read(8),  # a length, that of what follows
        pickle.BYTEARRAY8[0]: pickle._Unpickler.dispatch[pickle.BINBYTES8[0]],
        pickle.REDUCE[0]: _call,
    }

    def __init__(self, program: _Program) -> None:
        super().__init__(program, encoding="latin1")
        self.name = program.name

    def find_class(self, module: str, name: str) -> Any:
        called = f"{module}.{name}"
        if called not in _ALLOWED:
            speakable = _SPEAKABLE.fullmatch(called)
            raise DataError(messages.forbidden_name(name=self.name, called=speakable and speakable[0]))
        return _Call(name)


@dataclass(slots=True)
class _Call:
    """What a pickle names, what it calls it with, and the state that it gives to the result; nothing is run."""

    function: str
    arguments: tuple[object, ...] = ()
    state: object = None

    def __call__(self, *arguments: object) -> _Call:
        return _Call(self.function, arguments)

    def __setstate__(self, state: object) -> None:
        self.state = state


def _arrays(content: object, file: str) -> tuple[NamedArray, ...]:
    match content:
        case [[images, labels], [more_images, more_labels], [test_images, test_labels]]:
            return (
                _joined(file, "train_images", images, more_images),
                _joined(file, "train_labels", labels, more_labels),
                _joined(file, "test_images", test_images),
                _joined(file, "test_labels", test_labels),
            )
    raise DataError(messages.no_three_pairs(name=file))


def _joined(file: str, array_name: str, *parts: object) -> NamedArray:
    """Return arrays, one after the other, as one."""
    name = messages.images_or_labels(array=array_name, file=file)
    arrays = [_array(part, name) for part in parts]
    if len({(array.dtype, array.shape[1:]) for array in arrays}) > 1:
        raise DataError(messages.unequal_splits(name=name))
    joined = arrays[0] if len(arrays) == 1 else np.concatenate(arrays)
    return NamedArray(name=name, values=joined.reshape(-1, *_SQUARE) if joined.shape[1:] == _FLAT else joined)


def _array(part: object, name: Name) -> np.ndarray:
    """Return the array that a call stands for, once its type, shape and length fit."""
    match part:
        case _Call("_reconstruct", (_Call("ndarray", ()), *_), (int(), tuple(shape), kind, bool(by_column), data)):
            pass
        case _Call("_frombuffer", (data, kind, tuple(shape), order)):
            by_column = order == "F"
        case _:
            raise damaged(name, "pickle")
    dtype = _number_type(kind, name)
    return read_array(io.BytesIO(_bytes(data)), name, shape, dtype, order="F" if by_column else "C").values


def _number_type(kind: object, name: Name) -> np.dtype:
    """Return the type of plain numbers that a call stands for: "f4", its byte order in the state."""
    match kind:
        case _Call("dtype", (str(code), *_), (int(), "<" | ">" | "|" as order, None, None, None, *_)):
            if code in _NUMBERS:
                return np.dtype(order + code)
            content = "objects" if code.startswith("O") else "records" if code.startswith("V") else "other"
        case _Call("dtype", (str(), *_)):
            content = "records"
        case _:
            raise damaged(name, "pickle")
    raise DataError(messages.no_plain_numbers(name=name, content=content, dtype=None))


def _bytes(data: object) -> bytes:
    """Return an array's bytes: letters where Python 2 wrote them, or Python 3 for it."""
    match data:
        case bytes():
            return data
        case str(letters) | _Call("encode", (str(letters), "latin1" | "latin-1")):
            return letters.encode("latin-1")
    raise ValueError("no bytes")
