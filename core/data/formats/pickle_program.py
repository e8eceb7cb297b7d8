"""A stranger's pickle as it is run here: it may build tuples and lists, and note the few calls that make arrays.

A pickle is a program. Of the unpickler's opcodes only those are there that arrays need: a dictionary or a set would
hash what the pickle nests in it, for ever. Of names only those are known that rebuild an array; what the pickle calls
is noted instead of run.
"""

from __future__ import annotations

import pickle
import re
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar, NoReturn

import numpy as np

from core.data.formats.reading import PIECE_BYTES, Readable, damaged, read_up_to, refuse_above_cap
from core.errors import DataError
from core.messages.data import files as messages

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
    *(pickle.LONG1, pickle.EMPTY_TUPLE, pickle.TUPLE1, pickle.TUPLE2, pickle.TUPLE3, pickle.TUPLE),
    *(pickle.EMPTY_LIST, pickle.LIST, pickle.APPEND, pickle.APPENDS),
    *(pickle.BINPUT, pickle.LONG_BINPUT, pickle.MEMOIZE, pickle.BINGET, pickle.LONG_BINGET),
    *(pickle.GLOBAL, pickle.STACK_GLOBAL, pickle.REDUCE, pickle.BUILD),
)
_STRINGS = {  # the form of their length, and their encoding
    pickle.SHORT_BINSTRING: ("<B", "latin-1"),  # Python 2's bytes
    pickle.BINSTRING: ("<i", "latin-1"),
    pickle.SHORT_BINBYTES: ("<B", None),
    pickle.BINBYTES: ("<I", None),
    pickle.BINBYTES8: ("<q", None),
    pickle.BYTEARRAY8: ("<q", None),
    pickle.SHORT_BINUNICODE: ("<B", "utf-8"),
    pickle.BINUNICODE: ("<I", "utf-8"),
    pickle.BINUNICODE8: ("<q", "utf-8"),
}
_SPEAKABLE = re.compile(r"[A-Za-z_][\w.]{0,40}", re.ASCII)


def run_program(file: Readable, name: str, *, room: int) -> object:
    """Return what a pickle builds: tuples, lists, plain values, a `Call` for each call, a `PassedOver` for a string.

    Args:
        file: the pickle, unpacked, at its beginning.
        name: as a person knows it.
        room: bytes of strings that are kept together; one that does not fit is passed over.

    Raises:
        DataError: it is damaged, too large, or asks for anything but an array.
    """
    with pickle_errors(name):
        content = _ArrayUnpickler(_Program(file, name, room)).load()
        if file.read(1):
            raise damaged(name, "surplus")
        return content


@contextmanager
def pickle_errors(name: str) -> Iterator[None]:
    """Turn errors of any kind, which a damaged pickle lets out, into a `DataError` about `name`."""
    try:
        yield
    except (DataError, OSError, MemoryError):
        raise
    except Exception as error:
        raise damaged(name, "pickle") from error


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A string that was read and not kept."""

    length: int  # bytes, or letters where it is a text


class _Program:
    """The file as the unpickler reads it: at most so many times, and so many bytes."""

    def __init__(self, file: Readable, name: str, room: int) -> None:
        self._file = file
        self.name = name
        self._room = room
        self._reads = 0
        self._position = 0

    def read(self, count: int) -> bytes:
        self._count(count)
        return self._take(count)

    def string(self, count: int, encoding: str | None) -> bytes | str | PassedOver:
        """Return the next bytes, a text where they have an encoding."""
        if count < 0:
            raise ValueError("a negative length")
        self._count(count)
        if count <= self._room:
            self._room -= count
            content = self._take(count)
            return content if encoding is None else content.decode(encoding)
        length = 0
        for start in range(0, count, PIECE_BYTES):
            piece = self._take(min(PIECE_BYTES, count - start))
            length += _letters_in(piece) if encoding == "utf-8" else len(piece)
        return PassedOver(length)

    def _count(self, count: int) -> None:
        self._reads += 1
        self._position += count
        if self._reads > _MAX_READS:
            raise DataError(messages.long_pickle(name=self.name))
        refuse_above_cap(self._position, self.name, most=MAX_PICKLE_BYTES)

    def _take(self, count: int) -> bytes:
        content = read_up_to(self._file, count)
        if len(content) < count:
            raise damaged(self.name, "cut")
        return bytes(content)

    def readline(self) -> bytes:
        line = b""
        while not line.endswith(b"\n"):
            line += self.read(1)
        return line


def _letters_in(piece: bytes) -> int:
    """Return how many letters begin in a piece of UTF-8: its bytes but those that continue one."""
    return int(np.count_nonzero((np.frombuffer(piece, np.uint8) & 0xC0) != 0x80))


def _string(form: str, encoding: str | None) -> Callable[[Any], None]:
    """Return what an opcode of a string does, its length before it in this form."""

    def load(unpickler: Any) -> None:
        (length,) = struct.unpack(form, unpickler.read(struct.calcsize(form)))
        unpickler.append(unpickler.program.string(length, encoding))

    return load


def _refuse(unpickler: Any) -> NoReturn:
    raise damaged(unpickler.program.name, "pickle_opcode")


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
        **{code[0]: _string(*form) for code, form in _STRINGS.items()},
        pickle.REDUCE[0]: _call,
    }

    def __init__(self, program: _Program) -> None:
        super().__init__(program)
        self.program = program

    def find_class(self, module: str, name: str) -> Any:
        called = f"{module}.{name}"
        if called not in _ALLOWED:
            speakable = _SPEAKABLE.fullmatch(called)
            raise DataError(messages.forbidden_name(name=self.program.name, called=speakable and speakable[0]))
        return Call(name)


@dataclass(slots=True)
class Call:
    """What a pickle names, what it calls it with, and the state that it gives to the result; nothing is run."""

    function: str
    arguments: tuple[object, ...] = ()
    state: object = None

    def __call__(self, *arguments: object) -> Call:
        return Call(self.function, arguments)

    def __setstate__(self, state: object) -> None:
        self.state = state
