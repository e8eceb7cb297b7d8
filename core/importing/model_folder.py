"""A kept model on the disk: its folder holds the weights and a description, and either is found damaged, never guessed.

Whatever is written appears whole or not at all, also after a power cut.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.errors import NO_ROOM, DiskFullError, HomeError, LabError
from core.files import replace_file
from core.importing.imported_model import MAX_NAME, WEIGHTS_NAME, ImportedModel, parse_entries
from core.messages.importing import library as messages
from core.messages.message import Message

DESCRIPTION_NAME = "model.json"
TEMPORARY_PREFIX = ".unfinished-"
_ID = re.compile("[0-9a-f]{32}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class DamagedModel:
    """A model of which too little is left to ask it."""

    id: str
    folder: Path
    damage: Message  # what is wrong with it: "its weights are missing"
    size_bytes: int  # of its weights
    owner: str | None  # who may delete it, where that can still be read
    name: str  # where it can still be read


def read_folders(folder: Path) -> dict[str, ImportedModel | DamagedModel]:
    """Return every model below a folder by its id; none where the folder is missing or cannot be read."""
    try:
        inside = sorted(path for path in folder.iterdir() if _ID.fullmatch(path.name))
    except OSError:
        return {}
    return {path.name: _read(path) for path in inside}


def write_description(folder: Path, model: ImportedModel) -> None:
    """Write what is known of a model into a folder, one writer at a time; what stood there is replaced in one go.

    Raises:
        OSError: it cannot be written; what stood there before stays.
    """
    replace_file(folder / DESCRIPTION_NAME, model.to_text().encode())


@contextlib.contextmanager
def disk_errors() -> Iterator[None]:
    """Turn what goes wrong on the disk into `DiskFullError` or `HomeError`."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise DiskFullError(messages.disk_is_full()) from error
        raise HomeError(messages.folder_is_unusable(reason=error.strerror)) from error


def _read(folder: Path) -> ImportedModel | DamagedModel:
    size = -1
    with contextlib.suppress(OSError):
        size = (folder / WEIGHTS_NAME).stat().st_size
    owner, name = None, ""
    try:
        text = (folder / DESCRIPTION_NAME).read_bytes()
        entries = parse_entries(text)
        owner, name = entries.get("owner"), entries.get("name")
        model = ImportedModel.from_text(text, folder)
        if size == model.weights.size_bytes:
            return model
        damage = messages.damage(kind="missing" if size < 0 else "cut")
    except (OSError, ValueError, LabError):
        damage = messages.damage(kind="unknown")
    return DamagedModel(
        id=folder.name,
        folder=folder,
        damage=damage,
        size_bytes=max(size, 0),
        owner=owner if isinstance(owner, str) else None,
        name=name[:MAX_NAME] if isinstance(name, str) else "",
    )
