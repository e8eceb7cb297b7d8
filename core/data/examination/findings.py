"""What may be odd about a data set, found in its labels: sorted, or without one of the ten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.data.splits import Collection

FindingKind = Literal["transposed", "inverted", "sorted", "missing"]

SPLITS: tuple[Collection, ...] = ("train", "test")
LABELS = 10
LAST_SHARE = 0.1  # of the training images: they validate where nobody sets another share
_LEAST_TO_SORT = 20  # images; fewer may stand in any order by chance
_FEW_CHANGES = 0.7  # neighbours with different labels, as a share of those that chance gives
_LEAST_DEVIATIONS = 5.0  # that they are below what chance gives
_FAR = 60.0  # chi-square of the last ones' labels against all labels; 9 degrees of freedom give 45 once in a million
_LEAST_EXPECTED = 2.0  # images of a label among the last ones; fewer are counted together
_OTHER_SHARE = 0.1  # of the last ones that would have other labels if they were like all: less is no matter
_SURELY_THERE = 14.0  # images of a label that chance would put among the last ones: none at all is one in a million


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is odd.

    Attributes:
        kind: "transposed": pictures are mirrored at their diagonal; "inverted": dark ink on bright paper; "sorted": the
            labels stand in runs; "missing": no image has these labels.
        splits: where.
        labels: of "missing": which; of "sorted": those that are among the last tenth of the training images.
        is_part: of "inverted": some of the pictures, not all.
    """

    kind: FindingKind
    splits: tuple[Collection, ...]
    labels: tuple[int, ...] = ()
    is_part: bool = False


def label_findings(train_labels: np.ndarray, test_labels: np.ndarray) -> tuple[Finding, ...]:
    """Return what is odd about the labels, (N,) and (M,) uint8, 0 to 9."""
    of_split: dict[Collection, np.ndarray] = {"train": train_labels, "test": test_labels}
    in_runs: tuple[Collection, ...] = tuple(
        split for split in SPLITS if is_sorted(of_split[split], has_end=split == "train")
    )
    findings: list[Finding] = []
    if in_runs:
        last = present(train_labels[-max(1, round(LAST_SHARE * len(train_labels))) :]) if "train" in in_runs else ()
        findings.append(Finding(kind="sorted", splits=in_runs, labels=last))
    absent = {split: set(range(LABELS)) - set(present(of_split[split])) for split in SPLITS}
    both = absent["train"] & absent["test"]
    where: tuple[tuple[tuple[Collection, ...], set[int]], ...] = (
        (SPLITS, both),
        (("train",), absent["train"] - both),
        (("test",), absent["test"] - both),
    )
    for splits, labels in where:
        if labels:
            findings.append(Finding(kind="missing", splits=splits, labels=tuple(sorted(labels))))
    return tuple(findings)


def is_sorted(labels: np.ndarray, *, has_end: bool) -> bool:
    """Return whether labels stand in runs, far from what chance gives.

    Args:
        labels: (N,) of 0 to 9.
        has_end: whether it matters what the last ones are, because they validate.
    """
    count = len(labels)
    if count < _LEAST_TO_SORT:
        return False
    shares = np.bincount(labels, minlength=LABELS) / count
    chance = float(1 - (shares**2).sum())  # that two neighbours differ
    if chance == 0:
        return False  # one label alone
    changes = int(np.count_nonzero(labels[1:] != labels[:-1]))
    expected = (count - 1) * chance
    deviation = float(np.sqrt(expected * (1 - chance)))
    if changes < _FEW_CHANGES * expected and expected - changes > _LEAST_DEVIATIONS * deviation:
        return True
    last = round(LAST_SHARE * count)
    among_last = np.bincount(labels[count - last :], minlength=LABELS)
    lacks_one = bool(((shares * last > _SURELY_THERE) & (among_last == 0)).any())
    return has_end and (lacks_one or _is_far(among_last, shares * last))


def _is_far(counts: np.ndarray, expected: np.ndarray) -> bool:
    """Return whether the last ones' labels, (10,), are far from those that chance gives, (10,), and so many differ."""
    is_rare = expected < _LEAST_EXPECTED
    pairs = [*zip(counts[~is_rare], expected[~is_rare], strict=True), (counts[is_rare].sum(), expected[is_rare].sum())]
    distance = sum((seen - chance) ** 2 / chance for seen, chance in pairs if chance >= _LEAST_EXPECTED)
    others = np.abs(counts - expected).sum() / 2
    return bool(distance > _FAR * (1 - LAST_SHARE) and others > _OTHER_SHARE * counts.sum())


def present(labels: np.ndarray) -> tuple[int, ...]:
    """Return which of 0 to 9 occur, rising."""
    return tuple(np.flatnonzero(np.bincount(labels, minlength=LABELS)).tolist())
