"""How far Inside's arithmetic is from what the engine computes: 200 random networks, cell by cell.

`python -m benchmarks.arithmetic` prints a table by kind of layer and one last line
`figures: networks=... cells=... cell_difference=...`; a difference is |by hand - network| over
max(1, |network|), the largest of all. Each layer's input is the network's own.
"""

from __future__ import annotations

import math
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.random_layers import Random, random_network, random_weights
from core.inference.activations import layer_outputs
from core.inference.cell_arithmetic import convolution_cell, pooling_cell
from core.inference.forward_trace import ForwardTrace
from core.inference.layers.before_function import before_function, has_function
from core.inference.loaded_networks import StoredNetwork
from core.inference.unit_arithmetic import activate, dense_unit, normalised_cell
from core.training.record import checkpoints
from models.layers import (
    Activation,
    AveragePooling2D,
    BatchNormalization,
    Dense,
    Flatten,
    GlobalAveragePooling2D,
)
from models.layers.conv2d import ConvolutionLayer
from models.layers.pooling import Pooling

NETWORKS, CELLS = 200, 6  # cells of each layer
MOST_DIFFERENCE = 1e-5
SEED = 16


def main() -> int:
    """Print the differences; return 1 where one is too large."""
    largest: dict[str, float] = defaultdict(float)
    cells: dict[str, int] = defaultdict(int)
    for number in range(NETWORKS):
        for kind, difference in differences(np.random.default_rng([SEED, number])):
            largest[kind] = max(largest[kind], difference)
            cells[kind] += 1
    for kind in sorted(largest):
        print(f"{kind:24} {cells[kind]:6,} cells, largest difference {largest[kind]:.1e}")
    worst = max(largest.values())
    print(f"figures: networks={NETWORKS} cells={sum(cells.values())} cell_difference={worst:.2e}")
    return int(worst > MOST_DIFFERENCE)


def differences(random: Random) -> Iterator[tuple[str, float]]:
    """Yield, of some cells of every layer of a random network, the kind of layer and how far they are apart.

    What the layer's function was given is compared as a kind of its own, by the function of it.
    """
    followed = random_trace(random)
    for index, layer in enumerate(followed.spec.layers):
        given, kind = followed.output_of(index), type(layer).__name__
        for _ in range(CELLS):
            place = tuple(int(random.integers(side)) for side in given.shape)
            yield kind, _apart(by_hand(followed, index, place), float(given[place]))
        if has_function(layer):
            before = before_function(followed.input_of(index), _own(followed, index), layer)
            after = activate(before, layer.output_function)
            place = tuple(int(random.integers(side)) for side in given.shape)
            yield "before the function", _apart(float(after[place]), float(given[place]))


def random_trace(random: Random) -> ForwardTrace:
    """Return what the engine computes of a random picture with a random network, in this process."""
    spec = random_network(random)
    image = (random.integers(0, 256, (28, 28)) * (random.random((28, 28)) < 0.4)).astype(np.uint8)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "weights.npz"
        weights = random_weights(random, spec)
        digest = checkpoints.write(path, weights).digest
        network = StoredNetwork(spec=spec, path=str(path), digest=digest, on_trial=True)
        return ForwardTrace(spec=spec, image=image, activations=layer_outputs(network, image), weights=weights)


def by_hand(followed: ForwardTrace, index: int, place: tuple[int, ...]) -> float:
    """Return one value of a layer's output as Inside works it out from the layer's input; place is its index."""
    layer, values, own = followed.layer(index), followed.input_of(index), _own(followed, index)
    match layer:
        case ConvolutionLayer():
            kernels = [own[name] for name in layer.kernels]
            row, column, channel = place
            return convolution_cell(values, kernels, own["bias"], layer, row, column, channel).output
        case Pooling():
            return pooling_cell(values, layer, *place).output
        case GlobalAveragePooling2D():
            return pooling_cell(values, AveragePooling2D(pool_size=values.shape[0]), 0, 0, place[0]).output
        case Dense():
            return dense_unit(values, own["kernel"], own["bias"], layer, place[0]).output
        case BatchNormalization():
            names = {"mean": "moving_mean", "variance": "moving_variance", "gamma": "gamma", "beta": "beta"}
            kept = {name: float(own[stored][place[-1]]) for name, stored in names.items()}
            return normalised_cell(float(values[place]), epsilon=layer.epsilon, **kept)[1]
        case Activation():
            return float(activate(values, layer.function)[place])
        case Flatten():
            return float(values[np.unravel_index(place[0], values.shape)])
        case _:  # dropout rests
            return float(values[place])


def _own(followed: ForwardTrace, index: int) -> dict[str, np.ndarray]:
    names = followed.layer(index).weights(followed.layer_row(index).input_shape[-1])
    return {name: followed.weight(index, name) for name in names}


def _apart(ours: float, given: float) -> float:
    assert math.isfinite(given)
    return abs(ours - given) / max(1.0, abs(given))


if __name__ == "__main__":
    sys.exit(main())
