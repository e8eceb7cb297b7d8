"""Real runs in a log, whose capsules tests write: one that was spoilt and went back, and a branch of it."""

from __future__ import annotations

import contextlib

from core.engine.engine import Engine
from core.export.capsule.capsule import write_capsule
from core.importing.library import ImportedModels
from core.runs.exporting.capsules import capsule_job
from core.runs.log.histories import Histories
from core.runs.log.models import ModelName, ModelRegistry
from core.runs.log.store import Store
from core.training.record import checkpoints
from core.training.record.events import RunBranched
from core.training.settings.commands import Change
from core.training.settings.config import TrainingConfig
from models.layers import Conv2D, Dense, Dropout, Flatten
from models.spec import IMAGE, NetworkSpec
from tests.support.written_runs import create

OWNER = "owner-0123456789"
NETWORK = NetworkSpec(  # by no compiler, so that it is soon traced
    input_shape=IMAGE,
    layers=(
        Conv2D(filters=2, kernel_size=4, strides=4, activation="relu"),
        Flatten(),
        Dropout(rate=0.5),
        Dense(units=10),
    ),
)
PARENT = TrainingConfig(
    epochs=6, batch_size=50, learning_rate=0.01, patience=1, seed=3, pixel_scale="standard", loss="binary_crossentropy"
)
STEPS = 27  # of an epoch
SPOILT = (2 * STEPS + 5, Change(setting="learning_rate", value=5.0))  # in epoch 3, which is worse than epoch 2 then
BRANCH = TrainingConfig(epochs=5, batch_size=50, learning_rate=0.003, seed=3, pixel_scale="standard")
BRANCHED_AT = 1
BRANCH_COMMANDS = (
    (BRANCHED_AT * STEPS + 4, Change(setting="dropout_rate", value=0.2)),
    (2 * STEPS + 7, Change(setting="learning_rate", value=0.001)),
    (2 * STEPS + 11, "stop"),
)


class CapsuleRuns:
    """A log with two runs: one that was spoilt and went back to its best epoch, and a branch of it that was stopped."""

    def __init__(self, home, dataset):
        self.folder = home / "runs"
        self.store = Store(home / "runs.sqlite3")
        self.histories = Histories(self.store)
        models = ImportedModels(home / "models")
        self.registry = ModelRegistry(self.store, self.histories, runs_folder=self.folder, imported_models=models)
        with contextlib.closing(Engine("trainer", log_folder=home / "logs", preload="keras", threads=2)) as engine:
            self.parent = self.train(engine, dataset, PARENT, [SPOILT])
            self.branch = self.train(engine, dataset, BRANCH, BRANCH_COMMANDS, parent=self.parent)

    def train(self, engine, dataset, config, commands, *, parent=""):
        fields = {"owner": OWNER, "spec": NETWORK, "config": config, "data": dataset.digest}
        branched = None
        run = ("1" if parent else "0") * 32
        if parent:
            begun = self.histories.of(parent).epochs[BRANCHED_AT - 1]
            arrays = {
                one.name: checkpoints.read(self.folder / parent / one.name)
                for one in (begun.checkpoint, begun.optimizer)
            }
            written = [checkpoints.write(self.folder / run / name, found) for name, found in arrays.items()]
            branched = RunBranched(parent=parent, epoch=BRANCHED_AT, checkpoint=written[0], optimizer=written[1])
        create(self.store, run, branched=branched, **fields)
        events = engine.stream(
            "tests.support.steered_training:steered_training",
            NETWORK,
            config,
            commands=tuple(commands),
            data_folder=str(dataset.folder),
            run_folder=str(self.folder / run),
            threads=engine.threads,
            begin_from=branched,
        )
        self.store.append(run, 1, list(events))
        return run

    def capsule(self, run, moment, path):
        named = capsule_job(self.registry.find(ModelName(run, moment)), self.histories, self.folder)
        return list(write_capsule(str(path), **named))[-1]
