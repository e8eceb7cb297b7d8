"""How well the app reads pictures that the project renders: `python -m benchmarks.rendered [--count 300] [--seed 0]`.

It renders as many single digits as numbers of 2 to 6 digits, of MNIST's test images or of drawn lines, with pens on
papers before cameras, and sends each as a JPEG or PNG file the way of the Photo page. The same seed gives the same
pictures. Needs DIGITLAB_DATA. `--wrong` writes contact sheets of what was read wrong.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import numpy as np

from benchmarks.contact_sheets import cell, write_sheets
from benchmarks.made.scenes.readable import readable
from benchmarks.made.scenes.scenes import render
from benchmarks.photo_reading import read_photo
from benchmarks.photo_results import Outcome, outcome, share, table, wrong
from core.data.dataset import load_dataset
from core.errors import LabError

BAD_INPUT = 2  # exit code
KINDS = ("single", "number")
TEST_IMAGES, TRAIN_IMAGES = 2000, 15_000  # from which digits are taken, among which their like are looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What was read, and for how long each picture was waited for."""

    outcomes: list[Outcome]
    seconds: list[float]  # from the file's bytes to the answer


def measure(images: np.ndarray, labels: np.ndarray, *, count: int, seed: int, sheets: Path | None) -> Measured:
    """Render `count` pictures of each kind and read them; write contact sheets of the wrong ones where asked to.

    Args:
        images: MNIST's test images, (N, 28, 28) uint8, ink bright.
        labels: (N,) integers, 0 to 9.
        count: pictures of each kind.
        seed: the same gives the same pictures.
        sheets: a folder, made if missing.

    Raises:
        LabError: the pretrained network cannot be used.
    """
    measured, cells = Measured(outcomes=[], seconds=[]), []
    for number, kind in enumerate(KINDS):
        for index in range(count):
            picture = render(kind, images, labels, np.random.default_rng([seed, number, index]))
            began = time.perf_counter()
            reading = read_photo(picture.data)
            if index:  # the first one waits for Keras
                measured.seconds.append(time.perf_counter() - began)
            name, features = f"{kind}-{index}", {"kind": kind} | picture.features
            measured.outcomes.append(outcome(name, picture.label, features, reading))
            if sheets and reading.text != picture.label:
                cells.append(
                    cell(picture.data, reading, f"{name}, {', '.join(picture.features.values())}", picture.label)
                )
    if sheets:
        write_sheets(sheets, cells)
    return measured


def figures(measured: Measured) -> str:
    """Return the line of figures: shares that were read right, and of all what was sure and wrong."""
    by_kind = {
        kind: share([one for one in measured.outcomes if one.features["kind"] == kind], lambda one: one.is_right)
        for kind in KINDS
    }
    by_kind["sure_wrong"] = share(measured.outcomes, lambda one: one.is_sure_and_wrong)
    late = float(np.percentile(measured.seconds, 95)) if measured.seconds else float("nan")
    return "figures: " + " ".join(f"{name}={value:.4f}" for name, value in by_kind.items()) + f" seconds_p95={late:.3f}"


def readable_test_digits() -> tuple[np.ndarray, np.ndarray]:
    """Return images, (N, 28, 28) uint8, and labels, (N,), of the MNIST that DIGITLAB_DATA names.

    They are those of the first test images that a person reads without doubt; see `benchmarks.made.scenes.readable`.

    Raises:
        DataError: that is no MNIST.
    """
    location = os.environ.get("DIGITLAB_DATA")
    if not location:
        print("Set DIGITLAB_DATA to the file or folder with the real MNIST.", file=sys.stderr)
        sys.exit(BAD_INPUT)
    with tempfile.TemporaryDirectory(prefix="digitlab-rendered-") as home:
        dataset = load_dataset(Path(home), Path(location), make_fallback=_refuse)
        images, labels = np.array(dataset.test_images[:TEST_IMAGES]), np.array(dataset.test_labels[:TEST_IMAGES])
        train_images, train_labels = dataset.train_images[:TRAIN_IMAGES], dataset.train_labels[:TRAIN_IMAGES]
        chosen = readable(images, labels, np.array(train_images), np.array(train_labels))
        return images[chosen], labels[chosen]


def main() -> None:
    """Print tables for people and what was read wrong, then one line of figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--count", type=int, default=300, help="of single digits, and of numbers")
    options.add_argument("--seed", type=int, default=0, help="another one gives other pictures")
    options.add_argument("--wrong", type=Path, metavar="FOLDER", help="write contact sheets of what was read wrong")
    chosen = options.parse_args()
    if chosen.count < 1 or chosen.seed < 0:
        options.error("--count must be 1 or more, --seed 0 or more")
    try:
        measured = measure(*readable_test_digits(), count=chosen.count, seed=chosen.seed, sheets=chosen.wrong)
    except LabError as error:
        print(error, file=sys.stderr)
        sys.exit(BAD_INPUT)
    for kind in KINDS:
        of_kind = [one for one in measured.outcomes if one.features["kind"] == kind]
        print(f"{kind}s")
        for feature in ("paper", "pen", "camera", *(("layout",) if kind == "number" else ())):
            print("\n".join([*table(of_kind, feature), ""]))
    print("\n".join(wrong(measured.outcomes)))
    print(figures(measured))


def _refuse() -> NoReturn:
    raise AssertionError("a location was given")


if __name__ == "__main__":
    main()
