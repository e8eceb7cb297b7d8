"""What is to be run for a network's capsule."""

import pytest

from core.errors import ExportError
from core.importing.library import ImportedModels
from core.runs.exporting.capsules import capsule_job
from core.runs.log.histories import Histories
from core.runs.log.models import PRETRAINED, ModelName, ModelRegistry
from core.training.record.events import RunEnded
from tests.support.written_runs import EPOCH, STARTED, STEPS, TEST, create

pytestmark = pytest.mark.process


def job_of(store, folder, name):
    histories = Histories(store)
    models = ImportedModels(folder / "models")
    model = ModelRegistry(store, histories, runs_folder=folder, imported_models=models).find(name)
    return model, capsule_job(model, histories, folder)


def test_pretrained_network_has_none(store, tmp_path):
    with pytest.raises(ExportError, match="trained with more than MNIST"):
        job_of(store, tmp_path, PRETRAINED)


def test_runs_capsule_is_told_its_network_settings_and_folder(store, tmp_path):
    run = create(store, "a" * 32, owner="somebody")
    store.append(run, 1, [STARTED, STEPS, EPOCH, TEST, RunEnded(outcome="finished", epoch=1)])
    model, named = job_of(store, tmp_path, ModelName(run))
    assert named["stored"] == model.network
    assert named["config"] == model.record.config
    assert named["begin_folder"] == str(tmp_path / run)
    assert (named["training"].epoch, named["training"].data) == (1, "digest")
    assert named["history"].test == TEST
    assert named["history"].steps == ((STEPS.last_step, STEPS.mean_loss, STEPS.accuracy),)


def test_network_that_was_brought_in_has_none(store, tmp_path):
    class BroughtIn:
        record, name, imported = None, PRETRAINED, object()

    with pytest.raises(ExportError, match="was brought in"):
        capsule_job(BroughtIn(), Histories(store), tmp_path)
