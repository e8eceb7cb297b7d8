"""What a capsule says of its network: how it was trained, on what, and which files belong to it.

A capsule is one zip that proves a training: `capsule.json` holds a `CapsuleDocument`, `history.json` a
`CapsuleHistory`, `weights.npz` the checkpoint. Nothing in it names a person, a machine or a place on a disk.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from typing import Any, Self

from core.errors import CheckpointError, LabError
from core.export.model_files.model_note import ModelNote
from core.messages import export as messages
from core.training.record.event_json import value_of, with_sentences
from core.training.record.events import FIGURES, EpochEnded, RunBranched, RunStarted, RunSteered, TestEnded
from core.training.settings.config import TrainingConfig
from models.checks import short_repr
from models.spec import NetworkSpec

SCHEMA = 1
DOCUMENT_NAME = "capsule.json"
HISTORY_NAME = "history.json"
WEIGHTS_NAME = "weights.npz"
BEGIN_FOLDER = "begin"  # the files that a branch began from, by their names in the run's folder
CODE_FOLDER = "code"
_LONGEST_REASON = 300  # characters; a setting's value may come from a stranger's file


@dataclass(frozen=True, slots=True, kw_only=True)
class CapsuleTraining:
    """What went into a training, as far as the capsule's weights need it."""

    data: str  # digest of the data set
    started: RunStarted
    epoch: int  # in or after which the weights are
    step: int | None  # over the whole run: the weights are of a stop within that epoch; None: of its end
    begun_from: RunBranched | None  # names no run
    changes: tuple[RunSteered, ...]  # of settings, each before a step that the weights have seen


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochFigures:
    """What came out of an epoch: means per image in nats, fractions, seconds."""

    epoch: int
    loss: float
    accuracy: float
    validation_loss: float | None
    validation_accuracy: float | None
    seconds: float
    weights: str | None  # SHA-256 of their file; None where it was not recorded

    @classmethod
    def from_event(cls, event: EpochEnded) -> Self:
        """Return the figures of an epoch that ended."""
        figures = {name: getattr(event, name) for name in FIGURES}
        return cls(epoch=event.epoch, **figures, seconds=event.duration_seconds, weights=event.checkpoint.digest)


@dataclass(frozen=True, slots=True, kw_only=True)
class CapsuleHistory:
    """What came out of a training on the way to the capsule's weights."""

    epochs: tuple[EpochFigures, ...]  # that ended, in order; also later ones if early stopping went back
    test: TestEnded | None  # of the capsule's weights; None where those were not tested
    decimals: int | None = None  # to which the epochs' figures are rounded; None for not at all
    steps: tuple[tuple[float, ...], ...] = ()  # step, mean loss and accuracy of the few steps that end with it
    steered: tuple[RunSteered, ...] = ()  # all that a person did on the way

    def to_json(self) -> dict[str, Any]:
        """Return the history as JSON values."""
        return dataclasses.asdict(self) | {"steered": [with_sentences(event) for event in self.steered]}

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Return the history that a file holds.

        Raises:
            CheckpointError: it is no history.
        """
        try:
            return value_of(cls, json.loads(data.decode("utf-8")))
        except (ValueError, TypeError, OverflowError, RecursionError) as error:
            raise CheckpointError(messages.capsule_history_damaged(file=HISTORY_NAME)) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class CapsuleDocument:
    """What a capsule's first file says."""

    spec: NetworkSpec
    config: TrainingConfig
    note: ModelNote
    training: CapsuleTraining
    versions: dict[str, str]  # of Python and the packages, where the capsule was written
    machine: dict[str, str]  # its kind
    files: dict[str, str]  # SHA-256 of every other file, by its name within the capsule

    def to_json(self) -> dict[str, Any]:
        """Return the document as JSON values."""
        return {
            "schema": SCHEMA,
            "spec": self.spec.to_json(),
            "config": self.config.to_json(),
            "note": json.loads(self.note.to_text()),
            "training": dataclasses.asdict(self.training)
            | {"changes": [with_sentences(event) for event in self.training.changes]},
            "versions": self.versions,
            "machine": self.machine,
            "files": self.files,
        }

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Return the document that a file holds.

        Raises:
            SpecError: its network cannot be built.
            CheckpointError: it is no such document, or a later Digit Lab wrote it.
        """
        try:
            entries = json.loads(data.decode("utf-8"))
            if not isinstance(entries, dict) or type(entries.get("schema")) is not int:
                raise TypeError("a document is a table with a schema")
        except (ValueError, TypeError, RecursionError) as error:
            raise CheckpointError(messages.capsule_not_a_description(file=DOCUMENT_NAME)) from error
        if entries["schema"] != SCHEMA:
            raise CheckpointError(messages.capsule_of_other_schema(value=short_repr(entries["schema"]), schema=SCHEMA))
        spec = NetworkSpec.from_json(entries.get("spec"))
        try:
            note = ModelNote.from_text(json.dumps(entries["note"]))
            if note is None:
                raise TypeError("a note says how pixels become inputs")
            return cls(
                spec=spec,
                config=TrainingConfig.from_json(entries["config"]),
                note=note,
                training=value_of(CapsuleTraining, entries["training"]),
                **{name: _texts(entries[name]) for name in ("versions", "machine", "files")},
            )
        except KeyError as error:
            message = messages.capsule_entry_missing(file=DOCUMENT_NAME, entry=str(error.args[0]))
            raise CheckpointError(message) from error
        except LabError as error:
            message = messages.capsule_entry_refused(file=DOCUMENT_NAME, problem=error.message, longest=_LONGEST_REASON)
            raise CheckpointError(message) from error
        except (ValueError, TypeError, OverflowError) as error:
            raise CheckpointError(messages.capsule_entry_of_other_kind(file=DOCUMENT_NAME)) from error


def to_bytes(values: dict[str, Any]) -> bytes:
    """Return JSON values as the bytes of a file; equal values give equal bytes."""
    return (json.dumps(values, indent=1, ensure_ascii=True) + "\n").encode("utf-8")


def _texts(entries: Any) -> dict[str, str]:
    if not isinstance(entries, dict) or not all(isinstance(value, str) for value in entries.values()):
        raise TypeError("a table of texts")
    return entries
