"""The training of the pretrained network: ten outputs for digits, and an eleventh for what is none.

The eleventh output reads the same features as the ten. All are trained together by the cross-entropy of eleven
classes; the network that the app ships has the ten, and the eleventh's weights lie beside it
(`core.inference.reader.doubt`).
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.made.mixture import Source, batches
from core.training.settings.config import TrainingConfig
from core.training.settings.schedule import planned_rate
from models.build import build
from models.spec import NetworkSpec
from models.weights import variables_by_name

STEPS_IN_ROW = 40  # that a recorded step value is the mean of
EVALUATED = 500  # images at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A part of the training; each begins with a new optimizer and runs through the schedule once.

    Attributes:
        epochs: passes over MNIST's training images.
        learning_rate: its peak.
        mnist: MNIST's training images without the validation images.
        others: what else is in each batch.
    """

    epochs: int
    learning_rate: float
    mnist: Source
    others: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """What a training gives.

    Attributes:
        weights: of the ten-output network, by "layer/name".
        kernel: (features,) float32, the eleventh output's.
        bias: () float32.
        epochs: rows of the history, as `models/pretrained/history.json` has them.
        steps: rows of the same: number of the step, mean loss, accuracy.
        test: mean loss, correct and count on the test images, by the ten outputs.
    """

    weights: dict[str, np.ndarray]
    kernel: np.ndarray
    bias: np.ndarray
    epochs: list[dict[str, float]]
    steps: list[list[float]]
    test: tuple[float, int, int]


def train_reader(
    spec: NetworkSpec,
    config: TrainingConfig,
    *,
    rounds: Sequence[Round],
    validation: tuple[np.ndarray, np.ndarray],
    test: tuple[np.ndarray, np.ndarray],
) -> Trained:
    """Train; what is returned is the mean of the weights at the end of the last two rounds.

    Args:
        spec: the network, with ten outputs and a softmax.
        config: schedule, augmentation, seed.
        rounds: one after the other.
        validation: images, (N, 28, 28) uint8, and labels that no epoch trains on.
        test: likewise.
    """
    model, everything = _with_eleventh(spec, config.seed)
    epochs: list[dict[str, float]] = []
    rows: list[list[float]] = []
    steps = 0  # taken so far
    ends: list[list[np.ndarray]] = []
    for one in rounds:
        step = _make_step(everything, config)
        for epoch in range(1, one.epochs + 1):
            began = time.monotonic()
            sums = np.zeros(3)
            rng = np.random.default_rng([config.seed, len(epochs) + 1])
            for number, (loss, right, of) in enumerate(_epoch(step, one, config, epoch=epoch, rng=rng), 1):
                sums += loss * of, right, of
                if number % STEPS_IN_ROW == 0:
                    rows.append([steps + number, round(loss, 4), round(right / of, 4)])
            steps += len(one.mnist.images) // one.mnist.in_batch
            loss, right, of = _evaluate(model, *validation)
            epochs.append(
                {
                    "epoch": len(epochs) + 1,
                    "loss": round(sums[0] / sums[2], 6),
                    "accuracy": round(sums[1] / sums[2], 6),
                    "validation_loss": round(loss, 6),
                    "validation_accuracy": round(right / of, 6),
                    "seconds": round(time.monotonic() - began, 2),
                }
            )
            print(" ".join(f"{name} {value:g}" for name, value in epochs[-1].items()), flush=True)
        ends.append([np.asarray(weight) for weight in everything.weights])
    for weight, values in zip(everything.weights, zip(*ends[-2:], strict=True), strict=True):
        weight.assign(np.mean(values, axis=0, dtype=np.float64).astype(np.float32))
    kernel, bias = (np.asarray(weight) for weight in everything.get_layer("doubt").weights)
    return Trained(
        weights={name: np.asarray(variable) for name, variable in variables_by_name(model).items()},
        kernel=kernel[:, 0],
        bias=bias[0],
        epochs=epochs,
        steps=rows,
        test=_evaluate(model, *test),
    )


def _with_eleventh(spec: NetworkSpec, seed: int) -> tuple[Any, Any]:
    """Return the ten-output network that gives logits, and the same with an eleventh."""
    import keras

    from core.inference.loaded_networks import giving_logits

    model = build(giving_logits(spec), seed=seed)
    doubt = keras.layers.Dense(1, name="doubt", kernel_initializer=keras.initializers.GlorotUniform(seed))
    last = model.layers[-1]
    outputs = keras.layers.Concatenate(name="eleven")([last.output, doubt(last.input)])
    return model, keras.Model(model.inputs, outputs)


def _make_step(model: Any, config: TrainingConfig) -> Any:
    """Return a function of (B, 28, 28) uint8 images, labels, rate and seed (2,) int32: mean loss, how many right."""
    import keras
    import tensorflow as tf

    from core.training.graph.distortion import make_distort

    distort = make_distort(config.augmentation)
    optimizer = keras.optimizers.Adam(config.learning_rate)
    optimizer.build(model.trainable_variables)

    @tf.function(autograph=False)
    def step(images: Any, labels: Any, rate: Any, seed: Any) -> Any:
        pictures = distort(tf.cast(images, tf.float32), seed)[..., tf.newaxis] / 255.0
        with tf.GradientTape() as tape:
            logits = model(pictures, training=True)
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits)
            loss = tf.reduce_mean(losses)
        optimizer.learning_rate.assign(rate)
        optimizer.apply_gradients(
            zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables, strict=True)
        )
        right = tf.argmax(logits, axis=1, output_type=labels.dtype) == labels
        return loss, tf.reduce_sum(tf.cast(right, tf.int32))

    return step


def _epoch(
    step: Any, one: Round, config: TrainingConfig, *, epoch: int, rng: np.random.Generator
) -> Iterator[tuple[float, int, int]]:
    """Train a round's epoch; yield each step's mean loss, how many pictures were right, and of how many."""
    per_epoch = len(one.mnist.images) // one.mnist.in_batch
    for number, (images, labels) in enumerate(batches(one.mnist, one.others, rng)):
        rate = planned_rate(
            config.schedule,
            peak=one.learning_rate,
            step=(epoch - 1) * per_epoch + number,
            total_steps=per_epoch * one.epochs,
        )
        seed = rng.integers(0, 2**31 - 1, 2).astype(np.int32)
        loss, right = step(images, labels.astype(np.int32), np.float32(rate), seed)
        yield float(loss), int(right), len(labels)


def _evaluate(model: Any, images: np.ndarray, labels: np.ndarray) -> tuple[float, int, int]:
    """Return the mean loss in nats, how many are right, and of how many."""
    loss, right = 0.0, 0
    for first in range(0, len(images), EVALUATED):
        part, of = images[first : first + EVALUATED], labels[first : first + EVALUATED].astype(np.int64)
        logits = np.asarray(model(part[..., None].astype(np.float32) / 255, training=False), np.float64)
        largest = logits.max(axis=1)
        whole = largest + np.log(np.exp(logits - largest[:, None]).sum(axis=1))
        loss += float((whole - logits[np.arange(len(of)), of]).sum())
        right += int((logits.argmax(axis=1) == of).sum())
    return loss / len(images), right, len(images)
