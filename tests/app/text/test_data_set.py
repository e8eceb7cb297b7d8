"""The sentence for every kind of data set, for each that is known by name, and for what was done to one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.data.examination.findings import Finding
from core.data.examination.known_sets import KNOWN_SETS
from core.data.examination.mends import Mend
from core.data.identity import MNIST, UNKNOWN
from core.training.diagnosis.before import LabelsLacking
from pages.text.before_training import Warnings
from pages.text.data_set import DataSet

BOTH = ("train", "test")
SETS = {known.identity.name: known.identity for known in KNOWN_SETS}
FASHION = SETS["Fashion-MNIST"]
NINE = tuple(range(9))


@pytest.mark.parametrize(
    ("identity", "said"),
    [
        (FASHION, "Fashion-MNIST: 70,000 pictures of clothes. The pretrained network reads digits."),
        (SETS["KMNIST"], "KMNIST: 70,000 hiragana. The pretrained network reads digits."),
        (
            replace(FASHION, is_certain=False),
            "This looks like Fashion-MNIST: 70,000 pictures of clothes. The pretrained network reads digits.",
        ),
        (replace(MNIST, is_certain=False), "This looks like MNIST: 70,000 digits."),
        (UNKNOWN, "Not a data set that Digit Lab knows: 60,000 training and 10,000 test images."),
    ],
)
def test_set_is_called_by_its_name(identity, said):
    assert DataSet.identity(identity, 60_000, 10_000) == said
    assert len(DataSet.identity_why(identity).split()) <= 60


@pytest.mark.parametrize(
    ("finding", "identity", "said"),
    [
        (
            Finding(kind="transposed", splits=BOTH),
            MNIST,
            "The pictures are mirrored at their diagonal: rows and columns are exchanged.",
        ),
        (
            Finding(kind="inverted", splits=("test",)),
            MNIST,
            "The test images are dark ink on bright paper; MNIST's are bright ink on black.",
        ),
        (
            Finding(kind="inverted", splits=("train",), is_part=True),
            MNIST,
            "Some of the training images are dark ink on bright paper; the others are bright on black.",
        ),
        (
            Finding(kind="sorted", splits=("train",), labels=(9,)),
            MNIST,
            "The training images are sorted by label: the last tenth, which validates, holds only 9.",
        ),
        (
            Finding(kind="sorted", splits=BOTH, labels=(8, 9)),
            FASHION,
            "The training and test images are sorted by label: the last tenth, which validates, holds only Bag and "
            "Ankle boot.",
        ),
        (
            Finding(kind="sorted", splits=("train",), labels=(0, 1, 2, 4, 6, 7, 9)),
            MNIST,
            "The training images are sorted by label: the last tenth, which validates, lacks 3, 5 and 8.",
        ),
        (
            Finding(kind="sorted", splits=("train",), labels=tuple(range(10))),
            MNIST,
            "The training images are sorted by label, at least in part.",
        ),
        (Finding(kind="sorted", splits=("test",)), MNIST, "The test images are sorted by label."),
        (
            Finding(kind="missing", splits=BOTH, labels=(7,)),
            MNIST,
            "No picture shows a 7. A network that learns from these will never answer 7.",
        ),
        (
            Finding(kind="missing", splits=("train",), labels=(3, 8)),
            MNIST,
            "No training image shows a 3 or an 8. A network that learns from these will never answer 3 or 8.",
        ),
        (
            Finding(kind="missing", splits=("test",), labels=(7,)),
            FASHION,
            "No test image shows Sneaker: nothing here tells how well that is read.",
        ),
    ],
)
def test_each_kind_has_its_sentence(finding, identity, said):
    assert DataSet.finding(finding, identity) == said
    assert len(DataSet.finding_why(finding).split()) <= 60


@pytest.mark.parametrize(
    ("mend", "said"),
    [
        (Mend(kind="ten_is_zero", splits=BOTH), "The labels start at 1: 10 is read as 0, as MATLAB writes it."),
        (
            Mend(kind="one_less", splits=("test",)),
            "The labels of the test images start at 1: each is read as one too high.",
        ),
    ],
)
def test_reading_of_labels_is_said(mend, said):
    assert DataSet.reading(mend) == said


def test_what_was_done_is_said_in_one_sentence():
    done = [Mend(kind="turn", splits=BOTH), Mend(kind="invert", splits=BOTH), Mend(kind="shuffle", splits=("train",))]
    said = "Used here turned, inverted and shuffled with seed 0 (training images), for everybody on this server."
    assert DataSet.mended(done) == said


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            ((9,), NINE),
            "None of the 180 images that train shows a 9: the network will never answer 9. Of the 20 images that "
            "validate, all show 9: validation says nothing of the others.",
        ),
        (((7,), (7,)), "None of the 180 images that train shows a 7: the network will never answer 7."),
        (
            ((), (3, 8)),
            "None of the 20 images that validate shows a 3 or an 8: validation says nothing of those.",
        ),
        ((NINE, ()), "All 180 images that train show 9: nothing else is learned."),
    ],
)
def test_warning_before_a_run_says_what_is_never_seen_and_what_is_never_judged(found, said):
    in_training, in_validation = found
    lacking = LabelsLacking(train_count=180, in_training=in_training, validation_count=20, in_validation=in_validation)
    assert Warnings.lacking(lacking, MNIST) == said
