"""The methods that need nothing but the gradient of the target with respect to the pixels. NumPy alone.

A pixel counts from 0, paper, to 1, full ink, however the network's inputs are scaled and ordered: from paper to the
picture is a straight line for each scale, so that integrated gradients add up, and all methods have one unit.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.inference.attribution.attribution import ENOUGH, Completeness

# From pictures (N, 28, 28), 0 to 1, to the gradient of each one's target, same shape.
Gradients = Callable[[np.ndarray], np.ndarray]

FIRST_STEPS, MOST_STEPS = 32, 2048
AIM = ENOUGH / 2  # the gap at which no more steps are taken
NOISY_COPIES = 50  # as in the paper
NOISE = 0.15  # standard deviation, as a share of the picture's range: within the paper's 10 to 20 %
NOISE_SEED = 17


def gradient(picture: np.ndarray, gradients: Gradients) -> np.ndarray:
    """Return by how much the target would rise per unit of ink in each pixel, (28, 28): for a small change.

    K. Simonyan, A. Vedaldi and A. Zisserman, "Deep inside convolutional networks", 2013; here with its sign.
    """
    return gradients(picture[np.newaxis])[0]


def gradient_times_input(picture: np.ndarray, gradients: Gradients) -> np.ndarray:
    """Return the gradient times the pixel, (28, 28): exact for a linear network; paper gets 0.

    A. Shrikumar et al., "Not just a black box", 2016.
    """
    return picture * gradient(picture, gradients)


def integrated_gradients(
    picture: np.ndarray, gradients: Gradients, *, output: float, baseline: float, most_steps: int = MOST_STEPS
) -> tuple[np.ndarray, Completeness]:
    """Return each pixel's part of what the picture has and paper has not, (28, 28), and whether it adds up.

    M. Sundararajan, A. Taly and Q. Yan, "Axiomatic attribution for deep networks", ICML 2017, equation 3; trapezoids
    in place of a sum. The steps are doubled until the gap is below AIM.

    Args:
        picture: (28, 28) float, 0 to 1.
        gradients: of the target.
        output: the target's value for the picture.
        baseline: the same for paper, where all is 0.
        most_steps: that the path may be cut into; what was added up with so many is returned, complete or not.
    """

    def along(shares: np.ndarray) -> np.ndarray:
        return gradients(shares[:, np.newaxis, np.newaxis] * picture).astype(np.float64)

    steps = min(FIRST_STEPS, most_steps)
    first = along(np.arange(steps + 1) / steps)
    total = first.sum(axis=0) - (first[0] + first[-1]) / 2
    while True:
        values = picture * total / steps
        completeness = Completeness(steps=steps, total=float(values.sum()), output=output, baseline=baseline)
        if completeness.gap < AIM or 2 * steps > most_steps:
            return values, completeness
        total = total + along((np.arange(steps) + 0.5) / steps).sum(axis=0)
        steps *= 2


def smooth_grad(picture: np.ndarray, gradients: Gradients) -> np.ndarray:
    """Return the mean of the gradient over noisy copies of the picture, (28, 28), always the same ones.

    D. Smilkov et al., "SmoothGrad: removing noise by adding noise", 2017.
    """
    noise = np.random.default_rng(NOISE_SEED).normal(size=(NOISY_COPIES, *picture.shape))
    spread = NOISE * float(np.ptp(picture))
    return gradients(picture + spread * noise).astype(np.float64).mean(axis=0)
