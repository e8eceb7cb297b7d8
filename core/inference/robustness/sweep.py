"""How many damaged test images a network still reads right: counted in the engine, piece by piece."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.data.dataset import open_dataset
from core.inference.loaded_networks import StoredNetwork, load_network
from core.inference.robustness.conditions import CONDITIONS, STRENGTHS, ConditionKey, damaged


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sweep:
    """How many of a network's first test images were read right under each condition, as far as it is known."""

    right: np.ndarray  # (9, 8) int64 by condition and strength, 0 to `count`; -1 where it is not known yet
    clean: int  # of the images as they are; -1 where it is not known yet
    count: int  # test images, the first ones

    @property
    def is_whole(self) -> bool:
        """Whether everything is known."""
        return self.clean >= 0 and bool((self.right >= 0).all())

    @property
    def known_conditions(self) -> int:
        """Number of conditions of which all strengths are known."""
        return int((self.right >= 0).all(axis=1).sum())

    @property
    def clean_accuracy(self) -> float | None:
        """Share of the images that is read right as they are."""
        return self.clean / self.count if self.clean >= 0 else None

    def accuracies(self, place: int) -> tuple[float | None, ...]:
        """Return the accuracy under the condition at a place, for strengths 0 to STRENGTHS; None where not known."""
        counts = [self.clean, *self.right[place].tolist()]
        return tuple(right / self.count if right >= 0 else None for right in counts)

    def condition_mean(self, place: int) -> float | None:
        """Return the mean accuracy over the strengths 1 to STRENGTHS of the condition at a place."""
        right = self.right[place]
        return float(right.mean() / self.count) if (right >= 0).all() else None

    @property
    def mean_accuracy(self) -> float | None:
        """The mean over the conditions of the mean over their strengths: one number to compare networks by.

        Unweighted, as in Hendrycks and Dietterich (2019) and Mu and Gilmer (2019). It depends on the conditions and
        strengths that were chosen: it compares networks with one another and says nothing by itself.
        """
        return float(self.right.mean() / self.count) if (self.right >= 0).all() else None


def unknown(count: int) -> Sweep:
    """Return the sweep of `count` images of which nothing is known yet."""
    return Sweep(right=np.full((len(CONDITIONS), STRENGTHS), -1, np.int64), clean=-1, count=count)


def count_right(
    stored: StoredNetwork, data_folder: str, key: ConditionKey | None, strength: int, first: int, count: int
) -> int:
    """Return how many test images are read right under a condition.

    Args:
        stored: the network.
        data_folder: as `core.data.dataset.open_dataset` takes it.
        key: of the condition; None for the images as they are.
        strength: 1 to STRENGTHS; of no meaning without a condition.
        first: index of the first test image: the numbers by which they are damaged are their indices.
        count: of test images.

    Raises:
        CheckpointError: the network's weights are missing, damaged or another network's.
        DataError: the data set is not whole.
    """
    images, labels = open_dataset(Path(data_folder)).arrays_of("test")
    chosen = np.s_[first : first + count]
    given = np.array(images[chosen])
    if key is not None:
        given = damaged(given, key, strength, range(first, first + len(given)))
    answers = load_network(stored).logits(given).argmax(axis=1)
    return int(np.count_nonzero(answers == labels[chosen]))
