"""How well the app reads people's drawings: `python -m benchmarks.strokes FILE.jsonl.gz [--model NAME] [--naive]`.

Each line of the file is a digit, `{"label": 7, "canvas": 280, "strokes": [[[x, y], ...], ...]}` in canvas pixels, x to
the right and y down, with or without its `"writer"`, plain or gzipped; another canvas's size is scaled to the page's.
It goes the way of the Draw page: strokes, taken apart into digits of which there must be one, redrawn as MNIST's were,
read by a network. `--naive` shrinks the whole canvas to 28 x 28 instead, as most apps do. `not_sure` is the share that
gets no answer at the app's threshold, right or wrong.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.photo_reading import answers_of
from benchmarks.stroke_files import BAD_INPUT, DIGITS, BadInputError, read_drawings
from core.drawing.mnist_preprocess import shrink_canvas
from core.errors import EmptyDrawingError, LabError
from core.home import home_folder
from core.importing.library import ImportedModels
from core.inference.loaded_networks import StoredNetwork
from core.inference.reader.doubt import DEFAULT_THRESHOLD
from core.inference.reader.prepare import prepare_strokes
from core.runs.log.histories import Histories
from core.runs.log.models import ModelName, ModelRegistry
from core.runs.log.store import Store

PRETRAINED = "pretrained"
NAIVE_PEN_WIDTH = 20  # canvas pixels: the canvas component's own default


def draw(strokes: Sequence[np.ndarray], *, naive: bool) -> tuple[tuple[np.ndarray, ...], float]:
    """Return what the network sees, and how far the digits found are to be trusted, 0 to 1.

    Returns:
        The images, a digit each, (28, 28) uint8, ink bright, none of an empty drawing; and the trust.
    """
    if naive:
        return (shrink_canvas(strokes, pen_width=NAIVE_PEN_WIDTH),), 1.0
    try:
        likeliest = prepare_strokes(strokes).segmentations[0]
    except EmptyDrawingError:
        return (), 1.0
    return likeliest.images, likeliest.trust


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """What was read of N drawings.

    Attributes:
        labels: (N,) int64, 0 to 9.
        answers: (N,) int64, 0 to 9, and 10 for a drawing that was not taken for one digit.
        is_sure: (N,) bool, whether there is a digit, and every one is as sure as the app asks for.
        writers: of each, who drew it; empty where the file does not say.
    """

    labels: np.ndarray
    answers: np.ndarray
    is_sure: np.ndarray
    writers: list[str]


def read(path: Path, *, model: str, naive: bool) -> Readings:
    """Return what is read of a file of drawings.

    Raises:
        BadInputError: the file or the model cannot be used.
        LabError: as `network_named`.
    """
    drawings = list(read_drawings(path))
    if not drawings:
        raise BadInputError(f"{path.name} holds no digit.")
    network = network_named(model)
    found = [draw(drawing.strokes, naive=naive) for drawing in drawings]
    counts = [len(images) for images, _ in found]
    ends = np.cumsum(counts).tolist()
    answers, sureness = answers_of([image for images, _ in found for image in images], network)
    sureness = sureness * np.repeat([trust for _, trust in found], counts)
    of_each = list(zip(np.split(answers, ends[:-1]), np.split(sureness, ends[:-1]), strict=True))
    return Readings(
        labels=np.array([drawing.label for drawing in drawings]),
        answers=np.array([digits[0] if len(digits) == 1 else DIGITS for digits, _ in of_each]),
        is_sure=np.array([len(sure) > 0 and sure.min() >= DEFAULT_THRESHOLD for _, sure in of_each]),
        writers=[drawing.writer for drawing in drawings],
    )


def confusion(labels: np.ndarray, answers: np.ndarray) -> np.ndarray:
    """Return how often each digit got each answer.

    Args:
        labels: (N,) int64, 0 to 9.
        answers: (N,) int64, 0 to 9, and 10 for a drawing that was not taken for one digit.

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
        mixed_up = f"{other if other < DIGITS else 'not one digit'} ({wrong[other]})" if wrong.any() else "-"
        yield f"{digit:5} {n:6,} {right:6,} {f'{right / n:.1%}' if n else '-':>9}  {mixed_up}"


def table_by_writer(readings: Readings) -> Iterator[str]:
    """Yield a table's lines: for every writer n and how many were read right; nothing where no writer is known."""
    names = sorted(set(readings.writers) - {""})
    if names:
        yield f"{'writer':>8} {'n':>6} {'right':>6} {'accuracy':>9} {'not sure':>9}"
    for name in names:
        theirs = np.array([writer == name for writer in readings.writers])
        n, right = int(theirs.sum()), int((readings.labels == readings.answers)[theirs].sum())
        yield f"{name:>8} {n:6,} {right:6,} {right / n:9.1%} {int((~readings.is_sure)[theirs].sum()):9,}"


def main() -> None:
    """Print a table for people, then one line of figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("file", type=Path, metavar="FILE", help="strokes, .jsonl or .jsonl.gz")
    options.add_argument("--model", default=PRETRAINED, help=f"{PRETRAINED}, <run id>.<epoch> or file-<id>")
    options.add_argument("--naive", action="store_true", help="shrink the whole canvas, to compare with")
    chosen = options.parse_args()
    began = time.perf_counter()
    try:
        readings = read(chosen.file, model=chosen.model, naive=chosen.naive)
    except (BadInputError, LabError) as error:
        print(error, file=sys.stderr)
        sys.exit(BAD_INPUT)
    seconds = time.perf_counter() - began
    counts = confusion(readings.labels, readings.answers)
    print("\n".join([*table(counts), *table_by_writer(readings)]))
    print(
        f"figures: accuracy={np.trace(counts) / counts.sum():.4f} n={counts.sum()} seconds={seconds:.1f} "
        f"not_sure={np.mean(~readings.is_sure):.4f}"
    )


if __name__ == "__main__":
    main()
