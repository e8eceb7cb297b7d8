"""The text of a CSV file, plain, gzipped or in a zip, in pieces of whole lines; never more than a data set takes."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from core.data.formats.npz import unpacks_in_steps
from core.data.formats.reading import MAX_ARRAY_BYTES, Readable, open_unpacked, reading, refuse_above_cap
from core.errors import DataError
from core.messages.data import files as file_messages
from core.messages.data import tables as messages
from core.messages.data.files import Name

LONGEST_ROW_BYTES = 32 << 10  # 784 values of three figures take 3 KB; a header with names, some more
_PIECE_BYTES = 256 << 10  # a piece and what is made of it stay in a processor's cache
_MOST_TIMES = 30  # text is seven to ten times as long as it is packed
_SPARE_BYTES = 16 << 20  # few images may be packed to little
_MARK = b"\xef\xbb\xbf"  # of UTF-8, which some programs write before the first row
_MOST_BLANK = 64  # bytes of empty lines that a file may end with
_MOST_NAME = 60  # characters of a zip's member that are repeated


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFile:
    """A CSV file, or one in a zip."""

    path: Path
    member: str | None = None

    @property
    def name(self) -> Name:
        """What a person knows it as."""
        if self.member is None:
            return self.path.name
        member = ascii(self.member.rpartition("/")[2])[1:-1][:_MOST_NAME]
        return file_messages.array_in_file(array=member, file=self.path.name)


def lines_of(file: TextFile) -> Iterator[bytes]:
    """Yield the file's text in pieces of whole lines; the first piece is the first line alone.

    Each line ends with a line feed, also the last; empty lines at the file's end are left out.

    Raises:
        DataError: the file is empty, damaged or too large, or a line is longer than a row can be.
    """
    blank = b""  # lines that may be the file's end
    is_first = True
    for lines in _whole_lines(file):
        if is_first:
            is_first = False
            end = lines.index(b"\n") + 1
            yield lines[:end]
            lines = lines[end:]
        end = lines.find(b"\n", len(lines.rstrip(b"\r\n"))) + 1 if lines.strip(b"\r\n") else 0
        if end:
            yield blank + lines[:end]
            blank = b""
        blank += lines[end:]
        if len(blank) > _MOST_BLANK:
            yield blank
            blank = b""


def _whole_lines(file: TextFile) -> Iterator[bytes]:
    with _opened(file) as (text, most):
        row, total, rest = 1, 0, b""
        while piece := text.read(_PIECE_BYTES):
            rest += piece if total else piece.removeprefix(_MARK)
            total += len(piece)
            if total > most():
                raise DataError(messages.too_much_text(name=file.name))
            end = rest.rfind(b"\n") + 1
            row += rest.count(b"\n")
            lines, rest = rest[:end], rest[end:]
            if len(rest) > LONGEST_ROW_BYTES:
                raise DataError(messages.endless_row(name=file.name, row=row, most=LONGEST_ROW_BYTES))
            if lines:
                yield lines
        if rest:
            yield rest + b"\n"


@contextmanager
def _opened(file: TextFile) -> Iterator[tuple[Readable, Callable[[], int]]]:
    """Give the file's text, unpacked where it is packed, and what tells how many bytes of it there may be by now."""
    with reading(file.path.name):
        if file.member is not None:
            with zipfile.ZipFile(file.path) as archive:
                info = archive.getinfo(file.member)
                if not unpacks_in_steps(info):
                    raise DataError(file_messages.foreign_compression(name=file.name))
                with archive.open(info) as text:
                    if info.file_size > _most_unpacked(info.compress_size):
                        raise DataError(messages.too_much_text(name=file.name))
                    yield text, lambda: info.file_size
            return
        with open_unpacked(file.path) as text:
            if isinstance(text, gzip.GzipFile):
                packed = cast(IO[bytes], text.fileobj)  # the file itself, read as far as it is unpacked
                yield text, lambda: _most_unpacked(packed.tell())
            else:
                refuse_above_cap(file.path.stat().st_size, file.name, most=MAX_ARRAY_BYTES)
                yield text, lambda: MAX_ARRAY_BYTES


def _most_unpacked(packed: int) -> int:
    return min(MAX_ARRAY_BYTES, _SPARE_BYTES + _MOST_TIMES * packed)
