"""The cells of a confusion matrix as they are drawn: counts, shares of each digit's images, or a difference of two."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.inference.evaluation import mix_ups_in
from pages.text.confusion_cells import Cells
from pages.text.labels import LABELS
from pages.text.numbers import count
from pages.ui.colours import cell_colours

# Steps of ink, in ninths, on which a number has a contrast of 4.5 in both themes.
LEVELS = (0, 1, 2, 3, 5, 6, 7, 8, 9)
Cell = dict[str, str]  # its text, its name for who does not see it ("": nothing to choose), its ground and ink as CSS


def counts(confusion: np.ndarray, labels: Sequence[int] = LABELS) -> list[list[Cell]]:
    """Return the cells of counts: only mistakes are coloured, from zero.

    Args:
        confusion: (10, 10) int, how many images of digit `row` were read as digit `column`.
        labels: the ten, as they are said.
    """
    most = _most(confusion)
    return _cells(
        confusion,
        labels,
        text=lambda row, column: count(int(confusion[row, column])),
        share=lambda row, column: level(int(confusion[row, column]), most),
    )


def shares(confusion: np.ndarray, labels: Sequence[int] = LABELS) -> list[list[Cell]]:
    """Return the same as shares of the row's images, in percent; a digit without an image has an empty row."""
    images = confusion.sum(axis=1)
    part = confusion / np.maximum(images, 1)[:, None]
    mistakes = part - np.diag(np.diag(part))
    most = float(mistakes.max()) or 1.0
    return _cells(
        confusion,
        labels,
        text=lambda row, column: Cells.share(int(confusion[row, column]), int(images[row])),
        share=lambda row, column: level(round(1000 * part[row, column]) or 1, max(round(1000 * most), 1)),
    )


def differences(
    confusion: np.ndarray, other: np.ndarray, labels: Sequence[int] = LABELS, *, as_shares: bool = False
) -> list[list[Cell]]:
    """Return how many more images of each cell there are than in another matrix; fewer have another colour.

    Off the diagonal more is worse: those cells get the colour of what is against.

    Args:
        confusion: as in `counts`.
        other: the same of another network on the same images.
        labels: the ten, as they are said.
        as_shares: say the differences in percentage points of the row's images.
    """
    difference = confusion - other
    worse = difference * (1 - 2 * np.eye(len(difference), dtype=np.int64))
    most, images = int(np.abs(worse - np.diag(np.diag(worse))).max()) or 1, confusion.sum(axis=1)
    cells = []
    for row, label in enumerate(labels):
        cells.append([])
        for column, answer in enumerate(labels):
            change, before = int(difference[row, column]), int(confusion[row, column])
            is_mistake = row != column
            is_there = bool(before or other[row, column])
            text = Cells.change_of_share(change, int(images[row])) if as_shares else Cells.change(change)
            cell = {"text": text if change else "0" if is_there and is_mistake else "", "name": ""}
            if change:
                share = min(abs(change) / most, 1.0) * (-1 if worse[row, column] > 0 else 1)
                cell["ground"], cell["ink"] = cell_colours(share, signed=True)
            if is_mistake and is_there:
                cell["name"] = Cells.changed(label, answer, before, change)
            cells[-1].append(cell)
    return cells


def level(number: int, most: int) -> float:
    """Return how much ink a cell gets, 0 to 1: none for no mistake, some for one, all for the most."""
    ninths = -(-9 * number // most)
    return next(step for step in LEVELS if step >= ninths) / 9


def _most(confusion: np.ndarray) -> int:
    mix_ups = mix_ups_in(confusion)
    return mix_ups[0].count if mix_ups else 1


def _cells(confusion: np.ndarray, labels: Sequence[int], *, text, share) -> list[list[Cell]]:
    cells: list[list[Cell]] = []
    for row, label in enumerate(labels):
        cells.append([])
        for column, answer in enumerate(labels):
            number = int(confusion[row, column])
            if row == column or not number:
                cells[-1].append({"text": text(row, column) if row == column else "", "name": ""})
                continue
            ground, ink = cell_colours(share(row, column), signed=False)
            name = Cells.cell(label, answer, number)
            cells[-1].append({"text": text(row, column), "name": name, "ground": ground, "ink": ink})
    return cells
