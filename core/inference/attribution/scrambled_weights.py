"""Weights of which nothing learned is left, for the check that a map explains the network and not the picture."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

_SEED = 2018


def scrambled(arrays: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return weights by name with those of each kernel in another order, always the same; the others as they are.

    What was learned is gone, sizes and spread of the weights are not (J. Adebayo et al., "Sanity checks for saliency
    maps", NeurIPS 2018).
    """
    rng = np.random.default_rng(_SEED)
    return {
        name: rng.permutation(array.reshape(-1)).reshape(array.shape) if name.endswith("kernel") else array
        for name, array in arrays.items()
    }
