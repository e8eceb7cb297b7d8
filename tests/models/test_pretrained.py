"""The network that the app ships: its files fit each other, and it reads what its score says."""

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest

from core.data.dataset import load_dataset
from core.recipes import recipe
from core.training.record import checkpoints
from core.training.settings.augmentation import Augmentation
from core.training.settings.config import TrainingConfig
from models.build import build
from models.cnn import cnn
from models.spec import NetworkSpec

pytestmark = pytest.mark.process

FOLDER = Path(__file__).parents[2] / "models" / "pretrained"
NAMES = {"weights.npz", "spec.json", "config.json", "history.json", "score.json", "doubt.npz"}
OTHER_PROCESSORS = 2  # images that another CPU's rounding may move


def document(name, folder=FOLDER):
    return json.loads((folder / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def spec():
    return NetworkSpec.from_json(document("spec.json"))


@pytest.fixture(scope="module")
def weights():
    return checkpoints.read(FOLDER / "weights.npz", digest=document("score.json")["weights"])


@pytest.fixture(scope="module")
def model(spec, weights):
    model = build(spec, seed=0)
    for layer in model.layers:
        for weight in layer.weights:
            weight.assign(weights[f"{layer.name}/{weight.name}"])
    return model


def test_files_are_there_and_small():
    files = [path for path in FOLDER.iterdir() if path.is_file()]
    assert {path.name for path in files} == NAMES
    assert sum(path.stat().st_size for path in files) < 1_000_000


def test_files_are_what_make_pretrained_trains(spec):
    from benchmarks.pretrained import EPOCHS

    strong = recipe("strong-reader")
    assert spec == strong.spec
    assert TrainingConfig.from_json(document("config.json")) == dataclasses.replace(strong.config, epochs=sum(EPOCHS))


def test_weights_fit_the_network(spec, weights):
    expected = {
        f"{layer.name}/{weight.name}": tuple(weight.shape)
        for layer in build(spec, seed=0).layers
        for weight in layer.weights
    }
    assert {name: array.shape for name, array in weights.items()} == expected
    assert {str(array.dtype) for array in weights.values()} == {"float32"}
    assert all(np.isfinite(array).all() for array in weights.values())
    assert sum(array.size for array in weights.values()) == spec.parameters


def test_score_is_the_one_asked_for():
    score = document("score.json")
    assert score["images"] == 10_000
    assert score["test_accuracy"] == score["correct"] / score["images"] >= 0.996


def test_eleventh_output_tells_digits_from_what_is_none(real_mnist):
    from benchmarks.made.digits.pen_digits import pen_digits
    from benchmarks.made.non_digits.non_digits import training_non_digits
    from core.inference.reader.doubt import digit_probabilities, judge

    with np.load(real_mnist / "mnist.npz") as mnist:
        images, labels = mnist["x_test"][:200], mnist["y_test"][:200]
    rng = np.random.default_rng(7)
    pens, written = pen_digits(200, rng)
    others = training_non_digits(200, images, labels, rng)
    np.testing.assert_allclose(judge(images).sum(axis=1), 1, rtol=1e-5)
    assert (digit_probabilities(images) > 0.5).mean() >= 0.98
    assert (judge(pens).argmax(axis=1) == written).mean() >= 0.95
    assert (digit_probabilities(others) < 0.5).mean() >= 0.9


def test_history_has_every_epoch_and_ends_with_the_last_step():
    history, epochs = document("history.json"), document("config.json")["epochs"]
    assert [row["epoch"] for row in history["epochs"]] == list(range(1, epochs + 1))
    assert history["epochs"][-1]["validation_accuracy"] > 0.99
    numbers = [row[0] for row in history["steps"]]
    assert numbers == sorted(set(numbers))
    assert numbers[-1] <= epochs * history["started"]["steps_per_epoch"]
    assert len(numbers) <= 500


def test_it_reads_the_test_images_that_its_score_counts(real_mnist, tmp_path, model):
    dataset = load_dataset(tmp_path, real_mnist, make_fallback=lambda: pytest.fail("the real MNIST is there"))
    score = document("score.json")
    assert dataset.digest == score["data"]
    correct, loss = 0, 0.0
    for first in range(0, dataset.test_count, 500):
        images = dataset.test_images[first : first + 500].astype(np.float32) / 255
        labels = dataset.test_labels[first : first + 500]
        probabilities = np.asarray(model(images[..., None], training=False))
        correct += int((probabilities.argmax(axis=1) == labels).sum())
        loss -= float(np.log(np.maximum(probabilities[np.arange(len(labels)), labels], 1e-7)).sum())
    assert abs(correct - score["correct"]) <= OTHER_PROCESSORS
    assert loss / dataset.test_count == pytest.approx(score["loss"], rel=0.01)


def test_training_leaves_the_six_files_that_its_score_describes(small_dataset, tmp_path):
    from benchmarks.made.mixture import Made
    from benchmarks.pretrained import pretrain

    few = Made(
        pen=(4, 8),
        photographed=(4, 4),
        on_paper=(4, 2),
        printed=(4, 2),
        non_digits=(6, 8),
        distracted=(4, 2),
    )
    small = cnn(filters=(4,), dense=(8,), batch_normalization=True)
    config = TrainingConfig(epochs=3, schedule="cosine", augmentation=Augmentation(shift_pixels=1))
    folder = tmp_path / "files"
    trained = pretrain(small, config, small_dataset, folder, made=few, threads=1)
    score = document("score.json", folder)
    assert {path.name for path in folder.iterdir()} == NAMES
    assert NetworkSpec.from_json(document("spec.json", folder)) == small
    assert TrainingConfig.from_json(document("config.json", folder)) == config
    assert (score["correct"], score["images"], score["data"]) == (trained.test[1], 297, small_dataset.digest)
    assert score["made"] == 26
    checkpoints.read(folder / "weights.npz", digest=score["weights"])
    doubt = checkpoints.read(folder / "doubt.npz", digest=score["doubt"])
    assert {name: array.shape for name, array in doubt.items()} == {"kernel": (8,), "bias": ()}
    assert [row["epoch"] for row in document("history.json", folder)["epochs"]] == [1, 2, 3]
