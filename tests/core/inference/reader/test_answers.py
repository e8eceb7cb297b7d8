"""A network's answers and the judge's, in one question."""

from __future__ import annotations

import numpy as np
import pytest

from core.errors import DataError
from core.inference.predict import predict
from core.inference.pretrained import pretrained
from core.inference.reader import doubt
from core.inference.reader.answers import answer, join_answers
from core.inference.reader.doubt import digit_probabilities

pytestmark = pytest.mark.process


def bars(count: int) -> np.ndarray:
    images = np.zeros((count, 28, 28), np.uint8)
    for place, image in enumerate(images):
        image[4:24, 8 + place : 10 + place] = 255
    return images


def test_answers_are_those_of_both_networks() -> None:
    network, images = pretrained().network, bars(5)
    said = answer(network, images)
    assert said.predictions.predicted_digits.tolist() == predict(network, images).predicted_digits.tolist()
    np.testing.assert_allclose(said.digit_probabilities, digit_probabilities(images), rtol=1e-6)


def test_parts_join_to_the_whole() -> None:
    network, images = pretrained().network, bars(5)
    joined, whole = join_answers([answer(network, images[:2]), answer(network, images[2:])]), answer(network, images)
    np.testing.assert_allclose(joined.predictions.logits, whole.predictions.logits, rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(joined.digit_probabilities, whole.digit_probabilities, rtol=1e-4, atol=1e-4)


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(DataError):
        answer(pretrained().network, np.zeros((1, 8, 8), np.uint8))


def test_what_looks_like_a_digit_from_one_view_alone_is_doubted(monkeypatch: pytest.MonkeyPatch) -> None:
    judged = np.zeros((5, 3, 11), np.float32)  # views, pictures
    judged[:, 0, 7] = 1  # a 7 from all sides
    judged[0, 1, 7], judged[1:, 1, 10] = 1, 1  # none, but for the first
    judged[0, 2, 7], judged[1:, 2, 1] = 1, 1  # a 1, but for the first
    monkeypatch.setattr(doubt, "judge", lambda images: judged.reshape(-1, 11))
    np.testing.assert_allclose(digit_probabilities(bars(3)), [1, 0.2 * 0.2, 0.2], rtol=1e-5)
