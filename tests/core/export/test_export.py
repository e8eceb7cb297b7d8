"""An export as a whole: equal bytes, what it refuses, and that nothing of a failed one stays."""

import dataclasses
import os
import resource
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest

from core.errors import CheckpointError, DiskFullError, ExportError
from core.export import export as exporting
from core.export.export import export
from core.export.model_files.keras_model import keras_model, training_caveats
from core.export.model_files.runtimes import open_model
from core.training.record import checkpoints
from core.training.settings.config import TrainingConfig
from models.mlp import mlp

pytestmark = pytest.mark.process

MLP_NAME = "mlp"


@pytest.fixture
def one(trained):
    return trained[MLP_NAME]


@pytest.fixture
def write(bundled_dataset, tmp_path):
    """Export a network's file as "digits" into an empty folder."""

    def written(stored, key, **settings):
        path = tmp_path / "files" / "digits"
        list(export(stored, key, str(path), data_folder=str(bundled_dataset.folder), **settings))
        return path.read_bytes()

    return written


@pytest.mark.parametrize("key", ["npz", "tflite"])
def test_equal_networks_give_equal_bytes(one, write, key):
    assert write(one.stored, key) == write(one.stored, key)


@pytest.mark.parametrize("key", ["keras", "h5", "saved_model", "npz"])
def test_full_disk_is_said_as_such_and_leaves_the_older_file(one, write, tmp_path, key):
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "digits").write_bytes(b"older")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        with pytest.raises(DiskFullError, match="No room left"):
            write(one.stored, key)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert os.listdir(tmp_path / "files") == ["digits"]
    assert (tmp_path / "files" / "digits").read_bytes() == b"older"


def test_damaged_weights_are_refused_and_leave_nothing(one, write, tmp_path):
    with pytest.raises(CheckpointError, match="damaged"):
        write(dataclasses.replace(one.stored, digest="0" * 64), "npz")
    assert os.listdir(tmp_path / "files") == []


def test_another_networks_optimizer_is_refused(one, trained, write):
    with pytest.raises(CheckpointError, match="another network"):
        write(one.stored, "keras", config=one.config, optimizer_path=trained["cnn"].optimizer_path)


def test_state_that_was_dropped_meanwhile_is_left_out(one, write, tmp_path):
    gone = str(tmp_path / "epoch-001.optimizer.npz")
    assert write(one.stored, "keras", config=one.config, optimizer_path=gone)


def test_state_matters_to_keras_alone(one, write, trained):
    foreign = trained["cnn"].optimizer_path
    assert write(one.stored, "npz", config=one.config, optimizer_path=foreign) == write(one.stored, "npz")


def test_network_that_the_converter_refuses_is_said_by_format(one, write, tmp_path, monkeypatch):
    def refuse(*_arguments):
        raise RuntimeError("/a/path of the converter")

    monkeypatch.setattr(exporting, "onnx_bytes", refuse)
    with pytest.raises(ExportError, match=r"cannot be written as ONNX: .* Take another format\.$"):
        write(one.stored, "onnx")
    assert os.listdir(tmp_path / "files") == []


def test_package_that_is_not_installed_is_not_blamed_on_the_network(one, write, monkeypatch):
    monkeypatch.setitem(sys.modules, "tf2onnx", None)
    with pytest.raises(ExportError, match=r"package tf2onnx cannot be loaded.*pip install -r requirements\.txt"):
        write(one.stored, "onnx")


def test_one_image_is_asked_as_the_printed_lines_ask(monkeypatch, tmp_path):
    import keras
    import tensorflow as tf

    traced = []

    def model(inputs, training):
        traced.append(tf.inside_function())
        return tf.zeros((len(inputs) if tf.executing_eagerly() else 1, 10))

    monkeypatch.setattr(keras.models, "load_model", lambda _: model)
    ask = open_model("keras", tmp_path / "digits.keras", mlp())
    assert ask(np.zeros((1, 784), np.float32)).shape == (1, 10)
    assert traced == [False]
    ask(np.zeros((2, 784), np.float32))
    assert traced == [False, True]


def test_export_that_is_given_up_leaves_nothing(one, bundled_dataset, tmp_path):
    running = export(one.stored, "npz", str(tmp_path / "digits.npz"), data_folder=str(bundled_dataset.folder))
    while next(running).stage == "making":
        pass
    running.close()
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("key", ["saved_model", "tflite"])
def test_nothing_is_written_outside_the_files_own_folder(one, write, monkeypatch, tmp_path, key):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "not there"))
    write(one.stored, key)
    assert os.listdir(tmp_path) == ["files"]
    assert os.listdir(tmp_path / "files") == ["digits"]


def test_network_that_was_brought_in_is_not_compiled(one):
    assert not keras_model(one.stored, None, None).compiled
    (caveat,) = training_caveats(one.stored.spec, None, "keras")
    assert str(caveat) == "The file says nothing of training: compile the model before fit()."


def test_squared_error_of_logits_is_not_in_the_file_and_said(trained):
    logits = trained["standardised"]
    config = dataclasses.replace(logits.config, loss="mean_squared_error")
    assert not keras_model(logits.stored, config, None).compiled
    assert "takes logits" in str(training_caveats(logits.stored.spec, config, "keras")[0])


def test_momentum_that_was_begun_on_the_way_is_no_obstacle(one):
    variables = keras_model(one.stored, TrainingConfig(optimizer="sgd"), None).optimizer.variables
    state = {f"{index:03d}": np.asarray(variable) for index, variable in enumerate(variables)}
    state["000"], state["001"] = np.array(7), np.array(0.5, np.float32)
    model = keras_model(one.stored, TrainingConfig(optimizer="sgd", momentum=0.5), state)
    assert int(model.optimizer.iterations) == 7
    assert float(model.optimizer.learning_rate) == 0.5


def test_kernel_penalties_of_run_and_layer_are_in_the_model(trained):
    cnn = trained["cnn"]
    first, *_, last = keras_model(cnn.stored, cnn.config, None).layers
    assert float(first.kernel_regularizer.l2) == pytest.approx(1.1e-4)
    assert float(last.kernel_regularizer.l2) == pytest.approx(1e-5)


def test_what_keras_does_not_keep_is_said(trained):
    said = {
        name: " ".join(map(str, training_caveats(one.stored.spec, one.config, "h5"))) for name, one in trained.items()
    }
    assert all("begins with a fresh one" in text for text in said.values())
    assert "exclude_from_weight_decay" in said["mlp"]
    assert "to_categorical" in said["judges_each"]
    assert training_caveats(trained["cnn"].stored.spec, TrainingConfig(), "keras", has_state=True) == ()
    assert training_caveats(trained["cnn"].stored.spec, None, "onnx") == ()


@pytest.mark.parametrize(
    ("key", "has_state", "said"),
    [
        ("keras", True, "the learning rate of the last step, without the schedule"),
        ("keras", False, "a fresh optimizer, with the largest learning rate of the schedule"),
        ("h5", True, "a fresh one, with the largest learning rate of the schedule"),
    ],
)
def test_what_fit_goes_on_with_is_said_as_it_is_in_the_file(trained, key, has_state, said):
    cnn = trained["cnn"]
    (caveat,) = training_caveats(cnn.stored.spec, cnn.config, key, has_state=has_state)
    assert said in str(caveat)
    model = keras_model(cnn.stored, cnn.config, None)  # what is in a file without the state
    assert int(model.optimizer.iterations) == 0
    assert float(model.optimizer.learning_rate) == pytest.approx(cnn.config.learning_rate)


def test_learning_rate_is_that_of_the_last_step(trained):
    cnn = trained["cnn"]
    state = checkpoints.read(Path(cnn.optimizer_path))
    model = keras_model(cnn.stored, cnn.config, state)
    assert float(model.optimizer.learning_rate) == float(state["001"]) < cnn.config.learning_rate / 10


@pytest.mark.parametrize(("settings", "clipped"), [({"clip_norm": 0.5}, 0.5), ({}, None)])
def test_kept_model_clips_gradients_as_its_run_did(one, settings, clipped):
    assert keras_model(one.stored, TrainingConfig(**settings), None).optimizer.global_clipnorm == clipped


@pytest.mark.parametrize(
    ("settings", "smoothed"), [({"label_smoothing": 0.2}, 0.2), ({"loss": "mean_squared_error"}, None), ({}, None)]
)
def test_kept_model_smooths_labels_as_its_run_did(one, settings, smoothed):
    loss = keras_model(one.stored, TrainingConfig(**settings), None).loss
    assert getattr(loss, "_fn_kwargs", {}).get("label_smoothing") == smoothed
