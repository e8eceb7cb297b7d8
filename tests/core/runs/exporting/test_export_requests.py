"""What a file is asked with: equal keys for equal files, the settings as they were at that moment of the run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from core.export.formats import FORMATS, FormatKey
from core.export.model_files.model_note import ModelNote
from core.importing.library import ImportedModels
from core.inference.pretrained import pretrained
from core.runs.exporting.export_requests import TRAINED_ON, capsule_request, export_request, trained_with
from core.runs.exporting.exporter import ExportRequest
from core.runs.log.histories import Histories
from core.runs.log.models import PRETRAINED, STOPPED, Model, ModelName, ModelRegistry
from core.runs.log.store import Store
from core.training.record.events import Checkpoint, EpochEnded, ModelKept, RunBranched, RunEnded, RunSteered, StepsEnded
from core.training.settings.config import TrainingConfig
from models.mlp import mlp
from tests.support.brought_models import read_model
from tests.support.written_runs import EPOCH, STARTED, STEPS, create

RUN = "a" * 32
PER_EPOCH = STARTED.steps_per_epoch
SPEC = mlp(hidden=(2,), dropout=0.25)
WITHOUT_FIT: list[FormatKey] = [key for key in FORMATS if key not in TRAINED_ON]


def file(name: str, letter: str = "0") -> Checkpoint:
    return Checkpoint(name=name, digest=letter * 64, size_bytes=1)


def epoch(number: int) -> EpochEnded:
    weights, state = file(f"epoch-{number}.npz", str(number)), file(f"epoch-{number}.optimizer.npz")
    return replace(EPOCH, epoch=number, checkpoint=weights, optimizer=state)


def steered(action: str, value: float, step: int) -> RunSteered:
    return RunSteered(action=action, epoch=1, step=step, seconds=1.0, value=value)  # type: ignore[arg-type]


class Runs:
    """A log of runs that nobody trained, and what is asked for their files."""

    def __init__(self, folder: Path, dataset) -> None:
        self.folder, self._dataset = folder, dataset
        self.store = Store(folder / "runs.sqlite3")
        self._histories = Histories(self.store)
        self.imported = ImportedModels(folder / "models")
        self._registry = ModelRegistry(self.store, self._histories, runs_folder=folder, imported_models=self.imported)

    def begin(self, *events, **fields) -> None:
        """Begin `RUN`, of which these events are known."""
        create(self.store, RUN, **({"spec": SPEC, "config": TrainingConfig(learning_rate=0.1)} | fields))
        self.add(STARTED, *events)

    def add(self, *events) -> None:
        """Add what came since."""
        self.store.append(RUN, 1, list(events))

    def keep(self, one: Checkpoint) -> Path:
        """Write a file into the run's folder."""
        path = self.folder / RUN / one.name
        path.parent.mkdir(exist_ok=True)
        path.touch()
        return path

    def model(self, moment: int | str | None = None) -> Model:
        """Return a network of `RUN`."""
        return self._registry.find(ModelName(RUN, moment))

    def find(self, name: ModelName) -> Model:
        """Return any network."""
        return self._registry.find(name)

    def config(self, model: Model) -> TrainingConfig | None:
        """Return how a network was trained."""
        return trained_with(model, self._histories)[1]

    def request(self, model: Model, key: FormatKey) -> ExportRequest:
        """Return the request for a file."""
        return export_request(model, key, self._dataset, histories=self._histories, runs_folder=self.folder)

    def keys(self, model: Model) -> dict[FormatKey, str]:
        """Return the key of every format."""
        return {key: self.request(model, key).key for key in FORMATS}

    def capsule(self, model: Model) -> ExportRequest:
        """Return the request for a capsule."""
        return capsule_request(model, histories=self._histories, runs_folder=self.folder)


@pytest.fixture
def runs(tmp_path, bundled_dataset):
    runs = Runs(tmp_path, bundled_dataset)
    yield runs
    runs.store.close()


def test_pretrained_network_is_asked_for_with_its_settings_and_without_a_state(runs: Runs) -> None:
    model = runs.find(PRETRAINED)
    asked = runs.request(model, "keras")
    assert (asked.model, asked.file_name) == ("pretrained", "digits.keras")
    assert asked.args == (pretrained().network, "keras")
    assert (asked.named["config"], asked.named["optimizer_path"]) == (pretrained().config, None)
    assert runs.request(model, "keras") == asked


def test_network_that_was_brought_in_has_no_settings_and_no_capsule(runs: Runs) -> None:
    kept = runs.imported.keep(read_model(), owner="me", name="mine", note=ModelNote())
    model = runs.find(ModelName(file=kept.id))
    for key in ("keras", "onnx"):
        asked = runs.request(model, key)
        assert asked.model == f"file-{kept.id}"
        assert (asked.args[0], asked.named["config"], asked.named["optimizer_path"]) == (kept.network, None, None)


def test_every_format_and_every_epoch_has_a_key_of_its_own(runs: Runs) -> None:
    runs.begin(epoch(1), epoch(2))
    first, second = runs.keys(runs.model(1)), runs.keys(runs.model(2))
    assert len({*first.values(), *second.values()}) == 2 * len(FORMATS)
    assert runs.request(runs.model(1), "onnx").model == RUN


def test_only_keras_is_told_the_optimizers_state_while_that_is_kept(runs: Runs) -> None:
    runs.begin(epoch(1))
    model = runs.model(1)
    path = runs.keep(epoch(1).optimizer)
    told = {key: runs.request(model, key).named["optimizer_path"] for key in FORMATS}
    assert told == {key: str(path) if key == "keras" else None for key in FORMATS}
    with_state = runs.keys(model)
    path.unlink()  # another epoch ended
    assert runs.request(model, "keras").named["optimizer_path"] is None
    assert runs.keys(model) == with_state  # so that a file that was made is found again


def test_branch_has_the_state_that_it_began_from(runs: Runs) -> None:
    begun = RunBranched(parent="b" * 32, epoch=3, checkpoint=file("epoch-3.npz", "3"), optimizer=file("state.npz"))
    runs.begin(branched=begun)
    path = runs.keep(begun.optimizer)
    assert runs.request(runs.model(3), "keras").named["optimizer_path"] == str(path)


@pytest.mark.parametrize(
    ("action", "value", "changed"),
    [
        ("learning_rate", 0.025, lambda spec, config: (spec, replace(config, learning_rate=0.025))),
        ("dropout_rate", 0.5, lambda spec, config: (spec.with_dropout_rate(0.5), config)),
    ],
)
def test_change_counts_from_its_step_on_and_only_where_fit_goes_on(
    runs: Runs, action: str, value: float, changed: Callable
) -> None:
    runs.begin(epoch(1))
    before = runs.keys(runs.model(1))
    runs.add(steered(action, value, PER_EPOCH + 9), epoch(2))
    assert runs.keys(runs.model(1)) == before
    model = runs.model(2)
    spec, config = changed(SPEC, TrainingConfig(learning_rate=0.1))
    for key in TRAINED_ON:
        asked = runs.request(model, key)
        assert (asked.args[0], asked.named["config"]) == (replace(model.network, spec=spec), config)
    for key in WITHOUT_FIT:
        asked = runs.request(model, key)
        assert (asked.args[0], asked.named["config"]) == (model.network, None)
    assert runs.config(model) == config


def test_stopped_network_never_met_what_was_put_off_until_after_it(runs: Runs) -> None:
    runs.begin(
        epoch(1),
        steered("learning_rate", 0.05, PER_EPOCH + 7),
        steered("learning_rate", 0.01, PER_EPOCH + 90),  # of an attempt that had come further
        ModelKept(epoch=2, step=PER_EPOCH + 40, checkpoint=file("stopped.npz", "f")),
        RunEnded(outcome="stopped", epoch=2),
    )
    runs.keep(epoch(1).optimizer)
    asked = runs.request(runs.model(STOPPED), "keras")
    assert asked.named["config"] == TrainingConfig(learning_rate=0.05)
    assert asked.named["optimizer_path"] is None


def test_epochs_capsule_stays_the_same_while_its_run_goes_on(runs: Runs) -> None:
    def each_step(of_epoch: int, count: int) -> list[StepsEnded]:
        first = (of_epoch - 1) * PER_EPOCH + 1
        one = replace(STEPS, epoch=of_epoch)
        return [replace(one, first_step=step, last_step=step) for step in range(first, first + count)]

    runs.begin(*each_step(1, PER_EPOCH), epoch(1))
    before = runs.capsule(runs.model(1))
    later = each_step(2, 2000)
    runs.add(*later, epoch(2))
    after = runs.capsule(runs.model(1))
    assert before.named["history"].steps != after.named["history"].steps  # thinned out
    assert before.key == after.key
    assert runs.capsule(runs.model(2)).key != before.key
