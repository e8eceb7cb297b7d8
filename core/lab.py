"""The Lab: everything that a server holds, opened once. The pages ask `current()` for it."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import secrets
import shutil
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from core.data.dataset import Dataset
from core.data.download.mirrors import SETTING, Mirror, mirrors_from
from core.dataset_provider import DatasetProvider
from core.engine.background import Background
from core.engine.engine import Engine
from core.errors import DataError, HomeError, LabError
from core.export.formats import FormatKey
from core.home import claim, home_folder, named_path
from core.importing.library import ImportedModels
from core.recipes import recipes
from core.runs.branching import check_branch, copy_branch_point
from core.runs.estimates.epoch_time import EpochTimes, Expected
from core.runs.exporting.export_requests import capsule_request, config_at, export_request
from core.runs.exporting.export_state import ExportRequest
from core.runs.exporting.exporter import Exporter
from core.runs.log.histories import Histories
from core.runs.log.live_snapshots import LiveSnapshots
from core.runs.log.models import Model, ModelName, ModelRegistry
from core.runs.log.run_record import MAX_NAME, NewRun, RunRecord
from core.runs.log.store import Store
from core.runs.scheduling.engine_kinds import TrainingEngines, export_engine, inference_engine, slots_from
from core.runs.scheduling.engine_pool import EnginePool
from core.runs.scheduling.supervisor import Supervisor
from core.serving.inference_client import InferenceClient
from core.training.settings.config import TrainingConfig
from core.training.settings.workload import workload
from models.spec import NetworkSpec

FIRST_PAGE_SECONDS = 2.5  # importing Keras beside the first page would take half a second of it


class Lab:
    """A server's data, runs and engines. Opening returns at once; what takes longer goes on behind it."""

    def __init__(self, *, home: Path, data: Path | None, slots: int, mirrors: tuple[Mirror, ...] = ()) -> None:
        """Open the home and start the engines.

        Args:
            home: the folder for runs and data; made where there is none.
            data: a person's own MNIST, a file or a folder; None for what the app can find itself.
            slots: runs that train at once.
            mirrors: where to download MNIST where there is none; nowhere by default.

        Raises:
            HomeError: the folder cannot be used, or another server uses it.
            StoreError: the log of runs cannot be read.
        """
        self.home = home
        self.slots = slots
        make = TrainingEngines(log_folder=home / "logs")
        self.engines = make.trainers(slots)
        self.inference_engine = inference_engine(log_folder=home / "logs")
        pool = EnginePool(self.engines, make.spare)
        self.rehearsals = EpochTimes(pool)
        self.inference = InferenceClient(self.inference_engine)
        self.exporter = Exporter(lambda: export_engine(log_folder=home / "logs"), folder=home / "exports")
        with contextlib.ExitStack() as undo:
            self._lock = claim(home)
            undo.callback(self._lock.release)
            self.store = Store(home / "runs.sqlite3")
            undo.callback(self.store.close)
            self.histories = Histories(self.store)
            self.glimpses = LiveSnapshots(home / "runs")
            self.imported_models = ImportedModels(
                home / "models", on_delete=lambda identity: self.exporter.remove(str(ModelName(file=identity)))
            )
            self.registry = ModelRegistry(
                self.store, self.histories, runs_folder=home / "runs", imported_models=self.imported_models
            )
            self.arrival = DatasetProvider(
                home=home,
                location=data,
                mirrors=mirrors,
                make_engine=lambda: Engine("digit maker", log_folder=home / "logs"),
            )
            undo.callback(self.arrival.close)
            self.supervisor = Supervisor(
                self.store,
                self.histories,
                runs_folder=home / "runs",
                pool=pool,
                data_folder=self._data_folder,
                on_end=self.rehearsals.learn,
                on_delete=self.exporter.remove,
            )
            undo.pop_all()
        self._closing = threading.Event()
        self._starting = Background(self._start_engines, name="engines")

    def dataset(self) -> Dataset:
        """Return the data set, waiting until there is one; `arrival` tells how far it is.

        Raises:
            LabError: it cannot be read; the sentence says why.
        """
        return self.arrival.dataset()

    def expected(self, spec: NetworkSpec, config: TrainingConfig) -> Expected | None:
        """Return how long an epoch takes here; None while nobody knows, see `rehearsals.is_busy`.

        Raises:
            ConfigError: the settings do not fit the data.
            LabError: there are no data; see `dataset`.
        """
        return self.rehearsals.ask(spec, config, self.dataset())

    def start_run(
        self,
        spec: NetworkSpec,
        config: TrainingConfig,
        *,
        owner: str,
        nonce: str,
        recipe: str = "",
        guess: float | None = None,
    ) -> str:
        """Queue a run and return its id; the same owner and nonce give the same run.

        Args:
            spec: its network.
            config: how it is trained.
            owner: who may steer it.
            nonce: marks this start.
            recipe: key of the recipe that it was set up from, or "".
            guess: what its owner expects, as a fraction of the test images; None for no guess.

        Raises:
            ConfigError: the settings do not fit the data.
            QueueFullError: too many runs wait already.
            LabError: there are no data; see `dataset`.
        """
        record = self._record(spec, config, owner=owner, recipe=recipe, name="")
        return self.supervisor.start(dataclasses.replace(record, guess=guess), nonce=nonce)

    def start_sweep(
        self, spec: NetworkSpec, runs: Sequence[tuple[str, TrainingConfig]], *, owner: str, nonce: str, recipe: str = ""
    ) -> list[str]:
        """Queue a run for each name and settings, all or none, and return their ids.

        Raises:
            ConfigError, QueueFullError, LabError: as `start_run`.
        """
        records = [self._record(spec, config, owner=owner, recipe=recipe, name=name) for name, config in runs]
        new = [NewRun(record=record, nonce=f"{nonce}-{place}") for place, record in enumerate(records)]
        return self.supervisor.start_all(new)

    def branch_run(
        self, parent: str, epoch: int, spec: NetworkSpec, config: TrainingConfig, *, owner: str, nonce: str
    ) -> str:
        """Queue a run that goes on from another one's epoch with other settings, and return its id.

        Args:
            parent: id of the run to go on from.
            epoch: of that run that is kept; 0 restarts from the same initial weights.
            spec: the parent's, rates of dropout may differ.
            config: of the branch; epochs count on, so that it trains `config.epochs - epoch`.
            owner: of the branch.
            nonce: as in `start_run`.

        Raises:
            RunNotFoundError, RunStateError: there is no such run, or no such epoch, or nothing left to train.
            SpecError: another network.
            ConfigError, QueueFullError, LabError: as `start_run`; or the parent's weights cannot be read.
        """
        origin, history = self.store.record(parent), self.histories.outline(parent)
        check_branch(origin, epoch, spec, config)
        record = self._record(spec, config, owner=owner, recipe=origin.recipe, name="")
        if not self.store.knows(owner=owner, nonce=nonce):
            self.supervisor.check_room(owner, runs=1)
        folder = self.home / "runs"
        run = ""
        try:
            branched = copy_branch_point(origin, history, epoch, config, runs_folder=folder, run=record.id)
            run = self.supervisor.start(record, nonce=nonce, branched=branched)
        finally:
            if run != record.id:  # it was refused, or had been started before
                shutil.rmtree(folder / record.id, ignore_errors=True)
        return run

    def export_request(self, model: Model, format_key: FormatKey) -> ExportRequest:
        """Return what to ask the exporter for: a network's file in a format.

        Raises:
            LabError: there are no data, or what the run was cannot be read.
        """
        return export_request(
            model, format_key, self.dataset(), histories=self.histories, runs_folder=self.home / "runs"
        )

    def config_at(self, model: Model) -> TrainingConfig | None:
        """Return how a network was trained, with what was changed on the way; None where nobody knows.

        Raises:
            LabError: what the run was cannot be read.
        """
        return config_at(model, self.histories)

    def capsule_request(self, model: Model) -> ExportRequest:
        """Return what to ask the exporter for: a network with all that it takes to train it again.

        Raises:
            LabError: how the network came about is not known.
        """
        return capsule_request(model, histories=self.histories, runs_folder=self.home / "runs")

    def close(self) -> None:
        """End all runs, to be resumed another time, and every engine."""
        self._closing.set()
        self.arrival.close()
        self.inference_engine.let_go()
        self.exporter.close()
        self.supervisor.close()
        self.inference_engine.close()
        self.store.close()
        self._lock.release()

    def _record(self, spec: NetworkSpec, config: TrainingConfig, *, owner: str, recipe: str, name: str) -> RunRecord:
        """Return a new run's record, once its settings are known to fit the data."""
        dataset = self.dataset()
        workload(spec, config, train_count=dataset.train_count, test_count=dataset.test_count)
        return RunRecord(
            id=secrets.token_hex(16),
            owner=owner,
            created=time.time(),
            recipe=recipe,
            name=name[:MAX_NAME],
            spec=spec,
            config=config,
            data=dataset.digest,
        )

    def _data_folder(self, digest: str) -> str:
        folder = self.home / "data" / digest
        if not folder.is_dir():
            raise DataError("The digits that this run was set up with are no longer here.")
        return str(folder)

    def _start_engines(self) -> None:
        """Start the engines one after the other, once the first visitor's page is likely to be drawn.

        A run that is asked for earlier starts its engine itself. Then the first recipe is rehearsed, for that visitor.
        """
        if self._closing.wait(FIRST_PAGE_SECONDS):
            return
        for engine in (self.inference_engine, *self.engines):
            with contextlib.suppress(LabError):  # closed meanwhile; a fault shows with the first run
                engine.start()
                engine.wait_ready()
        first = recipes()[0]
        with contextlib.suppress(LabError):  # no data, and the page says so
            self.expected(first.spec, first.config)


_current: Lab | None = None
_is_over = False
_opening = threading.Lock()


def current() -> Lab:
    """Return this process's Lab, opening it on the first call from what the environment says.

    DIGITLAB_HOME: the folder for runs and data; by default the platform's folder for a user's data.
    DIGITLAB_DATA: a person's own MNIST, a file or a folder.
    DIGITLAB_MIRRORS: where to download MNIST otherwise; "off" for nowhere; by default two public mirrors.
    DIGITLAB_TRAINING_SLOTS: runs that train at once; by default half the processors, at most four; see `slots_from`.

    Raises:
        LabError: it cannot be opened; the next call tries again. Or it was closed for good.
    """
    global _current
    with _opening:
        if _is_over:
            raise HomeError("The server is stopping.")
        if _current is None:
            _current = Lab(
                home=home_folder(),
                data=named_path("DIGITLAB_DATA"),
                slots=slots_from(os.environ.get("DIGITLAB_TRAINING_SLOTS")),
                mirrors=mirrors_from(os.environ.get(SETTING)),
            )
        return _current


def close(*, for_good: bool = False) -> None:
    """Close this process's Lab where one is open; `for_good` lets no call of `current` open another."""
    global _current, _is_over
    with _opening:
        _is_over = for_good
        if _current is not None:
            _current.close()
            _current = None
