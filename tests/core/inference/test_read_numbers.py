"""Numbers of real digits, read with the pretrained network as the judge."""

import numpy as np
import pytest

from core.data.bundled_digits import make_digits
from core.inference.reader.doubt import judge
from core.inference.reader.prepare import prepare_pixels, prepare_strokes

pytestmark = pytest.mark.process

SCALE = 4  # of MNIST's pixels


@pytest.fixture(scope="module")
def digits():
    """Return one clear picture of each digit, (112, 112) uint8."""
    arrays = make_digits()
    images, labels = arrays["test_images"], arrays["test_labels"]
    sure = judge(images)[np.arange(len(labels)), labels]
    best = [int(np.argmax(np.where(labels == digit, sure, 0))) for digit in range(10)]
    return [np.kron(images[index], np.ones((SCALE, SCALE), np.uint8)) for index in best]


def cropped(ink):
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def row(digits, number, gap):
    """Return digits side by side, so many of MNIST's pixels apart, with a margin."""
    parts = [cropped(digits[int(digit)]) for digit in number]
    height = max(len(part) for part in parts)
    paper = np.zeros((height, gap * SCALE), np.uint8)
    stood = [np.pad(part, ((height - len(part), 0), (0, 0))) for part in parts]
    return np.pad(np.concatenate([piece for part in stood for piece in (part, paper)], axis=1), 20)


def read(drawing):
    likeliest = drawing.segmentations[0]
    return likeliest.text(judge(np.stack(likeliest.images))[:, :10].argmax(axis=1).tolist())


@pytest.mark.parametrize("number", ["10", "472", "9035", "61842", "350917"])
@pytest.mark.parametrize("gap", [6, 3, 0])
def test_row_is_read(digits, number, gap):
    assert read(prepare_pixels(row(digits, number, gap))) == number


@pytest.mark.parametrize("digit", range(10))
def test_one_digit_stays_one(digits, digit):
    drawing = prepare_pixels(np.pad(digits[digit], 10))
    assert len(drawing.segmentations) == 1
    assert read(drawing) == str(digit)


def test_rows_are_read_from_the_top(digits):
    above, below = row(digits, "12", 6), row(digits, "3456", 6)
    above = np.pad(above, ((0, 0), (0, below.shape[1] - above.shape[1])))
    assert read(prepare_pixels(np.concatenate([above, below]))) == "12\n3456"


def test_ruled_line_below_is_left_out(digits):
    ink = row(digits, "2385", 4)
    ink[-14:-11] = 255
    assert read(prepare_pixels(ink)) == "2385"


def test_four_of_two_strokes_is_one_digit():
    drawing = prepare_strokes(
        [np.array([[110.0, 40], [70, 140], [190, 142]]), np.array([[160.0, 70], [150, 150], [146, 240]])]
    )
    assert read(drawing) == "4"
