"""How well the app reads people's drawings: `python -m benchmarks.strokes FILE.jsonl.gz [--model NAME] [--naive]`.

Each line of the file is a digit, `{"label": 7, "canvas": 280, "strokes": [[[x, y], ...], ...]}` in canvas pixels, x to
the right and y down, plain or gzipped; a canvas of another size is scaled to the page's. It goes the way of the Draw
page: strokes, redrawn as MNIST's digits were, read by a network. `--naive` shrinks the whole canvas to 28 x 28 instead,
as most apps do.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import json
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from core.drawing.mnist_preprocess import MNIST_SIZE, shrink_canvas, to_mnist_image
from core.drawing.numbers.digit_segmentation import digits_in_strokes
from core.drawing.strokes import CANVAS_SIZE
from core.drawing.validate import shown
from core.errors import EmptyDrawingError, LabError
from core.home import home_folder
from core.importing.library import ImportedModels
from core.inference.loaded_networks import StoredNetwork
from core.inference.predict import predict
from core.runs.log.histories import Histories
from core.runs.log.models import ModelName, ModelRegistry
from core.runs.log.store import Store

DIGITS = 10
PRETRAINED = "pretrained"
NAIVE_PEN_WIDTH = 20  # canvas pixels: the canvas component's own default
BATCH_SIZE = 500  # images
BAD_INPUT = 2  # exit code
MAX_LINE_BYTES = 1 << 20
MAX_CANVAS = 10_000  # pixels, of its side
GZIP_MAGIC = b"\x1f\x8b"


class BadInputError(Exception):
    """The file, or the name of a model, cannot be used; says why in one sentence."""


def read_digits(path: Path) -> Iterator[tuple[int, list[np.ndarray]]]:
    """Yield each line's label, 0 to 9, and its strokes.

    Raises:
        BadInputError: the file cannot be read, or a line is not a digit.
    """
    try:
        with path.open("rb") as file:
            is_packed = file.read(2) == GZIP_MAGIC
        with gzip.open(path) if is_packed else path.open("rb") as lines:
            number = 0
            while line := lines.readline(MAX_LINE_BYTES + 1):
                number += 1
                if len(line) > MAX_LINE_BYTES:
                    raise BadInputError(f"Line {number} of {path.name} has more than {MAX_LINE_BYTES:,} bytes.")
                if line.strip():
                    yield read_digit(line, f"Line {number} of {path.name}")
    except (OSError, EOFError, zlib.error) as error:
        raise BadInputError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}.") from error


def read_digit(line: bytes, name: str) -> tuple[int, list[np.ndarray]]:
    """Return a line's label and strokes, as `read_canvas` gives those of the page.

    Raises:
        BadInputError: it is not a digit.
    """
    try:
        digit = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadInputError(f"{name} is not JSON: {error}.") from error
    if not isinstance(digit, dict) or not {"label", "strokes"} <= digit.keys():
        raise BadInputError(f'{name} must be an object with "label", "canvas" and "strokes".')
    label = digit["label"]
    if not isinstance(label, int) or isinstance(label, bool) or not 0 <= label < DIGITS:
        raise BadInputError(f"{name} must have a label from 0 to 9; got {str(label)[:20]}.")
    try:
        paths = [np.array(stroke, np.float64) for stroke in digit["strokes"] if stroke]
        for path in paths:
            if path.ndim != 2 or path.shape[1] != 2 or not np.isfinite(path).all():
                raise ValueError(f"A stroke must be rows of two finite numbers; got an array of shape {path.shape}.")
        side = digit.get("canvas", CANVAS_SIZE)
        if isinstance(side, bool) or not isinstance(side, int | float) or not 0 < side <= MAX_CANVAS:
            raise ValueError(f"A canvas's side must be more than 0 pixels, at most {MAX_CANVAS:,}; got {shown(side)}.")
        return label, [path * (CANVAS_SIZE / side) for path in paths]
    except (TypeError, ValueError, OverflowError) as error:
        raise BadInputError(f"{name} is not a drawing. {error}") from error


def draw(strokes: list[np.ndarray], *, naive: bool) -> np.ndarray | None:
    """Return the (28, 28) uint8 image that the network sees, ink bright; None where the page sees no digit, or two."""
    if naive:
        return shrink_canvas(strokes, pen_width=NAIVE_PEN_WIDTH)
    try:
        return to_mnist_image(strokes) if len(digits_in_strokes(strokes)) == 1 else None
    except EmptyDrawingError:
        return None


def network_named(name: str) -> StoredNetwork:
    """Return the network of that name: `pretrained`, a run's epoch as `<run id>.<epoch>`, or one from a file.

    Raises:
        BadInputError: this names none.
        LabError: there is no such run, epoch or model.
    """
    model_name = ModelName.parse(name)
    if model_name is None:
        raise BadInputError(f"There is no model {name[:60]!r}: use {PRETRAINED!r}, <run id>.<epoch> or file-<id>.")
    home = home_folder()
    with contextlib.closing(Store(home / "runs.sqlite3")) as store:
        models = ImportedModels(home / "models")
        registry = ModelRegistry(store, Histories(store), runs_folder=home / "runs", imported_models=models)
        return registry.find(model_name).network


def read_by(network: StoredNetwork) -> Callable[[np.ndarray], np.ndarray]:
    """Return what turns (N, 28, 28) uint8 images into (N,) answers, 0 to 9, in batches."""

    def answers(images: np.ndarray) -> np.ndarray:
        batches = [images[start : start + BATCH_SIZE] for start in range(0, len(images), BATCH_SIZE)]
        return np.concatenate([predict(network, batch).probabilities.argmax(axis=1) for batch in batches])

    return answers


def confusion(labels: np.ndarray, answers: np.ndarray) -> np.ndarray:
    """Return how often each digit got each answer.

    Args:
        labels: (N,) int64, 0 to 9.
        answers: (N,) int64, 0 to 9, and 10 for a drawing in which there was no digit.

    Returns:
        (10, 11) int64, labels by answers.
    """
    counts = np.zeros((DIGITS, DIGITS + 1), np.int64)
    np.add.at(counts, (labels, answers), 1)
    return counts


def table(counts: np.ndarray) -> Iterator[str]:
    """Yield a table's lines: for every digit n, how many were read right, and what it was taken for most often."""
    yield f"{'digit':>5} {'n':>6} {'right':>6} {'accuracy':>9}  most often taken for"
    for digit, row in enumerate(counts):
        n, right = int(row.sum()), int(row[digit])
        wrong = np.where(np.arange(len(row)) == digit, 0, row)
        other = int(wrong.argmax())
        mixed_up = f"{other if other < DIGITS else 'no digit'} ({wrong[other]})" if wrong.any() else "-"
        yield f"{digit:5} {n:6,} {right:6,} {f'{right / n:.1%}' if n else '-':>9}  {mixed_up}"


def measure(path: Path, *, model: str, naive: bool) -> np.ndarray:
    """Return the (10, 11) counts of `confusion` for a file of strokes.

    Raises:
        BadInputError: the file or the model cannot be used.
    """
    digits = list(read_digits(path))
    if not digits:
        raise BadInputError(f"{path.name} holds no digit.")
    images = [draw(strokes, naive=naive) for _, strokes in digits]
    empty = np.zeros((MNIST_SIZE, MNIST_SIZE), np.uint8)
    answers = read_by(network_named(model))(np.stack([empty if image is None else image for image in images]))
    answers[[image is None for image in images]] = DIGITS
    return confusion(np.array([label for label, _ in digits]), answers)


def main() -> None:
    """Print a table for people, then one line of figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("file", type=Path, metavar="FILE", help="strokes, .jsonl or .jsonl.gz")
    options.add_argument("--model", default=PRETRAINED, help=f"{PRETRAINED}, <run id>.<epoch> or file-<id>")
    options.add_argument("--naive", action="store_true", help="shrink the whole canvas, to compare with")
    chosen = options.parse_args()
    began = time.perf_counter()
    try:
        counts = measure(chosen.file, model=chosen.model, naive=chosen.naive)
    except (BadInputError, LabError) as error:
        print(error, file=sys.stderr)
        sys.exit(BAD_INPUT)
    seconds = time.perf_counter() - began
    print("\n".join(table(counts)))
    print(f"figures: accuracy={np.trace(counts) / counts.sum():.4f} n={counts.sum()} seconds={seconds:.1f}")


if __name__ == "__main__":
    main()
