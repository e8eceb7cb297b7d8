"""Downloads MNIST from the first mirror that gives it, checks it, and keeps it; a generator that tells how far it is.

For a child process: it waits for the network, and converts what came. Files lie in a temporary folder until every
check has passed, so that a download that fails leaves everything as it was.
"""

from __future__ import annotations

import hashlib
import http.client
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.data.cache import temporary_folder, write_copy, writing
from core.data.download.http import MirrorError, Patience, answer, failing_in_words
from core.data.download.mirrors import Mirror, RemoteFile
from core.data.formats.detect import find_source, open_arrays
from core.data.formats.validate import as_mnist
from core.errors import DataError, DownloadError

MAX_FILE_BYTES = 64 << 20  # of a file without a known hash: MNIST's arrays, not packed, are 55 MB
PIECE_BYTES = 64 << 10
EVENT_SECONDS = 0.1
NO_MNIST = "sends something that is not MNIST"


@dataclass(frozen=True, slots=True, kw_only=True)
class BytesArrived:
    """How far the download is."""

    done_bytes: int
    total_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesArrived:
    """Everything was downloaded; it is now checked and kept."""


def download(
    data: str, digest: str, mirrors: tuple[Mirror, ...], patience: Patience
) -> Iterator[BytesArrived | FilesArrived]:
    """Yield how far the download is; when it ends, the digits are kept in `data`/`digest`.

    Args:
        data: the folder of all kept copies; made if missing.
        digest: of the data set, as `core.data.cache` names it; nothing else is kept.
        mirrors: asked in this order; one that does not answer is asked once.
        patience: with each of them.

    Raises:
        DownloadError: no mirror gave it; the sentence says what each did.
        DiskFullError: no room; nothing is left behind.
        HomeError: `data` cannot be written.
    """
    faults: dict[str, MirrorError] = {}  # by host, the last of each
    for mirror in mirrors:
        if mirror.host in faults and not faults[mirror.host].has_answered:
            continue
        try:
            yield from _from(mirror, Path(data), digest, patience)
            return
        except MirrorError as error:
            faults[mirror.host] = error
    words = "; ".join(f"{host} {error}" for host, error in faults.items())
    raise DownloadError(f"No mirror gave it: {words}.") from next(reversed(faults.values()), None)


def _from(mirror: Mirror, data: Path, digest: str, patience: Patience) -> Iterator[BytesArrived | FilesArrived]:
    with writing(), temporary_folder(data) as folder:
        done_bytes = 0
        for place, file in enumerate(mirror.files):
            later_bytes = sum(other.size_bytes for other in mirror.files[place + 1 :])
            for file_bytes, size_bytes in _fetch(mirror, file, folder / file.name, patience):
                total_bytes = done_bytes + size_bytes + later_bytes
                yield BytesArrived(done_bytes=done_bytes + file_bytes, total_bytes=total_bytes)
            done_bytes += (folder / file.name).stat().st_size
        yield FilesArrived()
        try:
            source = find_source(folder)
            arrays, notes = as_mnist(open_arrays(source))
            write_copy(data, arrays, source=source.format, notes=notes, expected=digest)
        except DataError as error:
            raise MirrorError(NO_MNIST) from error


def _fetch(mirror: Mirror, file: RemoteFile, path: Path, patience: Patience) -> Iterator[tuple[int, int]]:
    """Yield (bytes that came, bytes in all) now and then while one file is written to `path`."""
    sha256 = hashlib.sha256()
    with answer(mirror.address + file.name, patience) as response, path.open("wb") as copy:
        size_bytes = _size(response, file)
        most_bytes = MAX_FILE_BYTES if file.sha256 is None else file.size_bytes
        if size_bytes > most_bytes or (file.sha256 is not None and size_bytes != file.size_bytes):
            raise MirrorError(NO_MNIST)
        done_bytes, told = 0, time.monotonic()
        yield 0, size_bytes
        for piece in _pieces(response, patience):
            done_bytes += len(piece)
            if done_bytes > most_bytes:
                raise MirrorError("sends more than MNIST has")
            sha256.update(piece)
            copy.write(piece)
            if time.monotonic() - told >= EVENT_SECONDS:
                told = time.monotonic()
                yield done_bytes, max(size_bytes, done_bytes)
    if response.length or (file.sha256 is not None and done_bytes < file.size_bytes):
        raise MirrorError("cut the connection", has_answered=False)
    if file.sha256 is not None and sha256.hexdigest() != file.sha256:
        raise MirrorError(NO_MNIST)
    yield done_bytes, done_bytes


def _size(response: http.client.HTTPResponse, file: RemoteFile) -> int:
    return file.size_bytes if response.length is None else response.length


def _pieces(response: http.client.HTTPResponse, patience: Patience) -> Iterator[bytes]:
    """Yield a body as it comes, until its end; raises MirrorError where it comes too slowly or not at all."""
    stretch_bytes, stretch_started = 0, time.monotonic()
    while True:
        with failing_in_words():
            piece = response.read1(PIECE_BYTES)
        if not piece:
            return
        yield piece
        stretch_bytes += len(piece)
        if time.monotonic() - stretch_started > patience.silence_seconds:
            if stretch_bytes < patience.least_bytes:
                raise MirrorError("is too slow", has_answered=False)
            stretch_bytes, stretch_started = 0, time.monotonic()
