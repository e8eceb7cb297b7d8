"""Starts runs: one alone, a sweep, a branch. What does not fit the data is refused before anything is queued."""

from __future__ import annotations

import dataclasses
import secrets
import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from core.data.dataset import Dataset
from core.own_digits.own_digit import OwnDigit
from core.runs.branching import check_branch, copy_branch_point
from core.runs.log.histories import Histories
from core.runs.log.models import Model
from core.runs.log.run_record import MAX_NAME, NewRun, RunRecord
from core.runs.log.store import Store
from core.runs.scheduling.supervisor import Supervisor
from core.runs.teaching.method import teaching_config
from core.runs.teaching.split import as_file, check_split, split_of
from core.runs.teaching.start import learned_digits, loss_of, taught_from
from core.training.record.events import RunBranched, RunTaught
from core.training.settings.config import TrainingConfig
from core.training.settings.workload import workload
from models.spec import NetworkSpec


class RunStarter:
    """Checks what a new run is to be and queues it. Every method may be called from any thread."""

    def __init__(
        self,
        store: Store,
        histories: Histories,
        supervisor: Supervisor,
        *,
        runs_folder: Path,
        dataset: Callable[[], Dataset],
    ) -> None:
        """Start nothing yet.

        Args:
            store: the log.
            histories: its runs, folded.
            supervisor: has the queue.
            runs_folder: each run's checkpoints lie in a folder of its id.
            dataset: gives the data set that new runs train on, or raises a LabError.
        """
        self._store = store
        self._histories = histories
        self._supervisor = supervisor
        self._runs_folder = runs_folder
        self._dataset = dataset

    def start(
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
            LabError: there are no data.
        """
        record = self._record(spec, config, owner=owner, recipe=recipe, name="")
        return self._supervisor.start([NewRun(record=dataclasses.replace(record, guess=guess), nonce=nonce)])[0]

    def start_sweep(
        self, spec: NetworkSpec, runs: Sequence[tuple[str, TrainingConfig]], *, owner: str, nonce: str, recipe: str = ""
    ) -> list[str]:
        """Queue a run for each name and settings, all or none, and return their ids.

        Raises:
            ConfigError, QueueFullError, LabError: as `start`.
        """
        records = [self._record(spec, config, owner=owner, recipe=recipe, name=name) for name, config in runs]
        new = [NewRun(record=record, nonce=f"{nonce}-{index}") for index, record in enumerate(records)]
        return self._supervisor.start(new)

    def start_branch(
        self, parent: str, epoch: int, spec: NetworkSpec, config: TrainingConfig, *, owner: str, nonce: str
    ) -> str:
        """Queue a run that goes on from another one's epoch with other settings, and return its id.

        Args:
            parent: id of the run to go on from.
            epoch: of that run that is kept; 0 restarts from the same initial weights.
            spec: the parent's, rates of dropout may differ.
            config: of the branch; epochs count on, so that it trains `config.epochs - epoch`.
            owner: of the branch.
            nonce: as in `start`.

        Raises:
            RunNotFoundError, RunStateError: there is no such run, or no such epoch, or nothing left to train.
            SpecError: another network.
            ConfigError, QueueFullError, LabError: as `start`; or the parent's weights cannot be read.
        """
        origin, history = self._store.record(parent), self._histories.outline(parent)
        check_branch(origin, epoch, spec, config)
        record = self._record(spec, config, owner=owner, recipe=origin.recipe, name="")
        return self._start_from(
            record,
            nonce,
            lambda: copy_branch_point(origin, history, epoch, config, runs_folder=self._runs_folder, run=record.id),
        )

    def start_teaching(self, model: Model, digits: Sequence[OwnDigit], *, owner: str, nonce: str) -> str:
        """Queue a run that teaches a model a person's hand, and return its id.

        Args:
            model: to go on from; it stays as it is.
            digits: the person's, all of them; `split_of` says which are learned from.
            owner: of the run and of the digits.
            nonce: as in `start`.

        Raises:
            RunStateError: too few to learn from, or to judge.
            ConfigError, QueueFullError, LabError: as `start`; or the model's weights cannot be read.
        """
        learned = learned_digits(model, self._histories, runs_folder=self._runs_folder)
        split = split_of(digits, learned.digests)
        check_split(split)
        network = model.network
        config = teaching_config(loss=loss_of(model), pixels=network.pixels, train_count=self._dataset().train_count)
        record = self._record(network.spec, config, owner=owner, recipe="", name="")  # whose figures are of a whole run
        folder = self._runs_folder / record.id
        return self._start_from(
            record, nonce, lambda: taught_from(str(model.name), network, as_file(split, learned), folder=folder)
        )

    def _start_from(self, record: RunRecord, nonce: str, copy: Callable[[], RunBranched | RunTaught]) -> str:
        """Queue a run that goes on from what `copy` writes into its folder, and return its id."""
        if not self._store.knows(owner=record.owner, nonce=nonce):
            self._supervisor.check_room(record.owner, runs=1)
        run = ""
        try:
            run = self._supervisor.start([NewRun(record=record, nonce=nonce, began_from=copy())])[0]
        finally:
            if run != record.id:  # it was refused, or had been started before
                shutil.rmtree(self._runs_folder / record.id, ignore_errors=True)
        return run

    def _record(self, spec: NetworkSpec, config: TrainingConfig, *, owner: str, recipe: str, name: str) -> RunRecord:
        """Return a new run's record, once its settings are known to fit the data."""
        dataset = self._dataset()
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
