"""Trains the network of an unpacked capsule again, with every change at its step, for comparison.py to look at.

Runs in a process that has Keras, set up as the training's was: a capsule's verify.py does that.
"""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from core.data.bundled_digits import DatasetArrays, make_digits
from core.data.dataset import Dataset, load_dataset
from core.data.download.mirrors import MNIST_DIGEST
from core.data.formats.reading import ARRAY_NAMES
from core.errors import ConfigError, DataError, DiskFullError, LabError
from core.export.capsule.document import (
    BEGIN_FOLDER,
    DOCUMENT_NAME,
    HISTORY_NAME,
    CapsuleDocument,
    CapsuleHistory,
)
from core.importing.capsule.comparison import UNUSABLE, compare
from core.messages.importing import capsule as messages
from core.training.loop.loop import train
from core.training.loop.run_control import Training
from core.training.record.events import EpochEnded, Event, RunStarted, RunSteered
from core.training.record.history import History
from core.training.record.kept_epochs import remove_dropped
from core.training.settings.commands import Command


def replay(folder: Path, work: Path, *, data: Path | None, epochs: int | None) -> int:
    """Train again, print a line for each epoch and the result, and return the exit code.

    Args:
        folder: of the unpacked capsule, its files known to be what was written.
        work: an empty folder with room for the data set and the checkpoints.
        data: a file or folder with MNIST; None to fetch it.
        epochs: train only so many; None for all that the weights have seen.
    """
    report = partial(print, flush=True)
    try:
        document = CapsuleDocument.from_bytes((folder / DOCUMENT_NAME).read_bytes())
        recorded = CapsuleHistory.from_bytes((folder / HISTORY_NAME).read_bytes())
        if epochs is not None and not 1 <= epochs <= len(recorded.epochs):
            raise ConfigError(messages.epochs_out_of_bounds(most=len(recorded.epochs), received=epochs))
        dataset = _load_dataset(document.training.data, work, data)
        if epochs is not None:
            recorded = dataclasses.replace(recorded, epochs=recorded.epochs[:epochs], test=None)
        run_folder = work / "run"
        _copy_beginning(folder / BEGIN_FOLDER, run_folder)
        run = _start_training(document, dataset, run_folder, is_whole=epochs is None)
        events = _events(document, recorded, run, run_folder, is_whole=epochs is None)
        exit_code, verdict = compare(document, recorded, events, is_whole=epochs is None, report=report)
    except LabError as error:
        report(messages.cannot_be_compared(error=error.message))
        return UNUSABLE
    report(verdict)
    return exit_code


def _load_dataset(digest: str, work: Path, location: Path | None) -> Dataset:
    """Return the data set that was trained on.

    Raises:
        DataError: it cannot be read or fetched, or these are other digits.
    """
    if location is not None and not location.exists():
        raise DataError(messages.no_such_data(name=location.name))
    make = _download_mnist if digest == MNIST_DIGEST else make_digits
    dataset = load_dataset(work / "home", location, make_fallback=make)
    if dataset.digest != digest:
        raise DataError(messages.other_digits(expected=digest, received=dataset.digest))
    return dataset


def _download_mnist() -> DatasetArrays:
    import keras

    try:
        train, test = keras.datasets.mnist.load_data()
    except Exception as error:  # Keras raises a plain one
        raise DataError(messages.mnist_not_fetched()) from error
    return dict(zip(ARRAY_NAMES, (*train, *test), strict=True))


def _copy_beginning(source: Path, run_folder: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, run_folder)
    else:
        run_folder.mkdir()


def _start_training(document: CapsuleDocument, dataset: Dataset, run_folder: Path, *, is_whole: bool) -> Training:
    training, changes = document.training, document.training.changes
    if is_whole and training.step is not None:  # a change that changes nothing: the run is heard right after that step
        rates = [change.value for change in changes if change.action == "learning_rate"]
        rate = rates[-1] if rates else document.config.learning_rate
        unchanged = RunSteered(
            action="learning_rate", epoch=training.epoch, step=training.step, seconds=0.0, value=rate
        )
        changes = (*changes, unchanged)
    return train(
        document.spec,
        document.config,
        data_folder=str(dataset.folder),
        run_folder=str(run_folder),
        threads=training.started.threads,
        begin_from=training.begun_from,
        changes=changes,
    )


def _events(
    document: CapsuleDocument, recorded: CapsuleHistory, run: Training, run_folder: Path, *, is_whole: bool
) -> Iterator[Event]:
    """Yield a training's events, and end it where the recorded one ended, or where the weights are that were taken.

    Raises:
        LabError: it cannot be trained here.
    """
    stop_step = document.training.step if is_whole else None
    last_epoch = recorded.epochs[-1].epoch if recorded.epochs and stop_step is None else None
    seen, command = History(), None
    while True:
        try:
            event = run.send(command)
        except StopIteration:
            return
        command: Command | None = None
        if event is None:
            continue
        if isinstance(event, RunSteered) and event.reason is not None:  # else it would wait for room for ever
            run.close()
            raise DiskFullError(messages.no_room_for_checkpoints())
        yield event
        if isinstance(event, RunStarted | EpochEnded):
            seen = seen.extended([event])
            remove_dropped(run_folder, seen)
        if isinstance(event, EpochEnded) and event.epoch == last_epoch:
            if recorded.test is None:
                run.close()
                return
            command = "stop"  # and test
        elif isinstance(event, RunSteered) and event.step == stop_step:
            command = "stop"
