"""Labels from 1 to 10 as 0 to 9: MATLAB's 10 is 0, or each is one too high; the pictures tell which."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from core.data.examination import likeness, paper
from core.data.examination.findings import LABELS, SPLITS
from core.data.examination.likeness import is_like_digits
from core.data.examination.mends import Mend
from core.data.splits import Collection


def read(arrays: Mapping[str, np.ndarray]) -> tuple[dict[str, np.ndarray], Mend | None]:
    """Return the arrays with labels from 0 to 9, and which reading that took; None where they were so.

    Digits are read as they look; pictures of anything else as one too high, as programs that count from 1 write them.

    Args:
        arrays: images (N, 28, 28) and labels (N,), uint8, by their names in `ARRAY_NAMES`; a split's labels are 0 to 9
            or 1 to 10.
    """
    to_ten: tuple[Collection, ...] = tuple(split for split in SPLITS if (arrays[f"{split}_labels"] == LABELS).any())
    if not to_ten:
        return dict(arrays), None
    right = {split: _right(arrays, split) for split in SPLITS}
    matlab = np.concatenate([right[split][0] for split in to_ten])
    one_less = np.concatenate([right[split][1] for split in to_ten])
    if matlab.sum() >= one_less.sum() and is_like_digits(matlab):
        mend = Mend(kind="ten_is_zero", splits=to_ten)
    else:
        # A split without 0 and 10 is like the other one where its pictures say nothing else
        without: tuple[Collection, ...] = tuple(
            split for split in SPLITS if split not in to_ten and arrays[f"{split}_labels"].all()
        )
        alike: tuple[Collection, ...] = tuple(
            split for split in without if right[split][1].sum() >= right[split][0].sum()
        )
        mend = Mend(kind="one_less", splits=to_ten + alike)
    changed = dict(arrays)
    for split in mend.splits:
        labels = arrays[f"{split}_labels"]
        changed[f"{split}_labels"] = labels % LABELS if mend.kind == "ten_is_zero" else labels - np.uint8(1)
    return changed, mend


def _right(arrays: Mapping[str, np.ndarray], split: Collection) -> tuple[np.ndarray, np.ndarray]:
    """Return (n,) bool, twice: which of some pictures look like their label, 10 being 0, and like one less."""
    images, labels = arrays[f"{split}_images"], arrays[f"{split}_labels"]
    compared = likeness.compare(images, labels, paper.has_bright_paper(images))
    if compared is None:
        return np.zeros(0, bool), np.zeros(0, bool)
    matlab, one_less = (
        (compared.upright == reading) | (compared.mirrored == reading)
        for reading in (compared.labels % LABELS, compared.labels - np.uint8(1))
    )
    return matlab, one_less
