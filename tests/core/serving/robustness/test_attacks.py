"""The smallest change and accuracy under attack, asked in pieces of an engine that moves ink against a rule."""

from __future__ import annotations

import threading
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from core.inference.loaded_networks import StoredNetwork
from core.inference.predict import Predictions
from core.inference.robustness.adversarial import Pushed
from core.results.result_files import ResultFiles
from core.serving.robustness import attacked, attacks
from core.serving.robustness.attacked import COUNTED_EPS, Attacked, Attacker, Method
from core.serving.robustness.attacks import AttackClient, attacked_images
from core.serving.robustness.smallest_change import Search
from models.cnn import cnn
from models.mlp import mlp
from tests.support.waiting import until

NETWORK = StoredNetwork(spec=mlp(hidden=(9,), dropout=0.0), path="p", digest="w")
HEAVY = StoredNetwork(spec=cnn(filters=(512, 512), dense=(64,)), path="p", digest="h")
COUNT = 60
DATASET = SimpleNamespace(
    test_count=COUNT,
    digest="d",
    test_images=np.stack([np.full((28, 28), 100 + number, np.uint8) for number in range(COUNT)]),
    test_labels=np.where(np.arange(COUNT) < 50, 1, 7).astype(np.uint8),  # the last ten are read wrong
)


class Engine:
    """Reads a 1 where the mean is above a bound, else a 0; what pushes it knows that the ink must go, or nothing."""

    def __init__(self, *, bound: float = 90.0, is_dead: bool = False) -> None:
        self.bound, self.is_dead, self.questions = bound, is_dead, 0

    def predict(self, network: StoredNetwork, images: np.ndarray) -> Predictions:
        assert images.dtype == np.uint8
        is_one = (images.mean(axis=(1, 2)) > self.bound) | self.is_dead
        logits = np.eye(10, dtype=np.float32)[is_one.astype(int)] * 4
        return Predictions(logits=logits, probabilities=logits / 8)

    def call(self, target: str, network: StoredNetwork, *args):
        self.questions += 1
        if target.endswith("directions"):
            images, _ = args
            return np.full(images.shape, 0 if self.is_dead else -1, np.int8)
        begun, images, _, eps, rates, steps = args
        reach = eps[:, np.newaxis, np.newaxis]
        pictures = begun.pictures
        if not self.is_dead:
            pictures = np.maximum(pictures - rates[:, np.newaxis, np.newaxis] * steps, images - reach)
        return Pushed(pictures=pictures.clip(0, 255), moved=begun.moved | (not self.is_dead))


class SlowEngine(Engine):
    """Waits with its first answer until it may go on."""

    def __init__(self) -> None:
        super().__init__()
        self.is_asked, self.goes_on = threading.Event(), threading.Event()
        self.reaches: list[float] = []

    def call(self, target: str, network: StoredNetwork, *args):
        self.reaches.append(float(args[3][0]))
        self.is_asked.set()
        assert self.goes_on.wait(60)
        return super().call(target, network, *args)


def client(engine: Engine, folder: Path) -> AttackClient:
    return AttackClient(engine, ResultFiles(folder, most_bytes=10**6))  # type: ignore[arg-type]


def found_by(asked: AttackClient, image: np.ndarray) -> Search:
    until(lambda: asked.smallest(NETWORK, image, 1, asker="one").is_over)
    return asked.smallest(NETWORK, image, 1, asker=None)


@pytest.mark.parametrize("bound", [99.0, 90.0, 68.0, 40.0, 1.0])
def test_smallest_change_is_found_to_a_level(bound: float, tmp_path: Path) -> None:
    image = np.full((28, 28), 100, np.uint8)
    search = found_by(client(Engine(bound=bound), tmp_path), image)
    assert (search.eps, search.below) == (100 - bound, 99 - bound)
    assert search.found is not None
    assert (search.found.answer, search.found.fools, search.found.sureness) == (0, True, 0.5)
    np.testing.assert_array_equal(search.found.change, np.full((28, 28), bound - 100))


def test_search_is_made_once_and_goes_on_where_it_was_left(tmp_path: Path) -> None:
    engine, image = Engine(), np.full((28, 28), 100, np.uint8)
    asked = client(engine, tmp_path)
    assert asked.smallest(NETWORK, image, 1, asker=None).found is None
    found_by(asked, image)
    before = engine.questions
    assert found_by(asked, image).eps == 10
    assert engine.questions == before


def test_network_without_slopes_is_never_called_tough(tmp_path: Path) -> None:
    search = found_by(client(Engine(is_dead=True), tmp_path), np.full((28, 28), 100, np.uint8))
    assert (search.found, search.below, search.knows_direction, search.is_over) == (None, 255, False, True)


def test_network_with_slopes_that_nothing_flips_is_told_from_it(tmp_path: Path) -> None:
    search = found_by(client(Engine(bound=-1.0), tmp_path), np.full((28, 28), 100, np.uint8))
    assert (search.found, search.knows_direction, search.is_over) == (None, True, True)


def test_trials_double_until_one_flips_and_then_halve() -> None:
    def tried(size: int, *, fools: bool) -> Attacked:
        change = np.full((28, 28), size, np.int16)
        return Attacked(
            picture=change.astype(np.uint8), change=change, answer=3, sureness=1.0, fools=fools, knows_direction=True
        )

    search, trials = Search(), []
    while not search.is_over:
        trials.append(search.next_trial)
        search = search.after(trials[-1], tried(trials[-1], fools=trials[-1] >= 77))
    assert trials == [32, 64, 128, 96, 80, 72, 76, 78, 77]
    smaller = Search(below=60).after(96, tried(50, fools=True))  # a smaller one than was thought to be possible
    assert (smaller.eps, smaller.below, smaller.is_over) == (50, 49, True)


def test_change_that_the_search_found_is_not_looked_for_again(tmp_path: Path) -> None:
    engine, image = Engine(), np.full((28, 28), 100, np.uint8)
    asked = client(engine, tmp_path)
    search, before = found_by(asked, image), engine.questions
    assert asked.changed(NETWORK, image, 1, "pgd", 10, asker="one") is search.found
    assert engine.questions == before


@pytest.mark.parametrize(("method", "eps", "answer"), [("pgd", 9, 1), ("pgd", 30, 0), ("fgsm", 10, 0)], ids=str)
def test_change_of_another_size_is_worked_out_in_the_background_once(
    method: Method, eps: int, answer: int, tmp_path: Path
) -> None:
    engine, image = Engine(), np.full((28, 28), 100, np.uint8)
    asked = client(engine, tmp_path)
    found_by(asked, image)
    assert asked.changed(NETWORK, image, 1, method, eps, asker="one") is None
    until(lambda: asked.changed(NETWORK, image, 1, method, eps, asker="one"))
    before = engine.questions
    found = asked.changed(NETWORK, image, 1, method, eps, asker="two")
    assert found is not None
    assert (found.answer, found.size) == (answer, eps)
    assert engine.questions == before
    direct = Attacker(engine, NETWORK).attack(image, 1, method, eps)  # type: ignore[arg-type]
    np.testing.assert_array_equal(found.picture, direct.picture)


def test_newer_question_takes_the_place_of_a_change_that_takes_long(tmp_path: Path) -> None:
    asked, image = client(SlowEngine(), tmp_path), np.full((28, 28), 100, np.uint8)
    slow = asked._inference
    assert isinstance(slow, SlowEngine)
    asked.changed(HEAVY, image, 1, "pgd", 30, asker="one")
    assert slow.is_asked.wait(60)
    asked.changed(HEAVY, image, 1, "pgd", 40, asker="one")
    slow.goes_on.set()
    until(lambda: asked.changed(HEAVY, image, 1, "pgd", 40, asker="one"))
    assert slow.reaches[:2] == [30, 40]
    assert slow.reaches.count(30) == 1


def test_heavy_networks_are_pushed_in_many_pieces() -> None:
    pieces = Attacker(Engine(), HEAVY).pieces("pgd")  # type: ignore[arg-type]
    assert len(pieces) > 8
    assert sum(count * steps for count, steps in [piece[1:] for piece in pieces if piece]) == 160
    assert pieces[-1] is None


def test_accuracy_under_attack_is_counted_over_the_first_images(tmp_path: Path) -> None:
    engine = Engine()
    asked = client(engine, tmp_path)
    assert asked.under_attack(NETWORK, DATASET, asker=None).count == 0
    until(lambda: asked.under_attack(NETWORK, DATASET, asker="one").is_whole)
    found = asked.under_attack(NETWORK, DATASET, asker=None)
    assert (found.clean, found.count, found.images) == (50, 60, 60)
    stands = tuple(sum(100 + number - eps > 90 for number in range(50)) for eps in COUNTED_EPS)
    assert found.right == {"fgsm": stands, "pgd": stands}
    until(lambda: list(tmp_path.glob("*.result")))
    before = engine.questions
    assert client(engine, tmp_path).under_attack(NETWORK, DATASET, asker="two").is_whole
    assert engine.questions == before


def test_accuracy_of_what_reads_nothing_right_is_none(tmp_path: Path) -> None:
    asked = client(Engine(bound=255.0), tmp_path)
    until(lambda: asked.under_attack(NETWORK, DATASET, asker="one").is_whole)
    found = asked.under_attack(NETWORK, DATASET, asker=None)
    assert (found.clean, found.right["pgd"]) == (0, (0,) * 5)


def test_random_starts_are_near_and_always_the_same() -> None:
    images = np.stack([np.zeros((28, 28), np.uint8), np.full((28, 28), 250, np.uint8)])
    near = attacked._near(images, 20, [3, 4])
    np.testing.assert_array_equal(near, attacked._near(images, 20, [3, 4]))
    np.testing.assert_array_equal(near[1:], attacked._near(images[1:], 20, [4]))
    assert np.abs(near - images).max() <= 20
    assert 0 <= near.min() <= near.max() <= 255
    assert near.std() > 3


def test_networks_that_compute_long_are_attacked_on_fewer_images() -> None:
    many = SimpleNamespace(test_count=10_000)
    assert attacked_images(mlp(), many) == 500  # type: ignore[arg-type]
    heavy = cnn(filters=(512, 512), dense=(64,))
    assert attacked_images(heavy, many) == attacks.LEAST_IMAGES  # type: ignore[arg-type]
    assert attacked_images(mlp(), DATASET) == 60  # type: ignore[arg-type]
