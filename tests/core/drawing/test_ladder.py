"""Six versions of one digit: each step does what it says, and the last one is what the network gets."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from core.drawing.ladder import (
    STEPS,
    Turn,
    is_ink_left_out,
    is_stroke_left_out,
    ladder_of_photo,
    ladder_of_pixels,
    ladder_of_strokes,
    turn_of,
)
from core.drawing.mnist_preprocess import shrink_canvas, to_mnist_image
from core.drawing.numbers.digit_segmentation import segment_ink_picture, segment_strokes
from core.drawing.numbers.segmentation import FoundDigit
from core.drawing.photo.photos import prepare_photo

LINE = np.array([(40.0, 20.0), (40.0, 220.0)])  # a thin long 1
CORNER = np.array([(20.0, 20.0), (60.0, 20.0), (40.0, 70.0)])  # a small 7


def certain(images: np.ndarray) -> np.ndarray:
    """Take everything for a digit."""
    return np.repeat(np.eye(11, dtype=np.float32)[:1], len(images), axis=0)


def drawn(*strokes: np.ndarray, pen_width: float = 16):
    whole = shrink_canvas(strokes, pen_width=pen_width)
    (digit,) = segment_strokes(strokes, certain).segmentations[0].digits
    return whole, digit, {rung.step: rung for rung in ladder_of_strokes(whole, digit, pen_width=pen_width)}


def box_of(image: np.ndarray) -> tuple[int, int, int, int]:
    """Return first row, first column, height and width of the ink."""
    rows, columns = np.flatnonzero(image.any(axis=1)), np.flatnonzero(image.any(axis=0))
    return rows[0], columns[0], np.ptp(rows) + 1, np.ptp(columns) + 1


def test_versions_of_strokes_begin_with_a_white_canvas_and_end_with_what_the_network_gets() -> None:
    whole, digit, rungs = drawn(CORNER)
    assert tuple(rungs) == STEPS
    assert rungs["as it is"].image[27, 27] == 255
    assert np.array_equal(rungs["as it is"].image, 255 - whole)
    assert np.array_equal(rungs["inverted"].image, whole)
    assert np.array_equal(rungs["pen width"].image, digit.image)
    assert np.array_equal(rungs["pen width"].image, to_mnist_image([CORNER]))
    assert [rung.is_changed for rung in rungs.values()] == [False, True, True, True, True, True]
    assert {rung.image.shape for rung in rungs.values()} == {(28, 28)}
    assert {rung.image.dtype for rung in rungs.values()} == {np.dtype(np.uint8)}


def test_long_line_is_stretched_to_a_square_until_its_shape_is_kept() -> None:
    _, _, rungs = drawn(LINE)
    assert box_of(rungs["cropped"].image) == (4, 4, 20, 20)
    assert (rungs["cropped"].image[6:22, 6:22] > 200).all()
    assert box_of(rungs["aspect kept"].image) == (4, 13, 20, 2)  # 16 of 216 pixels wide
    assert box_of(rungs["centred"].image)[2:] == (20, 2)
    assert box_of(rungs["pen width"].image)[2:] == (20, 4)  # 2.5 pixels, between two of them


def test_digit_is_in_the_middle_by_its_box_and_then_by_its_ink() -> None:
    _, _, rungs = drawn(CORNER)
    by_box, by_ink = rungs["aspect kept"].image, rungs["centred"].image
    assert box_of(by_box)[0] == 4
    assert by_box.sum() == by_ink.sum()
    mean_row = np.arange(28) @ by_ink.sum(axis=1, dtype=float) / by_ink.sum()
    assert 13.5 <= mean_row <= 14.5
    assert box_of(by_ink)[0] > 4  # a 7 has more ink at its top


def test_slip_of_the_pen_stands_in_the_whole_drawing_alone() -> None:
    whole, _, rungs = drawn(CORNER, np.array([(250.0, 250.0), (251.0, 250.0)]))
    assert whole[24:, 24:].any()
    assert np.array_equal(rungs["cropped"].image, drawn(CORNER)[2]["cropped"].image)


def test_versions_of_pixels_are_cut_from_what_is_painted() -> None:
    ink = np.zeros((28, 28), np.uint8)
    ink[2:12, 20:22] = 255
    (digit,) = segment_ink_picture(ink, certain).segmentations[0].digits
    rungs = ladder_of_pixels(ink, digit)
    assert np.array_equal(rungs[0].image, 255 - ink)
    assert np.array_equal(rungs[1].image, ink)
    assert box_of(rungs[2].image) == (4, 4, 20, 20)
    assert box_of(rungs[3].image) == (4, 12, 20, 4)
    assert np.array_equal(rungs[5].image, digit.image)


@pytest.mark.parametrize("is_dark", [True, False], ids=["dark ink", "bright ink"])
def test_photo_begins_squeezed_and_is_inverted_where_its_ink_is_dark(is_dark: bool) -> None:
    page = np.full((100, 200), 230, np.uint8)
    page[20:80, 95:105] = 30
    page = page if is_dark else 255 - page
    stored = io.BytesIO()
    Image.fromarray(page).save(stored, "PNG")
    photo = prepare_photo(stored.getvalue(), certain)
    rungs = ladder_of_photo(photo, photo.segmentations[0].digits[0])
    paper = 230 if is_dark else 25
    assert rungs[0].image[0, 0] == paper
    assert (rungs[0].image != paper)[14].sum() == 2  # 10 of 200 columns are 1.4 of 28
    assert rungs[1].is_changed is is_dark
    assert np.array_equal(rungs[1].image, 255 - rungs[0].image if is_dark else rungs[0].image)
    assert rungs[2].image[0, 0] == 0  # the paper is gone
    assert np.array_equal(rungs[5].image, photo.image)


def test_digit_that_no_judge_has_told_apart_has_no_versions() -> None:
    whole, digit, _ = drawn(CORNER)
    bare = FoundDigit(image=digit.image, box=digit.box)
    assert ladder_of_strokes(whole, bare, pen_width=16) == ()
    assert ladder_of_pixels(whole, bare) == ()


DASH, DOT = np.array([(10.0, 10.0), (40.0, 10.0)]), np.array([(250.0, 250.0), (251.0, 250.0)])


@pytest.mark.parametrize(
    ("strokes", "is_left_out"),
    [([CORNER], False), ([CORNER, DOT], False), ([CORNER, DASH], True), ([DASH, CORNER, LINE], True)],
    ids=["all of it", "slip of the pen", "dash", "dash and line"],
)
def test_stroke_beside_the_digit_is_left_out(strokes: list[np.ndarray], is_left_out: bool) -> None:
    _, digit, _ = drawn(CORNER)
    assert is_stroke_left_out(strokes, digit) is is_left_out


def test_stroke_that_was_cut_is_its_digits_still() -> None:
    _, digit, _ = drawn(CORNER)
    parts = (np.array([(20.0, 20.0), (30.0, 20.0), (40.0, 20.0)]), np.array([(50.0, 20.0), (60.0, 20.0), (40.0, 70.0)]))
    assert not is_stroke_left_out([CORNER], replace(digit, paths=parts))


def test_painted_ink_beside_the_digit_is_left_out() -> None:
    ink = np.zeros((28, 28), np.uint8)
    ink[2:12, 20:22] = 255
    (digit,) = segment_ink_picture(ink, certain).segmentations[0].digits
    assert not is_ink_left_out(ink, digit)
    ink[20, 3] = 255
    assert is_ink_left_out(ink, digit)


@pytest.mark.parametrize(
    ("answers", "turn"),
    [
        ([7] * 6, None),
        ([2, 2, 2, 2, 7, 7], Turn(place=4, before=2, after=7, changes=1, is_new=True)),
        ([2, 2, 2, 2, 2, 7], Turn(place=5, before=2, after=7, changes=1, is_new=True)),
        ([7, 2, 2, 7, 7, 7], Turn(place=3, before=2, after=7, changes=2, is_new=False)),
        ([8, 0, 1, 3, 2, 7], Turn(place=5, before=2, after=7, changes=5, is_new=True)),
    ],
    ids=["all alike", "one flips", "the last flips", "to and fro", "none agree"],
)
def test_turn_is_the_last_step_that_changes_the_answer(answers: list[int], turn: Turn | None) -> None:
    assert turn_of(answers) == turn
