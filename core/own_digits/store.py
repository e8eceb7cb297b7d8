"""Every person's own digits, kept on the server: a file an owner, a digit a line, bounded, written whole or not at all.

An owner is an id that the browser's cookie holds, and the only thing of a person that a file is named by. A line that
cannot be read is left out, and the file as it was is put aside before anything is written over it.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from core.errors import OwnDigitsError
from core.files import replace_file
from core.lru import Lru
from core.messages import own_digits as messages
from core.own_digits.all_files import ASIDE, SUFFIX, AllFiles, note_use
from core.own_digits.digit_line import write_line
from core.own_digits.own_digit import OwnDigit, is_id
from core.own_digits.owner_file import Kept, disk_errors, read, size_of
from core.own_digits.sorting_out import sort_out
from core.own_digits.thinning import thinned

MOST_DIGITS = 500  # of an owner
MOST_BYTES = 5_000_000  # of an owner's file
_REMEMBERED = 32  # owners whose digits are in memory: at most some 10 MB each, as a rule 1 MB


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of digits that were to be kept.

    Attributes:
        added: those that are kept now and were not before.
        known: how many were there already, with the same label.
        doubled: how many came a second time among those that were to be kept.
        left_out: how many found no room.
    """

    added: tuple[OwnDigit, ...] = ()
    known: int = 0
    doubled: int = 0
    left_out: int = 0


class OwnDigits:
    """Keeps and finds people's own digits; shared by all sessions and threads."""

    def __init__(self, folder: Path) -> None:
        """Take a folder, which need not exist and is not looked at yet."""
        self._folder = folder
        self._lock = threading.RLock()
        self._remembered: Lru[str, Kept] = Lru(_REMEMBERED)
        self._files = AllFiles(folder)

    def of_owner(self, owner: str) -> tuple[OwnDigit, ...]:
        """Return an owner's digits, the oldest first; what cannot be read any more is left out.

        Raises:
            OwnDigitsError: `owner` is no owner's id.
            HomeError: the file cannot be read.
        """
        with self._lock:
            return self._of(owner).digits

    def damaged_count(self, owner: str) -> int:
        """Return how many of an owner's digits cannot be read any more; errors as `of_owner`."""
        with self._lock:
            return self._of(owner).damaged

    def add(
        self, owner: str, *, label: int, image: np.ndarray, strokes: Sequence[np.ndarray] = (), identity: str = ""
    ) -> OwnDigit:
        """Keep a digit, and return it as it is kept; one with the same id, or the newest unmarked, is not kept twice.

        Args:
            owner: whose it is.
            label: 0 to 9.
            image: (28, 28) uint8, ink bright, as a network gets it.
            strokes: in canvas pixels; kept with no more points than their shape needs.
            identity: 32 hexadecimal digits that mark this one; a new mark where it is not given, unless it is the
                newest one again.

        Raises:
            OwnDigitsError: it is no digit, or there is no room for it; the sentence says what to delete.
            DiskFullError, HomeError: it cannot be written; nothing is changed.
        """
        digit = OwnDigit(
            id=identity or secrets.token_hex(16),
            label=label,
            image=image,
            strokes=tuple(map(thinned, strokes)),
            created=time.time(),
        )
        with self._lock:
            kept = self._of(owner).digits
            known = next((each for each in kept if each.id == digit.id), None)
            if known is None and not identity and kept and kept[-1].content == digit.content:
                known = kept[-1]
            if known is not None:
                return known
            result = self._put(owner, [digit])
        if not result.added:
            is_many = len(kept) >= MOST_DIGITS
            raise OwnDigitsError(
                messages.too_many(most=MOST_DIGITS) if is_many else messages.too_large(most_bytes=MOST_BYTES)
            )
        return digit

    def add_many(self, owner: str, digits: Sequence[OwnDigit]) -> Added:
        """Keep digits of a file: all that there is room for, or none where it fails.

        What is there already is not kept twice, as `sort_out` tells it; one with a known id and other pixels is another
        digit, and gets an id of its own.

        Raises:
            OwnDigitsError: the server has no room for more.
            DiskFullError, HomeError: they cannot be written; nothing is changed.
        """
        with self._lock:
            found = sort_out(digits, self._of(owner).digits)
            return replace(self._put(owner, found.new), known=found.known, doubled=found.doubled)

    def restore(self, owner: str, digits: Sequence[OwnDigit]) -> tuple[OwnDigit, ...]:
        """Keep digits again that were deleted, alike ones too, and return those that there is no room for.

        Raises:
            OwnDigitsError: the server has no room for more.
            DiskFullError, HomeError: they cannot be written; nothing is changed.
        """
        with self._lock:
            ids = {digit.id for digit in self._of(owner).digits}
            gone = [digit for digit in digits if digit.id not in ids]
            return tuple(gone[len(self._put(owner, gone).added) :])

    def relabel(self, owner: str, identity: str, label: int) -> None:
        """Say of a digit that it is another one.

        Raises:
            OwnDigitsError: there is none with this id, or the label is not 0 to 9.
            DiskFullError, HomeError: it cannot be written; nothing is changed.
        """
        with self._lock:
            kept = self._of(owner)
            if identity not in {digit.id for digit in kept.digits}:
                raise OwnDigitsError(messages.gone())
            self._write(
                owner,
                [replace(digit, label=label) if digit.id == identity else digit for digit in kept.digits],
            )

    def remove(self, owner: str, identities: Collection[str]) -> tuple[OwnDigit, ...]:
        """Delete digits and return them, so that `restore` can bring them back; ids of none are passed over.

        Raises:
            DiskFullError, HomeError: it cannot be written; nothing is changed.
        """
        with self._lock:
            kept = self._of(owner).digits
            removed = tuple(digit for digit in kept if digit.id in identities)
            if removed:
                self._write(owner, [digit for digit in kept if digit.id not in identities])
            return removed

    def remove_all(self, owner: str) -> tuple[OwnDigit, ...]:
        """Delete all of an owner's digits and return them; nothing of them stays on the disk, damaged ones neither.

        Raises:
            HomeError: it cannot be deleted; nothing is changed.
        """
        with self._lock, disk_errors():
            removed = self._of(owner).digits
            path = self._path(owner)
            before = size_of(path)
            path.unlink(missing_ok=True)
            self._files.note(-before)
            self._remembered[owner] = Kept()
            path.with_suffix(ASIDE).unlink(missing_ok=True)
            return removed

    def _of(self, owner: str) -> Kept:
        path = self._path(owner)
        if owner not in self._remembered:
            with disk_errors():
                self._remembered[owner] = read(path)
            note_use(path)
        return self._remembered[owner]

    def _path(self, owner: str) -> Path:
        if not is_id(owner):
            raise OwnDigitsError(messages.unknown_owner())
        return self._folder / f"{owner}{SUFFIX}"

    def _put(self, owner: str, digits: Sequence[OwnDigit]) -> Added:
        """Keep as many digits as there is room for, the first of them first."""
        kept = self._of(owner)
        room = MOST_BYTES - kept.byte_count
        added: list[OwnDigit] = []
        for digit in digits:
            length = len(write_line(digit))
            if len(kept.digits) + len(added) >= MOST_DIGITS or length > room:
                break
            room -= length
            added.append(digit)
        if added:
            self._write(owner, [*kept.digits, *added])
        return Added(added=tuple(added), left_out=len(digits) - len(added))

    def _write(self, owner: str, digits: Sequence[OwnDigit]) -> None:
        """Have an owner keep these digits, on the disk and then in memory."""
        path, before = self._path(owner), self._of(owner)
        known = dict(zip(before.digits, before.lines, strict=True))  # by identity: digits are equal to themselves alone
        ordered = sorted(digits, key=lambda digit: digit.created)
        lines = [known.get(digit) or write_line(digit) for digit in ordered]
        content = b"".join(lines)
        with disk_errors():
            self._folder.mkdir(parents=True, exist_ok=True)
            length = size_of(path)
            if not self._files.has_room(len(content) - length, in_use=self._remembered):
                raise OwnDigitsError(messages.server_is_full())
            if before.damaged:
                replace_file(path.with_suffix(ASIDE), path.read_bytes())
            replace_file(path, content)
        self._files.note(len(content) - length)
        self._remembered[owner] = Kept(digits=tuple(ordered), lines=tuple(lines))
