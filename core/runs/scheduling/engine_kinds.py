"""The kinds of engine that a server has: what they load, how far they stand back, when they are replaced."""

from __future__ import annotations

import itertools
from pathlib import Path

from core import machine
from core.engine.engine import Engine
from core.errors import ConfigError
from core.messages.runs import scheduling as messages

TRAINING_NICE = 15
INFERENCE_NICE = 5
EXPORT_NICE = 10
JOBS_PER_PROCESS = 20  # Keras grows a little with every run
MAX_SLOTS = 16  # runs that train at once
USUAL_SLOTS = 4  # at most, where nobody asks for more: a person compares a few runs, and each trainer waits in memory
TRAINER_BYTES = 1 << 30  # measured: 0.75 GiB once awake, 0.9 GiB while the quick CNN trains on MNIST


def slots_from(text: str | None) -> int:
    """Return how many runs train at once, as a person wrote it.

    Where nobody did, half the processors, but no more than fit into memory beside the predictor, and than
    `USUAL_SLOTS`; at least one.

    Raises:
        ConfigError: no whole number, or out of bounds.
    """
    if not text:
        memory = machine.memory_bytes()
        fitting = USUAL_SLOTS if memory is None else memory // TRAINER_BYTES - 1
        return max(1, min(machine.available_cores() // 2, fitting, USUAL_SLOTS))
    if not text.isdecimal() or not 1 <= int(text) <= MAX_SLOTS:
        raise ConfigError(messages.bad_training_slots(most=MAX_SLOTS, text=text[:20]), field=None)
    return int(text)


class TrainingEngines:
    """Makes the engines that train; none is started."""

    def __init__(self, *, log_folder: Path) -> None:
        self._log_folder = log_folder
        self._spare_numbers = itertools.count(1)

    def trainers(self, slots: int) -> list[Engine]:
        """Return so many engines, which share the cores."""
        threads = max(1, machine.available_cores() // slots)
        return [self._make(f"trainer {slot + 1}", threads) for slot in range(slots)]

    def spare(self, threads: int) -> Engine:
        """Return one more, for a run that was begun with that many threads."""
        return self._make(f"spare trainer {next(self._spare_numbers)}", threads)

    def _make(self, name: str, threads: int) -> Engine:
        return Engine(
            name,
            log_folder=self._log_folder,
            preload="keras",
            warm_up="core.training.loop.warm_up:warm_up",
            threads=threads,
            nice=TRAINING_NICE,
            replace_after=JOBS_PER_PROCESS,
        )


def inference_engine(*, log_folder: Path) -> Engine:
    """Return the engine that predicts; it is not started."""
    return Engine(
        "predictor",
        log_folder=log_folder,
        preload="keras",
        warm_up="core.inference.warm_up:warm_up",
        threads=machine.available_cores(),
        nice=INFERENCE_NICE,
    )


def export_engine(*, log_folder: Path) -> Engine:
    """Return an engine that makes files of networks; it is not started."""
    return Engine(
        "exporter",
        log_folder=log_folder,
        preload="keras",
        threads=1,  # as TFLite and ONNX Runtime try a file; NumPy's wait for each other longer than they compute
        nice=EXPORT_NICE,
    )
