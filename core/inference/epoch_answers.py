"""What a run's network said of one picture at each of its kept epochs. Runs in the inference engine."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.errors import CheckpointError
from core.inference.loaded_networks import StoredNetwork
from core.inference.predict import Predictions, predict


def predict_each(networks: Sequence[StoredNetwork], image: np.ndarray) -> Predictions:
    """Return what several networks say of one picture, a row each.

    Args:
        networks: of one kind, as the epochs of a run are: then only weights are changed from one to the next.
        image: (28, 28) uint8, 0 paper to 255 ink.

    Returns:
        Logits and probabilities, (networks, 10) each; NaN where a network's weights are missing or damaged.

    Raises:
        DataError: this is no picture of that kind.
    """
    nothing = np.full((1, 10), np.nan, np.float32)
    found: list[tuple[np.ndarray, np.ndarray]] = []
    for network in networks:
        try:
            said = predict(network, image[np.newaxis])
            found.append((said.logits, said.probabilities))
        except CheckpointError:
            found.append((nothing, nothing))
    logits, probabilities = zip(*found, strict=True)
    return Predictions(logits=np.concatenate(logits), probabilities=np.concatenate(probabilities))
