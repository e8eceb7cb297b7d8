"""A person's zip, read member by member by exact names: nothing is unpacked to a disk, nothing grows beyond its cap."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from core.importing.refusals import damaged, refusal
from models.checks import shown

MAX_DIRECTORY_BYTES = 64 << 10  # of the list of members, of which zipfile makes an object each
MAX_MEMBERS = 500
MAX_RATIO = 100  # bytes that come out for each byte that is packed; text and weights pack less well
RATIO_SLACK_BYTES = 1 << 20  # a small member may pack better
_END = struct.Struct("<4s4H2LH")  # end of central directory (PKWARE APPNOTE 4.3.16)
_END_MAGIC, _ZIP64_MAGIC = b"PK\x05\x06", b"PK\x06\x07"
_ZIP64_BYTES = 20
_MAX_COMMENT_BYTES = 0xFFFF
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
        _check_directory(data)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            members = self._archive.infolist()
        except _FAULTS as error:
            raise damaged("its list of contents cannot be read") from error
        self._members = {member.filename: member for member in members}
        if len(members) > MAX_MEMBERS:
            raise refusal(f"This archive holds {len(members):,} files, and a model's at most {MAX_MEMBERS}")
        if len(self._members) < len(members):
            raise refusal("This archive holds two files of the same name, and only one can be meant")
        for member in members:
            _check_member(member)
        if sum(member.compress_size for member in members) > len(data):
            raise refusal("The files in this archive overlap, so that they would grow as they are unpacked")

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
            raise refusal(f"This archive holds no {name}, so it is no whole model")
        if member.file_size > most:
            raise refusal(f"{name} in this archive holds {member.file_size:,} bytes, and at most {most:,} are allowed")
        try:
            with self._archive.open(member) as file:
                content = file.read(most + 1)
        except _FAULTS as error:
            raise damaged(f"{name} in its archive cannot be unpacked") from error
        if len(content) != member.file_size:
            raise damaged(f"{name} in its archive is not as long as the archive says")
        return content


def _check_directory(data: bytes) -> None:
    """Refuse a list of members that is far longer than a model's before zipfile makes objects of it."""
    tail = data[-(_ZIP64_BYTES + _END.size + _MAX_COMMENT_BYTES) :]
    end = tail.rfind(_END_MAGIC)
    if end < 0 or end + _END.size > len(tail):
        raise damaged("its end is missing")
    directory_bytes = _END.unpack_from(tail, end)[5]
    if tail[max(0, end - _ZIP64_BYTES) : end].startswith(_ZIP64_MAGIC) or directory_bytes > MAX_DIRECTORY_BYTES:
        raise refusal(f"This archive's list of contents is longer than the {MAX_DIRECTORY_BYTES:,} bytes of any model")


def _check_member(member: zipfile.ZipInfo) -> None:
    name = member.orig_filename  # ZipInfo cuts the other one at a zero byte
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or ":" in name or "\0" in name or "\\" in name:
        raise refusal(f"A file in this archive is named {shown(name)}, which leads out of the archive")
    if member.flag_bits & _ENCRYPTED:
        raise refusal("This archive is encrypted, and a model's file is open", "Save it again without a password")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise refusal("This archive is packed in a way that model files do not use", "Save it again as Keras does")
    if member.file_size > MAX_RATIO * member.compress_size + RATIO_SLACK_BYTES:
        raise refusal(
            f"{shown(name)} in this archive says that it grows from {member.compress_size:,} to "
            f"{member.file_size:,} bytes as it is unpacked, which no model does"
        )
