"""What a network says of images, as little of it as is kept."""

from __future__ import annotations

import numpy as np

from core.inference.pictures.readings import join_readings, readings_of


def test_answer_sureness_and_loss_of_two_images() -> None:
    logits = np.zeros((2, 10), np.float32)
    logits[0, 4], logits[1, 9] = 2, 1
    probabilities = np.full((2, 10), 0.01, np.float32)
    probabilities[0, 4], probabilities[1, 9], probabilities[1, 7] = 0.91, 0.5, 0.0
    found = readings_of(logits, probabilities, np.array([4, 7], np.uint8))
    assert found.answers.tolist() == [4, 9]
    assert np.allclose(found.sureness, [0.91, 0.5])
    assert np.allclose(found.losses, [-np.log(0.91), -np.log(np.finfo(np.float32).tiny)])
    assert (found.answers.dtype, found.sureness.dtype, found.losses.dtype) == (np.uint8, np.float32, np.float32)
    assert join_readings(found, found).answers.tolist() == [4, 9, 4, 9]
