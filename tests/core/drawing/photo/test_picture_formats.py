"""What phones, scanners and programs write: told by content, of several pages, of other depths, AVIF and MPO."""

import numpy as np
import pytest
from PIL import Image

from core.drawing.photo.file_kinds import file_format
from core.drawing.photo.image_files import read_image_file
from core.errors import DrawingError
from tests.support.picture_files import saved, seven

PLAIN = seven()


@pytest.mark.parametrize(
    ("brands", "expected"),
    [
        (b"heic\0\0\0\0mif1heic", "HEIC"),
        (b"mif1\0\0\0\0mif1heic", "HEIC"),
        (b"mif1\0\0\0\0mif1avif", "AVIF"),
        (b"avif\0\0\0\0", "AVIF"),
    ],
)
def test_file_in_boxes_is_told_by_what_it_says_it_can_be_read_as(brands, expected):
    assert file_format((8 + len(brands)).to_bytes(4, "big") + b"ftyp" + brands) == expected


@pytest.mark.parametrize("compression", ["raw", "tiff_lzw", "tiff_adobe_deflate", "packbits"])
def test_tiff_is_read(compression):
    grey, notes = read_image_file(saved(PLAIN, "TIFF", compression=compression))
    np.testing.assert_array_equal(grey, PLAIN)
    assert notes == ()


def test_tiff_of_jpeg_in_colour_is_read():
    grey, _ = read_image_file(saved(np.dstack([PLAIN] * 3), "TIFF", compression="jpeg", quality=95))
    assert np.abs(grey.astype(int) - PLAIN).mean() < 4


@pytest.mark.parametrize("compression", ["group3", "group4"])
def test_tiff_of_a_fax_is_read(compression):
    grey, _ = read_image_file(saved(Image.fromarray(PLAIN).convert("1"), "TIFF", compression=compression))
    np.testing.assert_array_equal(grey, PLAIN)


def test_16_bit_tiff_is_divided_by_257():
    ramp = np.arange(256, dtype=np.uint16).reshape(16, 16)
    np.testing.assert_array_equal(read_image_file(saved(ramp * 257, "TIFF"))[0], ramp)


@pytest.mark.parametrize("kind", [np.float32, np.int32])
def test_tiff_without_a_fixed_white_is_spread_from_black_to_white_and_said(kind):
    values = np.where(PLAIN == 0, kind(-1000), kind(3000))
    grey, notes = read_image_file(saved(values, "TIFF"))
    np.testing.assert_array_equal(grey, PLAIN)
    assert tuple(map(str, notes)) == ("Its values, -1,000 to 3,000, were spread from black to white.",)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_tiff_of_what_is_no_number_is_refused(value):
    values = PLAIN.astype(np.float32)
    values[3, 4] = value
    with pytest.raises(DrawingError, match="values are not all numbers"):
        read_image_file(saved(values, "TIFF"))


def test_tiff_of_several_pages_gives_its_first_and_says_so():
    pages = [Image.fromarray(page) for page in (PLAIN, 255 - PLAIN, PLAIN[::-1].copy())]
    grey, notes = read_image_file(saved(pages[0], "TIFF", save_all=True, append_images=pages[1:]))
    np.testing.assert_array_equal(grey, PLAIN)
    assert tuple(map(str, notes)) == ("This file has several pages: only its first was read.",)


def test_avif_is_read():
    grey, notes = read_image_file(saved(np.dstack([PLAIN] * 3), "AVIF", quality=90))
    assert np.abs(grey.astype(int) - PLAIN).mean() < 4
    assert notes == ()


def test_photo_with_a_second_picture_in_it_is_read_small():
    """As a phone's with depth or HDR: a JPEG file with further ones at its end (MPO)."""
    large = Image.fromarray(np.kron(PLAIN, np.ones((50, 50), np.uint8)))
    grey, notes = read_image_file(saved(large, "MPO", save_all=True, append_images=[large]))
    expected = np.asarray(large.resize(grey.shape[::-1], Image.Resampling.BOX), int)
    assert np.abs(grey - expected).mean() < 2
    assert notes == ()
