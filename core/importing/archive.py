"""A person's zip, read member by member by exact names: nothing is unpacked to a disk, nothing grows beyond its cap."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from core.data.formats.strangers_npz import MAX_DIRECTORY_BYTES, directory_fault
from core.errors import ModelFileError
from core.messages.importing import archive as messages
from core.messages.importing import files
from models.checks import short_repr

MAX_MEMBERS = 500
MAX_RATIO = 100  # bytes that come out for each byte that is packed; text and weights pack less well
RATIO_SLACK_BYTES = 1 << 20  # a small member may pack better
_ENCRYPTED = 1
# What zipfile lets out for a damaged archive
_FAULTS = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(ValueError, IndexError, OverflowError, RuntimeError, NotImplementedError),
)


class SafeArchive:
    """A zip whose list of members was checked: unique plain names, sizes that fit the file."""

    def __init__(self, data: bytes) -> None:
        """Read and check the list of members.

        Args:
            data: of the whole file.

        Raises:
            ModelFileError: the archive is damaged, encrypted, packed in an uncommon way, or a bomb; a member's name
                leads out of the archive or stands twice.
        """
        file = io.BytesIO(data)
        fault = directory_fault(file)
        if fault == "no_end":
            raise ModelFileError(files.damaged(damage="no_end"))
        if fault == "too_long":
            raise ModelFileError(messages.contents_are_too_long(most_bytes=MAX_DIRECTORY_BYTES))
        try:
            self._archive = zipfile.ZipFile(file)
            members = self._archive.infolist()
        except _FAULTS as error:
            raise ModelFileError(files.damaged(damage="contents")) from error
        self._members = {member.filename: member for member in members}
        if len(members) > MAX_MEMBERS:
            raise ModelFileError(messages.too_many_files(count=len(members), most=MAX_MEMBERS))
        if len(self._members) < len(members):
            raise ModelFileError(messages.same_name_twice())
        for member in members:
            _check_member(member)
        if sum(member.compress_size for member in members) > len(data):
            raise ModelFileError(messages.files_overlap())

    @property
    def sizes(self) -> dict[str, int]:
        """What each member says that it holds, in bytes, by its name; folders are left out."""
        return {name: member.file_size for name, member in self._members.items() if not member.is_dir()}

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def read(self, name: str, *, most: int) -> bytes:
        """Return what a member holds.

        Args:
            name: exactly, such as "config.json".
            most: bytes that it may hold.

        Raises:
            ModelFileError: there is no such member, it is larger, or damaged.
        """
        member = self._members.get(name)
        if member is None or member.is_dir():
            raise ModelFileError(messages.file_is_missing(name=name))
        if member.file_size > most:
            raise ModelFileError(messages.file_is_too_large(name=name, size_bytes=member.file_size, most_bytes=most))
        try:
            with self._archive.open(member) as file:
                content = file.read(most + 1)
        except _FAULTS as error:
            raise ModelFileError(files.part_is_damaged(part=name, damage="packing")) from error
        if len(content) != member.file_size:
            raise ModelFileError(files.part_is_damaged(part=name, damage="length"))
        return content


def _check_member(member: zipfile.ZipInfo) -> None:
    name = member.orig_filename  # ZipInfo cuts the other one at a zero byte
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or ":" in name or "\0" in name or "\\" in name:
        raise ModelFileError(messages.name_leads_out(name=short_repr(name)))
    if member.flag_bits & _ENCRYPTED:
        raise ModelFileError(messages.encrypted())
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ModelFileError(messages.unknown_packing())
    if member.file_size > MAX_RATIO * member.compress_size + RATIO_SLACK_BYTES:
        raise ModelFileError(
            messages.grows_too_much(
                name=short_repr(name), packed_bytes=member.compress_size, unpacked_bytes=member.file_size
            )
        )
