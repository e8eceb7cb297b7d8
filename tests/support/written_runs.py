"""What a run of three epochs has gone through after its first one, as events; nothing trains."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from core.recipes import recipe
from core.runs.log.run_record import NewRun, RunRecord
from core.runs.log.store import Store
from core.training.record.events import (
    Checkpoint,
    EpochEnded,
    HandTested,
    RunBranched,
    RunEnded,
    RunStarted,
    RunTaught,
    StepExplained,
    StepsEnded,
    TestEnded,
)
from core.training.settings.config import TrainingConfig
from models.mlp import mlp

FILE = Checkpoint(name="epoch-001.npz", digest="00", size_bytes=1)
STARTED = RunStarted(
    train_images=54_000, validation_images=6_000, steps_per_epoch=422, threads=1, compiled=False, device="CPU"
)
STEPS = StepsEnded(epoch=1, first_step=1, last_step=422, mean_loss=0.2, accuracy=0.94, seconds=4.0)
EPOCH = EpochEnded(
    epoch=1,
    loss=0.2016,
    accuracy=0.9392,
    validation_loss=0.0594,
    validation_accuracy=0.9827,
    seconds=4.5,
    training_seconds=4.2,
    validation_seconds=0.2,
    checkpoint=FILE,
    optimizer=FILE,
)
TAUGHT = RunTaught(parent="pretrained", checkpoint=FILE, digits=FILE, taught=30, held_out=14, own_share=0.25)
HAND = HandTested(labels=(1, 7), before=(7, 7), after=(1, 7), test_before=9961, test_after=9956, test_count=10_000)
TEST = TestEnded(loss=0.0351, correct=9876, count=10_000)
EXPLAINED = StepExplained(
    step=422,
    images=(0, 1),
    labels=(5, 0),
    before=(0.25, 0.5),
    after=(0.5, 0.75),
    loss_before=1.0397,
    loss_after=0.4904,
    weight="dense/kernel",
    place=(12, 3),
    old=0.25,
    gradient=-0.5,
    new=0.255,
    learning_rate=0.01,
)


def write_runs(home: Path, owner: str, *, names: Iterable[str]) -> list[str]:
    """Write finished runs into the log of a server, as if it had trained them; return their ids."""
    store, found, runs = Store(home / "runs.sqlite3"), recipe("quick-cnn"), []
    for name in names:
        settings = {"recipe": found.key, "spec": found.spec, "config": found.config, "data": "0"}
        run = create(store, owner=owner, name=name, **settings)
        store.append(run, 1, [STARTED, STEPS, EPOCH, TEST, RunEnded(outcome="finished", epoch=1)])
        runs.append(run)
    store.close()
    return runs


def new_run(run: str | None = None, *, nonce: str | None = None, branched: RunBranched | None = None, **fields: Any):
    """Return a run that is to be made, of two units unless `fields` say otherwise; its nonce is its id."""
    whole = {"owner": "me", "recipe": "", "name": "", "data": "digest", "config": TrainingConfig()} | fields
    whole.setdefault("spec", mlp(hidden=(2,), dropout=0))
    record = RunRecord(id=run or secrets.token_hex(16), created=time.time(), **whole)
    return NewRun(record=record, nonce=nonce or record.id, began_from=branched)


def create(store: Store, run: str | None = None, **more: Any) -> str:
    """Write such a run into a log, queued, and return its id."""
    return store.create([new_run(run, **more)])[0][0]


def damage_beginning(store: Store, run: str) -> None:
    """Overwrite the row that says from which weights a run began, before anybody has read it."""
    with store._database.transaction(durable=True) as writer:
        kinds = "('RunTaught', 'RunBranched')"
        changed = writer.execute(f"UPDATE events SET body = '{{' WHERE run = ? AND kind IN {kinds}", (run,))
        assert changed.rowcount == 1
