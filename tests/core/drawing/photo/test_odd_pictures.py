"""Pictures that nobody takes on purpose: each gets digits or a sentence, within the time that a photo may take.

What each format gives is in `test_image_files`; here they go through the whole path.
"""

import contextlib
import time

import numpy as np
import pytest
from PIL import Image

from core.drawing.numbers.segmentation import MOST_DIGITS
from core.drawing.photo import photos
from core.errors import DrawingError, EmptyDrawingError
from tests.support.picture_files import saved

SECONDS = 8.0  # of work, for a photo: three times what the slowest takes
SECONDS_OF_FRAMES = 3.5  # the same for a clean drawing of frames
SIDE = 240


def certain(images):
    """A judge that takes everything for a digit, so that whatever is found is looked into to the end."""
    return np.repeat(np.eye(11, dtype=np.float32)[:1], len(images), axis=0)


def seven():
    """A black 7 on white, (240, 240) uint8."""
    grey = np.full((SIDE, SIDE), 255, np.uint8)
    grey[40:60, 50:180] = 0
    grey[60:200, 160:180] = 0
    return grey


def specks(count, side=1000, size=3):
    """Specks strewn evenly over a sheet."""
    page, generator = np.full((side, side), 235, np.uint8), np.random.default_rng(0)
    for row, column in generator.integers(0, side - size, (count, 2)):
        page[row : row + size, column : column + size] = 40
    return page


def rows_of_bars(count, *, a_row=12):
    """Rows of upright bars."""
    page = np.full((90 * -(-count // a_row) + 40, 80 * a_row + 40), 255, np.uint8)
    for place in range(count):
        top, left = 30 + 90 * (place // a_row), 40 + 80 * (place % a_row)
        page[top : top + 60, left : left + 10] = 0
    return page


def squares(places, side=1000):
    """Outlines of squares; `places` are their left and top edges, and their sides."""
    page = np.full((side, side), 255, np.uint8)
    for left, top, size in places:
        page[top : top + size, left : left + size] = 0
        page[top + 4 : top + size - 4, left + 4 : left + size - 4] = 255
    return page


def form(cell, gap):
    """A 7 in each of 3 x 3 boxes, within one border where there is a gap between the boxes, else as a table."""
    step = cell + gap
    places = [(40 + step * column, 40 + step * row, cell) for row in range(3) for column in range(3)]
    page = np.full((1000, 1000), 255, np.uint8)
    for place in ([(10, 10, 980)] if gap > 0 else []) + places:
        page = np.minimum(page, squares([place]))
    for left, top, size in places:
        page[top + size // 4 : top + size // 4 + 20, left + size // 3 : left + 2 * size // 3] = 0
        page[top + size // 4 : top + 3 * size // 4, left + 2 * size // 3 - 20 : left + 2 * size // 3] = 0
    return page


def grainy(page):
    """A picture as a camera sees it."""
    grain = np.random.default_rng(0).normal(0, 4, page.shape)
    return np.rint(0.8 * page + 20 + grain).clip(0, 255).astype(np.uint8)


def see_through(grey, alpha):
    return np.dstack([grey, grey, grey, alpha])


SEVEN = seven()
ROTATED = Image.Exif()
ROTATED[0x0112] = 6  # stored on its side (EXIF 2.3)
PALETTE = Image.fromarray(SEVEN).convert("P", palette=Image.Palette.ADAPTIVE, colors=2)
FRAMES = [Image.fromarray(frame) for frame in (SEVEN, 255 - SEVEN)]
READ = {
    "16-bit": saved(SEVEN.astype(np.uint16) * 257),
    "palette with transparent paper": saved(PALETTE, "PNG", transparency=int(PALETTE.getpixel((0, 0)))),
    "ink on nothing": saved(see_through(SEVEN, 255 - SEVEN)),
    "cmyk": saved(Image.fromarray(SEVEN).convert("CMYK"), "JPEG", quality=90),
    "lying on its side": saved(np.ascontiguousarray(SEVEN.T[::-1]), "JPEG", exif=ROTATED, quality=90),
    "animation": saved(FRAMES[0], "GIF", save_all=True, append_images=FRAMES[1:]),
}
SAID = {
    "one pixel high": (saved(np.full((1, 900), 9, np.uint8)), "at least 8 pixels on each side; got 900.*1"),
    "one pixel wide": (saved(np.full((900, 1), 9, np.uint8)), "at least 8 pixels on each side; got 1.*900"),
    "eight pixels high": (saved(np.full((8, 8000), 200, np.uint8)), "nothing stands out from the background"),
    "all black": (saved(np.zeros((SIDE, SIDE), np.uint8)), "nothing stands out from the background"),
    "all white": (saved(np.full((SIDE, SIDE), 255, np.uint8)), "nothing stands out from the background"),
    "seen through": (saved(see_through(SEVEN, np.zeros_like(SEVEN))), "wholly transparent"),
    "one colour of a palette": (saved(Image.new("P", (SIDE, SIDE), 3), "GIF"), "nothing stands out"),
}
ANYTHING = {
    "thousands of specks": saved(specks(5000)),
    "thousands of specks, as a photo": saved(specks(3000), "JPEG", quality=60),
    "thousands of blots": saved(specks(1000, size=9)),
    "a line all across": saved(np.where(np.arange(1000)[:, None] == 500, 0, np.full((1, 1000), 255)).astype(np.uint8)),
    "every other column": saved(np.tile(np.array([0, 255], np.uint8), (600, 300))),
    "a thousand bars": saved(rows_of_bars(1000, a_row=40)),
    "stripes of 4 pixels": saved(grainy(np.tile(np.array([0, 0, 255, 255], np.uint8), (1000, 250)))),
    "long and narrow": saved(np.tile(rows_of_bars(12)[:60], (1, 8))),
}
FRAMED = {
    "thirty squares in one another": saved(squares([(20 + 16 * n, 20 + 16 * n, 960 - 32 * n) for n in range(30)])),
    "table of 3 x 3": saved(form(300, -4)),
    "form of nine boxes": saved(form(280, 30)),
}


def prepared(data, seconds=SECONDS):
    """Return what is made of a file, within the time that there is."""
    began = time.thread_time()
    try:
        return photos.prepare_photo(data, certain)
    finally:
        assert time.thread_time() - began < seconds


@pytest.mark.parametrize("data", READ.values(), ids=READ)
def test_the_same_digit_in_whatever_way_it_is_stored(data):
    plain, found = photos.prepare_photo(saved(SEVEN), certain).digits, prepared(data).digits
    assert len(found) == len(plain) == 1
    assert np.corrcoef(found[0].ravel(), plain[0].ravel())[0, 1] > 0.95


@pytest.mark.parametrize(("data", "words"), SAID.values(), ids=SAID)
def test_picture_without_a_digit_gets_a_sentence(data, words):
    with pytest.raises(DrawingError, match=words):
        prepared(data)


@pytest.mark.parametrize("data", ANYTHING.values(), ids=ANYTHING)
def test_picture_of_anything_gets_digits_or_a_sentence(data):
    with contextlib.suppress(EmptyDrawingError):
        digits = prepared(data).digits
        assert 1 <= len(digits) <= MOST_DIGITS
        assert all(digit.shape == (28, 28) and digit.any() for digit in digits)


@pytest.mark.parametrize("data", FRAMED.values(), ids=FRAMED)
def test_frames_take_no_longer(data):
    assert prepared(data, SECONDS_OF_FRAMES).digits


def test_each_cell_of_a_table_holds_a_digit():
    assert len(prepared(FRAMED["table of 3 x 3"]).digits) == 9
