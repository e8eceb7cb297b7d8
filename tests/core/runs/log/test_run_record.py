"""P22: a run that an earlier version stored is read as it was trained."""

import json

from core.runs.log.run_record import record_from_row
from core.training.settings.config import TrainingConfig
from models.mlp import mlp

SPEC = mlp(hidden=(16,), dropout=0)
CONFIG_OF_SCHEMA_1 = {
    "schema": 1,
    "epochs": 20,
    "batch_size": 128,
    "learning_rate": 0.001,
    "optimizer": "rmsprop",
    "loss": "categorical_crossentropy",
    "validation_source": "test",
    "validation_fraction": 0.1,
    "seed": 4,
}


def test_run_of_a_version_without_schedule_and_augmentation_is_read():
    spec, config = json.dumps(SPEC.to_json()), json.dumps(CONFIG_OF_SCHEMA_1)
    record = record_from_row(("id", "owner", 12.0, "article-1a", "", spec, config, "digest", "a note", None))
    assert record.spec == SPEC
    assert record.note == "a note"
    assert record.config == TrainingConfig(
        epochs=20, optimizer="rmsprop", loss="categorical_crossentropy", validation_source="test", seed=4
    )
