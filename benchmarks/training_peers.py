"""Contestants of `benchmarks.training` that are no part of the app: the same networks in PyTorch and in JAX.

Run by any interpreter as a script that has numpy and the library: `python training_peers.py torch mlp 128 FOLDER`. Each
is what its users write for speed on processors: PyTorch with its tensors in memory, its fused optimizer where there is
one, and channels last; JAX with all steps of an epoch in one compiled scan. Dropout, loss and hits are computed as
Keras's `fit` does.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

NICE = 15  # as the app's own trainers run
EVALUATION_BATCH = 500
LEARNING_RATE = 1e-3
DROPOUT = 0.2
IMAGE = (28, 28, 1)
Turn = Callable[[float], tuple[int, float]]


def serve(turn: Turn) -> None:
    """Take a turn for each line of stdin, which says what share of an epoch; answer with images and seconds in JSON.

    What anything else writes to stdout is thrown away.
    """
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    print("ready", file=answers, flush=True)
    for line in sys.stdin:
        images, seconds = turn(float(line))
        print(json.dumps({"images": images, "seconds": seconds}), file=answers, flush=True)


def stand_back() -> None:
    """Give way to other processes, as an engine of the app that trains does."""
    os.nice(NICE)
    with contextlib.suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(NICE))


def parts(folder: Path, shape: tuple[int, ...]) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return training and test images, (N, *shape) float32 from 0 to 1, and labels, (N,) int64."""
    return [
        (
            np.load(folder / f"{part}_images.npy").reshape(-1, *shape).astype(np.float32) / 255,
            np.load(folder / f"{part}_labels.npy").astype(np.int64),
        )
        for part in ("train", "test")
    ]


def torch_turn(network: str, batch_size: int, folder: Path) -> Turn:
    """Return a turn of PyTorch: of share of an epoch to images and seconds."""
    import torch
    from torch import nn
    from torch.nn import functional

    torch.set_num_threads(len(os.sched_getaffinity(0)))
    is_dense = network == "mlp"
    (images, labels), (test_images, test_labels) = (
        (torch.from_numpy(images), torch.from_numpy(labels))
        for images, labels in parts(folder, (784,) if is_dense else (1, 28, 28))
    )
    if is_dense:
        hidden = (nn.Linear(784, 512), nn.ReLU(), nn.Dropout(DROPOUT), nn.Linear(512, 512), nn.ReLU())
        model = nn.Sequential(*hidden, nn.Dropout(DROPOUT), nn.Linear(512, 10))
        optimizer: Any = torch.optim.RMSprop(model.parameters(), LEARNING_RATE, alpha=0.9, eps=1e-7, foreach=True)
    else:
        convolutions = (nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 64, 3), nn.ReLU())
        dense = (nn.Flatten(), nn.Linear(1600, 64), nn.ReLU(), nn.Linear(64, 10))
        model = nn.Sequential(*convolutions, nn.MaxPool2d(2), *dense).to(memory_format=torch.channels_last)
        optimizer = torch.optim.Adam(model.parameters(), LEARNING_RATE, eps=1e-7, fused=True)

    def turn(share: float) -> tuple[int, float]:
        began = time.perf_counter()
        count = int(share * len(labels))
        loss_sum, correct = torch.zeros(()), torch.zeros((), dtype=torch.int64)
        model.train()
        for rows in torch.randperm(len(labels))[:count].split(batch_size):
            outputs, answers = model(images[rows]), labels[rows]
            loss = functional.cross_entropy(outputs, answers)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            loss_sum += loss.detach() * len(rows)
            correct += (outputs.argmax(1) == answers).sum()
        model.eval()
        with torch.no_grad():
            read = int(share * len(test_labels))
            for first in range(0, read, EVALUATION_BATCH):
                answers = test_labels[first : first + EVALUATION_BATCH]
                outputs = model(test_images[first : first + EVALUATION_BATCH])
                loss_sum += functional.cross_entropy(outputs, answers, reduction="sum")
                correct += (outputs.argmax(1) == answers).sum()
        assert np.isfinite(float(loss_sum))
        return count, time.perf_counter() - began

    return turn


def jax_turn(network: str, batch_size: int, folder: Path) -> Turn:
    """Return a turn of JAX: of share of an epoch to images and seconds."""
    import jax
    from jax import lax
    from jax import numpy as jnp

    is_dense = network == "mlp"
    (images, labels), (test_images, test_labels) = (
        (jnp.asarray(images), jnp.asarray(labels)) for images, labels in parts(folder, (784,) if is_dense else IMAGE)
    )
    shapes = [(784, 512), (512, 512), (512, 10)] if is_dense else [(3, 3, 1, 32), (3, 3, 32, 64), (1600, 64), (64, 10)]
    keys = jax.random.split(jax.random.key(0), len(shapes))
    weights = [
        (jax.nn.initializers.glorot_uniform()(key, shape), jnp.zeros(shape[-1]))
        for key, shape in zip(keys, shapes, strict=True)
    ]

    def outputs_of(weights: Any, values: Any, key: Any) -> Any:
        for index, (kernel, bias) in enumerate(weights):
            if kernel.ndim == 4:
                axes = ("NHWC", "HWIO", "NHWC")
                values = lax.conv_general_dilated(values, kernel, (1, 1), "VALID", dimension_numbers=axes)
                values = jax.nn.relu(values + bias)
                values = lax.reduce_window(values, -jnp.inf, lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")
                continue
            values = values.reshape(len(values), -1) @ kernel + bias
            if index < len(weights) - 1:
                values = jax.nn.relu(values)
                if is_dense and key is not None:
                    kept = jax.random.bernoulli(jax.random.fold_in(key, index), 1 - DROPOUT, values.shape)
                    values = jnp.where(kept, values / (1 - DROPOUT), 0)
        return values

    def measured(weights: Any, values: Any, answers: Any, key: Any) -> tuple[Any, Any]:
        outputs = outputs_of(weights, values, key)
        losses = -jnp.take_along_axis(jax.nn.log_softmax(outputs), answers[:, None], axis=1)
        return losses.mean(), (outputs.argmax(1) == answers).sum()

    def rmsprop(weight: Any, slope: Any, square: Any, _: Any, step: Any) -> tuple:
        square = 0.9 * square + 0.1 * slope**2
        return weight - LEARNING_RATE * slope / jnp.sqrt(square + 1e-7), square, _

    def adam(weight: Any, slope: Any, square: Any, mean: Any, step: Any) -> tuple:
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        rate = LEARNING_RATE * jnp.sqrt(1 - 0.999**step) / (1 - 0.9**step)
        return weight - rate * mean / (jnp.sqrt(square) + 1e-7), square, mean

    def take_step(state: Any, rows: Any) -> tuple:
        weights, squares, means, step, key = state
        (loss, hits), slopes = jax.value_and_grad(measured, has_aux=True)(
            weights, images[rows], labels[rows], jax.random.fold_in(key, step.astype(int))
        )
        update = rmsprop if is_dense else adam
        moved = jax.tree.map(lambda *values: update(*values, step + 1), weights, slopes, squares, means)
        weights, squares, means = jax.tree.transpose(jax.tree.structure(weights), jax.tree.structure((0, 0, 0)), moved)
        return (weights, squares, means, step + 1, key), (loss * len(rows), hits)

    @jax.jit
    def epoch(state: Any, order: Any) -> tuple:
        whole = len(order) // batch_size * batch_size
        state, told = lax.scan(take_step, state, order[:whole].reshape(-1, batch_size))
        if whole < len(order):
            state, _ = take_step(state, order[whole:])
        return state, jax.tree.map(jnp.sum, told)

    @jax.jit
    def read(weights: Any, values: Any, answers: Any) -> Any:
        batches = (values.reshape(-1, EVALUATION_BATCH, *values.shape[1:]), answers.reshape(-1, EVALUATION_BATCH))
        return lax.map(lambda batch: measured(weights, *batch, None), batches)

    zeros = jax.tree.map(jnp.zeros_like, weights)
    state = (weights, zeros, zeros, jnp.zeros(()), jax.random.key(1))

    def turn(share: float) -> tuple[int, float]:
        nonlocal state
        began = time.perf_counter()
        count, read_count = int(share * len(labels)), max(1, round(share * len(test_labels) / 500)) * 500
        order = np.random.default_rng(int(state[3])).permutation(len(labels))[:count]
        state, (loss_sum, _) = epoch(state, order)
        losses, _ = read(state[0], test_images[:read_count], test_labels[:read_count])
        assert np.isfinite(float(loss_sum) + float(losses.sum()))
        return count, time.perf_counter() - began

    return turn


TURNS: dict[str, Callable[[str, int, Path], Turn]] = {"torch": torch_turn, "jax": jax_turn}


def _is_importable(library: str) -> bool:
    try:
        importlib.import_module(library)
    except Exception:  # a build may lack what it needs of the system, and says so in many ways
        return False
    return True


def main() -> None:
    """Serve turns; without arguments, print which peers this interpreter can import."""
    if len(sys.argv) == 1:
        print(*filter(_is_importable, TURNS))
        return
    peer, network, batch_size, folder = sys.argv[1:]
    stand_back()
    serve(TURNS[peer](network, int(batch_size), Path(folder)))


if __name__ == "__main__":
    main()
