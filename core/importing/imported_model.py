"""A network that a person brought in a file or changed here, as this server keeps it, beside its weights."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, cast, get_args

from core.export.model_files.model_note import ModelNote
from core.importing.read_model import ModelFileKind
from core.inference.loaded_networks import StoredNetwork
from core.training.record.events import Checkpoint
from models.spec import NetworkSpec

MAX_NAME = 80  # characters, as a run's
WEIGHTS_NAME = "weights.npz"
_SCHEMA = 1
_LAST_MOMENT = 250_000_000_000.0  # in the year 9892; calendars end soon after
_DIGEST = re.compile("[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedModel:
    """A network from a person's file, or one of this server's that a person changed on Inside."""

    id: str  # 32 hexadecimal digits; its folder's name
    folder: Path  # holds its weights
    owner: str  # who may rename and delete it
    created: float  # seconds since 1970, for people to read
    name: str  # a person's text: kept as text only, escaped where it is shown
    file_kind: ModelFileKind
    spec: NetworkSpec
    note: ModelNote  # how bytes become its inputs: as the file said, or as its owner chose
    weights: Checkpoint
    correct: int | None = None  # of the test images, read right when they were last read; None until then
    count: int | None = None  # of those test images

    @property
    def network(self) -> StoredNetwork:
        """The network, ready to be asked."""
        return StoredNetwork(
            spec=self.spec,
            path=str(self.folder / self.weights.name),
            digest=self.weights.digest,
            pixels=self.note.pixels,
            judges_each=self.note.judges_each and self.spec.from_logits,
        )

    @property
    def is_changed_here(self) -> bool:
        """Whether it comes from no file: something was changed in a network of this server."""
        return self.file_kind == "changed"

    @property
    def size_bytes(self) -> int:
        """Bytes of its weights on the disk."""
        return self.weights.size_bytes

    def to_text(self) -> str:
        """Return what is known of it as JSON."""
        return json.dumps(
            {
                "schema": _SCHEMA,
                "id": self.id,
                "owner": self.owner,
                "created": self.created,
                "name": self.name,
                "file_kind": self.file_kind,
                "spec": self.spec.to_json(),
                "note": self.note.to_text(),
                "digest": self.weights.digest,
                "size_bytes": self.weights.size_bytes,
                "correct": self.correct,
                "count": self.count,
            },
            indent=1,
        )

    @classmethod
    def from_text(cls, text: str | bytes, folder: Path) -> Self:
        """Return the model that `to_text` wrote into this folder.

        Raises:
            ValueError, LabError: it is damaged, another folder's, or another version's.
        """
        entries = parse_entries(text)
        note = ModelNote.from_text(entries.get("note"))
        if entries.get("schema") != _SCHEMA or entries.get("id") != folder.name or note is None:
            raise ValueError("the description of another model, or of another version's")
        texts = [entries.get(key) for key in ("owner", "name", "file_kind", "digest")]
        created, size, correct, count = (entries.get(key) for key in ("created", "size_bytes", "correct", "count"))
        if not all(isinstance(text, str) for text in texts):
            raise ValueError("a text that is none")
        owner, name, kind, digest = cast(list[str], texts)
        if kind not in get_args(ModelFileKind) or not _DIGEST.fullmatch(digest):
            raise ValueError("an unknown kind of file, or no digest")
        if not isinstance(created, float) or not 0 <= created < _LAST_MOMENT or type(size) is not int or size < 0:
            raise ValueError("a number out of bounds")
        if (correct, count) != (None, None) and not is_score(correct, count):
            raise ValueError("a score that is none")
        return cls(
            id=folder.name,
            folder=folder,
            owner=owner,
            created=created,
            name=name[:MAX_NAME],
            file_kind=cast(ModelFileKind, kind),
            spec=NetworkSpec.from_json(entries.get("spec")),
            note=note,
            weights=Checkpoint(name=WEIGHTS_NAME, digest=digest, size_bytes=size),
            correct=correct,
            count=count,
        )


def is_score(correct: object, count: object) -> bool:
    """Return whether these are images read right, of so many."""
    return type(correct) is int and type(count) is int and 0 <= correct <= count and count > 0


def parse_entries(text: str | bytes) -> dict[str, Any]:
    """Return the entries of a description, unchecked; ValueError where it is none."""
    try:
        document = json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(document, dict):
        raise ValueError("no object")
    return document
