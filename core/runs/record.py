"""What a run is, apart from what happened in it, and how a row of the log holds it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from core.training.config import TrainingConfig
from models.spec import NetworkSpec

COLUMNS = "id, owner, created, recipe, name, spec, config, data, note"
MAX_NAME = 80  # characters
MAX_NOTE = 1000


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


def record_of(row: tuple) -> RunRecord:
    """Return the run of a row with `COLUMNS` of the table `runs`.

    Raises:
        SpecError, ConfigError: another version wrote it in a way that this one cannot read.
    """
    run, owner, created, recipe, name, spec, config, data, note = row
    return RunRecord(
        id=run,
        owner=owner,
        created=created,
        recipe=recipe,
        name=name,
        spec=NetworkSpec.from_json(json.loads(spec)),
        config=TrainingConfig.from_json(json.loads(config)),
        data=data,
        note=note,
    )
