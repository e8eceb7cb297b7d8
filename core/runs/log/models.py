"""Which networks can be asked: the one that the app brings along, every kept epoch of every run, those from files.

A model's name travels in URLs: `pretrained`, `<run>.3` for the third epoch, `<run>.stopped` for the moment a run was
stopped within an epoch, `<run>` alone for the newest of these, `file-<model>` for one that a person brought in a file.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import numpy as np

from core.data.input_scaling import Pixels
from core.errors import RunStateError
from core.importing.imported_model import ImportedModel
from core.importing.library import ImportedModels
from core.inference.loaded_networks import StoredNetwork
from core.inference.pretrained import pretrained
from core.messages.runs import log as messages
from core.runs.log.histories import Histories
from core.runs.log.run_record import RunRecord
from core.runs.log.store import Store
from core.training.record.events import Checkpoint, TestEnded
from core.training.record.history import History

STOPPED = "stopped"
_NAME = re.compile(r"pretrained|file-([0-9a-f]{32})|([0-9a-f]{32})(?:\.([1-9][0-9]{0,2}|stopped))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class ModelName:
    """The name of a network that can be asked."""

    run: str | None = None  # id of a run
    moment: int | str | None = None  # of the run: an epoch from 1, STOPPED, or None for the newest
    file: str | None = None  # id of a model from a file; with neither it is the pretrained network

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Return the name that `text` spells (as `str` does), or None: the text comes from a URL."""
        match = _NAME.fullmatch(text)
        if match is None:
            return None
        file, run, moment = match.groups()
        return cls(run, int(moment) if moment and moment.isdecimal() else moment, file)

    @property
    def without_moment(self) -> ModelName:
        """The name of the same run or file, whose newest moment it stands for."""
        return ModelName(run=self.run, file=self.file)

    def __str__(self) -> str:
        if self.file is not None:
            return f"file-{self.file}"
        if self.run is None:
            return "pretrained"
        return self.run if self.moment is None else f"{self.run}.{self.moment}"


PRETRAINED = ModelName()


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A network that can be asked, and where it comes from."""

    name: ModelName  # with the moment spelled out
    network: StoredNetwork
    record: RunRecord | None  # of the run that trained it
    imported: ImportedModel | None = (
        None  # of one from a file, or changed here; with neither it is the pretrained network
    )
    moments: tuple[int | str, ...] = ()  # all that this run keeps, in order: epochs, then perhaps STOPPED
    test: TestEnded | None = None  # of a run's network: where the test images were read with these weights

    @property
    def owner(self) -> str | None:
        """Who trained it here, brought it in or changed it; None for the pretrained network."""
        source = self.record or self.imported
        return None if source is None else source.owner


class ModelRegistry:
    """Finds networks by name."""

    def __init__(
        self, store: Store, histories: Histories, *, runs_folder: Path, imported_models: ImportedModels
    ) -> None:
        self._store = store
        self._histories = histories
        self._runs_folder = runs_folder
        self._imported_models = imported_models

    def find(self, name: ModelName) -> Model:
        """Return the network of that name.

        Raises:
            RunNotFoundError, RunDamagedError: there is no such run, or it cannot be read any more.
            RunStateError: the run keeps no such epoch, or none yet.
            CheckpointError: the pretrained network is not whole, or there is no such model from a file, or none that
                is whole.
        """
        if name.file is not None:
            return _imported(self._imported_models.find(name.file))
        if name.run is None:
            return Model(name=name, network=pretrained().network, record=None)
        return self._model(self._store.record(name.run), name.moment)

    def of_owner(self, owner: str, *, limit: int) -> list[Model]:
        """Return the newest network of each of an owner's runs that has one, the latest run first."""
        models = []
        for record in self._store.newest_records(owner=owner):  # of which the newest may have no epoch yet
            if len(models) == limit:
                break
            with contextlib.suppress(RunStateError):
                models.append(self._model(record, None))
        return models

    def epochs(self, model: Model) -> dict[int | str, StoredNetwork]:
        """Return what a run's network was at each moment that is kept by now, in order; of no run's it is empty.

        Raises:
            RunNotFoundError, RunDamagedError: the run is gone, or cannot be read any more.
        """
        if model.record is None:
            return {}
        run = model.record.id
        return {
            moment: replace(model.network, path=str(self._runs_folder / run / kept.name), digest=kept.digest)
            for moment, kept in _kept(self._histories.outline(run)).items()
        }

    def imported_of(self, owner: str, *, limit: int) -> list[Model]:
        """Return the models that an owner brought in files, the newest first; damaged ones are left out."""
        return [_imported(model) for model in self._imported_models.of_owner(owner, limit=limit)]

    def _model(self, record: RunRecord, moment: int | str | None) -> Model:
        history = self._histories.outline(record.id)
        kept = _kept(history)
        if not kept:
            raise RunStateError(messages.no_epoch_yet())
        newest = _newest(history, kept)
        moment = newest if moment is None else moment
        if moment not in kept:
            raise RunStateError(
                messages.not_stopped_within_an_epoch() if moment == STOPPED else messages.no_such_epoch(epoch=moment)
            )
        network = StoredNetwork(
            spec=record.spec,
            path=str(self._runs_folder / record.id / kept[moment].name),
            digest=kept[moment].digest,
            pixels=_pixels(record, history),
            judges_each=record.spec.from_logits and record.config.loss == "binary_crossentropy",
        )
        return Model(
            name=ModelName(record.id, moment),
            network=network,
            record=record,
            moments=tuple(kept),
            test=history.test if moment == newest else None,
        )


def _imported(model: ImportedModel) -> Model:
    return Model(name=ModelName(file=model.id), network=model.network, record=None, imported=model)


def _newest(history: History, kept: dict[int | str, Checkpoint]) -> int | str:
    if history.restored is not None and history.restored.epoch in kept:  # early stopping brought the best epoch back
        return history.restored.epoch
    return next(reversed(kept))


def _pixels(record: RunRecord, history: History) -> Pixels:
    """Return how bytes become the network's inputs: as the run said when it began, or as its settings say."""
    if history.started is not None:
        return history.started.pixels
    scale = record.config.pixel_scale
    if scale == "standard":
        raise RunStateError(messages.unknown_scaling())
    return Pixels.of(scale, shuffled=record.config.shuffle_pixels, images=np.empty((0, 28, 28), np.uint8))


def _kept(history: History) -> dict[int | str, Checkpoint]:
    kept: dict[int | str, Checkpoint] = {}
    if history.branched is not None and history.branched.checkpoint is not None:
        kept[history.branched.epoch] = history.branched.checkpoint
    kept |= {epoch.epoch: epoch.checkpoint for epoch in history.kept_epochs}
    if history.kept is not None:
        kept[STOPPED] = history.kept.checkpoint
    return kept
