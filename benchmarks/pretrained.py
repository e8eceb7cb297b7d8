"""Train the network that the app ships, on real MNIST, and write it into models/pretrained/.

`make pretrained` takes 10 to 20 minutes on two cores and needs DIGITLAB_DATA. What is trained, and how, is the recipe
"strong-reader"; the loop is the app's own. Five files are written, all at the end: the weights of the last epoch
(without optimizer), the network, the settings, the history and the score. The test images are read once, by the last
weights; nothing was chosen by them. On the same machine the weights have the same bits each time.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from core.data.dataset import Dataset, load_dataset
from core.engine.keras_runtime import load_keras
from core.recipes import recipe
from core.training.record import checkpoints
from core.training.record.events import EpochEnded, Event
from core.training.record.history import History
from core.training.settings.config import TrainingConfig
from models.spec import NetworkSpec

FOLDER = Path(__file__).parents[1] / "models" / "pretrained"
WEIGHTS = "weights.npz"
THREADS = 2  # a convolution's bits depend on it
MOST_STEPS = 500  # that the history keeps, evenly chosen
MNIST_COUNTS = (60_000, 10_000)


def pretrain(spec: NetworkSpec, config: TrainingConfig, dataset: Dataset, folder: Path, *, threads: int) -> History:
    """Train, and write the five files into `folder`; return the run's history.

    Args:
        spec: the network.
        config: how it is trained.
        dataset: on what.
        folder: made if missing; files of those names are replaced.
        threads: threads within one operation, as this process was started with; recorded.

    Raises:
        RuntimeError: the training did not come to its end.
    """
    from core.training.loop.loop import train  # once TensorFlow is loaded as an engine loads it

    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="digitlab-pretrained-") as run_folder:
        events = train(spec, config, data_folder=str(dataset.folder), run_folder=run_folder, threads=threads)
        history = History().extended(_print_epochs(events, config.epochs))
        if history.status != "finished" or history.test is None or history.checkpoint is None:
            raise RuntimeError(f"the training ended as {history.status}")
        checkpoint = history.checkpoint
        weights = checkpoints.read(Path(run_folder) / checkpoint.name, digest=checkpoint.digest)
    written = checkpoints.write(folder / WEIGHTS, weights)
    score = {
        "test_accuracy": history.test.accuracy,
        "correct": history.test.correct,
        "images": history.test.count,
        "loss": history.test.loss,
        "date": time.strftime("%Y-%m-%d"),
        "seconds": round(time.monotonic() - began),
        "threads": threads,
        "data": dataset.digest,
        "weights": written.digest,
    }
    _write(folder / "spec.json", spec.to_json())
    _write(folder / "config.json", config.to_json())
    _write(folder / "history.json", history_document(history))
    _write(folder / "score.json", score)
    return history


def history_document(history: History) -> dict[str, Any]:
    """Return a finished run as JSON values: its beginning, a row per epoch, at most `MOST_STEPS` of its steps.

    Losses are means per image in nats, accuracies fractions; training values are of augmented images. A step's row is
    its number over the whole run, then the mean loss and the accuracy of the few steps that end with it.
    """
    assert history.started is not None
    every = -(-len(history.steps) // MOST_STEPS)
    epochs = [
        {
            "epoch": epoch.epoch,
            "loss": round(epoch.loss, 6),
            "accuracy": round(epoch.accuracy, 6),
            "validation_loss": epoch.validation_loss and round(epoch.validation_loss, 6),
            "validation_accuracy": epoch.validation_accuracy and round(epoch.validation_accuracy, 6),
            "seconds": round(epoch.duration_seconds, 2),
        }
        for epoch in history.epochs
    ]
    steps = [[step.last_step, round(step.mean_loss, 4), round(step.accuracy, 4)] for step in history.steps[::every]]
    return {"started": dataclasses.asdict(history.started), "epochs": epochs, "one_step_in": every, "steps": steps}


def _print_epochs(events: Iterable[Event | None], epochs: int) -> Iterator[Event]:
    """Yield the events, and print a line for each epoch."""
    for event in events:
        if isinstance(event, EpochEnded):
            validation = "none" if event.validation_accuracy is None else f"{event.validation_accuracy:.2%}"
            print(
                f"epoch {event.epoch}/{epochs}: loss {event.loss:.4f}, accuracy {event.accuracy:.2%}, "
                f"validation {validation}, {event.duration_seconds:.1f} s",
                flush=True,
            )
        if event is not None:
            yield event


def _write(path: Path, document: dict[str, Any]) -> None:
    lines = [f" {json.dumps(name)}: {_compact(value)}" for name, value in document.items()]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _compact(value: Any) -> str:
    """Return JSON with one line per entry of a list of rows or objects."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(f"  {json.dumps(row)}" for row in value) + "\n ]"
    return json.dumps(value)


def main() -> None:
    """Train the shipped network, print an epoch a line, then the score."""
    strong = recipe("strong-reader")
    assert strong is not None
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--epochs", type=int, default=strong.config.epochs, help="fewer for a quick version")
    options.add_argument("--folder", type=Path, default=FOLDER, help="where the files go")
    chosen = options.parse_args()
    location = os.environ.get("DIGITLAB_DATA")
    if not location:
        sys.exit("Set DIGITLAB_DATA to the file or folder with the real MNIST.")
    load_keras(THREADS)
    with tempfile.TemporaryDirectory(prefix="digitlab-pretrained-") as home:
        dataset = load_dataset(Path(home), Path(location), make_fallback=_refuse)
        if (dataset.train_count, dataset.test_count) != MNIST_COUNTS:
            sys.exit(f"This is not MNIST: {dataset.train_count:,} training and {dataset.test_count:,} test images.")
        config = dataclasses.replace(strong.config, epochs=chosen.epochs)
        history = pretrain(strong.spec, config, dataset, chosen.folder, threads=THREADS)
    size = sum(path.stat().st_size for path in chosen.folder.iterdir())
    assert history.test is not None
    print(
        f"figures: correct={history.test.correct}/{history.test.count} loss={history.test.loss:.4f} "
        f"parameters={strong.spec.parameters} bytes={size}"
    )


def _refuse() -> Any:
    raise AssertionError("a location was given")


if __name__ == "__main__":
    main()
