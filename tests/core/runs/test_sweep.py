"""One setting in several values: what is read from a text, and what is refused."""

import pytest

from core.errors import ConfigError
from core.runs.sweep import MAX_VALUES, SWEEPABLE, sweep_configs
from core.training.settings.config import SETTINGS, TrainingConfig

CONFIG = TrainingConfig(epochs=2, batch_size=64)


def test_each_value_is_a_run_with_all_other_settings_kept():
    assert sweep_configs(CONFIG, "learning_rate", "0.001, 0.01,0.1 ") == [
        ("0.001", TrainingConfig(epochs=2, batch_size=64, learning_rate=0.001)),
        ("0.01", TrainingConfig(epochs=2, batch_size=64, learning_rate=0.01)),
        ("0.1", TrainingConfig(epochs=2, batch_size=64, learning_rate=0.1)),
    ]


@pytest.mark.parametrize(
    ("setting", "text", "values"),
    [
        ("batch_size", "32, 512", [32, 512]),
        ("optimizer", "adam, sgd", ["adam", "sgd"]),
        ("schedule", "constant,one_cycle", ["constant", "one_cycle"]),
        ("pixel_scale", "unit, bytes", ["unit", "bytes"]),
        ("learning_rate", "1e-3, 3e-3", [0.001, 0.003]),
        ("seed", "0, 1, 2, 3, 4, 5, 6, 7, 8, 9", list(range(10))),
        ("wrong_label_fraction", "0,,0.5,", [0.0, 0.5]),
        ("learning_rate", "0,1; 0,03", [0.1, 0.03]),
        ("learning_rate", "0.1;1e-3 ; 1", [0.1, 0.001, 1.0]),
        ("learning_rate", "0.1,1,10", [0.1, 1.0, 10.0]),
        ("learning_rate", "1, 3", [1.0, 3.0]),
        ("learning_rate", "1e-3,3, 0.1,2e-2", [0.001, 3.0, 0.1, 0.02]),
        ("batch_size", "64,128", [64, 128]),
        ("epochs", "1,10,100", [1, 10, 100]),
        ("train_images", "1000,5000,all", [1000, 5000, 0]),
        ("clip_norm", "Off, 0.1, 1", [0.0, 0.1, 1.0]),
        ("optimizer", "adam; sgd", ["adam", "sgd"]),
    ],
)
def test_values_are_read_as_the_settings_kind(setting, text, values):
    assert [getattr(config, setting) for _, config in sweep_configs(CONFIG, setting, text)] == values


@pytest.mark.parametrize(
    ("setting", "text", "said"),
    [
        ("learning_rate", "", "from 2 to 10 different values"),
        ("learning_rate", "0.1", "from 2 to 10 different values"),
        ("learning_rate", "0.1, 0.10", "from 2 to 10 different values"),
        ("learning_rate", "0.1, 0.1", "from 2 to 10 different values"),
        ("seed", "1,2,3,4,5,6,7,8,9,10,11", "from 2 to 10 different values"),
        ("learning_rate", "0.1, fast", "Each value must be a number; got 'fast'."),
        ("batch_size", "32, 64.5", "Each value must be a whole number; got '64.5'."),
        ("batch_size", "32, 0", "Batch size must be a whole number from 1 to 4,096; got 0."),
        ("learning_rate", "0.1, nan", "Learning rate must be a number"),
        ("learning_rate", "0.1, inf", "Learning rate must be a number"),
        ("optimizer", "adam, adagrad", "Optimizer must be one of adam"),
        ("learning_rate", "0,1", "0,1 may be 0.1, or 0 and 1. Write 0.1, or 0, 1 with a space."),
        ("learning_rate", "0,1, 0,3", "0,1 may be 0.1, or 0 and 1."),
        ("learning_rate", "1, 0,3", "0,3 may be 0.3, or 0 and 3."),
        ("learning_rate", "0.1, 0,3", "0,3 may be 0.3, or 0 and 3."),
        ("label_smoothing", "0,0,1", "0,0 may be 0.0, or 0 and 0."),
        ("batch_size", "1,024", "1,024 may be 1024, or 1 and 024. Write 1024, or 1, 024 with a space."),
        ("train_images", "1,000, 5,000", "1,000 may be 1000, or 1 and 000."),
        ("train_images", "64, 60,000", "60,000 may be 60000, or 60 and 000."),
        ("batch_size", "2,5; 3", "Each value must be a whole number; got '2.5'."),
        ("learning_rate", "off, 0.1", "Each value must be a number; got 'off'."),
        ("augmentation", "a, b", "This setting cannot be swept: 'augmentation'."),
        ("__class__", "a, b", "This setting cannot be swept"),
    ],
)
def test_what_cannot_be_swept_is_refused_with_the_setting_named(setting, text, said):
    with pytest.raises(ConfigError) as refused:
        sweep_configs(CONFIG, setting, text)
    assert said in str(refused.value)
    assert refused.value.fields["field"] == setting


def test_optimizer_in_a_sweep_brings_its_usual_parameters_and_no_other_learning_rate():
    runs = dict(sweep_configs(CONFIG, "optimizer", "adam, lion"))
    assert [(config.beta_2, config.learning_rate) for config in runs.values()] == [(0.999, 0.001), (0.99, 0.001)]
    own = dict(sweep_configs(TrainingConfig(beta_2=0.5), "optimizer", "adam, lion"))
    assert own["lion"].beta_2 == 0.5


@pytest.mark.parametrize("name", SWEEPABLE)
def test_example_values_of_every_setting_can_be_swept(name):
    runs = sweep_configs(TrainingConfig(epochs=5), name, SETTINGS[name].sweep)
    assert 2 <= len({getattr(config, name) for _, config in runs}) == len(runs)


def test_every_setting_that_can_be_swept_is_one_of_a_run():
    assert MAX_VALUES == 10
    assert all(hasattr(CONFIG, setting) for setting in SWEEPABLE)
