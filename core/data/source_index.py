"""Which kept copy belongs to which source: an index by the paths, sizes and dates of a person's files."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from core.data.bundled_digits import FALLBACK_VERSION
from core.data.cache import Record, is_intact, temporary_folder, writing
from core.data.formats.detect import SourceFiles
from core.files import replace_synced, write_synced

_INDEX_NAME = "sources.json"
_MAX_REMEMBERED = 32  # sources in the index, the latest


def key_of(files: SourceFiles | None) -> str:
    """Return what a source is called in the index: another name if any of its files changed; None is the fallback.

    Raises:
        DataError: a file is gone.
    """
    return json.dumps(files.fingerprint() if files else ["fallback", FALLBACK_VERSION])


def remembered(data: Path, key: str) -> Record | None:
    """Return the record of a source's copy, which may be damaged or gone."""
    return _read_index(data).get(key)


def intact(data: Path, key: str) -> Record | None:
    """Return the record of a source's copy where that is intact."""
    record = remembered(data, key)
    return record if record is not None and is_intact(data / record.digest) else None


def of_same_content(data: Path, key: str, digest: str) -> Record | None:
    """Return the latest record of the same paths with other dates, whose files were read as the copy `digest`."""
    alike = [record for other, record in _read_index(data).items() if _paths(other) == _paths(key)]
    return next((record for record in reversed(alike) if record.read_digest == digest), None)


def remember(data: Path, key: str, record: Record) -> None:
    """Have a source's copy be this one from now on.

    Raises:
        DiskFullError: no room.
        HomeError: `data` cannot be written.
    """
    others = {other: entry for other, entry in _read_index(data).items() if other != key}
    _write_index(data, others | {key: record})


def forget(data: Path, key: str) -> None:
    """Have a source be read anew the next time, whatever was done to it at other dates; raises as `remember`."""
    records = _read_index(data)
    content = records[key].read_digest if key in records else None

    def is_same(other: str) -> bool:
        return other == key or (_paths(other) == _paths(key) and records[other].read_digest == content)

    _write_index(data, {other: record for other, record in records.items() if not is_same(other)})


def _paths(key: str) -> list[str]:
    """Return the paths of a source's files; none for the fallback, or of a damaged key."""
    try:
        return [file[0] for file in json.loads(key) if isinstance(file, list)]
    except (ValueError, TypeError, IndexError):
        return []


def _read_index(data: Path) -> dict[str, Record]:
    """Return what is remembered, by source; what cannot be read is forgotten, and prepared once more."""
    try:
        entries = json.loads((data / _INDEX_NAME).read_bytes())
        return {key: Record.from_json(entry) for key, entry in entries.items()}
    except (OSError, ValueError, AttributeError):
        return {}


def _write_index(data: Path, records: dict[str, Record]) -> None:
    latest = list(records.items())[-_MAX_REMEMBERED:]
    text = json.dumps({key: asdict(entry) for key, entry in latest}, indent=1)
    with writing(), temporary_folder(data) as temporary:  # of its own: two processes may write at once
        write_synced(temporary / _INDEX_NAME, text.encode())
        replace_synced(temporary / _INDEX_NAME, data / _INDEX_NAME)
