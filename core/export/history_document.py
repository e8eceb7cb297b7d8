"""A run's whole history as JSON: its network, its settings, its curves, what a person changed, its result.

It names no owner, no file and no folder. What is no number in JSON (a loss that ran away) is null.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Sequence
from typing import Any

from core.export.surroundings import versions
from core.export.tables import epoch_values
from core.training.record.history import History
from core.training.settings.config import TrainingConfig
from models.spec import NetworkSpec

SCHEMA = 1


def history_json(
    history: History,
    *,
    spec: NetworkSpec,
    config: TrainingConfig,
    recipe: str = "",
    name: str = "",
    note: str = "",
    created: str = "",
    data: str = "",
) -> str:
    """Return a history as JSON, a line for each epoch, step value and change.

    Args:
        history: of the run, with its step values.
        spec: its network.
        config: what it began with, its seed included.
        recipe: key of the recipe that it was set up from, or "".
        name: a person's text.
        note: the same.
        created: when, as ISO 8601 writes it.
        data: digest of the data set.
    """
    document = {
        "schema": SCHEMA,
        "name": name,
        "note": note,
        "recipe": recipe,
        "created": created,
        "status": history.status,
        "network": spec.to_json(),
        "settings": config.to_json(),
        "data": data,
        # How many images and steps an epoch has, on what it ran, and how bytes became inputs
        "began": dataclasses.asdict(history.started) if history.started else None,
        "branched_from_epoch": history.branched.epoch if history.branched else None,
        "own_digits": _own_digits(history),
        "epochs": epoch_values(history, config),
        "steps": [
            {"last_step": event.last_step, "mean_loss": event.mean_loss, "accuracy": event.accuracy}
            for event in history.steps
        ],
        "changes": [
            {"step": event.step, "action": event.action, "value": event.value, "reason": str(event.reason or "")}
            for event in history.steered
        ],
        "best_restored_epoch": history.restored.epoch if history.restored else None,
        "test": dataclasses.asdict(history.test) if history.test else None,
        "written_with": versions(),  # not what a run of long ago was trained with, which the log does not say
    }
    lines = [f" {json.dumps(key)}: {_lines(_strict(value))}" for key, value in document.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _own_digits(history: History) -> dict[str, Any] | None:
    """Return how a run learned a person's hand, without the drawings; None for any other run."""
    taught, hand = history.taught, history.hand
    if taught is None:
        return None
    began = {name: getattr(taught, name) for name in ("taught", "held_out", "own_share")}
    return began | {"judged": dataclasses.asdict(hand) if hand else None}


def _strict(value: Any) -> Any:
    """Return a value without the infinities and NaN that JSON does not have."""
    if isinstance(value, dict):
        return {key: _strict(entry) for key, entry in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_strict(entry) for entry in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _lines(value: Any) -> str:
    """Return JSON with one line for each entry of a list of rows."""
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(f"  {json.dumps(entry, allow_nan=False)}" for entry in value) + "\n ]"
    return json.dumps(value, allow_nan=False)
