"""Everything that a network computes of one image: each layer's output, in one pass. Runs in the inference engine."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.inference.loaded_networks import StoredNetwork, load_network, probabilities_of
from core.inference.standout import largest_digits


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Activations:
    """The output of each layer for one image; the axis N is left out."""

    outputs: tuple[np.ndarray, ...]  # float32, per layer in its output shape; the last with its function
    logits: np.ndarray  # (10,) float32, the scores before softmax or sigmoid
    probabilities: np.ndarray  # (10,) float32, 0 to 1

    @property
    def predicted_digit(self) -> int:
        """The digit with the highest score."""
        return int(self.logits.argmax())

    @property
    def predicted_digits(self) -> tuple[int, ...]:
        """The digits that share the highest score: nearly always one."""
        return largest_digits(self.logits)


def layer_outputs(stored: StoredNetwork, image: np.ndarray) -> Activations:
    """Return the output of every layer for one image.

    Args:
        stored: the network.
        image: (28, 28) uint8, 0 paper to 255 ink.

    Raises:
        CheckpointError: its weights are missing, damaged or another network's.
    """
    outputs = [output[0] for output in load_network(stored).layer_outputs(image[np.newaxis])]
    logits = outputs[-1].reshape(-1)
    probabilities = probabilities_of(logits[np.newaxis], stored.output_function)[0]
    if stored.spec.outputs_probabilities:
        for index in range(stored.spec.last_index, len(outputs)):
            outputs[index] = probabilities.reshape(outputs[index].shape)
    return Activations(outputs=tuple(outputs), logits=logits, probabilities=probabilities)
