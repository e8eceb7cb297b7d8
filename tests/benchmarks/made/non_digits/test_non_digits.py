"""What the reader is trained with besides digits: pictures as the app prepares them, the same for the same seed."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.made.non_digits import damaged_digits, non_digits, training_pictures, training_signs, training_strokes
from benchmarks.made.non_digits.damaged_digits import with_distractor
from benchmarks.made.non_digits.non_digits import training_non_digits
from core.drawing.mnist_preprocess import crop_to_ink, to_mnist_image

STROKES = {
    0: [[(100, 40), (170, 90), (160, 200), (100, 240), (60, 180), (60, 90), (100, 40)]],
    1: [[(140, 40), (140, 240)]],
    2: [[(70, 80), (140, 40), (200, 90), (70, 240), (210, 240)]],
    3: [[(70, 50), (190, 60), (120, 130), (200, 190), (70, 240)]],
    4: [[(120, 40), (60, 160), (200, 160)], [(160, 90), (160, 240)]],
    5: [[(200, 40), (80, 40), (80, 120), (190, 150), (180, 230), (70, 240)]],
    6: [[(180, 40), (80, 140), (90, 230), (180, 220), (170, 150), (80, 170)]],
    7: [[(70, 50), (200, 50), (120, 240)]],
    8: [[(180, 70), (90, 60), (190, 180), (120, 240), (80, 180), (190, 80)]],
    9: [[(180, 110), (90, 120), (110, 40), (180, 60), (170, 240)]],
}
DRAWN = training_strokes.KINDS | training_signs.KINDS
LABELS = np.arange(10, dtype=np.uint8)


@pytest.fixture(scope="module")
def digits() -> np.ndarray:
    return np.stack([to_mnist_image([np.array(path, np.float64) for path in STROKES[label]]) for label in range(10)])


def test_pictures_are_as_the_network_gets_them(digits: np.ndarray) -> None:
    images = training_non_digits(150, digits, LABELS, np.random.default_rng(1))
    assert images.shape == (150, 28, 28)
    assert images.dtype == np.uint8
    assert images.max(axis=(1, 2)).min() > 127
    assert max(max(crop_to_ink(image).shape) for image in images) <= 20


def test_none_is_a_count_too(digits: np.ndarray) -> None:
    assert training_non_digits(0, digits, LABELS, np.random.default_rng(1)).shape == (0, 28, 28)


def test_a_seed_gives_the_same_pictures_and_another_seed_others(digits: np.ndarray) -> None:
    first, again, other = (training_non_digits(20, digits, LABELS, np.random.default_rng(seed)) for seed in (3, 3, 4))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize("name", non_digits.SHARES)
def test_every_kind_yields_ink(name: str, digits: np.ndarray) -> None:
    rng = np.random.default_rng(7)

    def digit(labels: tuple[int, ...]) -> np.ndarray:
        return crop_to_ink(digits[rng.choice(labels)])

    if name in DRAWN:
        assert any(np.ptp(path, axis=0).max() > 30 for path in DRAWN[name](rng))
    elif name in training_pictures.KINDS:
        assert training_pictures.KINDS[name](rng).max() > 127
    else:
        assert damaged_digits.KINDS[name](digit, rng).max() > 127


@pytest.mark.parametrize("kind", DRAWN.values(), ids=DRAWN)
def test_strokes_stay_on_the_canvas(kind) -> None:
    points = np.concatenate([path for seed in range(5) for path in kind(np.random.default_rng(seed))])
    assert points.min() >= 0
    assert points.max() <= 280


def test_what_is_like_a_digit_is_drawn_anew(digits: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(training_signs.KINDS, "sign", _seven_at_first())
    monkeypatch.setattr(non_digits, "SHARES", {"sign": 1})
    images = training_non_digits(1, digits, LABELS, np.random.default_rng(0))
    assert len(crop_to_ink(images[0])) < 6  # the line that is drawn after the seven


def _seven_at_first():
    drawn = []

    def draw(rng: np.random.Generator) -> list[np.ndarray]:
        drawn.append(1)
        return [np.array(STROKES[7][0] if len(drawn) == 1 else [(10, 100), (200, 100)], np.float64)]

    return draw


def test_a_distractor_leaves_the_digit_and_adds_a_little(digits: np.ndarray) -> None:
    for seed in range(12):
        changed = with_distractor(digits[seed % 10], np.random.default_rng(seed))
        assert changed.shape == (28, 28)
        assert changed.dtype == np.uint8
        assert not np.array_equal(changed, digits[seed % 10])
        assert 0.5 < changed.sum() / digits[seed % 10].sum() < 1.6
