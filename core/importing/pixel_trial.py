"""How a network wants its pixels, where its file does not say: it is asked about the same digits in each usual way.

Whatever its file says, it is asked: of a network that gives anything but numbers no page could show a thing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Literal

import numpy as np

from core.data.input_scaling import UNIT, Pixels
from core.errors import ModelFileError
from core.inference.cost import image_cost
from core.inference.loaded_networks import StoredNetwork
from core.inference.predict import Predictions
from core.messages.importing import files as messages
from models.spec import NetworkSpec

Predict = Callable[[StoredNetwork, np.ndarray], Predictions]
ScalingName = Literal["unit", "bytes", "standard", "centred", "dark_on_light"]

# MNIST's mean and standard deviation are those of its 60,000 training images, as programs for it write them: 0.1307 and
# 0.3081 of full ink. Where two ways do equally well, the one that stands first here is the more usual one.
SCALINGS: dict[ScalingName, Pixels] = {
    "unit": UNIT,
    "bytes": Pixels(divisor=1.0),
    "standard": Pixels(offset=0.1307 * 255, divisor=0.3081 * 255),
    "centred": Pixels(offset=127.5, divisor=127.5),
    "dark_on_light": Pixels(offset=255.0, divisor=-255.0),
}
MAX_DIGITS, MIN_DIGITS = 500, 20  # digits
MAX_MULTIPLY_ADDS = 200_000_000_000  # multiply-adds of a trial, 2 to 10 s, where MIN_DIGITS digits do not take more
CHECKED_DIGITS = 20  # digits, where the file says how it wants its pixels


def digit_count(spec: NetworkSpec) -> int:
    """Return how many digits a network is tried on in each way: fewer where it takes long for one."""
    return min(max(MAX_MULTIPLY_ADDS // (len(SCALINGS) * image_cost(spec)), MIN_DIGITS), MAX_DIGITS)


def check_numbers(network: StoredNetwork, images: np.ndarray, *, predict: Predict) -> None:
    """Raise ModelFileError unless a network gives finite logits for (N, 28, 28) uint8 images; LabError as `predict`."""
    if not np.isfinite(predict(network, images).logits).all():
        raise _no_numbers()


def correct_per_scaling(
    network: StoredNetwork,
    images: np.ndarray,
    labels: np.ndarray,
    *,
    predict: Predict,
    on_progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> dict[ScalingName, int]:
    """Return how many digits a network reads right in each way, in the order of `SCALINGS`.

    A way in which it does not give finite logits for all of them is left out.

    Args:
        network: how its bytes become inputs is overridden.
        images: (N, 28, 28) uint8, 0 paper to 255 ink.
        labels: (N,) what they are.
        predict: gives the predictions of a network for images.
        on_progress: is told how many ways are tried, and of how many.

    Raises:
        ModelFileError: there is no way left.
        LabError: as `predict`.
    """
    correct: dict[ScalingName, int] = {}
    for done, (scaling, pixels) in enumerate(SCALINGS.items(), start=1):
        predictions = predict(dataclasses.replace(network, pixels=pixels), images)
        if np.isfinite(predictions.logits).all():
            correct[scaling] = int((predictions.predicted_digits == labels).sum())
        on_progress(done, len(SCALINGS))
    if not correct:
        raise _no_numbers()
    return correct


def best_scaling(correct: dict[ScalingName, int]) -> ScalingName:
    """Return the way in which most were right."""
    return max(correct, key=lambda scaling: correct[scaling])


def _no_numbers() -> ModelFileError:
    return ModelFileError(messages.outputs_are_not_finite())
