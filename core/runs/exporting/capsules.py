"""What an engine is to run so that a network's capsule is written: gathered from the log, nothing is read from disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core.errors import ExportError
from core.export.capsule.record import training_record
from core.messages.runs import exporting as messages
from core.runs.log.histories import Histories
from core.runs.log.models import Model

TARGET = "core.export.capsule.capsule:write_capsule"


def capsule_job(model: Model, histories: Histories, runs_folder: Path) -> dict[str, Any]:
    """Return the keyword arguments with which an engine's stream of `TARGET` writes a network's capsule.

    Args:
        model: the network, as the registry finds it.
        histories: of all runs.
        runs_folder: holds a folder for each run.

    Returns:
        All but "path", the file's.

    Raises:
        ExportError: how the network came about is not known, or is more than a run.
    """
    if model.imported is not None:
        raise ExportError(messages.capsule_of_an_imported_model())
    if model.record is None:
        raise ExportError(messages.capsule_of_the_pretrained_network())
    moment = model.name.moment
    training, history = training_record(
        histories.of(model.record.id),
        data=model.record.data,
        epoch=moment if isinstance(moment, int) else None,  # else STOPPED
    )
    return {
        "stored": model.network,
        "config": model.record.config,
        "begin_folder": str(runs_folder / model.record.id),
        "training": training,
        "history": history,
    }
