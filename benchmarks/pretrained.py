"""Train the network that the app ships, on real MNIST and on what the project makes, into models/pretrained/.

`make pretrained` takes about half an hour on two cores and needs DIGITLAB_DATA. The network is the recipe
"strong-reader"'s, with an eleventh output beside its ten (`benchmarks.reader_training`). It is trained with MNIST, with
digits of made pens, photos and print, and with pictures that are no digit (`benchmarks.made.mixture`), in three rounds:
the second and the third are short and give MNIST a larger share each. What is kept is the mean of the weights at the
end of these two (P. Izmailov and others, "Averaging weights leads to wider optima and better generalization", 2018).
Six files are written, all at the end: the weights (without optimizer), the eleventh output's, the network, the
settings, the history and the score. On the same machine the weights have the same bits each time.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.made.mixture import Made, Source, made_sources, with_shares
from benchmarks.reader_training import Round, Trained, train_reader
from core.data.dataset import Dataset, load_dataset
from core.engine.keras_runtime import load_keras
from core.recipes import recipe
from core.training.record import checkpoints
from core.training.settings.config import TrainingConfig
from models.spec import NetworkSpec

FOLDER = Path(__file__).parents[1] / "models" / "pretrained"
WEIGHTS, DOUBT = "weights.npz", "doubt.npz"
EPOCHS = (52, 12, 10)  # of the three rounds
LATER_RATES = (1e-3, 1.2e-3)  # the peaks of the second and the third
THREADS = 2  # a convolution's bits depend on it
MOST_STEPS = 500  # that the history keeps, evenly chosen
MNIST_COUNTS = (60_000, 10_000)


def pretrain(
    spec: NetworkSpec, config: TrainingConfig, dataset: Dataset, folder: Path, *, made: Made, threads: int
) -> Trained:
    """Train, and write the six files into `folder`; return what the training gave.

    Args:
        spec: the network.
        config: how it is trained; of each batch, as many of MNIST's images as its batch size says.
        dataset: on what, beside what is made.
        folder: made if missing; files of those names are replaced.
        made: how much is made.
        threads: threads within one operation, as this process was started with; recorded.
    """
    began = time.monotonic()
    images, labels = np.asarray(dataset.train_images), np.asarray(dataset.train_labels, np.int64)
    kept = len(images) - round(len(images) * config.validation_fraction)
    others = made_sources(images[:kept], labels[:kept], made=made, seed=config.seed, processes=threads)
    trained = train_reader(
        spec,
        config,
        rounds=_rounds(config, images[:kept], labels[:kept], others, made),
        validation=(images[kept:], labels[kept:]),
        test=(np.asarray(dataset.test_images), np.asarray(dataset.test_labels, np.int64)),
    )
    folder.mkdir(parents=True, exist_ok=True)
    written = checkpoints.write(folder / WEIGHTS, trained.weights)
    doubt = checkpoints.write(folder / DOUBT, {"kernel": trained.kernel, "bias": trained.bias})
    loss, correct, count = trained.test
    score = {
        "test_accuracy": correct / count,
        "correct": correct,
        "images": count,
        "loss": loss,
        "date": time.strftime("%Y-%m-%d"),
        "seconds": round(time.monotonic() - began),
        "threads": threads,
        "data": dataset.digest,
        "made": sum(len(source.images) for source in others),
        "weights": written.digest,
        "doubt": doubt.digest,
    }
    started = {
        "train_images": kept,
        "validation_images": len(images) - kept,
        "steps_per_epoch": kept // config.batch_size,
        "threads": threads,
        "compiled": False,
        "device": "CPU",
    }
    every = max(-(-len(trained.steps) // MOST_STEPS), 1)
    history = {
        "started": started,
        "epochs": trained.epochs,
        "one_step_in": every,
        "steps": trained.steps[::every],
    }
    _write(folder / "spec.json", spec.to_json())
    _write(folder / "config.json", config.to_json())
    _write(folder / "history.json", history)
    _write(folder / "score.json", score)
    return trained


def _rounds(
    config: TrainingConfig, images: np.ndarray, labels: np.ndarray, others: tuple[Source, ...], made: Made
) -> tuple[Round, ...]:
    """Return the long round, and two short ones with more of MNIST; of fewer epochs, all but two are the long one's."""
    mnist = Source(images=images, labels=labels, in_batch=config.batch_size)
    short = EPOCHS[1:] if config.epochs == sum(EPOCHS) else (1, 1)
    first = Round(epochs=config.epochs - sum(short), learning_rate=config.learning_rate, mnist=mnist, others=others)
    return (
        first,
        *(
            Round(epochs=epochs, learning_rate=rate, mnist=mnist, others=with_shares(others, shares))
            for epochs, rate, shares in zip(short, LATER_RATES, made.later_shares, strict=True)
        ),
    )


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
    options.add_argument("--epochs", type=int, default=sum(EPOCHS), help="fewer for a quick version")
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
        trained = pretrain(strong.spec, config, dataset, chosen.folder, made=Made(), threads=THREADS)
    size = sum(path.stat().st_size for path in chosen.folder.iterdir())
    loss, correct, count = trained.test
    print(f"figures: correct={correct}/{count} loss={loss:.4f} parameters={strong.spec.parameters} bytes={size}")


def _refuse() -> Any:
    raise AssertionError("a location was given")


if __name__ == "__main__":
    main()
