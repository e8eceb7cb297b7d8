"""Downloads MNIST from the first mirror that gives it, checks it, and keeps it; a generator of its progress.

For a child process: it waits for the network, and converts what came. Files lie in a temporary folder until every
check has passed, so that a download that fails leaves everything as it was.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from pathlib import Path

import requests

from core.data.cache import temporary_folder, write_copy, writing
from core.data.download.events import BytesArrived, FilesArrived
from core.data.download.http import MirrorError, mirror_errors, open_url
from core.data.download.mirrors import Mirror, RemoteFile, Timeouts
from core.data.formats.detect import find_source
from core.data.formats.read_source import read_arrays
from core.data.formats.validate import validate_mnist
from core.errors import DataError, DownloadError
from core.messages.data import download as messages

MAX_FILE_BYTES = 64 << 20  # of a file without a known hash: MNIST's arrays, not packed, are 55 MB
PIECE_BYTES = 64 << 10
EVENT_SECONDS = 0.1


def download(
    data: str, digest: str, mirrors: tuple[Mirror, ...], timeouts: Timeouts
) -> Iterator[BytesArrived | FilesArrived]:
    """Yield how far the download is; when it ends, the digits are kept in `data`/`digest`.

    Args:
        data: the folder of all kept copies; made if missing.
        digest: of the data set, as `core.data.cache` names it; nothing else is kept.
        mirrors: asked in this order; one that does not answer is asked once.
        timeouts: of each of them.

    Raises:
        DownloadError: no mirror gave it; the message says what each did.
        DiskFullError: no room; nothing is left behind.
        HomeError: `data` cannot be written.
    """
    faults: dict[str, MirrorError] = {}  # by host, the last of each
    for mirror in mirrors:
        if mirror.host in faults and not faults[mirror.host].has_answered:
            continue
        try:
            yield from _download_from(mirror, Path(data), digest, timeouts)
            return
        except MirrorError as error:
            faults[mirror.host] = error
    message = messages.no_mirror(faults=tuple((host, error.message) for host, error in faults.items()))
    raise DownloadError(message) from next(reversed(faults.values()), None)


def _download_from(
    mirror: Mirror, data: Path, digest: str, timeouts: Timeouts
) -> Iterator[BytesArrived | FilesArrived]:
    with writing(), temporary_folder(data) as folder:
        done_bytes = 0
        for index, file in enumerate(mirror.files):
            later_bytes = sum(other.size_bytes for other in mirror.files[index + 1 :])
            for file_bytes, size_bytes in _fetch(mirror, file, folder / file.name, timeouts):
                total_bytes = done_bytes + size_bytes + later_bytes
                yield BytesArrived(done_bytes=done_bytes + file_bytes, total_bytes=total_bytes)
            done_bytes += (folder / file.name).stat().st_size
        yield FilesArrived()
        try:
            source = find_source(folder)
            write_copy(data, validate_mnist(read_arrays(source).arrays), source=source.format, expected=digest)
        except DataError as error:
            raise MirrorError("not_mnist") from error


def _fetch(mirror: Mirror, file: RemoteFile, path: Path, timeouts: Timeouts) -> Iterator[tuple[int, int]]:
    """Yield (bytes that came, bytes in all) now and then while one file is written to `path`."""
    sha256 = hashlib.sha256()
    with open_url(mirror.address + file.name, timeouts) as response, path.open("wb") as copy:
        announced = response.raw.length_remaining
        size_bytes = file.size_bytes if announced is None else announced
        most_bytes = MAX_FILE_BYTES if file.sha256 is None else file.size_bytes
        if size_bytes > most_bytes or (file.sha256 is not None and size_bytes != file.size_bytes):
            raise MirrorError("not_mnist")
        done_bytes, reported = 0, time.monotonic()
        yield 0, size_bytes
        for piece in _pieces(response, timeouts):
            done_bytes += len(piece)
            if done_bytes > most_bytes:
                raise MirrorError("too_long")
            sha256.update(piece)
            copy.write(piece)
            if time.monotonic() - reported >= EVENT_SECONDS:
                reported = time.monotonic()
                yield done_bytes, max(size_bytes, done_bytes)
    if file.sha256 is not None and done_bytes < file.size_bytes:
        raise MirrorError("cut", has_answered=False)
    if file.sha256 is not None and sha256.hexdigest() != file.sha256:
        raise MirrorError("not_mnist")
    yield done_bytes, done_bytes


def _pieces(response: requests.Response, timeouts: Timeouts) -> Iterator[bytes]:
    """Yield a body as it comes, until its end; raises MirrorError where it comes too slowly or not at all."""
    stretch_bytes, stretch_started = 0, time.monotonic()
    while True:
        with mirror_errors():
            piece = response.raw.read1(PIECE_BYTES)
        if not piece:
            return
        yield piece
        stretch_bytes += len(piece)
        if time.monotonic() - stretch_started > timeouts.silence_seconds:
            if stretch_bytes < timeouts.least_bytes:
                raise MirrorError("too_slow", has_answered=False)
            stretch_bytes, stretch_started = 0, time.monotonic()
