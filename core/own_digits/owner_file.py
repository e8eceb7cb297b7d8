"""The file of one owner's digits as it lies on the disk, a digit a line, and what can go wrong with it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.errors import NO_ROOM, DiskFullError, HomeError, OwnDigitsError
from core.messages import own_digits as messages
from core.own_digits.digit_line import read_line
from core.own_digits.own_digit import OwnDigit


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What an owner has: digits from the oldest to the newest, each one's line, and how many lines are damaged."""

    digits: tuple[OwnDigit, ...] = ()
    lines: tuple[bytes, ...] = ()
    damaged: int = 0

    @property
    def byte_count(self) -> int:
        return sum(map(len, self.lines))


def read(path: Path) -> Kept:
    """Return what is kept in a file; nothing where there is none."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Kept()
    found: list[tuple[OwnDigit, bytes]] = []
    damaged, ids = 0, set()
    for line in content.splitlines():
        try:
            digit = read_line(line)
        except OwnDigitsError:
            damaged += 1
            continue
        if digit.id not in ids:
            ids.add(digit.id)
            found.append((digit, line + b"\n"))
    found.sort(key=lambda each: each[0].created)
    return Kept(digits=tuple(digit for digit, _ in found), lines=tuple(line for _, line in found), damaged=damaged)


@contextlib.contextmanager
def disk_errors() -> Iterator[None]:
    """Turn what goes wrong on the disk into `DiskFullError` or `HomeError`."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise DiskFullError(messages.disk_is_full()) from error
        raise HomeError(messages.folder_is_unusable(reason=error.strerror or "no reason given")) from error


def size_of(path: Path) -> int:
    """Return how many bytes a file has; 0 where there is none."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
