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
from core.importing.refusals import refusal
from core.inference.loaded_networks import StoredNetwork
from core.inference.predict import Predictions
from core.inference.work import work
from models.spec import NetworkSpec

Ask = Callable[[StoredNetwork, np.ndarray], Predictions]
PixelWay = Literal["unit", "bytes", "standard", "centred", "dark_on_light"]

# MNIST's mean and standard deviation are those of its 60,000 training images, as programs for it write them: 0.1307 and
# 0.3081 of full ink. Where two ways do equally well, the one that stands first here is the more usual one.
WAYS: dict[PixelWay, Pixels] = {
    "unit": UNIT,
    "bytes": Pixels(divisor=1.0),
    "standard": Pixels(offset=0.1307 * 255, divisor=0.3081 * 255),
    "centred": Pixels(offset=127.5, divisor=127.5),
    "dark_on_light": Pixels(offset=255.0, divisor=-255.0),
}
TRIED, FEWEST = 500, 20  # digits
MOST_WORK = 200_000_000_000  # multiply-adds of a trial, 2 to 10 s, where FEWEST digits do not take more
CHECKED = 20  # digits, where the file says how it wants its pixels


def tried(spec: NetworkSpec) -> int:
    """Return how many digits a network is tried on in each way: fewer where it takes long for one."""
    return min(max(MOST_WORK // (len(WAYS) * work(spec)), FEWEST), TRIED)


def check_numbers(network: StoredNetwork, images: np.ndarray, *, ask: Ask) -> None:
    """Raise ModelFileError unless a network gives finite logits for (N, 28, 28) uint8 images; LabError as `ask`."""
    if not np.isfinite(ask(network, images).logits).all():
        raise _no_numbers()


def right_each_way(
    network: StoredNetwork,
    images: np.ndarray,
    labels: np.ndarray,
    *,
    ask: Ask,
    on_progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> dict[PixelWay, int]:
    """Return how many digits a network reads right in each way, in the order of `WAYS`.

    A way in which it does not give finite logits for all of them is left out.

    Args:
        network: how its bytes become inputs is overridden.
        images: (N, 28, 28) uint8, 0 paper to 255 ink.
        labels: (N,) what they are.
        ask: answers for a network and images.
        on_progress: is told how many ways are tried, and of how many.

    Raises:
        ModelFileError: there is no way left.
        LabError: as `ask`.
    """
    right: dict[PixelWay, int] = {}
    for done, (way, pixels) in enumerate(WAYS.items(), start=1):
        said = ask(dataclasses.replace(network, pixels=pixels), images)
        if np.isfinite(said.logits).all():
            right[way] = int((said.answers == labels).sum())
        on_progress(done, len(WAYS))
    if not right:
        raise _no_numbers()
    return right


def best(right: dict[PixelWay, int]) -> PixelWay:
    """Return the way in which most were right."""
    return max(right, key=lambda way: right[way])


def _no_numbers() -> ModelFileError:
    return refusal(
        "This network computes numbers that are too large for float32: its ten outputs are not all numbers",
        "Bring one whose training went well",
    )
