"""Examines a kept copy once: which data set it is and what is odd about it, kept as JSON beside it.

For a child process: it reads every pixel and the bundled digits.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import get_args

import numpy as np

from core.data.examination import known_sets, likeness, paper
from core.data.examination.findings import SPLITS, Finding, FindingKind, label_findings
from core.data.examination.known_sets import KNOWN_SETS, KnownSet
from core.data.identity import UNKNOWN, Identity, Subject
from core.data.splits import Collection
from core.files import replace_file

FILE_NAME = "examination.json"
VERSION = 2  # one more whenever other things are found: copies are then examined anew


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What was found."""

    identity: Identity = UNKNOWN
    findings: tuple[Finding, ...] = ()


def examine(
    folder: Path,
    *,
    identity: Identity | None = None,
    known: Sequence[KnownSet] = KNOWN_SETS,
) -> Examination:
    """Examine the arrays of a kept copy and keep what was found in its folder.

    Args:
        folder: of the copy.
        identity: which data set it is where that is certain already.
        known: what it is compared with.

    Raises:
        OSError: the folder cannot be read or written.
    """
    arrays = {
        name: np.load(folder / f"{name}.npy", mmap_mode="r")
        for name in ("train_images", "train_labels", "test_images", "test_labels")
    }
    if identity is None:
        labels = np.array(arrays["train_labels"]), np.array(arrays["test_labels"])
        identity = known_sets.by_numbers(known_sets.numbers_of(arrays["train_images"], *labels), known) or UNKNOWN
    found = Examination(identity=identity, findings=findings_of(arrays, identity))
    text = json.dumps({"version": VERSION, **asdict(found)}, indent=1, ensure_ascii=False)
    replace_file(folder / FILE_NAME, text.encode())
    return found


def read(folder: Path) -> Examination | None:
    """Return what was found in a kept copy; None where it was not examined by this version."""
    try:
        return _from_json(json.loads((folder / FILE_NAME).read_bytes()))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def findings_of(arrays: dict[str, np.ndarray], identity: Identity) -> tuple[Finding, ...]:
    """Return what is odd about pictures and labels, by their names in `ARRAY_NAMES`, uint8, of a data set."""
    compared: dict[Collection, likeness.Compared | None] = {}
    inverted: list[Collection] = []
    partly: list[Collection] = []
    for split in SPLITS:
        images, labels = arrays[f"{split}_images"], np.array(arrays[f"{split}_labels"])
        is_bright = paper.has_bright_paper(images)
        seen = compared[split] = likeness.compare(images, labels, is_bright) if identity.is_digits else None
        share = is_bright.mean()
        is_digits = seen is not None and seen.is_digits
        if share >= paper.ALL_SHARE or (share >= paper.MOST_SHARE and not is_digits):
            inverted.append(split)
        elif share >= paper.SOME_SHARE and is_digits:
            partly.append(split)
    pictures = (
        Finding(kind="transposed", splits=_mirrored(compared)),
        Finding(kind="inverted", splits=tuple(inverted)),
        Finding(kind="inverted", splits=tuple(partly), is_part=True),
    )
    of_labels = label_findings(np.array(arrays["train_labels"]), np.array(arrays["test_labels"]))
    return (*(finding for finding in pictures if finding.splits), *of_labels)


def _mirrored(compared: dict[Collection, likeness.Compared | None]) -> tuple[Collection, ...]:
    """Return the splits whose pictures are mirrored: both are alike unless the pictures of one are clearly upright."""
    train, test = compared["train"], compared["test"]
    if train is None or test is None:
        return ()
    if not train.is_upright and not test.is_upright:
        return SPLITS if train.with_those_of(test).is_mirrored else ()
    return tuple(split for split, seen in zip(SPLITS, (train, test), strict=True) if seen.is_mirrored)


def _from_json(entry: dict) -> Examination:
    if entry["version"] != VERSION:
        raise ValueError("of another version")
    named, names = entry["identity"], entry["identity"]["class_names"]
    if named["subject"] not in get_args(Subject) or not isinstance(named["name"], str):
        raise ValueError("not an identity")
    if names is not None and (len(names) != 10 or not all(isinstance(name, str) for name in names)):
        raise ValueError("not ten names")
    identity = Identity(
        name=named["name"],
        class_names=None if names is None else tuple(names),
        subject=named["subject"],
        is_certain=named["is_certain"] is True,
    )
    return Examination(identity=identity, findings=tuple(map(_finding, entry["findings"])))


def _finding(entry: dict) -> Finding:
    splits: tuple[Collection, ...] = tuple(split for split in SPLITS if split in entry["splits"])
    labels = tuple(entry["labels"])
    if entry["kind"] not in get_args(FindingKind) or not splits or not all(label in range(10) for label in labels):
        raise ValueError("not a finding")
    return Finding(kind=entry["kind"], splits=splits, labels=labels, is_part=entry["is_part"] is True)
