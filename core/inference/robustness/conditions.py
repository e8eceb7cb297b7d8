"""What can happen to a picture between a hand and a network: nine conditions in eight strengths each. NumPy alone.

After D. Hendrycks and T. Dietterich, "Benchmarking neural network robustness to common corruptions and perturbations"
(ICLR 2019), and N. Mu and J. Gilmer, "MNIST-C" (2019): values from mild to severe, and no network was trained for them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.inference.robustness import moved, spoiled
from core.inference.robustness.chance import Chance

ConditionKey = Literal["rotation", "shift", "scale", "shear", "thickness", "noise", "blur", "contrast", "occlusion"]
Unit = Literal["degrees", "pixels", "percent", "levels"]  # levels of grey, of 255
STRENGTHS = 8  # of each condition; strength 0 is the picture as it is
VERSION = 1  # of what is done to pictures: another one lets no older count be taken for a new one


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One thing that happens to pictures."""

    key: ConditionKey
    unit: Unit
    values: tuple[float, ...]  # of the strengths 1 to STRENGTHS, in the unit; ever more
    apply: Callable[[np.ndarray, float, Chance], np.ndarray]  # (N, 28, 28) uint8, a value and draws to new pictures

    def value(self, strength: int) -> float:
        """Return what a strength, 0 to STRENGTHS, means in the condition's unit."""
        return self.values[strength - 1] if strength else 0.0


CONDITIONS = (
    Condition(key="rotation", unit="degrees", values=(5, 10, 15, 20, 30, 40, 60, 90), apply=moved.rotated),
    Condition(key="shift", unit="pixels", values=(1, 2, 3, 4, 5, 6, 8, 10), apply=moved.shifted),
    Condition(key="scale", unit="percent", values=(10, 20, 30, 40, 50, 60, 80, 100), apply=moved.scaled),
    Condition(key="shear", unit="degrees", values=(5, 10, 15, 20, 25, 30, 40, 50), apply=moved.sheared),
    Condition(key="thickness", unit="pixels", values=(0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4), apply=spoiled.rewritten),
    Condition(key="noise", unit="levels", values=(10, 20, 30, 45, 60, 80, 110, 150), apply=spoiled.noisy),
    Condition(key="blur", unit="pixels", values=(0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3), apply=spoiled.blurred),
    Condition(key="contrast", unit="percent", values=(20, 40, 50, 60, 70, 80, 90, 95), apply=spoiled.faded),
    Condition(key="occlusion", unit="pixels", values=(2, 4, 6, 8, 10, 12, 14, 16), apply=spoiled.covered),
)
PLACES: dict[ConditionKey, int] = {condition.key: place for place, condition in enumerate(CONDITIONS)}


def damaged(images: np.ndarray, key: ConditionKey, strength: int, numbers: Sequence[int]) -> np.ndarray:
    """Return pictures under a condition: the same numbers always get the same, alone or among others.

    Args:
        images: (N, 28, 28) uint8, 0 paper to 255 ink.
        key: of the condition.
        strength: 0 to STRENGTHS; 0 returns them as they are. What is drawn by chance, such as the side to which a
            picture is turned, is the same at every strength.
        numbers: (N,) of the pictures, from 0: what is drawn by chance depends on them.

    Returns:
        (N, 28, 28) uint8, new.
    """
    place = PLACES[key]
    condition = CONDITIONS[place]
    if not strength:
        return images.copy()
    return condition.apply(images, condition.value(strength), Chance(stream=place, numbers=numbers))
