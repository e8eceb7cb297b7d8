"""Labels that start at 1 as 0 to 9: MATLAB's 10 is 0, or each is one too high; the pictures tell which."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from core.data.examination import likeness, paper
from core.data.examination.findings import LABELS, SPLITS
from core.data.examination.likeness import is_clearly_better, is_like_digits
from core.data.examination.mends import Mend
from core.data.splits import Collection


def read(arrays: Mapping[str, np.ndarray]) -> tuple[dict[str, np.ndarray], Mend | None]:
    """Return the arrays with labels from 0 to 9, and which reading that took; None where they were so.

    Digits are read as they look; pictures of anything else as one too high, as programs that count from 1 write them.
    Labels without 0 and 10 are read as those of the other split that has a 10, where their pictures do not clearly say
    otherwise; where no split has a 10 they stay, where their pictures do not clearly say that each is one too high.

    Args:
        arrays: images (N, 28, 28) and labels (N,), uint8, by their names in `ARRAY_NAMES`; a split's labels are 0 to 9
            or 1 to 10.
    """
    to_ten = _splits(lambda split: bool((arrays[f"{split}_labels"] == LABELS).any()))
    without = _splits(lambda split: split not in to_ten and bool(arrays[f"{split}_labels"].all()))
    if not to_ten and not without:
        return dict(arrays), None
    right = {split: _right(arrays, split) for split in (*to_ten, *without)}
    matlab, one_less = (np.concatenate([right[split][way] for split in to_ten or without]) for way in range(2))
    if not to_ten:
        if not is_clearly_better(one_less, matlab):
            return dict(arrays), None
        mend = Mend(kind="one_less", splits=without)
    elif matlab.sum() >= one_less.sum() and is_like_digits(matlab):
        mend = Mend(kind="ten_is_zero", splits=_splits(lambda split: split in right))  # the other reading shifts all
    else:
        mend = Mend(
            kind="one_less",
            splits=_splits(lambda split: split in to_ten or (split in right and not is_clearly_better(*right[split]))),
        )
    changed = dict(arrays)
    for split in mend.splits:
        labels = arrays[f"{split}_labels"]
        changed[f"{split}_labels"] = labels % LABELS if mend.kind == "ten_is_zero" else labels - np.uint8(1)
    return changed, mend


def _splits(is_one: Callable[[Collection], bool]) -> tuple[Collection, ...]:
    return tuple(split for split in SPLITS if is_one(split))


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
