"""The Lab: everything that a server holds, opened once. The pages ask `current()` for it."""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path

from core.data.dataset import Dataset
from core.data.download.mirrors import SETTING, Mirror, mirrors_from
from core.data.local_copies import LocalCopy, usual_copies
from core.dataset_provider import DatasetProvider
from core.engine.background import Background
from core.engine.engine import Engine
from core.errors import DataError, HomeError, LabError
from core.home import claim, home_folder, named_path
from core.importing.library import ImportedModels
from core.messages import home as messages
from core.messages.data import provider
from core.own_digits.store import OwnDigits
from core.results.result_files import ResultFiles
from core.runs.estimates.epoch_time import EpochTimes
from core.runs.exporting.exporter import Exporter
from core.runs.jobs.jobs import Jobs
from core.runs.log.histories import Histories
from core.runs.log.live_snapshots import LiveSnapshots
from core.runs.log.models import ModelName, ModelRegistry
from core.runs.log.store import Store
from core.runs.run_starter import RunStarter
from core.runs.scheduling.engine_kinds import TrainingEngines, export_engine, inference_engine, slots_from
from core.runs.scheduling.engine_pool import EnginePool
from core.runs.scheduling.supervisor import Supervisor
from core.runs.test_looks import TestLooks
from core.serving.evaluation.evaluation_queue import EvaluationQueue
from core.serving.inference_client import InferenceClient

MOST_EVALUATION_BYTES = 100 * 10**6  # on disk: what some 250 networks said of 10,000 images
FIRST_PAGE_SECONDS = 2.5  # importing Keras beside the first page would take half a second of it


class Lab:
    """A server's data, runs and engines. Opening returns at once; what takes longer goes on behind it."""

    def __init__(
        self,
        *,
        home: Path,
        data: Path | None,
        slots: int,
        mirrors: tuple[Mirror, ...] = (),
        copies: tuple[LocalCopy, ...] = (),
    ) -> None:
        """Open the home and start the engines.

        Args:
            home: the folder for runs and data; made where there is none.
            data: a person's own MNIST, a file or a folder; None for what the app can find itself.
            slots: runs that train at once.
            mirrors: where to download MNIST where there is none; nowhere by default.
            copies: where other programs may keep MNIST, to be offered where there is none.

        Raises:
            HomeError: the folder cannot be used, or another server uses it.
            StoreError: the log of runs cannot be read.
        """
        self.home = home
        self.runs_folder = home / "runs"  # holds a folder for each run
        self.slots = slots
        make = TrainingEngines(log_folder=home / "logs")
        self.engines = make.trainers(slots)
        self.inference_engine = inference_engine(log_folder=home / "logs")
        pool = EnginePool(self.engines, make.spare)
        self.epoch_times = EpochTimes(self.engines)
        evaluations = ResultFiles(home / "evaluations", most_bytes=MOST_EVALUATION_BYTES)
        self.inference = InferenceClient(self.inference_engine, evaluations=evaluations)
        self.evaluation_queue = EvaluationQueue(self.inference)
        self.exporter = Exporter(lambda: export_engine(log_folder=home / "logs"), folder=home / "exports")
        with contextlib.ExitStack() as undo:
            self._lock = claim(home)
            undo.callback(self._lock.release)
            self.store = Store(home / "runs.sqlite3")
            undo.callback(self.store.close)
            self.histories = Histories(self.store)
            self.live_snapshots = LiveSnapshots(self.runs_folder)
            self.imported_models = ImportedModels(
                home / "models", on_delete=lambda identity: self.exporter.remove(str(ModelName(file=identity)))
            )
            self.models = ModelRegistry(
                self.store, self.histories, runs_folder=self.runs_folder, imported_models=self.imported_models
            )
            self.own_digits = OwnDigits(home / "own-digits")
            self.test_looks = TestLooks(home / "test-looks")
            self.dataset_provider = DatasetProvider(
                home=home,
                location=data,
                mirrors=mirrors,
                copies=copies,
                make_engine=lambda: Engine(
                    "digit maker", log_folder=home / "logs", warm_up="core.engine.limited_child:limit_memory"
                ),
            )
            undo.callback(self.dataset_provider.close)
            self.supervisor = Supervisor(
                self.store,
                self.histories,
                runs_folder=self.runs_folder,
                pool=pool,
                data_folder=self._data_folder,
                on_end=self.epoch_times.record_run,
                on_delete=self.exporter.remove,
            )
            self.jobs = Jobs(self.supervisor.dispatcher, folder=home / "jobs")
            self.run_starter = RunStarter(
                self.store, self.histories, self.supervisor, runs_folder=self.runs_folder, dataset=self.dataset
            )
            undo.pop_all()
        self._closing = threading.Event()
        self._starting = Background(self._start_engines, name="engines")

    def dataset(self) -> Dataset:
        """Return the data set, waiting until there is one; `dataset_provider` tells how far it is.

        Raises:
            LabError: it cannot be read; the sentence says why.
        """
        return self.dataset_provider.dataset()

    def close(self) -> None:
        """End all runs, to be resumed another time, and every engine."""
        self._closing.set()
        self.dataset_provider.close()
        self.inference_engine.begin_closing()
        self.exporter.close()
        self.jobs.close()
        self.supervisor.close()
        self.inference_engine.close()
        self.store.close()
        self._lock.release()

    def _data_folder(self, digest: str) -> str:
        folder = self.home / "data" / digest
        if not folder.is_dir():
            raise DataError(provider.digits_are_gone())
        return str(folder)

    def _start_engines(self) -> None:
        """Start the engines one after the other, once the first visitor's page is likely to be drawn.

        A run that is asked for earlier starts its engine itself.
        """
        if self._closing.wait(FIRST_PAGE_SECONDS):
            return
        for engine in (self.inference_engine, *self.engines):
            with contextlib.suppress(LabError):  # closed meanwhile; a fault shows with the first run
                engine.start()
                engine.wait_ready()


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
            raise HomeError(messages.server_stops())
        if _current is None:
            _current = Lab(
                home=home_folder(),
                data=named_path("DIGITLAB_DATA"),
                slots=slots_from(os.environ.get("DIGITLAB_TRAINING_SLOTS")),
                mirrors=mirrors_from(os.environ.get(SETTING)),
                copies=usual_copies(),
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
