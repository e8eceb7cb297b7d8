"""What an engine is to run so that a network's capsule is written: gathered from the log, nothing is read from disk."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from core.errors import CheckpointError, ExportError
from core.export.capsule.document import CapsuleHistory, CapsuleTraining, EpochFigures
from core.export.capsule.record import training_record
from core.inference.pretrained import FOLDER, Pretrained, pretrained
from core.messages import inference as inference_messages
from core.messages.runs import exporting as messages
from core.runs.log.histories import Histories
from core.runs.log.models import Model
from core.training.record.event_json import value_of
from core.training.record.events import RunStarted, TestEnded

TARGET = "core.export.capsule.capsule:write_capsule"
_DECIMALS = 6  # of the figures in the pretrained network's history


def capsule_job(model: Model, histories: Histories, runs_folder: Path) -> dict[str, Any]:
    """Return the keyword arguments with which an engine's stream of `TARGET` writes a network's capsule.

    Args:
        model: the network, as the registry finds it.
        histories: of all runs.
        runs_folder: holds a folder for each run.

    Returns:
        All but "path", the file's.

    Raises:
        ExportError: how the network came about is not known.
        CheckpointError: the pretrained network is not whole.
    """
    if model.imported is not None:
        raise ExportError(messages.capsule_of_an_imported_model())
    named: dict[str, Any] = {"stored": model.network}
    if model.record is None:
        network = pretrained()
        named["config"] = network.config
        named["training"], named["history"] = _of_pretrained(network)
    else:
        moment = model.name.moment
        named["config"] = model.record.config
        named["begin_folder"] = str(runs_folder / model.record.id)
        named["training"], named["history"] = training_record(
            histories.of(model.record.id),
            data=model.record.data,
            epoch=moment if isinstance(moment, int) else None,  # else STOPPED
        )
    return named


def _of_pretrained(network: Pretrained) -> tuple[CapsuleTraining, CapsuleHistory]:
    """Return what is known of the network that the app brings along; of its weights only the last are.

    Raises:
        CheckpointError: its files are not whole.
    """
    score, last = network.score, network.config.epochs
    try:
        document = json.loads((FOLDER / "history.json").read_bytes())
        started = value_of(RunStarted, document["started"])
        epochs = tuple(
            value_of(EpochFigures, row | {"weights": score["weights"] if row["epoch"] == last else None})
            for row in document["epochs"]
        )
        test = value_of(TestEnded, {"loss": score["loss"], "correct": score["correct"], "count": score["images"]})
        steps = tuple(value_of(tuple[float, ...], row) for row in document["steps"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CheckpointError(inference_messages.pretrained_damaged()) from error
    training = CapsuleTraining(data=score["data"], started=started, epoch=last, step=None, begun_from=None, changes=())
    return training, CapsuleHistory(epochs=epochs, test=test, decimals=_DECIMALS, steps=steps)
