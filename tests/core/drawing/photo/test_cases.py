"""The smallest pictures and drawings that were once read wrong, by the app's own way: each with what is right.

They are the folder `cases` of the data (DIGITLAB_DATA); see its README.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from core.drawing.numbers.segmentation import PreparedDrawing
from core.drawing.strokes import CANVAS_SIZE
from core.errors import DrawingError
from core.inference.predict import predict
from core.inference.pretrained import pretrained
from core.inference.reader.doubt import DEFAULT_THRESHOLD, digit_probabilities
from core.inference.reader.prepare import prepare_photo, prepare_strokes

pytestmark = pytest.mark.process

# What a file shows: its digits in lines and words, with signs.
RIGHT = {
    "ten.png": "10",
    "row.png": "0123456789",
    "grid.png": "12\n34",
    "column.png": "1\n2",
    "phone.png": "0176 5551234",
    "pair-mnist-06-gap3.png": "06",
    "pair-44-LiberationSans-Bold-photo.jpg": "44",
    "sign-pi.png": "3.14",
    "sign-minus5.jpg": "-5",
    "thick.png": "7",
    "box-clean.png": "7",
    "13-squared-small-30-is-1.jpg": "1",
    "tight-clean-40px-margin0-is-3.png": "3",
    "tight-photo-100px-margin0-is-3.jpg": "3",
    "tight-42.png": "42",
    "sklearn8x8-0.png": "0",
    "iphone24-q60.jpg": "7",
    "seven.jfif": "7",
    "6-drawn-column.json": "8\n3",
    "6-two-drawn-10px-apart.json": "04",
}
SIGNS = str.maketrans("", "", "-.,")
EITHER = {"a-6-DSEG7Classic-Regular-clean.png": "6", "a-1-Roboto-Regular-clean.png": "1"}  # or not sure
NO_DIGIT = (
    "c-blank-hand-20-20.jpg",
    "c-blank-vignette-40.jpg",
    "c-checkerboard-28-cells-1.png",
    "c-half-black-half-white.png",
)
NOT_SURE = ("b-cross-plus.json", "b-triangle.json", "b-smiley.json")

Read = Callable[[str], tuple[PreparedDrawing, str, float]]


@pytest.fixture(scope="module")
def cases(real_mnist: Path) -> Path:
    folder = real_mnist / "cases"
    if not folder.is_dir():
        pytest.skip("DIGITLAB_DATA names no folder with the cases")
    return folder


@pytest.fixture(scope="module")
def read(cases: Path) -> Read:
    """Return a function that gives what a file was taken apart into, its text, and the least sureness of its digits."""

    def read(name: str) -> tuple[PreparedDrawing, str, float]:
        data = (cases / name).read_bytes()
        prepared = prepare_strokes(_strokes(data)) if name.endswith(".json") else prepare_photo(data)
        images = np.stack(prepared.digits)
        probabilities = predict(pretrained().network, images).probabilities
        sureness = probabilities.max(axis=1) * digit_probabilities(images) * prepared.segmentations[0].trust
        text = prepared.segmentations[0].text(probabilities.argmax(axis=1).tolist())
        return prepared, text, float(sureness.min())

    return read


def _strokes(data: bytes) -> Sequence[np.ndarray]:
    drawing = json.loads(data)
    return [np.array(stroke, np.float64) * CANVAS_SIZE / drawing["canvas"] for stroke in drawing["strokes"]]


@pytest.mark.parametrize(("name", "right"), RIGHT.items(), ids=RIGHT)
def test_digits_are_read_in_order_with_their_lines_words_and_signs(read: Read, name: str, right: str) -> None:
    prepared, text, _ = read(name)
    said = text if _tells_signs(prepared) else text.translate(SIGNS)
    assert said == (right if _tells_signs(prepared) else right.translate(SIGNS))
    assert bool(prepared.segmentations[0].marks) == (right != right.translate(SIGNS))


def _tells_signs(prepared: PreparedDrawing) -> bool:
    """Return whether each sign is known; else it is enough to say that something else stands there."""
    return all(mark.kind != "other" for mark in prepared.segmentations[0].marks)


@pytest.mark.parametrize(("name", "right"), EITHER.items(), ids=EITHER)
def test_digit_of_another_kind_is_right_or_not_sure(read: Read, name: str, right: str) -> None:
    _, text, sureness = read(name)
    assert text == right or sureness < DEFAULT_THRESHOLD


@pytest.mark.parametrize("name", NO_DIGIT)
def test_paper_holds_no_digit(read: Read, name: str) -> None:
    with pytest.raises(DrawingError):
        read(name)


@pytest.mark.parametrize("name", NOT_SURE)
def test_what_is_no_digit_is_not_sure(read: Read, name: str) -> None:
    assert read(name)[2] < DEFAULT_THRESHOLD
