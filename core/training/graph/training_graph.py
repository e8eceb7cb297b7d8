"""A network, its optimizer and its images: what a run computes, in chunks of steps or batches.

The images are uint8 in memory; in the graph they are cast, where it is asked for augmented, and made the network's
inputs. Dense networks are compiled by XLA, which makes them faster; convolutions are not, it makes them slower.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
import tensorflow as tf

from core.training.graph.batches import load_examples
from core.training.graph.distortion import make_distort
from core.training.graph.losses import kernel_penalties, per_image_loss, with_penalty
from core.training.graph.optimizers import make_optimizer, set_parameter
from core.training.graph.own_images import OwnImages
from core.training.graph.step_totals import StepTotals
from core.training.graph.steps import make_read_batches, make_take_steps
from core.training.settings.commands import DROPOUT_RATE
from core.training.settings.config import TrainingConfig
from core.training.settings.schedule import Operations, planned_rate
from core.training.settings.workload import EVALUATION_BATCH
from models.build import build
from models.spec import NetworkSpec
from models.weights import assign, variables_by_name

IN_GRAPH = Operations(number=partial(tf.cast, dtype=tf.float32), cos=tf.cos, where=tf.where)
_ORDER_STREAM = 1  # numbers that keep the random streams of an epoch apart; a 0 at the end would change nothing
_LAYER_STREAM = 2
_AUGMENTATION_STREAM = 3


class TrainingGraph:
    """One run's computation. Mutable: it holds the weights; between two calls they are at rest."""

    def __init__(
        self, spec: NetworkSpec, config: TrainingConfig, data_folder: str, own: OwnImages | None = None
    ) -> None:
        """Build the network and its functions; nothing is traced yet.

        Args:
            spec: the network.
            config: how it is trained.
            data_folder: of a prepared data set, as `core.data.dataset.open_dataset` takes it.
            own: a person's digits to learn beside.
        """
        self.spec = spec
        self.config = config
        self.examples = load_examples(config, data_folder, own)
        self.train_count = self.examples.train_count
        self.validation_count = self.examples.validation.count
        self.test_count = self.examples.test.count
        self._images, self._labels = self.examples.images, tf.constant(self.examples.labels)
        self._pixels = self.examples.pixels
        self.steps_per_epoch = config.steps_per_epoch(self.train_count)
        self.compiled = spec.is_compiled
        gpus = tf.config.list_logical_devices("GPU")
        self.device = gpus[0].name if gpus else "CPU"
        self.own_gradients = not self.compiled and not gpus  # see gradients.py

        self.model = build(spec, seed=config.seed)
        self.optimizer: Any = make_optimizer(config, self.model.trainable_variables)
        self._loss = per_image_loss(config.loss_choice, from_logits=spec.from_logits)
        self._penalties = kernel_penalties(self.model, spec, config.l2)
        self._peak = tf.Variable(tf.constant(config.learning_rate, tf.float32), trainable=False)
        self._order = tf.Variable(tf.zeros([self.train_count], tf.int32), trainable=False)
        self._steps_before = tf.Variable(tf.zeros([], tf.int32), trainable=False)  # this epoch
        self._distort = make_distort(config.augmentation) if config.augmentation.is_on else None
        self._distortion_seed = tf.Variable(tf.zeros([2], tf.int32), trainable=False)
        self._take_steps: dict[int, Callable] = {}
        self._read_batches: dict[int, Callable] = {}

    def change(self, setting: str, value: float) -> None:
        """Give a setting another value from the next step on; all but the learning rate have the steps traced anew."""
        if setting == "learning_rate":
            self._peak.assign(value)
            if not self.config.is_scheduled:
                self.optimizer.learning_rate.assign(value)
            return
        if setting == DROPOUT_RATE:
            for index in self.spec.dropout_layers:
                self.model.layers[index].rate = value
        else:
            set_parameter(self.optimizer, self.model.trainable_variables, setting, value)
        self._take_steps.clear()

    def start_epoch(self, epoch: int) -> None:
        """Set everything random of an epoch from (seed, epoch): order, augmentation and every layer's own generator."""
        seed = self.config.seed
        order = self.examples.order(np.random.default_rng([seed, epoch, _ORDER_STREAM]), self.config.batch_size)
        self._order.assign(order.astype(np.int32))
        self._steps_before.assign((epoch - 1) * self.steps_per_epoch)
        entropy = np.random.SeedSequence([seed, epoch, _AUGMENTATION_STREAM])
        self._distortion_seed.assign(entropy.generate_state(2).view(np.int32))
        for index, layer in enumerate(self.model.layers):
            generator = getattr(layer, "seed_generator", None)
            if generator is not None:
                entropy = np.random.SeedSequence([seed, epoch, _LAYER_STREAM, index])
                generator.state.assign(entropy.generate_state(2).astype(np.uint32))

    def take_steps(self, first: int, count: int) -> StepTotals:
        """Take optimizer steps `first` (from 0) to `first + count` of the epoch, at most to its end; 0 only traces.

        Stops after a step whose loss is not a finite number.
        """
        whole = self.train_count // self.config.batch_size
        if first < whole:
            return self._steps_of(self.config.batch_size, first, min(count, whole - first))
        return self._steps_of(self.train_count - whole * self.config.batch_size, first, min(count, 1))

    def read_batches(self, part: str, first: int, count: int) -> StepTotals:
        """Read images without learning: batches `first` to `first + count` of "validation" or "test"; 0 only traces."""
        read = self.examples.test if part == "test" else self.examples.validation
        whole = read.count // EVALUATION_BATCH
        size = EVALUATION_BATCH if first < whole else read.count - whole * EVALUATION_BATCH
        count = min(count, whole - first) if first < whole else min(count, 1)
        if size not in self._read_batches:
            self._read_batches[size] = make_read_batches(
                self.model, size=size, inputs=self.inputs, loss=self._loss, probabilities=self.probabilities
            )
        loss_sum, confusion, sure_mistakes = self._read_batches[size](
            read.images, read.labels, read.start + first * EVALUATION_BATCH, count
        )
        loss_sum, confusion = float(loss_sum), np.asarray(confusion)
        return StepTotals(
            loss_sum,
            int(confusion.trace()),
            count * size,
            count,
            bool(np.isfinite(loss_sum)),
            tuple(confusion.reshape(-1).tolist()),
            int(sure_mistakes),
        )

    def answers(self, images: np.ndarray) -> np.ndarray:
        """Return what pictures (N, 28, 28) uint8 are read as, (N,) int64; a few hundred at most."""
        return np.asarray(self.model(self.inputs(images), training=False)).argmax(axis=1)

    def rest_to_trace(self) -> Iterator[Callable[[], StepTotals]]:
        """Return what traces, part by part, what an epoch does after its first step: its last one, and reading."""
        yield partial(self.take_steps, self.steps_per_epoch - 1, 0)  # it may be a smaller one
        for part, images in (("validation", self.validation_count), ("test", self.test_count)):
            if images:
                yield partial(self.read_batches, part, 0, 0)
                yield partial(self.read_batches, part, (images - 1) // EVALUATION_BATCH, 0)

    def weights(self) -> dict[str, np.ndarray]:
        """Return every weight by "layer/name", batch normalisation's moving averages too."""
        return {key: np.asarray(variable) for key, variable in variables_by_name(self.model).items()}

    def optimizer_state(self) -> dict[str, np.ndarray]:
        """Return the optimizer's variables by number: steps taken, learning rate, what it keeps per weight."""
        return {f"{index:03d}": np.asarray(variable) for index, variable in enumerate(self.optimizer.variables)}

    def set_weights(self, arrays: dict[str, np.ndarray]) -> None:
        """Set what `weights` returned.

        Raises:
            CheckpointError: other names or shapes than this network has.
        """
        assign(variables_by_name(self.model), arrays)

    def set_optimizer_state(self, arrays: dict[str, np.ndarray]) -> None:
        """Set what `optimizer_state` returned; the learning rate stays what the settings say.

        Raises:
            CheckpointError: other names or shapes than this optimizer has.
        """
        assign({f"{index:03d}": variable for index, variable in enumerate(self.optimizer.variables)}, arrays)
        if not self.config.is_scheduled:
            self.optimizer.learning_rate.assign(self._peak)

    def batch_rows(self, index: int) -> np.ndarray:
        """Return which training images a step of this epoch (from 0) learns from, (batch size,) int32."""
        first = index * self.config.batch_size
        return np.asarray(self._order)[first : first + self.config.batch_size]

    def batch(self, index: Any, size: int) -> tuple[Any, Any]:
        """Return inputs, (size, *input shape) float32, and labels, (size,) int32, of a step of this epoch."""
        rows = tf.slice(self._order, [index * self.config.batch_size], [size])
        labels = tf.gather(self._labels, rows)
        pictures = tf.cast(tf.gather(self._images, rows), tf.float32)
        if self._distort is not None:
            seed = tf.random.fold_in(self._distortion_seed, index, alg="philox")
            pictures = self._distort(pictures, seed)
        return tf.reshape(self._pixels.inputs_in_graph(pictures), [size, *self.spec.input_shape]), labels

    def inputs(self, images: Any) -> Any:
        """Return pictures (N, 28, 28) uint8, as they are, as the network's inputs: (N, *input shape) float32."""
        values = self._pixels.inputs_in_graph(tf.cast(images, tf.float32))
        return tf.reshape(values, [-1, *self.spec.input_shape])

    def minimised(self, outputs: Any, labels: Any) -> Any:
        """Return what a step makes smaller: the mean loss of outputs (N, 10), and the penalty on kernels."""
        mean = tf.reduce_mean(self._loss(labels, outputs))
        return with_penalty(mean, self._penalties)

    def probabilities(self, outputs: Any) -> Any:
        """Return outputs (N, 10) as probabilities, (N, 10) float32."""
        if not self.spec.from_logits:
            return outputs
        is_binary = self.config.loss == "binary_crossentropy"
        return (tf.sigmoid if is_binary else tf.nn.softmax)(outputs)

    @property
    def learning_rate(self) -> float:
        """The learning rate of the step that was taken last."""
        return float(self.optimizer.learning_rate)

    def _learning_rate(self, index: Any) -> Any:
        """Return the learning rate of a step of this epoch: never accumulated, so that a resumed run meets it."""
        step, peak = self._steps_before + index, tf.convert_to_tensor(self._peak)
        return planned_rate(peak=peak, step=step, by=IN_GRAPH, **self.config.course(self.steps_per_epoch))

    def _steps_of(self, size: int, first: int, count: int) -> StepTotals:
        if size not in self._take_steps:
            self._take_steps[size] = make_take_steps(
                self.model,
                self.optimizer,
                batch=lambda index: self.batch(index, size),
                loss=self._loss,
                penalties=self._penalties,
                learning_rate=self._learning_rate if self.config.is_scheduled else None,
                compiled=self.compiled,
                own_gradients=self.own_gradients,
            )
        done, loss_sum, correct, is_finite = self._take_steps[size](
            tf.constant(first, tf.int32), tf.constant(first + count, tf.int32)
        )
        steps = int(done) - first
        return StepTotals(float(loss_sum), int(correct), steps * size, steps, bool(is_finite))
