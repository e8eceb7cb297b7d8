"""The NumPy arrays of a pickle, found without unpickling: a pickle is a program, and here nothing runs it.

Of its language only what Python 2 and 3 write for arrays is understood (binary, protocols 1 to 5), and of the names
that it may call only those that rebuild an array; all stand for plain records. Whatever else it asks for is refused
when it asks. An array's bytes are passed over: where they lie is enough to read them later, a piece at a time.
"""

from __future__ import annotations

import re
import struct
from typing import Any

import numpy as np

from core.data.formats.pickle_records import ArrayType, PickledArray, Text
from core.data.formats.stored_array import PIECE_BYTES, Readable, damaged
from core.errors import DataError
from core.messages.data import files as messages

MAX_PICKLE_BYTES = 256 << 20  # unpacked; the one that deeplearning.net offered has 220 MB
_MAX_STEPS = 2000  # that one has about 200
_MAX_LINE = 100
_SPEAKABLE = re.compile(r"[A-Za-z_][\w.]{0,40}", re.ASCII)
_ALLOWED = {
    ("numpy.core.multiarray", "_reconstruct"),
    ("numpy._core.multiarray", "_reconstruct"),
    ("numpy.core.numeric", "_frombuffer"),
    ("numpy._core.numeric", "_frombuffer"),
    ("numpy", "ndarray"),
    ("numpy", "dtype"),
    ("_codecs", "encode"),  # of the letters that stand for an array's bytes
}
_CONSTANTS = {b"N": None, b"\x88": True, b"\x89": False}
_INTEGERS = {b"K": "<B", b"M": "<H", b"J": "<i"}
_BYTES = {b"U": "<B", b"T": "<i", b"C": "<B", b"B": "<I", b"\x8e": "<Q", b"\x96": "<Q"}  # and the form of their length
_UNICODE = {b"\x8c": "<B", b"X": "<I", b"\x8d": "<Q"}
_LATIN_1 = (b"latin1", b"latin-1")
_TUPLES = {b")": 0, b"\x85": 1, b"\x86": 2, b"\x87": 3}
_MARK = object()


def read_program(file: Readable, name: str) -> Any:
    """Return what the pickle builds: tuples, lists, plain values, and a `PickledArray` for each array.

    Args:
        file: the pickle, unpacked, at its beginning.
        name: as a person knows it.

    Raises:
        DataError: it is damaged, too large, or asks for anything but an array.
    """
    try:
        return _Program(file, name).run()
    except (IndexError, ValueError, AttributeError, TypeError, KeyError) as error:
        raise damaged(name, "pickle") from error


class _Program:
    def __init__(self, file: Readable, name: str) -> None:
        self._file = file
        self._name = name
        self._position = 0
        self._stack: list[Any] = []
        self._memo: dict[int, Any] = {}
        self._room = PIECE_BYTES  # for strings that are kept: MNIST's labels, and names

    def run(self) -> Any:
        for _ in range(_MAX_STEPS):
            code = self._take(1)
            if code == b".":
                if self._file.read(1):
                    raise damaged(self._name, "surplus")
                return self._stack.pop()
            self._step(code)
        raise DataError(messages.long_pickle(name=self._name))

    def _step(self, code: bytes) -> None:
        stack = self._stack
        match code:
            case b"\x80":
                self._number("<B")
            case b"(":
                stack.append(_MARK)
            case b"N" | b"\x88" | b"\x89":
                stack.append(_CONSTANTS[code])
            case b"K" | b"M" | b"J":
                stack.append(self._number(_INTEGERS[code]))
            case b"\x8a":
                stack.append(int.from_bytes(self._take(self._number("<B")), "little", signed=True))
            case b"I":  # before protocol 2: also True and False
                line = self._line()
                stack.append({"00": False, "01": True}.get(line, int(line)))
            case _ if code in _BYTES:
                stack.append(self._text(self._number(_BYTES[code])))
            case _ if code in _UNICODE:
                stack.append(self._text(self._number(_UNICODE[code]), is_unicode=True))
            case b"\x95":
                self._number("<Q")  # of a frame: its opcodes follow
            case b"\x94":
                self._memo[len(self._memo)] = stack[-1]
            case b")" | b"\x85" | b"\x86" | b"\x87":
                count = _TUPLES[code]
                items = [stack.pop() for _ in range(count)]
                stack.append(tuple(reversed(items)))
            case b"t":
                stack.append(tuple(self._since_mark()))
            case b"]":
                stack.append([])
            case b"l":
                stack.append(self._since_mark())
            case b"a" | b"e":
                items = [stack.pop()] if code == b"a" else self._since_mark()
                stack[-1].extend(items)
            case b"q" | b"r":
                self._memo[self._number("<B" if code == b"q" else "<I")] = stack[-1]
            case b"h" | b"j":
                stack.append(self._memo[self._number("<B" if code == b"h" else "<I")])
            case b"c":
                stack.append(self._known(self._line(), self._line()))
            case b"\x93":
                attribute, module = stack.pop(), stack.pop()
                stack.append(self._known(module.content.decode("ascii"), attribute.content.decode("ascii")))
            case b"R":
                arguments = stack.pop()
                stack.append(self._made(stack.pop(), arguments))
            case b"b":
                state = stack.pop()
                stack[-1].build(state)
            case _:
                raise damaged(self._name, "pickle_opcode")

    def _known(self, module: str, attribute: str) -> tuple[str, str]:
        if (module, attribute) not in _ALLOWED:
            called = _SPEAKABLE.fullmatch(f"{module}.{attribute}")
            raise DataError(messages.forbidden_name(name=self._name, called=called and called[0]))
        return module, attribute

    def _made(self, function: Any, arguments: Any) -> Any:
        match function, arguments:
            case (_, "_reconstruct"), (("numpy", "ndarray"), tuple(), Text()):
                return PickledArray()
            case ("numpy", "dtype"), (Text(content=bytes(code)), *_):
                return ArrayType(code.decode("ascii"))
            case ("_codecs", "encode"), (Text(is_unicode=True) as letters, Text(content=content)) if (
                content in _LATIN_1
            ):
                return _as_bytes(letters)
            case (_, "_frombuffer"), (data, kind, shape, order):
                array = PickledArray()
                array.fill(data, kind, shape, order)
                return array
        raise ValueError("called in another way than NumPy does")

    def _since_mark(self) -> list[Any]:
        items = []
        while (item := self._stack.pop()) is not _MARK:
            items.append(item)
        return items[::-1]

    def _text(self, length: int, *, is_unicode: bool = False) -> Text:
        if length < 0:
            raise ValueError("a negative length")
        self._refuse_above_cap(length)
        start = self._position
        if length <= self._room:
            self._room -= length
            return Text(start, length, self._take(length), length, is_unicode)
        letters = 0
        for skipped in range(0, length, PIECE_BYTES):
            piece = self._take(min(PIECE_BYTES, length - skipped))
            letters += _letters_in(piece) if is_unicode else len(piece)
        return Text(start, letters, None, length, is_unicode)

    def _refuse_above_cap(self, length: int) -> None:
        if self._position + length > MAX_PICKLE_BYTES:
            promised = self._position + length
            raise DataError(messages.pickle_too_large(name=self._name, most=MAX_PICKLE_BYTES, promised=promised))

    def _number(self, form: str) -> int:
        return struct.unpack(form, self._take(struct.calcsize(form)))[0]

    def _line(self) -> str:
        line = b""
        while (byte := self._take(1)) != b"\n":
            line += byte
            if len(line) > _MAX_LINE:
                raise ValueError("a line that is too long")
        return line.decode("ascii")

    def _take(self, count: int) -> bytes:
        data = self._file.read(count)
        if len(data) < count:
            raise damaged(self._name, "cut")
        self._position += count
        return data


def _letters_in(piece: bytes) -> int:
    """Return how many letters begin in a piece of UTF-8: its bytes but those that continue one."""
    values = np.frombuffer(piece, np.uint8)
    return int(np.count_nonzero((values & 0xC0) != 0x80))


def _as_bytes(letters: Text) -> Text:
    """Return the bytes that letters of Latin-1 stand for; long ones are decoded where they are read."""
    if letters.content is None:
        return letters
    content = letters.content.decode("utf-8").encode("latin-1")
    return Text(letters.start, len(content), content, letters.stored_length)
