"""What a run is, apart from what happened in it, and how a row of the log holds it."""

from __future__ import annotations

import dataclasses
import functools
import json
from dataclasses import dataclass
from typing import Any

from core.errors import LabError, RunDamagedError
from core.messages.runs import log as messages
from core.recipes import is_own_network
from core.training.record.events import RunBranched, RunTaught
from core.training.settings.config import TrainingConfig
from core.training.settings.validate import check_number
from models.spec import NetworkSpec

MAX_NAME = 80  # characters
MAX_NOTE = 1000
_LAST_TIMESTAMP = 250_000_000_000.0  # in the year 9892; calendars end soon after
_KEPT_TEXTS = 2048  # a table of runs is read again and again, and most of them are alike


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """What a run is, apart from what happened in it."""

    id: str
    owner: str
    created: float  # seconds since 1970, for people to read; never for durations
    recipe: str  # key of the recipe that it was filled in from, or ""
    name: str  # a person's text: kept as text only, escaped where it is shown
    spec: NetworkSpec
    config: TrainingConfig
    data: str  # digest of the data set
    note: str = ""  # a person's text, as the name
    guess: float | None = None  # what its owner guessed, as a fraction of the test images; None for no guess

    @property
    def is_own_network(self) -> bool:
        """Whether its network is another than its recipe's."""
        return is_own_network(self.recipe, self.spec)


_FIELDS = tuple(field.name for field in dataclasses.fields(RunRecord))  # each has a column of its name
COLUMNS = ", ".join(_FIELDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadableRun:
    """A run of which the log cannot tell any more what it is."""

    id: str
    name: str  # a person's text, or ""
    created: float | None  # seconds since 1970; None where that is damaged too


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRun:
    """A run that is to be made."""

    record: RunRecord
    nonce: str  # marks this start: the same owner and nonce are the same run
    began_from: RunBranched | RunTaught | None = None  # where it goes on from; its files are in the run's folder


def guess_fraction(percent: object) -> float | None:
    """Return a person's guess in percent as a fraction; None where they made none.

    Raises:
        ConfigError: no number from 0 to 100.
    """
    if percent is None:
        return None
    check_number("guess", percent, 0.0, 100.0)
    return float(percent) / 100  # type: ignore[arg-type]


def columns_of(new: NewRun) -> dict[str, Any]:
    """Return what the table `runs` holds of a new run: the names of columns, and their values."""
    record = new.record
    texts = {"spec": json.dumps(record.spec.to_json()), "config": json.dumps(record.config.to_json())}
    return {name: getattr(record, name) for name in _FIELDS} | texts | {"nonce": new.nonce}


def record_from_row(row: tuple) -> RunRecord:
    """Return the run of a row with `COLUMNS` of the table `runs`.

    Raises:
        RunDamagedError: a value of it cannot be read, or another version wrote it in a way that this one cannot read.
    """
    values = dict(zip(_FIELDS, row, strict=True))
    if not all(isinstance(values[name], str) for name in ("id", "owner", "recipe", "name", "data", "note")):
        raise RunDamagedError(messages.unreadable_run())
    if not _is_timestamp(values["created"]) or not isinstance(values["guess"], float | None):
        raise RunDamagedError(messages.unreadable_run())
    try:
        values |= {"spec": _spec_of(values["spec"]), "config": _config_of(values["config"])}
    except LabError as error:
        raise RunDamagedError(messages.unreadable_settings(error=error.message)) from error
    except (ValueError, TypeError, RecursionError) as error:  # no JSON, or no text
        raise RunDamagedError(messages.unreadable_run()) from error
    return RunRecord(**values)


def unreadable_from_row(row: tuple) -> UnreadableRun:
    """Return what can still be told of a run whose row `record_from_row` refuses."""
    run, _, created, _, name, *_ = row
    return UnreadableRun(
        id=str(run),
        name=name if isinstance(name, str) else "",
        created=created if _is_timestamp(created) else None,
    )


def _is_timestamp(value: object) -> bool:
    """Return whether a value is seconds since 1970 that a calendar knows."""
    return isinstance(value, float) and 0 <= value < _LAST_TIMESTAMP


@functools.lru_cache(_KEPT_TEXTS)
def _spec_of(text: str) -> NetworkSpec:
    return NetworkSpec.from_json(json.loads(text))


@functools.lru_cache(_KEPT_TEXTS)
def _config_of(text: str) -> TrainingConfig:
    return TrainingConfig.from_json(json.loads(text))
