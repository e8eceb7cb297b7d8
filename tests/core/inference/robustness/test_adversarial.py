"""Changes chosen against real networks: slopes against differences, and a linear network's by its closed form."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from benchmarks.attribution import InThisProcess
from core.data.input_scaling import Pixels
from core.inference.loaded_networks import StoredNetwork, load_network
from core.inference.predict import predict
from core.inference.robustness.adversarial import Pushed, directions, push
from core.serving.robustness.attacked import Attacker, gradients_per_request
from core.serving.robustness.smallest_change import Search
from core.training.record import checkpoints
from models.cnn import cnn
from models.layers import Dense
from models.mlp import mlp
from models.spec import FLAT, NetworkSpec

pytestmark = pytest.mark.process

LINEAR = NetworkSpec(input_shape=FLAT, layers=(Dense(units=10, activation="softmax"),))


class Engine(InThisProcess):
    """Answers in the engine's place."""

    def predict(self, network: StoredNetwork, images: np.ndarray):
        return predict(network, images)


def attacker(network: StoredNetwork) -> Attacker:
    return Attacker(Engine(), network)  # type: ignore[arg-type]


def loss_of(network: StoredNetwork, pictures: np.ndarray, answers: np.ndarray) -> np.ndarray:
    """The loss by NumPy's own arithmetic, (N,) float64, of float pictures."""
    loaded = load_network(network)
    logits = np.asarray(loaded.model(loaded.inputs(pictures), training=False), np.float64).reshape(-1, 10)
    own = logits[np.arange(len(logits)), answers]
    others = np.where(np.arange(10) == answers[:, np.newaxis], -np.inf, logits)
    highest = others.max(axis=1)
    return highest + np.log(np.exp(others - highest[:, np.newaxis]).sum(axis=1)) - own


@pytest.mark.parametrize(
    "pixels", [Pixels(), Pixels(offset=33.3, divisor=78.6), Pixels(divisor=2550.0, shuffled=True)], ids=str
)
def test_signs_are_those_of_differences(pixels: Pixels, stored: Callable, images: np.ndarray) -> None:
    spec = NetworkSpec(input_shape=FLAT, layers=(Dense(units=9, activation="tanh"), Dense(units=10)))
    network = dataclasses.replace(stored(spec), pixels=pixels)
    answers = np.array([3, 1, 4, 1, 5])
    signs = directions(network, images, answers)
    assert signs.dtype == np.int8
    rng = np.random.default_rng(2)
    for place in rng.choice(784, 25, replace=False):
        row, column = divmod(int(place), 28)
        up, down = images.astype(np.float32), images.astype(np.float32)
        up[:, row, column] += 4
        down[:, row, column] -= 4
        apart = loss_of(network, up, answers) - loss_of(network, down, answers)
        clear = np.abs(apart) > 1e-5
        np.testing.assert_array_equal(signs[clear, row, column], np.sign(apart[clear]))


@pytest.mark.parametrize("eps", [0, 3, 40, 255])
def test_pictures_stay_within_reach_and_are_bytes(eps: int, stored: Callable, images: np.ndarray) -> None:
    network = stored(cnn(filters=(4,), dense=(8,)))
    extreme = images.copy()
    extreme[0], extreme[1] = 0, 255
    begun = Pushed(pictures=extreme.astype(np.float32), moved=np.zeros(5, bool))
    reach, answers = np.full(5, eps, np.float32), np.zeros(5, np.int64)
    pushed = push(network, begun, extreme, answers, reach, 2.5 * reach / 10, 10)
    assert np.abs(pushed.pictures - extreme).max() <= eps
    assert 0 <= pushed.pictures.min() <= pushed.pictures.max() <= 255
    assert pushed.moved.all()
    for method in ("fgsm", "pgd"):
        found = attacker(network).attack(images[2], 0, method, eps)
        assert found.size <= eps
        assert found.picture.dtype == np.uint8
        np.testing.assert_array_equal(found.change, found.picture.astype(int) - images[2])


def test_push_in_two_goes_is_that_in_one(stored: Callable, images: np.ndarray) -> None:
    network = stored(cnn(filters=(4,), dense=(8,)))
    begun = Pushed(pictures=images.astype(np.float32), moved=np.zeros(5, bool))
    rest = (images, np.arange(5), np.full(5, 9.0), np.full(5, 2.0))
    half = push(network, push(network, begun, *rest, 3), *rest, 4)
    np.testing.assert_array_equal(half.pictures, push(network, begun, *rest, 7).pictures)


@pytest.fixture
def linear(tmp_path: Path) -> Callable[..., StoredNetwork]:
    """A network of two digits in truth: the logits of 0 and 1 depend on the pixels, the others are far below."""

    def written(*, divisor: float = 255.0, seed: int = 0) -> StoredNetwork:
        kernel = np.zeros((784, 10), np.float32)
        kernel[:, :2] = np.random.default_rng(seed).normal(0, 0.1, (784, 2))
        bias = np.full(10, -1e4, np.float32)
        bias[:2] = 0
        path = tmp_path / f"{seed}.npz"
        checkpoint = checkpoints.write(path, {"dense/kernel": kernel, "dense/bias": bias})
        return StoredNetwork(spec=LINEAR, path=str(path), digest=checkpoint.digest, pixels=Pixels(divisor=divisor))

    return written


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("divisor", [255.0, 1.0], ids=["unit", "bytes: too sure for a softmax"])
def test_smallest_change_of_a_linear_network_is_its_margin_over_the_sum_of_its_weights(
    seed: int, divisor: float, linear: Callable
) -> None:
    network = linear(seed=seed, divisor=divisor)
    image = np.random.default_rng(seed).integers(100, 156, (28, 28)).astype(np.uint8)  # nothing is cut off at 0 or 255
    weights = checkpoints.read(Path(network.path), digest=network.digest)["dense/kernel"].astype(np.float64)
    away = weights[:, 0] - weights[:, 1]
    margin = away @ image.reshape(-1)
    answer = 0 if margin > 0 else 1
    smallest = int(np.floor(abs(margin) / np.abs(away).sum())) + 1  # in levels of 255, whatever the inputs' scale
    assert smallest < 90
    search = Search()
    for _ in range(12):
        if not search.is_over:
            eps = search.next_trial
            search = search.after(eps, attacker(network).attack(image, answer, "pgd", eps))
    assert search.is_over
    assert (search.eps, search.below) == (smallest, smallest - 1)
    assert search.found is not None
    assert int(predict(network, search.found.picture[np.newaxis]).predicted_digits[0]) == 1 - answer
    for eps in (smallest, smallest - 1):  # in a linear network a single step is the best there is
        assert attacker(network).attack(image, answer, "fgsm", eps).fools == (eps == smallest)


def test_network_without_slopes_tells_no_direction(tmp_path: Path, images: np.ndarray) -> None:
    arrays = {
        "dense/kernel": np.ones((784, 6), np.float32),
        "dense/bias": np.full(6, -1e6, np.float32),  # ReLU never wakes up
        "dense_1/kernel": np.ones((6, 10), np.float32),
        "dense_1/bias": np.eye(10, dtype=np.float32)[4],
    }
    checkpoint = checkpoints.write(tmp_path / "dead.npz", arrays)
    network = StoredNetwork(
        spec=mlp(hidden=(6,), dropout=0.0), path=str(tmp_path / "dead.npz"), digest=checkpoint.digest
    )
    for method in ("fgsm", "pgd"):
        found = attacker(network).attack(images[0], 4, method, 30)
        assert (found.answer, found.fools, found.knows_direction) == (4, False, False)
        np.testing.assert_array_equal(found.picture, images[0])
    search = Search()
    while not search.is_over:
        search = search.after(search.next_trial, attacker(network).attack(images[0], 4, "pgd", search.next_trial))
    assert (search.found, search.below, search.knows_direction) == (None, 255, False)


def test_accuracy_under_attack_is_that_of_single_attacks(stored: Callable, bundled_dataset) -> None:
    network = stored(mlp(hidden=(8,), dropout=0.0))
    images = np.array(bundled_dataset.test_images[:40])
    labels = predict(network, images).predicted_digits.astype(np.uint8)
    labels[:5] = (labels[:5] + 1) % 10  # these are read wrong as they are
    right = np.arange(40) >= 5
    counts = attacker(network).count_right(images, labels, 0)
    assert counts[:, 0].tolist() == [35, 35]
    stands = [
        sum(not attacker(network).attack(image, int(label), "fgsm", eps).fools for image, label in
            zip(images[right], labels[right], strict=True))
        for eps in (4, 8, 16, 32, 64)
    ]  # fmt: skip
    assert counts[0, 1:].tolist() == stands
    assert (np.diff(counts[1]) <= 0).all()
    assert (counts[1] <= counts[0]).all()
    assert counts[1, 1] < counts[1, 0]


def test_expensive_networks_are_asked_about_fewer_pictures_and_steps_at_once() -> None:
    assert gradients_per_request(mlp(), steps=20) == 36
    assert gradients_per_request(mlp(), steps=1) == 128
    assert gradients_per_request(cnn(filters=(512, 512)), steps=20) == 1
