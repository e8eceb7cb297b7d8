"""Trains the network of an unpacked capsule again, with every change at its step, for comparison.py to look at.

Runs in a process that has Keras, set up as the training's was: a capsule's verify.py does that.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from core.data.bundled_digits import RawImages, make_digits
from core.data.dataset import Dataset, load_dataset
from core.data.download.mirrors import MNIST_DIGEST
from core.errors import ConfigError, DataError, DiskFullError, LabError
from core.export.capsule.document import (
    BEGIN_FOLDER,
    DOCUMENT_NAME,
    HISTORY_NAME,
    CapsuleDocument,
    CapsuleHistory,
)
from core.importing.capsule.comparison import UNUSABLE, compare, first_epochs
from core.training.loop.loop import train
from core.training.loop.run_control import Training
from core.training.record.events import EpochEnded, Event, RunStarted, RunSteered
from core.training.record.history import History
from core.training.record.kept_epochs import remove_dropped
from core.training.settings.commands import Command, Stop

_NAME_A_FILE = "Name a file or a folder with MNIST: python verify.py mnist.npz."


def replay(folder: Path, work: Path, *, data: Path | None, epochs: int | None) -> int:
    """Train again, print a line for each epoch and the verdict, and return the exit code.

    Args:
        folder: of the unpacked capsule, its files known to be what was written.
        work: an empty folder with room for the data set and the checkpoints.
        data: a file or folder with MNIST; None to fetch it.
        epochs: train only so many; None for all that the weights have seen.
    """
    say = partial(print, flush=True)
    try:
        document = CapsuleDocument.from_bytes((folder / DOCUMENT_NAME).read_bytes())
        recorded = CapsuleHistory.from_bytes((folder / HISTORY_NAME).read_bytes())
        if epochs is not None and not 1 <= epochs <= len(recorded.epochs):
            raise ConfigError(f"--epochs must be from 1 to {len(recorded.epochs)}, as many as ended; got {epochs}.")
        dataset = _dataset(document.training.data, work, data)
        if epochs is not None:
            recorded = first_epochs(recorded, epochs)
        run_folder = work / "run"
        _copy_beginning(folder / BEGIN_FOLDER, run_folder)
        run = _training(document, dataset, run_folder, is_whole=epochs is None)
        events = _followed(document, recorded, run, run_folder, is_whole=epochs is None)
        verdict = compare(document, recorded, events, is_whole=epochs is None, say=say)
    except LabError as error:
        say(f"This cannot be compared: {error}")
        return UNUSABLE
    say(verdict.sentence)
    return verdict.code


def _dataset(digest: str, work: Path, location: Path | None) -> Dataset:
    """Return the data set that was trained on.

    Raises:
        DataError: it cannot be read or fetched, or these are other digits.
    """
    if location is not None and not location.exists():
        raise DataError(f"There is no file or folder called {location.name}. {_NAME_A_FILE}")
    make = _fetched if digest == MNIST_DIGEST else make_digits
    dataset = load_dataset(work / "home", location, make_fallback=make)
    if dataset.digest != digest:
        raise DataError(
            "These are other digits than the network was trained on: their SHA-256 must be "
            f"{digest[:12]}..., and is {dataset.digest[:12]}.... Name the file that was used."
        )
    return dataset


def _fetched() -> RawImages:
    import keras

    try:
        (train_images, train_labels), (test_images, test_labels) = keras.datasets.mnist.load_data()
    except Exception as error:  # Keras raises a plain one
        raise DataError(f"MNIST could not be fetched. {_NAME_A_FILE}") from error
    return RawImages(
        train_images=train_images, train_labels=train_labels, test_images=test_images, test_labels=test_labels
    )


def _copy_beginning(source: Path, run_folder: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, run_folder)
    else:
        run_folder.mkdir()


def _training(document: CapsuleDocument, dataset: Dataset, run_folder: Path, *, is_whole: bool) -> Training:
    training, changes = document.training, document.training.changes
    if is_whole and training.step is not None:  # a change that changes nothing: the run is heard right after that step
        rates = [change.value for change in changes if change.action == "learning_rate"]
        rate = rates[-1] if rates else document.config.learning_rate
        still = RunSteered(action="learning_rate", epoch=training.epoch, step=training.step, seconds=0.0, value=rate)
        changes = (*changes, still)
    return train(
        document.spec,
        document.config,
        data_folder=str(dataset.folder),
        run_folder=str(run_folder),
        threads=training.started.threads,
        begin_from=training.begun_from,
        changes=changes,
    )


def _followed(
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
        if isinstance(event, RunSteered) and event.reason:  # else it would wait for room for ever
            run.close()
            raise DiskFullError("There is no room left for the checkpoints. Free some space, then try again.")
        yield event
        if isinstance(event, RunStarted | EpochEnded):
            seen = seen.extended([event])
            remove_dropped(run_folder, seen)
        if isinstance(event, EpochEnded) and event.epoch == last_epoch:
            if recorded.test is None:
                run.close()
                return
            command = Stop()  # and test
        elif isinstance(event, RunSteered) and event.step == stop_step:
            command = Stop()
