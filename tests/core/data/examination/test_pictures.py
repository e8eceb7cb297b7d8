"""What pictures are: mirrored in both splits or in one, and bright ink on paper of any grey."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.examination import examine, paper
from core.data.identity import UNKNOWN
from tests.support.odd_sets import Arrays, inverted, transposed

BOTH = ("train", "test")


def found(arrays: Arrays, *, train: int, test: int, first: int = 0) -> dict:
    """Return where each kind is found in so many pictures of each split; missing labels are no matter here."""
    counts = {"train": train, "test": test}
    some = {
        f"{split}_{name}": np.asarray(arrays[f"{part}_{split}"][first : first + counts[split]])
        for split in BOTH
        for part, name in (("x", "images"), ("y", "labels"))
    }
    return {one.kind: one.splits for one in examine.findings_of(some, UNKNOWN) if one.kind != "missing"}


@pytest.mark.parametrize("first", range(0, 150, 30))
@pytest.mark.parametrize("count", [20, 30, 50])
def test_few_mirrored_pictures_are_found_in_both_splits_and_few_upright_ones_in_none(digits, count, first):
    assert found(digits, train=count, test=count, first=first) == {}
    assert found(transposed(digits, *BOTH), train=count, test=count, first=first) in ({"transposed": BOTH}, {})


def test_few_test_images_are_mirrored_as_the_training_images_are(digits):
    assert found(transposed(digits, *BOTH), train=600, test=8) == {"transposed": BOTH}
    assert found(transposed(digits, *BOTH), train=50, test=20) == {"transposed": BOTH}


@pytest.mark.parametrize("split", BOTH)
def test_one_split_alone_is_mirrored_where_the_other_is_clearly_upright(digits, split):
    assert found(transposed(digits, split), train=200, test=200) == {"transposed": (split,)}


@pytest.mark.parametrize("grey", [100, 140, 200])
def test_bright_ink_on_grey_paper_is_not_inverted(digits, grey):
    images = np.maximum(digits["x_train"], np.uint8(grey))
    assert not paper.has_bright_paper(images).any()
    on_grey = digits | {"x_train": images, "x_test": np.maximum(digits["x_test"], np.uint8(grey))}
    assert "inverted" not in found(on_grey, train=600, test=200)


def test_dark_ink_on_paper_that_is_not_white_is_inverted(digits):
    images = np.minimum(inverted(digits, "train")["x_train"], np.uint8(150))
    assert paper.has_bright_paper(images).mean() >= paper.ALL_SHARE
