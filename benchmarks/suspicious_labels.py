"""Whether doubtful labels are found: `python -m benchmarks.suspicious_labels [--repeats N] [--flips N] [--seed N]`.

Needs DIGITLAB_DATA with the real MNIST. In a copy of it so many labels, 100 of the 70,000, are made wrong on purpose,
each by another digit drawn at random, and the job of Browse's preset looks for doubtful labels in that copy and in the
original. The last line has the figures: `found_of_100`, how many of the wrong labels are among the 100 images that the
preset would show; `disputed`, how many of twelve labels of MNIST itself that people dispute are among the original's
100; `seconds`, of the job on the original, and `cpu_seconds`, the processor's.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.accuracy import real_mnist
from core.data.dataset import Dataset, load_dataset
from core.data.doubt.label_doubts import LabelDoubts
from core.data.gallery import ImageName
from core.engine.keras_runtime import load_keras
from core.job_events import JobResult
from core.machine import available_cores
from core.runs.jobs.label_doubt import REPEATS, SEED, label_doubt_request

# Test images of MNIST whose labels people dispute, of lists that have been published again and again.
DISPUTED = (947, 2130, 2597, 3520, 4176, 5937, 5955, 6091, 6597, 6625, 8408, 9679)


def flipped(dataset: Dataset, count: int, *, seed: int) -> tuple[dict[str, np.ndarray], set[ImageName]]:
    """Return the arrays of a data set with so many labels made wrong, and whose they are."""
    generator = np.random.default_rng(seed)
    labels = np.concatenate([dataset.train_labels, dataset.test_labels])
    chosen = generator.choice(len(labels), count, replace=False)
    labels[chosen] = (labels[chosen] + generator.integers(1, 10, count)) % 10
    train = dataset.train_count
    arrays = {
        "x_train": np.asarray(dataset.train_images),
        "y_train": labels[:train],
        "x_test": np.asarray(dataset.test_images),
        "y_test": labels[train:],
    }
    names = {
        ImageName("train", index) if index < train else ImageName("test", index - train) for index in chosen.tolist()
    }
    return arrays, names


def look(dataset: Dataset, *, repeats: int, seed: int) -> tuple[LabelDoubts, float, float]:
    """Return the doubts of a data set, and the seconds that the job and the processor took."""
    from core.training.loop.label_doubt import find_label_doubts

    spec, config, folder, folds, *_ = label_doubt_request(dataset).arguments
    began, computed = time.monotonic(), time.process_time()
    for event in find_label_doubts(spec, config, folder, folds, repeats, seed):
        if isinstance(event, JobResult):
            seconds = time.monotonic() - began, time.process_time() - computed
            return LabelDoubts.from_arrays(event.arrays), *seconds
    raise AssertionError("the job ends with a result")


def main() -> None:
    """Look for doubtful labels in MNIST and in a copy with wrong ones, and print what was found."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--repeats", type=int, default=REPEATS, help="how often the images are parted")
    options.add_argument("--flips", type=int, default=100, help="labels that are made wrong")
    options.add_argument("--seed", type=int, default=SEED)
    chosen = options.parse_args()
    load_keras(available_cores())
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        mnist = real_mnist(home)
        own, seconds, computed = look(mnist, repeats=chosen.repeats, seed=chosen.seed)
        _print("MNIST as it is", own)
        arrays, wrong = flipped(mnist, chosen.flips, seed=chosen.seed)
        location = home / "flipped.npz"
        np.savez(location, **arrays)
        copy = load_dataset(home, location, make_fallback=_no_fallback)
        doubts, *_ = look(copy, repeats=chosen.repeats, seed=chosen.seed)
        _print(f"MNIST with {chosen.flips} wrong labels", doubts)
    shown = {doubt.name for doubt in doubts.doubts}
    disputed = {ImageName("test", index) for index in DISPUTED} & {doubt.name for doubt in own.doubts}
    print(
        f"figures: found_of_100={100 * len(wrong & shown) / len(wrong):.0f} "
        f"disputed={len(disputed)} of={len(DISPUTED)} "
        f"seconds={seconds:.0f} cpu_seconds={computed:.0f}"
    )


def _print(title: str, doubts: LabelDoubts) -> None:
    print(f"{title}: {doubts.basis}")
    for doubt in doubts.doubts:
        print(
            f"  {doubt.name!s:12} label {doubt.given} ({doubt.given_probability:.4f}), "
            f"{doubt.suggested} instead ({doubt.suggested_probability:.4f})"
        )


def _no_fallback() -> None:
    raise AssertionError(os.environ.get("DIGITLAB_DATA"))


if __name__ == "__main__":
    main()
