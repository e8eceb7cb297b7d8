"""Networks ready to answer, kept in the engine by their *spec*: built and traced once, given weights per question.

Changing the epoch changes numbers, not the graph, so a slider over epochs never traces anything again.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from core.data.input_scaling import UNIT, Pixels
from core.inference.attribution.scrambled_weights import scrambled
from core.inference.damage.changes import NOTHING, Damage
from core.inference.damage.code import to_code
from core.inference.damage.damaged_weights import damaged_weights
from core.inference.unit_arithmetic import activate
from core.lru import Lru
from core.training.record import checkpoints
from models.build import build
from models.spec import NetworkSpec
from models.weights import assign, variables_by_name

T = TypeVar("T")

KEPT_NETWORKS = 8
KEPT_FUNCTIONS = 40  # that were traced of one network
KEPT_ON_TRIAL = 4  # of those that are asked a few times and are gone then: they take no other network's place
KEPT_WEIGHTS = 1  # of networks that are being changed: the largest has 80 MB


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredNetwork:
    """A network on the disk: what it is, and which file holds its weights. Crosses from the server to an engine."""

    spec: NetworkSpec
    path: str  # of the weights, as core.training.record.checkpoints writes them
    digest: str  # SHA-256 that the file must have
    pixels: Pixels = UNIT  # how bytes become its inputs
    judges_each: bool = False  # its logits judge each digit for itself: binary cross-entropy from logits
    on_trial: bool = False  # it is asked a few times, to find out about it, and is gone then
    is_scrambled: bool = False  # its weights are in disorder, as `scrambled` leaves them
    damage: Damage = NOTHING  # what is changed in its weights once they are read
    start_seed: int | None = None  # no file is read: its weights are those that this seed gives, before any training

    @property
    def identity(self) -> str:
        """What its answers depend on: two with the same weights may get differently scaled inputs."""
        disorder = " scrambled" if self.is_scrambled else ""
        changed = f" {to_code(self.damage)}" if self.damage else ""
        return f"{self.digest} {self.pixels} {self.judges_each}{disorder}{changed}"

    @property
    def output_function(self) -> str:
        """The function that makes probabilities of its logits: "softmax", or "sigmoid" for each digit by itself."""
        return "sigmoid" if self.judges_each or self.spec.last_function == "sigmoid" else "softmax"


def start_of(network: StoredNetwork, seed: int) -> StoredNetwork:
    """Return the same network before its first step: its weights as `models.build` gives them of a seed."""
    text = f"{json.dumps(network.spec.to_json(), sort_keys=True)} {seed}"
    digest = hashlib.sha256(text.encode()).hexdigest()
    return dataclasses.replace(
        network, path="", digest=digest, start_seed=seed, is_scrambled=False, damage=NOTHING, on_trial=False
    )


class LoadedNetwork:
    """A Keras model whose last layer gives logits, and one traced function that returns every layer's output."""

    def __init__(self, spec: NetworkSpec, pixels: Pixels) -> None:
        """Build and trace it; its weights are not yet those of any file."""
        import keras
        import tensorflow as tf

        self.spec, self._pixels = spec, pixels
        self.model = build(giving_logits(spec), seed=0)
        self._variables = variables_by_name(self.model)
        self._read = ("", False)  # digest of the file that its weights come from, and whether they are scrambled
        self._damage, self._changed = NOTHING, frozenset[str]()  # what was changed in them, and their names
        self._made: Lru[Hashable, Any] = Lru(KEPT_FUNCTIONS)
        all_outputs = keras.Model(self.model.inputs, [layer.output for layer in self.model.layers])
        traced = tf.function(input_signature=[tf.TensorSpec([None, 28, 28], tf.uint8)], autograph=False)
        self._run = traced(lambda images: tf.nest.flatten(all_outputs(self.inputs(images), training=False)))
        self._run_to_end = traced(lambda images: self.model(self.inputs(images), training=False))
        self.logits(np.zeros((1, 28, 28), np.uint8))  # traced now, not at the first question

    def inputs(self, images: Any) -> Any:
        """Return the network's inputs, (N, ...) float32, of (N, 28, 28) images of any number type: within a graph."""
        import tensorflow as tf

        scaled = self._pixels.inputs_in_graph(tf.cast(images, tf.float32))
        return tf.reshape(scaled, [-1, *self.spec.input_shape])

    def once(self, key: Hashable, make: Callable[[LoadedNetwork], T]) -> T:
        """Return what `make` gave for this network and key: a traced function, which serves all its weights.

        Args:
            key: tells it from what else is made of this network.
            make: is called the first time; it may not depend on the weights.
        """
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = make(self)
        return made

    def load_weights(self, stored: StoredNetwork) -> None:
        """Read the weights of a file, and scramble them where that is asked for, unless they are in place.

        Raises:
            CheckpointError: the file is missing, damaged or another network's.
        """
        asked = (stored.digest, stored.is_scrambled)
        if (asked, stored.damage) == (self._read, self._damage):
            return
        is_same_file = asked == self._read
        self._read = ("", False)
        trained = _trained_weights(stored)
        if stored.is_scrambled:
            trained = scrambled(trained)
        if not is_same_file:
            assign(self._variables, trained)
        arrays = damaged_weights(self.spec, trained, stored.damage)
        changed = frozenset(name for name, array in arrays.items() if array is not trained[name])
        for name in changed | (self._changed if is_same_file else frozenset()):
            self._variables[name].assign(arrays[name])
        self._read, self._damage, self._changed = asked, stored.damage, changed

    def logits(self, images: np.ndarray) -> np.ndarray:
        """Return (N, 10) float32 of (N, 28, 28) uint8 images: the scores before softmax or sigmoid."""
        return np.asarray(self._run_to_end(images))

    def layer_outputs(self, images: np.ndarray) -> list[np.ndarray]:
        """Return each layer's output, (N, ...) float32, of (N, 28, 28) uint8 images; the last function is left out."""
        return [np.asarray(output) for output in self._run(images)]


def load_network(stored: StoredNetwork) -> LoadedNetwork:
    """Return the network with its weights; the ones asked for last are kept.

    Raises:
        CheckpointError: the weights are missing, damaged or another network's.
    """
    key = (stored.spec, stored.pixels)
    kept = _on_trial if stored.on_trial and key not in _kept else _kept
    network = kept.get(key)
    if network is None:
        network = kept[key] = LoadedNetwork(*key)
    network.load_weights(stored)
    return network


def _trained_weights(stored: StoredNetwork) -> dict[str, np.ndarray]:
    """Return what a network's file holds; of one that is being changed it is kept for the next change."""
    if stored.start_seed is not None:
        variables = variables_by_name(build(stored.spec, seed=stored.start_seed))
        return {name: np.asarray(variable) for name, variable in variables.items()}
    arrays = _being_changed.get(stored.digest)
    if arrays is None:
        arrays = checkpoints.read(Path(stored.path), digest=stored.digest)
        if stored.damage:
            _being_changed[stored.digest] = arrays
    return arrays


# In the engine's process; used by one call at a time.
_being_changed: Lru[str, dict[str, np.ndarray]] = Lru(KEPT_WEIGHTS)
_kept: Lru[tuple[NetworkSpec, Pixels], LoadedNetwork] = Lru(KEPT_NETWORKS)
_on_trial: Lru[tuple[NetworkSpec, Pixels], LoadedNetwork] = Lru(KEPT_ON_TRIAL)


def probabilities_of(logits: np.ndarray, function: str) -> np.ndarray:
    """Return what the network says of each digit, (N, 10) float32 from 0 to 1.

    Args:
        logits: (N, 10).
        function: the network's last. "sigmoid" judges each digit for itself, so those ten do not add up to 1;
            after anything else it is softmax.
    """
    return activate(logits, "sigmoid" if function == "sigmoid" else "softmax").astype(np.float32)


def giving_logits(spec: NetworkSpec) -> NetworkSpec:
    """Return the network with a linear end, its softmax or sigmoid taken off where it has one."""
    if spec.from_logits:
        return spec
    last = spec.last_index
    layers = (*spec.layers[:last], spec.layers[last].with_function("linear"), *spec.layers[last + 1 :])
    return dataclasses.replace(spec, layers=layers)
