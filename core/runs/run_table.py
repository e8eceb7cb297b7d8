"""Runs side by side: a row for each, and rows filtered and put in order. What a recipe is called comes in as a text."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from core.runs.log.run_record import RunRecord
from core.training.record.history import History, Status
from core.training.settings.config import TrainingConfig
from core.training.settings.losses import LOSSES
from models.spec import NetworkSpec

MAX_ROWS = 100  # that a table shows before a person asks for all
MAX_COMPARED = 6  # curves over one another that an eye can still follow
Column = Literal["name", "recipe", "status", "validation", "test", "parameters", "seconds", "created"]
COLUMNS: tuple[Column, ...] = get_args(Column)
_STATUSES: tuple[Status, ...] = ("running", "queued", "finished", "stopped", "interrupted", "failed", "diverged")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """What a table says of one run."""

    run: str
    name: str  # a person's text, or ""
    note: str  # the same
    recipe: str  # key of a recipe, or ""
    is_own_network: bool  # another one than that recipe's
    status: Status
    queue_position: int | None  # from 1; None where it does not wait
    best_accuracy: float | None  # highest of its validation accuracies, 0 to 1; None without validation
    best_epoch: int | None  # the first epoch that had it
    validation_images: int  # 0 where none validate, or before it is known
    correct: int | None  # test images read right; None before the test
    count: int | None  # test images
    parameters: int
    seconds: float  # of training and validating, all epochs
    created: float  # seconds since 1970
    is_mine: bool
    parent: str | None  # the run that it branched from
    parent_epoch: int | None
    config: TrainingConfig
    spec: NetworkSpec
    changed: tuple[tuple[str, float], ...] = ()  # settings that a person changed on the way, each with its last value
    title: str = ""  # what it is called on every page; its name where it has one
    parent_title: str = ""  # the same of the run that it branched from
    is_damaged: bool = False  # part of what the log holds of it cannot be read

    @property
    def is_active(self) -> bool:
        """True while the run waits or trains."""
        return self.status in {"queued", "running"}

    @property
    def test_accuracy(self) -> float | None:
        """Fraction of the test images that were read right."""
        return self.correct / self.count if self.correct is not None and self.count else None


def run_row(
    record: RunRecord,
    outline: History,
    *,
    owner: str,
    queue_position: int | None = None,
    title: str = "",
    parent_title: str = "",
) -> RunRow:
    """Return a run's row.

    Args:
        record: what it is.
        outline: what happened in it; its steps are not looked at.
        owner: who looks.
        queue_position: from 1.
        title: what it is called.
        parent_title: what the run is called that it branched from.
    """
    validated = [
        (epoch.validation_accuracy, epoch.epoch) for epoch in outline.epochs if epoch.validation_accuracy is not None
    ]
    best, best_epoch = max(validated, key=lambda pair: pair[0], default=(None, None))
    branched = outline.branched
    return RunRow(
        run=record.id,
        name=record.name,
        note=record.note,
        recipe=record.recipe,
        is_own_network=record.is_own_network,
        status=outline.status,
        queue_position=queue_position if outline.status == "queued" else None,
        best_accuracy=best,
        best_epoch=best_epoch,
        validation_images=outline.started.validation_images if outline.started else 0,
        correct=outline.test.correct if outline.test else None,
        count=outline.test.count if outline.test else None,
        parameters=record.spec.parameters,
        seconds=outline.duration_seconds,
        created=record.created,
        is_mine=record.owner == owner,
        parent=branched.parent if branched else None,
        parent_epoch=branched.epoch if branched else None,
        config=record.config,
        changed=outline.changed_settings,
        title=title,
        parent_title=parent_title,
        spec=record.spec,
        is_damaged=outline.damaged_rows > 0,
    )


def filtered(rows: Sequence[RunRow], text: str, texts_of: Callable[[RunRow], Sequence[str]]) -> list[RunRow]:
    """Return the rows of which every word of a text is found in what `texts_of` gives of them, whatever its case."""
    words = text.casefold().split()
    return [row for row in rows if all(word in "\n".join(texts_of(row)).casefold() for word in words)]


def ordered(
    rows: Sequence[RunRow], column: Column, *, is_descending: bool, text_of: Callable[[RunRow, Column], str]
) -> list[RunRow]:
    """Return the rows in order of a column, the missing values last in either direction, the newest of equals first.

    Args:
        rows: to order.
        column: to order by; "status" goes from what trains and waits, in its turn, to what went wrong.
        is_descending: largest first.
        text_of: gives what a row says under "name" or "recipe".
    """
    newest = sorted(rows, key=lambda row: row.created, reverse=True)
    key = _key(column, text_of)
    known = [row for row in newest if key(row) is not None]
    return sorted(known, key=key, reverse=is_descending) + [row for row in newest if key(row) is None]


def differing(configs: Sequence[TrainingConfig]) -> tuple[str, ...]:
    """Return the names of the settings in which they are not all the same, as the settings have them."""
    names = [field.name for field in dataclasses.fields(TrainingConfig)]
    return tuple(
        name for name in names if any(getattr(config, name) != getattr(configs[0], name) for config in configs)
    )


def have_one_loss(configs: Sequence[TrainingConfig]) -> bool:
    """Return whether their losses are of one kind, so that their values can be compared."""
    return len({(LOSSES[config.loss].number, config.loss_choice.smoothing) for config in configs}) <= 1


def _key(column: Column, text_of: Callable[[RunRow, Column], str]) -> Callable[[RunRow], Any]:
    match column:
        case "name" | "recipe":
            return lambda row: text_of(row, column).casefold()
        case "status":
            return lambda row: (_STATUSES.index(row.status), row.queue_position or 0)
        case "validation":
            return lambda row: row.best_accuracy
        case "test":
            return lambda row: row.test_accuracy
        case "seconds":
            return lambda row: row.seconds or None
        case "parameters" | "created":
            return lambda row: getattr(row, column)
