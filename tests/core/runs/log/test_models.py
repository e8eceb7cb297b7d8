"""Which networks can be asked, by the names that travel in URLs."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from core.data.input_scaling import UNIT, Pixels
from core.errors import CheckpointError, RunNotFoundError, RunStateError
from core.export.model_files.model_note import ModelNote
from core.importing.library import ImportedModels
from core.inference.pretrained import pretrained
from core.recipes import recipe
from core.runs.log.histories import Histories
from core.runs.log.models import PRETRAINED, ModelName, ModelRegistry
from core.runs.log.store import Store
from core.training.record.events import (
    BestRestored,
    Checkpoint,
    EpochEnded,
    ModelKept,
    RunBranched,
    RunEnded,
    RunStarted,
)
from core.training.settings.config import TrainingConfig
from tests.support.brought_models import read_model
from tests.support.written_runs import create

RUN = "0123456789abcdef" * 2
QUICK = recipe("quick-cnn")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("pretrained", PRETRAINED),
        (RUN, ModelName(RUN)),
        (f"{RUN}.1", ModelName(RUN, 1)),
        (f"{RUN}.200", ModelName(RUN, 200)),
        (f"{RUN}.stopped", ModelName(RUN, "stopped")),
        (f"file-{RUN}", ModelName(file=RUN)),
    ],
    ids=["pretrained", "newest", "first epoch", "last epoch there can be", "stopped", "from a file"],
)
def test_name_is_read_as_it_is_written(text, name):
    assert ModelName.parse(text) == name
    assert str(name) == text


@pytest.mark.parametrize(
    ("name", "without"),
    [(ModelName("ab", 3), ModelName("ab")), (ModelName(file="ab"), ModelName(file="ab")), (PRETRAINED, PRETRAINED)],
    ids=str,
)
def test_name_without_its_moment_is_of_the_same_source(name, without):
    assert name.without_moment == without


@pytest.mark.parametrize(
    "text",
    [
        *("", "Pretrained", RUN[:-1], f"{RUN}.0", f"{RUN}.01", f"{RUN}.-1", f"{RUN}.x", f"../{RUN}", f"{RUN}.1.2"),
        *("file-", f"file-{RUN[:-1]}", f"file-{RUN}.1", f"file-{RUN}.stopped", f"File-{RUN}", f"file-../{RUN}"),
    ],
)
def test_other_text_names_no_model(text):
    assert ModelName.parse(text) is None


def epoch(number: int) -> EpochEnded:
    return EpochEnded(
        epoch=number,
        loss=0.2,
        accuracy=0.9,
        validation_loss=None,
        validation_accuracy=None,
        seconds=number,
        training_seconds=1.0,
        validation_seconds=0.0,
        checkpoint=Checkpoint(name=f"epoch-{number:03d}.npz", digest=f"{number}" * 64, size_bytes=9),
        optimizer=Checkpoint(name=f"epoch-{number:03d}.optimizer.npz", digest="0" * 64, size_bytes=9),
    )


STARTED = RunStarted(train_images=9, validation_images=0, steps_per_epoch=1, threads=1, compiled=False, device="CPU")
KEPT = ModelKept(epoch=3, step=7, checkpoint=Checkpoint(name="stopped.npz", digest="f" * 64, size_bytes=9))


class Runs:
    """A store with its registry."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = Store(folder / "runs.sqlite3")
        self.models = ImportedModels(folder / "models")
        self.registry = ModelRegistry(
            self.store, Histories(self.store), runs_folder=folder / "runs", imported_models=self.models
        )

    def add(self, *events, owner: str = "me") -> str:
        run = create(self.store, owner=owner, spec=QUICK.spec, config=QUICK.config)
        self.store.append(run, 1, [STARTED, *events])
        return run


@pytest.fixture
def runs(tmp_path):
    found = Runs(tmp_path)
    yield found
    found.store.close()


def test_every_kept_epoch_is_a_model(runs):
    run = runs.add(epoch(1), epoch(2))
    model = runs.registry.find(ModelName(run, 1))
    assert model.network.spec == QUICK.spec
    assert model.network.path == str(runs.folder / "runs" / run / "epoch-001.npz")
    assert model.network.digest == "1" * 64
    assert model.moments == (1, 2)
    assert model.record is not None
    assert model.record.id == run


def test_epoch_whose_weights_went_is_no_model(runs):
    run = runs.add(dataclasses.replace(STARTED, keep_every=2), epoch(1), epoch(2), epoch(3))
    assert runs.registry.find(ModelName(run)).moments == (2, 3)
    with pytest.raises(RunStateError, match="keeps no epoch 1"):
        runs.registry.find(ModelName(run, 1))


@pytest.mark.parametrize(
    ("events", "moment"),
    [
        ((epoch(1), epoch(2)), 2),
        ((epoch(1), epoch(2), KEPT), "stopped"),
        ((KEPT,), "stopped"),
        ((epoch(1), epoch(2), BestRestored(epoch=1)), 1),
    ],
    ids=["epochs", "stopped within the third", "stopped within the first", "ended early, best weights back"],
)
def test_run_alone_names_its_newest_model(runs, events, moment):
    run = runs.add(*events)
    assert runs.registry.find(ModelName(run)).name == ModelName(run, moment)


def test_network_is_asked_in_the_way_it_was_trained(runs):
    spec = recipe("article-4").spec  # ends in logits
    pixels = Pixels(offset=33.0, divisor=78.0, shuffled=True)
    config = TrainingConfig(loss="binary_crossentropy", pixel_scale="standard", shuffle_pixels=True)
    run = create(runs.store, spec=spec, config=config)
    runs.store.append(run, 1, [dataclasses.replace(STARTED, pixels=pixels), epoch(1)])
    network = runs.registry.find(ModelName(run)).network
    assert (network.pixels, network.judges_each) == (pixels, True)
    plain = runs.registry.find(ModelName(runs.add(epoch(1)))).network
    assert (plain.pixels, plain.judges_each) == (UNIT, False)


def test_branch_holds_the_epoch_that_it_began_from(runs):
    origin = RunBranched(parent=RUN, epoch=2, checkpoint=epoch(2).checkpoint, optimizer=None)
    run = create(runs.store, spec=QUICK.spec, config=QUICK.config, branched=origin)
    assert runs.registry.find(ModelName(run)).moments == (2,)
    runs.store.append(run, 1, [STARTED, epoch(3)])
    assert runs.registry.find(ModelName(run)).name == ModelName(run, 3)


def test_pretrained_network_is_there_without_a_run(runs):
    assert runs.registry.find(PRETRAINED).network == pretrained().network


def test_model_from_a_file_is_found_whoever_brought_it(runs):
    note = ModelNote(pixels=Pixels(offset=127.5, divisor=127.5))
    brought = runs.models.keep(read_model(), owner="somebody", name="theirs", note=note)
    model = runs.registry.find(ModelName(file=brought.id))
    assert (model.imported, model.record, model.moments) == (brought, None, ())
    assert str(model.name) == f"file-{brought.id}"
    assert model.network.pixels == note.pixels
    assert [one.imported for one in runs.registry.imported_of("somebody", limit=9)] == [brought]
    assert runs.registry.imported_of("me", limit=9) == []


def test_unknown_model_from_a_file_is_refused(runs):
    with pytest.raises(CheckpointError, match="deleted"):
        runs.registry.find(ModelName(file=RUN))


def test_run_without_an_epoch_has_no_model_yet(runs):
    with pytest.raises(RunStateError, match="not finished an epoch"):
        runs.registry.find(ModelName(runs.add()))


@pytest.mark.parametrize("moment", [3, "stopped"])
def test_epoch_that_is_not_kept_is_refused(runs, moment):
    with pytest.raises(RunStateError, match=f"no epoch {moment}|was not stopped"):
        runs.registry.find(ModelName(runs.add(epoch(1), epoch(2)), moment))


def test_unknown_run_is_refused(runs):
    with pytest.raises(RunNotFoundError):
        runs.registry.find(ModelName(RUN))


def test_owner_s_runs_with_a_model_come_latest_first(runs):
    older = runs.add(epoch(1), RunEnded(outcome="finished", epoch=1))
    runs.add()
    runs.add(epoch(1), owner="somebody")
    newer = runs.add(epoch(1), epoch(2))
    assert [str(model.name) for model in runs.registry.of_owner("me", limit=9)] == [f"{newer}.2", f"{older}.1"]
