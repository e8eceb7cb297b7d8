"""Contestants of `benchmarks.training` on TensorFlow: the articles' `fit`, the app, its bare program, matrix products.

`python -m benchmarks.training_ours fit mlp 128 FOLDER` serves turns of one epoch each, as training_peers.py does.
"""

from __future__ import annotations

import dataclasses
import os
import queue
import secrets
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.article_code import article_1, article_4
from benchmarks.training_peers import parts, serve, stand_back

RECIPES = {"mlp": "article-1a", "cnn": "article-4", "separable": "article-4"}  # its second convolution separable
OWNER = "benchmark"
POLL_SECONDS = 1.0  # as the page asks while it shows epochs
GEMM_SIZE = 2048
GEMM_TIMES = 16
THREADS = len(os.sched_getaffinity(0))


def settings(network: str, batch_size: int) -> tuple[Any, Any]:
    """Return the article's network and settings with another batch size."""
    from core.recipes import recipe
    from models.layers import Conv2D, SeparableConv2D

    chosen = recipe(RECIPES[network])
    assert chosen is not None
    spec = chosen.spec
    if network == "separable":
        first, *others = spec.layers
        kept = {"filters", "kernel_size", "activation"}
        second = next(layer for layer in others if isinstance(layer, Conv2D))
        separable = SeparableConv2D(**{name: getattr(second, name) for name in kept})
        spec = dataclasses.replace(spec, layers=(first, *(separable if layer is second else layer for layer in others)))
    return spec, dataclasses.replace(chosen.config, batch_size=batch_size, epochs=200)


def separable_model() -> Any:
    """Return the separable network as Keras's own, compiled as the fourth article compiles its network."""
    import keras

    from models.build import build

    model = build(settings("separable", 128)[0], seed=0, is_plain=True)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer="adam", loss=loss, metrics=["accuracy"])
    return model


def serve_fit(network: str, batch_size: int, folder: Path) -> None:
    """Serve turns of `fit` as the article calls it: one call, each epoch begun when it is asked for."""
    import keras

    train, test = parts(folder, (784,) if network == "mlp" else (28, 28, 1))
    if network == "mlp":
        train, test = ((images, keras.utils.to_categorical(labels, 10)) for images, labels in (train, test))
    model = {"mlp": article_1, "cnn": article_4, "separable": separable_model}[network]()

    shares: queue.Queue[float] = queue.Queue()
    seconds: queue.Queue[float] = queue.Queue()

    class Turns(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
            shares.get()
            self.began = time.perf_counter()

        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            seconds.put(time.perf_counter() - self.began)

    def fit() -> None:
        model.fit(*train, batch_size=batch_size, epochs=1000, validation_data=test, callbacks=[Turns()])

    threading.Thread(target=fit, daemon=True).start()

    def turn(share: float) -> tuple[int, float]:
        shares.put(share)
        return len(train[1]), seconds.get()

    serve(turn)


def serve_app(network: str, batch_size: int, folder: Path) -> None:
    """Serve turns of the app: an engine, the supervisor, the store, and a session that polls while it trains."""
    from core.errors import RunStateError
    from core.lab import Lab

    with tempfile.TemporaryDirectory(prefix="digitlab-training-") as home:
        lab = Lab(home=Path(home), data=Path(os.environ["DIGITLAB_DATA"]), slots=1)
        run = lab.run_starter.start(*settings(network, batch_size), owner=OWNER, nonce=secrets.token_hex(16))
        spent = 0.0  # seconds of the epochs before, without those that the run waited

        def turn(share: float) -> tuple[int, float]:
            nonlocal spent
            known = len(lab.histories.of(run).epochs)
            while True:
                try:
                    lab.supervisor.steer(run, "epoch", owner=OWNER)
                    break
                except RunStateError:
                    time.sleep(0.1)
            while len((history := lab.histories.of(run)).epochs) == known or not history.is_paused:
                assert history.is_active
                time.sleep(POLL_SECONDS)
            ended = history.epochs[-1]
            before, spent = spent, ended.seconds
            return history.started.train_images, ended.seconds - before

        lab.inference_engine.start()
        lab.inference_engine.wait_ready()
        try:
            serve(turn)
        finally:
            lab.close()


def serve_bare(network: str, batch_size: int, folder: Path) -> None:
    """Serve turns of the app's program alone: its chunks of steps and batches, without events, log or checkpoints."""
    from core.engine.keras_runtime import load_keras
    from core.training.loop.chunk_length import ChunkLength
    from core.training.settings.workload import EVALUATION_BATCH

    load_keras(THREADS)
    from core.training.graph.training_graph import TrainingGraph

    program = TrainingGraph(*settings(network, batch_size), str(folder))
    epoch = 0

    def in_chunks(pace: ChunkLength, count: int, take: Callable[[int, int], Any]) -> None:
        done = 0
        while done < count:
            steps = take(done, pace.begin()).steps
            pace.end(steps)
            done += steps

    step_pace, read_pace = ChunkLength(), ChunkLength()

    def turn(share: float) -> tuple[int, float]:
        nonlocal epoch
        epoch += 1
        began = time.perf_counter()
        program.start_epoch(epoch)
        in_chunks(step_pace, program.steps_per_epoch, program.take_steps)
        batches = -(-program.validation_count // EVALUATION_BATCH)
        in_chunks(read_pace, batches, lambda first, count: program.read_batches("validation", first, count))
        return program.train_count, time.perf_counter() - began

    serve(turn)


def serve_gemm(network: str, batch_size: int, folder: Path) -> None:
    """Serve turns of large float32 matrix products; a turn's "images" are multiply-adds."""
    import tensorflow as tf

    factors = [tf.random.stateless_normal([GEMM_SIZE, GEMM_SIZE], seed=(1, number)) for number in range(2)]

    def turn(share: float) -> tuple[int, float]:
        began = time.perf_counter()
        for _ in range(GEMM_TIMES):
            float(tf.matmul(*factors)[0, 0])
        return GEMM_TIMES * GEMM_SIZE**3, time.perf_counter() - began

    serve(turn)


SERVED = {"fit": serve_fit, "app": serve_app, "bare": serve_bare, "gemm": serve_gemm}


def main() -> None:
    """Serve shares."""
    contestant, network, batch_size, folder = sys.argv[1:]
    if contestant != "app":  # its engine stands back by itself, and its server does not
        stand_back()
    SERVED[contestant](network, int(batch_size), Path(folder))


if __name__ == "__main__":
    main()
