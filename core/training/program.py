"""A network, its optimizer and its images, compiled into two functions: take so many steps, read so many batches.

Many steps run inside one TensorFlow function, over uint8 images held in memory that are cast and scaled in the graph:
a call from Python per step would cost more than the step. The number of steps is a tensor, so the length of a chunk
changes neither the trace nor the bits; a last, smaller batch has a trace of its own. Dense networks are compiled by
XLA, which makes them faster; convolutions are not, it makes them slower.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from core.data.mnist import open_dataset
from core.data.splits import split
from core.errors import CheckpointError
from core.training.config import TrainingConfig
from core.training.measures import hits, per_image_loss, total
from models.build import build
from models.layers import Conv2D
from models.spec import NetworkSpec

EVALUATION_BATCH = 500  # images read at once; divides the usual splits
_ORDER_STREAM = 1  # numbers that keep the random streams of an epoch apart; a 0 at the end would change nothing
_LAYER_STREAM = 2


@dataclass(frozen=True, slots=True)
class Tally:
    """What a chunk of steps or batches gave."""

    loss_sum: float  # nats, over images
    correct: int  # images read right
    images: int
    steps: int
    is_finite: bool  # False: the loss of the last of these steps left the range of numbers

    def __add__(self, later: Tally) -> Tally:
        return Tally(
            self.loss_sum + later.loss_sum,
            self.correct + later.correct,
            self.images + later.images,
            self.steps + later.steps,
            self.is_finite and later.is_finite,
        )


@functools.lru_cache(maxsize=1)
def _tensors(folder: str) -> tuple[Any, Any, Any, Any]:
    """Return train images, train labels, test images, test labels as uint8 and int32 tensors."""
    import tensorflow as tf

    dataset = open_dataset(Path(folder))
    train_images, test_images = (tf.constant(images) for images in (dataset.train_images, dataset.test_images))
    train_labels, test_labels = (
        tf.constant(labels, tf.int32) for labels in (dataset.train_labels, dataset.test_labels)
    )
    return train_images, train_labels, test_images, test_labels


class Program:
    """One run's computation. Mutable: it holds the weights; between two calls they are at rest."""

    def __init__(self, spec: NetworkSpec, config: TrainingConfig, data_folder: str) -> None:
        """Build the network and its functions; nothing is traced yet.

        Args:
            spec: the network.
            config: how it is trained.
            data_folder: of a prepared data set, as `core.data.mnist.open_dataset` takes it.
        """
        import keras
        import tensorflow as tf

        self._tf = tf
        self._spec = spec
        self._config = config
        self._images, self._labels, self._test_images, self._test_labels = _tensors(data_folder)
        parts = split(len(self._images), source=config.validation_source, fraction=config.validation_fraction)
        self.train_count = parts.kept_count
        self._validation = parts.validation or slice(0, 0)
        self._validates_on_test = parts.source == "test"
        validated = self._test_labels if self._validates_on_test else self._labels
        self.validation_count = len(validated[self._validation])
        self.test_count = len(self._test_images)
        self.steps_per_epoch = config.steps_per_epoch(self.train_count)
        self.compiled = not any(isinstance(layer, Conv2D) for layer in spec.layers)
        gpus = tf.config.list_logical_devices("GPU")
        self.device = gpus[0].name if gpus else "CPU"

        self.model = build(spec, seed=config.seed)
        self.optimizer: Any = keras.optimizers.get(
            {"class_name": config.optimizer, "config": {"learning_rate": config.learning_rate}}
        )
        self.optimizer.build(self.model.trainable_variables)
        self._loss = per_image_loss(config.loss, from_logits=spec.from_logits)
        self._order = tf.Variable(tf.zeros([self.train_count], tf.int32), trainable=False)
        self._take_steps: dict[int, Callable] = {}
        self._read_batches: dict[int, Callable] = {}

    def start_epoch(self, epoch: int) -> None:
        """Set everything random of an epoch from (seed, epoch): the images' order and every layer's own generator."""
        seed = self._config.seed
        order = np.random.default_rng([seed, epoch, _ORDER_STREAM]).permutation(self.train_count)
        self._order.assign(order.astype(np.int32))
        for index, layer in enumerate(self.model.layers):
            generator = getattr(layer, "seed_generator", None)
            if generator is not None:
                entropy = np.random.SeedSequence([seed, epoch, _LAYER_STREAM, index])
                generator.state.assign(entropy.generate_state(2).astype(np.uint32))

    def take_steps(self, first: int, count: int) -> Tally:
        """Take optimizer steps `first` (from 0) to `first + count` of the epoch, at most to its end; 0 only traces.

        Stops after a step whose loss is not a finite number.
        """
        whole = self.train_count // self._config.batch_size
        if first < whole:
            return self._steps_of(self._config.batch_size, first, min(count, whole - first))
        return self._steps_of(self.train_count - whole * self._config.batch_size, first, min(count, 1))

    def read_batches(self, part: str, first: int, count: int) -> Tally:
        """Read images without learning: batches `first` to `first + count` of "validation" or "test"; 0 only traces."""
        if part == "test" or self._validates_on_test:
            images, labels, start, total = self._test_images, self._test_labels, 0, self.test_count
        else:
            images, labels = self._images, self._labels
            start, total = self._validation.start, self.validation_count
        whole = total // EVALUATION_BATCH
        size = EVALUATION_BATCH if first < whole else total - whole * EVALUATION_BATCH
        count = min(count, whole - first) if first < whole else min(count, 1)
        if size not in self._read_batches:
            self._read_batches[size] = self._make_read_batches(size)
        loss_sum, correct = self._read_batches[size](images, labels, start + first * EVALUATION_BATCH, count)
        loss_sum = float(loss_sum)
        return Tally(loss_sum, int(correct), count * size, count, bool(np.isfinite(loss_sum)))

    def weights(self) -> dict[str, np.ndarray]:
        """Return every weight by "layer/name", batch normalisation's moving averages too."""
        return {key: np.asarray(variable) for key, variable in self._weights().items()}

    def optimizer_state(self) -> dict[str, np.ndarray]:
        """Return the optimizer's variables by number: steps taken, learning rate, what it keeps per weight."""
        return {f"{index:03d}": np.asarray(variable) for index, variable in enumerate(self.optimizer.variables)}

    def set_weights(self, arrays: dict[str, np.ndarray]) -> None:
        """Set what `weights` returned.

        Raises:
            CheckpointError: other names or shapes than this network has.
        """
        _assign(self._weights(), arrays)

    def set_optimizer_state(self, arrays: dict[str, np.ndarray]) -> None:
        """Set what `optimizer_state` returned.

        Raises:
            CheckpointError: other names or shapes than this optimizer has.
        """
        _assign({f"{index:03d}": variable for index, variable in enumerate(self.optimizer.variables)}, arrays)

    def _weights(self) -> dict[str, Any]:
        return {f"{layer.name}/{weight.name}": weight for layer in self.model.layers for weight in layer.weights}

    def _inputs(self, images: Any) -> Any:
        scaled = self._tf.cast(images, self._tf.float32) / 255.0
        return self._tf.reshape(scaled, [images.shape[0], *self._spec.input_shape])

    def _steps_of(self, size: int, first: int, count: int) -> Tally:
        if size not in self._take_steps:
            self._take_steps[size] = self._make_take_steps(size)
        done, loss_sum, correct, is_finite = self._take_steps[size](
            self._tf.constant(first, self._tf.int32), self._tf.constant(first + count, self._tf.int32)
        )
        steps = int(done) - first
        return Tally(float(loss_sum), int(correct), steps * size, steps, bool(is_finite))

    def _make_take_steps(self, size: int) -> Callable:
        tf = self._tf
        variables = self.model.trainable_variables

        def step(index: Any, loss_sum: Any, correct: Any, _: Any) -> tuple:
            rows = tf.slice(self._order, [index * self._config.batch_size], [size])
            labels = tf.gather(self._labels, rows)
            inputs = self._inputs(tf.gather(self._images, rows))
            with tf.GradientTape() as tape:
                outputs = self.model(inputs, training=True)
                losses = self._loss(labels, outputs)  # (size,)
                loss = tf.reduce_mean(losses)
            self.optimizer.apply(tape.gradient(loss, variables), variables)
            return (
                index + 1,
                loss_sum + total(losses),
                correct + hits(outputs, labels),
                tf.math.is_finite(loss),
            )

        @tf.function(jit_compile=self.compiled, autograph=False)
        def take_steps(first: Any, end: Any) -> tuple:
            return tf.while_loop(
                lambda index, _loss, _correct, is_finite: tf.logical_and(index < end, is_finite),
                step,
                (first, tf.constant(0.0, tf.float64), tf.constant(0, tf.int32), tf.constant(True)),
                parallel_iterations=1,
            )

        return take_steps

    def _make_read_batches(self, size: int) -> Callable:
        tf = self._tf
        whole = tf.TensorSpec([], tf.int32)

        @tf.function(
            autograph=False,
            input_signature=[
                tf.TensorSpec([None, 28, 28], tf.uint8),
                tf.TensorSpec([None], tf.int32),
                whole,
                whole,
            ],
        )
        def read_batches(all_images: Any, all_labels: Any, start: Any, count: Any) -> tuple:
            def batch(index: Any, loss_sum: Any, correct: Any) -> tuple:
                images = tf.slice(all_images, [start + index * size, 0, 0], [size, 28, 28])
                labels = tf.slice(all_labels, [start + index * size], [size])
                outputs = self.model(self._inputs(images), training=False)
                return (
                    index + 1,
                    loss_sum + total(self._loss(labels, outputs)),
                    correct + hits(outputs, labels),
                )

            zero = (tf.constant(0, tf.int32), tf.constant(0.0, tf.float64), tf.constant(0, tf.int32))
            _, loss_sum, correct = tf.while_loop(lambda index, *_: index < count, batch, zero, parallel_iterations=1)
            return loss_sum, correct

        return read_batches


def _assign(variables: dict[str, Any], arrays: dict[str, np.ndarray]) -> None:
    if set(variables) != set(arrays):
        raise CheckpointError("The stored weights belong to another network: their names differ.")
    for name, variable in variables.items():
        if tuple(variable.shape) != arrays[name].shape:
            raise CheckpointError(
                f"The stored weights belong to another network: {name} is {arrays[name].shape}, "
                f"not {tuple(variable.shape)}."
            )
    for name, variable in variables.items():
        variable.assign(arrays[name])
