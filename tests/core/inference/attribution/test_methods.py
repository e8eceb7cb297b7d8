"""Methods that use gradients, on functions whose gradients are known."""

from __future__ import annotations

import numpy as np
import pytest

from core.inference.attribution.methods import (
    FIRST_STEPS,
    NOISE,
    NOISY_COPIES,
    gradient,
    gradient_times_input,
    integrated_gradients,
    smooth_grad,
)

RNG = np.random.default_rng(6)
PICTURE = RNG.uniform(0, 1, (28, 28)) * (RNG.uniform(size=(28, 28)) > 0.7)
WEIGHTS = RNG.normal(size=(28, 28))


def linear(pictures: np.ndarray) -> np.ndarray:
    return np.broadcast_to(WEIGHTS, pictures.shape)


def cubic(pictures: np.ndarray) -> np.ndarray:
    """The gradient of the sum of WEIGHTS times picture cubed."""
    return 3 * WEIGHTS * pictures**2


def test_linear_function_gets_weight_times_pixel_from_gradient_times_input_and_from_integrated_gradients():
    output = float((WEIGHTS * PICTURE).sum())
    found, completeness = integrated_gradients(PICTURE, linear, output=output + 2, baseline=2.0)
    np.testing.assert_allclose(gradient_times_input(PICTURE, linear), WEIGHTS * PICTURE)
    np.testing.assert_allclose(found, WEIGHTS * PICTURE)
    np.testing.assert_allclose(gradient(PICTURE, linear), WEIGHTS)
    assert completeness.steps == FIRST_STEPS
    assert completeness.gap == pytest.approx(0, abs=1e-12)


def test_integrated_gradients_of_a_cubic_are_its_terms_and_add_up():
    output = float((WEIGHTS * PICTURE**3).sum())
    found, completeness = integrated_gradients(PICTURE, cubic, output=output, baseline=0.0)
    np.testing.assert_allclose(found, WEIGHTS * PICTURE**3, atol=2e-3)
    assert completeness.total == pytest.approx(found.sum())
    assert completeness.is_complete


def test_steps_are_doubled_until_it_adds_up_and_no_gradient_is_asked_twice():
    asked: list[float] = []

    def step(pictures: np.ndarray) -> np.ndarray:
        """All of the output comes about in the first hundredth of the way."""
        shares = pictures[:, 0, 0]
        asked.extend(shares)
        return (
            np.where(shares < 0.01, 100.0, 0.0)[:, np.newaxis, np.newaxis]
            * np.eye(28)[0][:, np.newaxis]
            * np.eye(28)[0]
        )

    white = np.ones((28, 28))
    _, completeness = integrated_gradients(white, step, output=1.0, baseline=0.0, most_steps=4096)
    assert completeness.is_complete
    assert completeness.steps > FIRST_STEPS
    assert len(asked) == len(set(asked)) == completeness.steps + 1
    _, stopped = integrated_gradients(white, step, output=1.0, baseline=0.0, most_steps=FIRST_STEPS)
    assert (stopped.steps, stopped.is_complete) == (FIRST_STEPS, False)


def test_gap_is_a_share_of_the_difference_but_of_1_where_that_is_smaller():
    _, large = integrated_gradients(PICTURE, lambda p: 0 * p, output=8.0, baseline=3.0, most_steps=4)
    _, small = integrated_gradients(PICTURE, lambda p: 0 * p, output=0.2, baseline=0.0, most_steps=4)
    assert large.gap == pytest.approx(1)
    assert small.gap == pytest.approx(0.2)


def test_smooth_grad_is_the_mean_over_copies_with_noise_of_a_share_of_the_range():
    seen = []

    def noted(pictures: np.ndarray) -> np.ndarray:
        seen.append(pictures)
        return cubic(pictures)

    found = smooth_grad(PICTURE, noted)
    assert seen[0].shape == (NOISY_COPIES, 28, 28)
    noise = seen[0] - PICTURE
    assert noise.std() == pytest.approx(NOISE * np.ptp(PICTURE), rel=0.02)
    np.testing.assert_allclose(found, np.mean([cubic(copy) for copy in seen[0]], axis=0))
    np.testing.assert_array_equal(found, smooth_grad(PICTURE, cubic))
