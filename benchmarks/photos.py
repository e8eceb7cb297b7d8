"""How well the app reads people's pictures: `python -m benchmarks.photos FOLDER [--wrong FOLDER]`.

The folder holds `files/` and `index.jsonl`, a line a picture: `{"file": "a.jpg", "label": "42", "kind": "multi"}`, the
label being its digits in reading order. Each file's bytes go the way of the Photo page. A picture is right where the
digits that were read are its label, whatever spaces, lines and signs lie between them; it is sure where every digit
reaches the app's threshold. `--wrong` writes contact sheets of what was read wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.contact_sheets import cell, write_sheets
from benchmarks.photo_reading import read_photo
from benchmarks.photo_results import Outcome, outcome, share, table, wrong
from benchmarks.stroke_files import BAD_INPUT, BadInputError
from core.drawing.numbers.segmentation import MOST_DIGITS
from core.errors import LabError

FIGURES = {"single": ("paper", "paint", "28x28"), "number": ("multi",), "printed": ("printed",)}  # by kinds
KINDS = tuple(kind for kinds in FIGURES.values() for kind in kinds)
INDEX, FILES = "index.jsonl", "files"


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledPhoto:
    """A line of the index."""

    path: Path
    label: str  # 1 to MOST_DIGITS digits
    kind: str  # one of KINDS


def read_index(folder: Path) -> Iterator[LabelledPhoto]:
    """Yield the pictures of a folder.

    Raises:
        BadInputError: there is no index, or a line is no picture.
    """
    try:
        lines = (folder / INDEX).read_bytes().splitlines()
    except OSError as error:
        raise BadInputError(f"{folder} must hold {INDEX}: {error.strerror}.") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _photo(line, f"Line {number} of {INDEX}", folder / FILES)


def _photo(line: bytes, name: str, folder: Path) -> LabelledPhoto:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadInputError(f"{name} is not JSON: {error}.") from error
    if not isinstance(row, dict) or not {"file", "label", "kind"} <= row.keys():
        raise BadInputError(f'{name} must be an object with "file", "label" and "kind".')
    file, label, kind = row["file"], row["label"], row["kind"]
    if not isinstance(file, str) or Path(file).name != file or not (folder / file).is_file():
        raise BadInputError(f"{name} must name a file in {FILES}; got {str(file)[:60]!r}.")
    if not isinstance(label, str) or not (label.isascii() and label.isdigit() and len(label) <= MOST_DIGITS):
        raise BadInputError(f"{name} must have a label of 1 to {MOST_DIGITS} digits; got {str(label)[:80]!r}.")
    if kind not in KINDS:
        raise BadInputError(f"{name} must be of a kind {', '.join(KINDS)}; got {str(kind)[:20]!r}.")
    return LabelledPhoto(path=folder / file, label=label, kind=kind)


def measure(folder: Path, *, sheets: Path | None) -> list[Outcome]:
    """Return how each picture of the folder was read; write contact sheets of the wrong ones where asked to.

    Raises:
        BadInputError: the folder cannot be used.
        LabError: the pretrained network cannot.
    """
    photos = list(read_index(folder))
    if not photos:
        raise BadInputError(f"{INDEX} names no picture.")
    outcomes, cells = [], []
    for photo in photos:
        data = photo.path.read_bytes()
        reading = read_photo(data)
        outcomes.append(outcome(photo.path.name, photo.label, {"kind": photo.kind}, reading))
        if sheets and not outcomes[-1].is_right:
            cells.append(cell(data, reading, f"{photo.path.name}, {photo.kind}", photo.label))
    if sheets:
        write_sheets(sheets, cells)
    return outcomes


def figures(outcomes: list[Outcome]) -> str:
    """Return the line of figures: shares that were read right by kinds, and of all what was sure and wrong."""
    by_kinds = {
        name: share([one for one in outcomes if one.features["kind"] in kinds], lambda one: one.is_right)
        for name, kinds in FIGURES.items()
    }
    by_kinds["sure_wrong"] = share(outcomes, lambda one: one.is_sure_and_wrong)
    return "figures: " + " ".join(f"{name}={value:.4f}" for name, value in by_kinds.items())


def main() -> None:
    """Print a table for people and what was read wrong, then one line of figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path, metavar="FOLDER", help=f"with {INDEX} and {FILES}/")
    options.add_argument("--wrong", type=Path, metavar="FOLDER", help="write contact sheets of what was read wrong")
    chosen = options.parse_args()
    began = time.perf_counter()
    try:
        outcomes = measure(chosen.folder, sheets=chosen.wrong)
    except (BadInputError, LabError) as error:
        print(error, file=sys.stderr)
        sys.exit(BAD_INPUT)
    print("\n".join([*table(outcomes, "kind"), "", *wrong(outcomes)]))
    print(f"{len(outcomes):,} pictures in {time.perf_counter() - began:.0f} s")
    print(figures(outcomes))


if __name__ == "__main__":
    main()
