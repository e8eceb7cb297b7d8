"""What is asked of the exporter for a network's file: everything that its bytes and its figures depend on."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from pathlib import Path

from core.data.dataset import Dataset
from core.export.capsule import capsule
from core.export.formats import FORMATS, FormatKey
from core.inference.loaded_networks import StoredNetwork
from core.inference.pretrained import pretrained
from core.runs.exporting.capsules import TARGET, capsule_job
from core.runs.exporting.export_state import ExportRequest
from core.runs.log.histories import Histories
from core.runs.log.models import STOPPED, Model
from core.training.record.history import History
from core.training.settings.commands import with_settings
from core.training.settings.config import TrainingConfig
from models.spec import NetworkSpec

EXPORT = "core.export.export:export"
TRAINED_ON: tuple[FormatKey, ...] = ("keras", "h5")  # formats with which `fit` goes on: they hold settings
VERSION = 1  # of what the exporters write: another one lets no file of an older Digit Lab be taken for a new one


def export_request(
    model: Model, format_key: FormatKey, dataset: Dataset, *, histories: Histories, runs_folder: Path
) -> ExportRequest:
    """Return the request for a network's file in a format.

    Args:
        model: the network.
        format_key: the format.
        dataset: whose test images the file is tried on.
        histories: tell where the optimizer's state was kept.
        runs_folder: where checkpoints lie.

    Raises:
        LabError: what the run was cannot be read.
    """
    network, config, optimizer = model.network, None, None
    if format_key in TRAINED_ON:
        spec, config = trained_with(model, histories)
        network = dataclasses.replace(network, spec=spec)
    if format_key == "keras" and model.record is not None:
        optimizer = _optimizer_path(model, histories, runs_folder)
    return ExportRequest(
        model=folder_name(model),
        # Without the optimizer's state: a file that was made with it is good after the state has been dropped.
        key=request_key(network, config, format_key, dataset.digest),
        file_name=FORMATS[format_key].file_name,
        target=EXPORT,
        args=(network, format_key),
        named={"data_folder": str(dataset.folder), "config": config, "optimizer_path": optimizer},
    )


def capsule_request(model: Model, *, histories: Histories, runs_folder: Path) -> ExportRequest:
    """Return the request for a network's capsule.

    Args:
        model: the network.
        histories: tell how it was trained.
        runs_folder: where checkpoints lie.

    Raises:
        ExportError: how the network came about is not known, or is more than a run.
    """
    named = capsule_job(model, histories, runs_folder)
    history = dataclasses.replace(named["history"], steps=())  # those are thinned out as the run goes on
    return ExportRequest(
        model=folder_name(model),
        key=request_key(model.network, config_of(model), "capsule", history.to_json()),
        file_name=capsule.FILE_NAME,
        target=TARGET,
        named=named,
    )


def config_of(model: Model) -> TrainingConfig | None:
    """Return how a network was trained; None for one that was trained elsewhere.

    Raises:
        CheckpointError: the pretrained network is not whole.
    """
    if model.record is not None:
        return model.record.config
    return pretrained().config if model.imported is None else None


def trained_with(model: Model, histories: Histories) -> tuple[NetworkSpec, TrainingConfig | None]:
    """Return the network and its settings with what was changed on the way to it, as training would have gone on.

    Raises:
        CheckpointError: the pretrained network is not whole.
    """
    spec, config = model.network.spec, config_of(model)
    if model.record is None or config is None:
        return spec, config
    history = histories.outline(model.record.id)
    last_step = _last_step(model, history)
    made = (change for change in history.changes if last_step is None or change.step <= last_step)
    return with_settings(spec, config, [(change.action, change.value) for change in made if change.value is not None])


def folder_name(model: Model) -> str:
    """Return the folder of a model's files: the id of its run, or its name; safe in a path."""
    return model.record.id if model.record is not None else str(model.name)


def request_key(network: StoredNetwork, config: TrainingConfig | None, *more: object) -> str:
    """Return 32 hexadecimal digits that stand for a network, how it was trained, and more."""
    parts = [
        VERSION,
        network.identity,
        network.spec.to_json(),
        None if config is None else config.to_json(),
        *more,
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def _last_step(model: Model, history: History) -> int | None:
    """Return the last step that the network has seen, over the whole run; None where it is not known."""
    if model.name.moment == STOPPED:
        return None if history.kept is None else history.kept.step
    if not isinstance(model.name.moment, int) or history.started is None:
        return None
    return model.name.moment * history.started.steps_per_epoch


def _optimizer_path(model: Model, histories: Histories, runs_folder: Path) -> str | None:
    """Return the file of the optimizer's state at the model's epoch, where it is still kept."""
    assert model.record is not None
    history, moment = histories.outline(model.record.id), model.name.moment
    files = [(epoch.epoch, epoch.optimizer) for epoch in (*history.epochs, history.branched) if epoch is not None]
    file = next((file for epoch, file in files if epoch == moment), None)
    path = None if file is None else runs_folder / model.record.id / file.name
    return str(path) if path is not None and path.is_file() else None
