import io

import numpy as np
import pytest
from PIL import Image

from core.drawing.photo import photos
from core.errors import EmptyDrawingError
from tests.support.hard_papers import SIZE, hand_shadow, ink, lines, lit, vignette


def certain(images):
    """A judge that takes everything for a digit."""
    return np.repeat(np.eye(11, dtype=np.float32)[:1], len(images), axis=0)


def ink_of(grey):
    file = io.BytesIO()
    Image.fromarray(grey).save(file, "PNG")
    return photos.prepare_photo(file.getvalue(), certain).ink


def assert_is_ink(grey, expected):
    """That the ink found and the ink drawn are the same, but for soft edges."""
    found, drawn = ink_of(grey) > 100, expected > 0.4
    assert (found & drawn).sum() / (found | drawn).sum() > 0.8


@pytest.mark.parametrize("contrast", [0.15, 0.3, 0.5, 0.7])
@pytest.mark.parametrize("squared", [False, True], ids=["ruled", "squared"])
def test_printed_lines_are_not_ink(contrast, squared):
    written = ink()
    assert_is_ink(lit(np.maximum(written, contrast * lines(30, 2, squared=squared))), written)


def test_squared_paper_is_not_ink_where_the_digit_is_two_squares_high():
    written = ink(4, scale=0.45, left=134, top=127)
    assert_is_ink(lit(np.maximum(written, 0.3 * lines(24, 2, squared=True))), written)


@pytest.mark.parametrize("softness", [1, 8, 30], ids=["hard", "soft", "softer"])
@pytest.mark.parametrize("contrast", [0.6, 0.25], ids=["pen", "pencil"])
def test_shadow_over_ink_is_not_ink(softness, contrast):
    written = ink()
    assert_is_ink(lit(written, hand_shadow(0.5, softness), contrast=contrast, noise=1.5), written)


@pytest.mark.parametrize("dark", [0.3, 0.6])
def test_dark_corners_are_not_ink(dark):
    written = ink(5)
    assert_is_ink(lit(written, vignette(dark), contrast=0.3, noise=2), written)


@pytest.mark.parametrize("pen_width", [2.0, 12.0, 24.0, 34.0])
def test_line_of_any_width_is_ink(pen_width):
    written = ink(pen_width)
    assert_is_ink(lit(written), written)


def test_digit_that_fills_the_picture_is_ink_to_the_border():
    written = ink(26)[92:216, 97:203]
    assert_is_ink(lit(written), written)


@pytest.mark.parametrize("side", [20, 40, 100])
@pytest.mark.parametrize("noise", [0, 3], ids=["clean", "photo"])
def test_tight_crop_of_any_size_is_read(side, noise):
    crop = Image.fromarray((255 * ink(14)[97:211, 103:197]).astype(np.uint8)).resize((side * 94 // 114, side))
    written = np.asarray(crop) / 255
    found = Image.fromarray(ink_of(lit(written, 235, contrast=0.9, noise=noise))).resize(crop.size)
    assert np.corrcoef(np.asarray(found).ravel(), written.ravel())[0, 1] > 0.9


def test_stroke_at_the_border_stays():
    page = np.full((120, 200), 255, np.uint8)
    page[20:100, :8] = 0
    page[20:100, 100:108] = 0
    found = ink_of(page)
    assert found[20:100, :8].all()
    assert found[20:100, 100:108].all()


def test_table_edge_beside_the_paper_is_not_ink():
    written = ink()
    grey = lit(written)
    grey[:, :20] = 40
    assert_is_ink(grey, written)


def test_chalk_is_ink():
    written = ink()
    assert_is_ink(255 - lit(written, vignette(0.3), noise=5), written)


def test_picture_of_eight_by_eight_is_read():
    tiny = np.zeros((8, 8), np.uint8)
    tiny[1:7, 2] = tiny[1:7, 5] = tiny[1, 2:6] = tiny[6, 2:6] = 15 * 16
    np.testing.assert_array_equal(ink_of(tiny) > 100, tiny > 100)


ROWS, COLUMNS = np.mgrid[0:SIZE, 0:SIZE]
EMPTY = {
    "evenly lit": lit(np.zeros((SIZE, SIZE))),
    "dark": lit(np.zeros((SIZE, SIZE)), 60),
    "hand's hard shadow": lit(np.zeros((SIZE, SIZE)), hand_shadow(0.4, 2)),
    "hand's soft shadow": lit(np.zeros((SIZE, SIZE)), hand_shadow(0.4, 25)),
    "dark corners": lit(np.zeros((SIZE, SIZE)), vignette(0.6)),
    "squared paper": lit(0.3 * lines(30, 2, squared=True)),
    "half black": np.where(ROWS < SIZE // 2, 0, 255).astype(np.uint8),
    "checkerboard": np.where((ROWS // 20 + COLUMNS // 20) % 2, 0, 255).astype(np.uint8),
    "stripes of noise": lit(np.sin(COLUMNS / 3), contrast=0.02, noise=6),
}


@pytest.mark.parametrize("grey", EMPTY.values(), ids=EMPTY)
def test_paper_without_ink_is_refused(grey):
    with pytest.raises(EmptyDrawingError, match=r"^No digit was found in this picture: "):
        ink_of(grey)
