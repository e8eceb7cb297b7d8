"""What mends a data set: turned, inverted, shuffled, its labels read in another way. Each gives the same bytes always.

A copy is mended, never a person's file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from core.data.examination.findings import LABELS, SPLITS, Finding, FindingKind
from core.data.examination.paper import has_bright_paper
from core.data.splits import Collection

MendKind = Literal["turn", "invert", "invert_bright", "shuffle", "ten_is_zero", "one_less"]
SHUFFLE_SEED = 0

_OF_FINDING: dict[FindingKind, MendKind] = {"transposed": "turn", "inverted": "invert", "sorted": "shuffle"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mend:
    """One thing that is done to a data set.

    Attributes:
        kind: "turn": rows and columns of each picture exchanged; "invert": 255 minus each pixel; "invert_bright": the
            same of those pictures alone whose paper is bright; "shuffle": another order, of seed `SHUFFLE_SEED`; of
            labels that start at 1 "ten_is_zero": 10 is 0, the others stay; "one_less": each is one too high.
        splits: to which.
    """

    kind: MendKind
    splits: tuple[Collection, ...]

    @property
    def is_of_labels(self) -> bool:
        """Whether it is one of the two readings of labels that start at 1."""
        return self.kind in ("ten_is_zero", "one_less")

    @classmethod
    def from_json(cls, entry: object) -> Mend:
        """Return what `asdict` gave and JSON kept; raises ValueError for anything else."""
        match entry:
            case {"kind": str(kind), "splits": list(splits)} if kind in get_args(MendKind):
                known = tuple(split for split in SPLITS if split in splits)
                if known:
                    return cls(kind=kind, splits=known)  # type: ignore[arg-type]
        raise ValueError("not a mend")


def mend_of(finding: Finding) -> Mend | None:
    """Return what mends it; None where nothing does: pictures that are missing cannot be made."""
    kind = _OF_FINDING.get(finding.kind)
    if kind is None:
        return None
    return Mend(kind="invert_bright" if finding.is_part else kind, splits=finding.splits)


def other_reading(mend: Mend) -> Mend:
    """Return the other of the two readings of labels that start at 1."""
    return Mend(kind="one_less" if mend.kind == "ten_is_zero" else "ten_is_zero", splits=mend.splits)


def mended(arrays: Mapping[str, np.ndarray], mend: Mend) -> dict[str, np.ndarray]:
    """Return other arrays in place of those that a mend changes.

    Args:
        arrays: images (N, 28, 28) and labels (N,), uint8, by their names in `ARRAY_NAMES`; of labels that start at 1 as
            the other reading has them: 0 to 9.
        mend: what is done.
    """
    changed = dict(arrays)
    for split in mend.splits:
        images, labels = arrays[f"{split}_images"], arrays[f"{split}_labels"]
        match mend.kind:
            case "turn":
                images = images.transpose(0, 2, 1)
            case "invert":
                images = 255 - images
            case "invert_bright":
                images = np.where(has_bright_paper(images)[:, None, None], 255 - images, images)
            case "shuffle":
                order = np.random.default_rng(SHUFFLE_SEED).permutation(len(labels))
                images, labels = images[order], labels[order]
            case "one_less":
                labels = (labels + (LABELS - 1)) % LABELS
            case "ten_is_zero":
                labels = (labels + 1) % LABELS
        changed[f"{split}_images"] = np.ascontiguousarray(images, np.uint8)
        changed[f"{split}_labels"] = np.ascontiguousarray(labels, np.uint8)
    return changed


def after(mends: tuple[Mend, ...], mend: Mend) -> tuple[Mend, ...]:
    """Return what was done altogether once `mend` is done too: a reading of labels takes the other one's place."""
    kept = tuple(before for before in mends if not (mend.is_of_labels and before.is_of_labels))
    return (mend, *kept) if mend.is_of_labels else (*kept, mend)
