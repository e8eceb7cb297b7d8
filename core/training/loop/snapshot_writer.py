"""Writes snapshots of a run into its folder: its network's probabilities for 20 digits, how large its weights are.

This takes at most a fiftieth of the time, and changes nothing that trains.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf

from core.data.input_scaling import shuffled_order
from core.training.graph.training_graph import TrainingGraph
from core.training.loop.layer_probe import LayerProbe
from core.training.record.events import LayerHealth
from core.training.record.live_snapshot import DRAWING_SHAPE, LiveSnapshot, read_drawing, write_snapshot

DIGITS_EACH = 2  # pictures of each digit
MAX_KERNELS = 32
PAUSE_SECONDS = 1.0  # at least, between two snapshots
PAUSE_LENGTHS = 50  # at least, times what a snapshot took


class SnapshotWriter:
    """Writes snapshots of a run's network. Mutable: it knows when the next one is due."""

    def __init__(self, graph: TrainingGraph, probe: LayerProbe, folder: Path) -> None:
        """Trace nothing yet; the digits are the first that validate or, where none do, that train."""
        self._graph = graph
        self._probe = probe
        self._folder = folder
        self._is_traced = False
        self._remembered: tuple[int, int, dict[str, np.ndarray]] | None = None
        self._due_at = 0.0  # of the monotonic clock
        part = graph.examples.validation
        first, count = (part.start, part.count) if part.count else (0, graph.train_count)
        labels = np.asarray(part.labels)  # right ones, also where some that train are wrong on purpose
        self._indices = first + first_of_each_digit(labels[first : first + count])
        self._labels = labels[self._indices].astype(np.int64)
        self._digits = np.asarray(tf.gather(part.images, self._indices))

        def read(images: Any) -> Any:
            return graph.probabilities(graph.model(graph.inputs(images), training=False))

        shape = (len(self._digits) + 1, *DRAWING_SHAPE)
        self._read = tf.function(read, autograph=False, input_signature=[tf.TensorSpec(shape, tf.uint8)])

    @property
    def is_due(self) -> bool:
        """Whether enough time has passed since the last snapshot."""
        return time.monotonic() >= self._due_at

    def trace(self) -> None:
        """Trace what a snapshot needs; before, operation by operation is faster, for the first one alone."""
        self._is_traced = True
        self._probe.trace_kernels()
        self._probabilities(None)

    def write(self, *, epoch: int, step: int, health: tuple[LayerHealth, ...] = ()) -> None:
        """Write a snapshot; `health` is that of this very moment, where it was just measured."""
        self._remembered = None
        began = time.monotonic()
        drawing = read_drawing(self._folder)
        probabilities = self._probabilities(drawing)
        weights, gradients = self._of_kernels(health)
        snapshot = LiveSnapshot(
            epoch=epoch,
            step=step,
            split="test" if self._graph.config.validation_source == "test" else "train",
            indices=self._indices,
            labels=self._labels,
            probabilities=probabilities[:-1],
            drawing=drawing,
            drawing_probabilities=None if drawing is None else probabilities[-1],
            kernels=kernel_images(np.asarray(self._probe.kernels[0][0]), shuffled=self._graph.config.shuffle_pixels),
            layers=self._probe.names,
            weight_sizes=weights,
            gradient_sizes=gradients,
        )
        write_snapshot(self._folder, snapshot)
        now = time.monotonic()
        seconds = now - began if self._is_traced else 0.0  # the first time says nothing of the others
        self._due_at = now + max(PAUSE_SECONDS, PAUSE_LENGTHS * seconds)

    def remember(self, *, epoch: int, step: int) -> None:
        """Keep the weights as they are now, for a snapshot that is written after the next steps."""
        self._remembered = epoch, step, self._graph.weights()

    def write_remembered(self) -> None:
        """Write the snapshot of remembered weights; where none are, or a newer one was written, do nothing."""
        if self._remembered is None:
            return
        (epoch, step, before), now = self._remembered, self._graph.weights()
        self._graph.set_weights(before)
        self.write(epoch=epoch, step=step)
        self._graph.set_weights(now)

    def _probabilities(self, drawing: np.ndarray | None) -> np.ndarray:
        last = np.zeros(DRAWING_SHAPE, np.uint8) if drawing is None else drawing
        read = self._read if self._is_traced else self._read.python_function
        return np.asarray(read(np.concatenate([self._digits, last[np.newaxis]])))

    def _of_kernels(self, health: tuple[LayerHealth, ...]) -> tuple[np.ndarray, np.ndarray]:
        if health:
            measured = [(row.weight_size, row.gradient_size) for row in health if row.weight_size is not None]
            weights, gradients = np.asarray(measured, np.float32).T
            return weights, gradients
        sizes = self._probe.kernel_statistics(traced=self._is_traced)
        return sizes.weights, sizes.gradients


def first_of_each_digit(labels: np.ndarray) -> np.ndarray:
    """Return where the first DIGITS_EACH of every digit are among labels (N,): (n,) int64, digit by digit."""
    return np.concatenate([np.flatnonzero(labels == digit)[:DIGITS_EACH] for digit in range(10)])


def kernel_images(kernel: np.ndarray, *, shuffled: bool) -> np.ndarray:
    """Return the first MAX_KERNELS kernels of a network as pictures, (m, rows, columns) float32; m may be 0.

    Args:
        kernel: of its first layer that has one: (rows, columns, channels, filters), of which the first channel is
            taken, or (inputs, units); a unit with an input for each of the 784 pixels is a picture of 28 x 28.
        shuffled: whether inputs are pixels in another order; a unit's weights are put back where their pixels are.
    """
    if kernel.ndim == 4:
        return kernel[:, :, 0, :MAX_KERNELS].transpose(2, 0, 1)
    units = kernel[:, :MAX_KERNELS].T
    if units.shape[1] != 28 * 28:
        return np.zeros((0, *DRAWING_SHAPE), np.float32)
    pictures = np.empty_like(units)
    pictures[:, shuffled_order() if shuffled else slice(None)] = units
    return pictures.reshape(-1, *DRAWING_SHAPE)
