"""How often the app is sure of a digit where there is none: `python -m benchmarks.unknown [--threshold 0.5] [--curve]`.

2,000 letters, signs, scribbles, surfaces and noise that the project draws itself, of kinds that the reader was not
trained with, go through the app's own ways: strokes the way of the Draw page, pictures that of a photo. A digit is
confident where the network's largest probability times the probability that it is a digit, times the trust in what was
found, reaches the threshold; a picture counts if any of the digits found in it is. Against that: how many of MNIST's
test images and of people's drawings are then not answered (a drawing in which not one digit is found is not), and how
many digits are found on 200 blank sheets. Needs DIGITLAB_DATA with the real MNIST; takes some minutes on one core.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.accuracy import real_mnist
from benchmarks.made.unknown import unknown_pictures, unknown_strokes
from benchmarks.made.unknown.blank_sheets import blank_sheet
from benchmarks.photo_reading import answers_of
from benchmarks.stroke_files import BAD_INPUT, DIGITS, BadInputError, read_drawings
from core.drawing.numbers.segmentation import PreparedDrawing
from core.errors import EmptyDrawingError, LabError
from core.home import home_folder
from core.inference.pretrained import pretrained
from core.inference.reader.doubt import DEFAULT_THRESHOLD
from core.inference.reader.prepare import prepare_photo, prepare_strokes

SEED = 20
COUNT = 2000  # non-digits
SHEETS = 200  # blank ones
STROKES = ("strokes-dev.jsonl.gz", "strokes-writers.jsonl.gz")  # beside MNIST, where nothing else is named
THRESHOLDS = np.arange(10, 100, 5) / 100  # of the curve
LETTERS = ("Latin capital", "small Latin letter", "letter of another script")
_LETTER_SHARE = 0.13  # of all non-digits, for each kind of letter
_PICTURE_SHARE = 0.02  # for each kind of picture; the other drawings share the rest

Images = Sequence[np.ndarray]  # each (28, 28) uint8, ink bright


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The digits found in a picture, prepared as MNIST's were, and how far they are to be trusted, 0 to 1."""

    images: Images = ()
    trust: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Read:
    """What pictures were taken for, each by the surest of the digits found in it.

    Attributes:
        sureness: (N,) float64, 0 to 1; 0 where nothing was found.
        answers: (N,) int64, 0 to 9; 10 where nothing was found.
    """

    sureness: np.ndarray
    answers: np.ndarray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measured:
    """All that was read.

    Attributes:
        kinds: of the non-digits, (N,) str.
        unknown: the non-digits.
        mnist: MNIST's test images.
        strokes: people's drawings; nothing was found where it was not one digit.
        blank: every digit that was found on a blank sheet.
    """

    kinds: np.ndarray
    unknown: Read
    mnist: Read
    strokes: Read
    blank: Read

    def shares(self, threshold: float) -> dict[str, float]:
        """Return the figures at a threshold, by name; `blank_digits` is a count."""
        return {
            "confident": float(np.mean(self.unknown.sureness >= threshold)),
            "mnist_refused": float(np.mean(self.mnist.sureness < threshold)),
            "strokes_refused": float(np.mean(self.strokes.sureness < threshold)),
            "blank_digits": int(np.sum(self.blank.sureness >= threshold)),
        }


def draw_unknown(count: int, seed: int) -> Iterator[tuple[str, list[np.ndarray] | bytes]]:
    """Yield non-digits, each with its kind: strokes in canvas pixels, or a picture file.

    Args:
        count: how many, at least one of each kind; about so many, where the kinds' shares are no whole numbers.
        seed: chooses everything.
    """
    rng = np.random.default_rng(seed)
    rest = 1 - _LETTER_SHARE * len(LETTERS) - _PICTURE_SHARE * len(unknown_pictures.KINDS)
    other_share = rest / (len(unknown_strokes.KINDS) - len(LETTERS))
    for name, draw in unknown_strokes.KINDS.items():
        for _ in range(max(round(count * (_LETTER_SHARE if name in LETTERS else other_share)), 1)):
            yield name, draw(rng)
    for name, take in unknown_pictures.KINDS.items():
        for _ in range(max(round(count * _PICTURE_SHARE), 1)):
            yield name, picture_file(take(rng), "JPEG" if rng.random() < 0.5 else "PNG")


def picture_file(grey: np.ndarray, file_format: str) -> bytes:
    """Return (rows, columns) uint8 as a PNG or JPEG file."""
    file = io.BytesIO()
    Image.fromarray(grey).save(file, file_format, quality=85)
    return file.getvalue()


def digits_found(drawing: list[np.ndarray] | bytes) -> Found:
    """Return the digits that the app finds in strokes or in a picture file."""
    try:
        prepared: PreparedDrawing = prepare_photo(drawing) if isinstance(drawing, bytes) else prepare_strokes(drawing)
    except EmptyDrawingError:
        return Found()
    likeliest = prepared.segmentations[0]
    return Found(likeliest.images, likeliest.trust)


def read(pictures: Sequence[Found]) -> Read:
    """Return what pictures are taken for, by the digits found in each."""
    images = [image for found in pictures for image in found.images]
    owners = np.repeat(np.arange(len(pictures)), [len(found.images) for found in pictures])
    answers, sureness = answers_of(images, pretrained().network)
    sureness = sureness * np.array([found.trust for found in pictures])[owners]
    surest, taken_for = np.zeros(len(pictures)), np.full(len(pictures), DIGITS)
    for index in np.argsort(sureness, kind="stable"):
        surest[owners[index]], taken_for[owners[index]] = sureness[index], answers[index]
    return Read(sureness=surest, answers=taken_for)


def measure(*, strokes: Sequence[Path], mnist: np.ndarray, count: int = COUNT, sheets: int = SHEETS) -> Measured:
    """Return what non-digits, digits and blank sheets are taken for.

    Args:
        strokes: files of people's drawings, as `benchmarks.strokes` reads them.
        mnist: (N, 28, 28) uint8, test images.
        count: of the non-digits.
        sheets: how many blank ones.

    Raises:
        BadInputError: a file of strokes cannot be used.
    """
    people = [digits_found(drawn.strokes) for path in strokes for drawn in read_drawings(path)]
    if not people:
        raise BadInputError("There is no drawing in the files of strokes.")
    unknown = list(draw_unknown(count, SEED))
    rng = np.random.default_rng(SEED + 1)
    on_blank = [digits_found(blank_sheet(rng)) for _ in range(sheets)]
    return Measured(
        kinds=np.array([name for name, _ in unknown]),
        unknown=read([digits_found(drawing) for _, drawing in unknown]),
        mnist=read([Found([image]) for image in mnist]),
        strokes=read([found if len(found.images) == 1 else Found() for found in people]),
        blank=read([Found([image], found.trust) for found in on_blank for image in found.images]),
    )


def table(measured: Measured, threshold: float) -> Iterator[str]:
    """Yield a table's lines: for every kind n, how many were taken for a digit with confidence, and for which."""
    yield f"{'kind':28} {'n':>5} {'confident':>9}  most often taken for"
    for kind in dict.fromkeys(measured.kinds.tolist()):
        mine = measured.kinds == kind
        wrong = mine & (measured.unknown.sureness >= threshold)
        counts = np.bincount(measured.unknown.answers[wrong], minlength=DIGITS)
        most = f"{counts.argmax()} ({counts.max()})" if wrong.any() else "-"
        yield f"{kind:28} {mine.sum():5,} {wrong.sum() / mine.sum():9.1%}  {most}"


def curve(measured: Measured) -> Iterator[str]:
    """Yield a table's lines: the figures at thresholds from 0.1 to 0.95."""
    names = list(measured.shares(0))
    yield " ".join([f"{'threshold':>9}", *(f"{name:>15}" for name in names)])
    for threshold in THRESHOLDS.tolist():
        shares = measured.shares(threshold)
        yield " ".join([f"{threshold:9.2f}", *(f"{shares[name]:15.4g}" for name in names)])


def _threshold(text: str) -> float:
    if not 0 <= float(text) <= 1:
        raise argparse.ArgumentTypeError(f"a threshold is from 0 to 1; got {text}")
    return float(text)


def _counter(least: int) -> Callable[[str], int]:
    def count(text: str) -> int:
        if int(text) < least:
            raise argparse.ArgumentTypeError(f"at least {least}; got {text}")
        return int(text)

    return count


def main() -> None:
    """Print a table for people, then one line of figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--threshold", type=_threshold, default=DEFAULT_THRESHOLD, help="from 0 to 1")
    options.add_argument("--curve", action="store_true", help="print the figures at other thresholds too")
    options.add_argument(
        "--strokes", type=Path, nargs="+", metavar="FILE", help="people's drawings, .jsonl or .jsonl.gz"
    )
    options.add_argument("--count", type=_counter(1), default=COUNT, help="of non-digits")
    options.add_argument("--sheets", type=_counter(0), default=SHEETS, help="of blank paper")
    chosen = options.parse_args()
    try:
        mnist = np.asarray(real_mnist(home_folder()).test_images)
        data = Path(os.environ["DIGITLAB_DATA"])
        strokes = chosen.strokes or [(data if data.is_dir() else data.parent) / name for name in STROKES]
        measured = measure(strokes=strokes, mnist=mnist, count=chosen.count, sheets=chosen.sheets)
    except (BadInputError, LabError) as error:
        print(error, file=sys.stderr)
        sys.exit(BAD_INPUT)
    print("\n".join(table(measured, chosen.threshold)))
    if chosen.curve:
        print("\n".join(curve(measured)))
    print("figures: " + " ".join(f"{name}={share:.4g}" for name, share in measured.shares(chosen.threshold).items()))


if __name__ == "__main__":
    main()
