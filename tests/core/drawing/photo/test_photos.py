import io

import numpy as np
import pytest
from PIL import Image

from core.drawing import rasterize
from core.drawing.mnist_preprocess import to_mnist_image
from core.drawing.photo import photos
from core.errors import EmptyDrawingError

# A 2 of straight lines, in the pixels of a 200 x 240 picture.
TWO = np.array([[60, 70], [90, 45], [130, 60], [125, 100], [60, 180], [140, 182]], float)
ROWS, COLUMNS = 240, 200


def certain(images):
    """A judge that takes everything for a digit."""
    return np.repeat(np.eye(11, dtype=np.float32)[:1], len(images), axis=0)


def prepare_photo(data):
    return photos.prepare_photo(data, certain)


def saved(grey, kind="PNG"):
    file = io.BytesIO()
    Image.fromarray(grey).save(file, kind)
    return file.getvalue()


def drawn(pen_width=12.0, *, moved=(0.0, 0.0), scale=1.0):
    """The 2 as ink, (240, 200) uint8."""
    return rasterize.draw_lines([TWO * scale + moved], ROWS, pen_width)[:, :COLUMNS]


def photographed(ink, *, seed=0, noise=6.0, shadow=0.35, contrast=0.5):
    """Pencil on paper that is lit from one side and lies half in a soft shadow, (240, 200) uint8."""
    rows, columns = np.mgrid[0:ROWS, 0:COLUMNS]
    light = 150 + 60 * columns / COLUMNS
    light *= 1 - shadow / (1 + np.exp(-(rows - 0.6 * ROWS) / 8))
    grey = light * (1 - contrast * ink / 255)
    grey += np.random.default_rng(seed).normal(0, noise, grey.shape)
    return grey.clip(0, 255).astype(np.uint8)


def mnist_two():
    return to_mnist_image([TWO])


def likeness(one, other):
    """The correlation of two pictures, -1 to 1: the best there is when one may be moved by a pixel."""
    moves = [(rows, columns) for rows in (-1, 0, 1) for columns in (-1, 0, 1)]
    return max(np.corrcoef(np.roll(one, move, (0, 1)).ravel(), other.ravel())[0, 1] for move in moves)


@pytest.mark.parametrize("pen_width", [3.0, 6.0, 12.0, 24.0])
@pytest.mark.parametrize("is_dark", [True, False], ids=["dark-on-light", "light-on-dark"])
def test_clean_picture_comes_out_as_the_strokes_would(pen_width, is_dark):
    ink = drawn(pen_width)
    prepared = prepare_photo(saved(255 - ink if is_dark else ink))
    assert likeness(prepared.image, mnist_two()) > 0.9
    assert prepared.inverted is is_dark
    assert prepared.notes == ()


def test_dark_on_light_and_light_on_dark_give_the_same():
    dark, light = prepare_photo(saved(255 - drawn())), prepare_photo(saved(drawn()))
    np.testing.assert_array_equal(dark.image, light.image)
    assert (dark.inverted, light.inverted) == (True, False)


@pytest.mark.parametrize("pen_width", [4.0, 8.0, 16.0])
@pytest.mark.parametrize("seed", [1, 2])
def test_photo_of_pencil_in_uneven_light_comes_out_as_the_strokes_would(pen_width, seed):
    prepared = prepare_photo(saved(photographed(drawn(pen_width), seed=seed), "JPEG"))
    assert likeness(prepared.image, mnist_two()) > 0.9
    assert prepared.inverted


@pytest.mark.parametrize("slope", [0.0, 10.0, 40.0, 80.0], ids=lambda slope: f"{slope:.0f} greys")
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_smooth_light_from_one_side_is_not_ink(slope, kind):
    light = 150 + slope * np.linspace(0, 1, COLUMNS)
    prepared = prepare_photo(saved((light * (1 - 0.6 * drawn() / 255)).astype(np.uint8), kind))
    assert likeness(prepared.image, mnist_two()) > 0.9


def test_photo_of_chalk_is_not_inverted():
    prepared = prepare_photo(saved(255 - photographed(drawn())))
    assert likeness(prepared.image, mnist_two()) > 0.9
    assert not prepared.inverted


def test_specks_and_a_dark_corner_are_not_ink():
    grey = photographed(drawn(), shadow=0)
    grey[20:23, 180:183] = 20
    grey[220:, 180:] = 30
    prepared = prepare_photo(saved(grey))
    assert likeness(prepared.image, mnist_two()) > 0.9
    assert not prepared.ink[:35].any()
    assert not prepared.ink[205:, 170:].any()


def test_two_digits_side_by_side_are_told_apart():
    page = np.full((120, 200), 230, np.uint8)
    page[20:100, 40:50] = 30
    page[25:95, 140:150] = 30
    prepared = prepare_photo(saved(page))
    assert len(prepared.digits) == 2
    page[25:95, 140:150] = 230
    assert len(prepare_photo(saved(page)).digits) == 1
    np.testing.assert_array_equal(prepared.digits[0], prepare_photo(saved(page)).image)


def test_faint_digit_beside_a_bold_one_is_prepared_as_it_would_be_alone():
    noise = np.random.default_rng(0).normal(0, 1, (200, 280))
    page = np.full((200, 280), 220.0)
    page[40:160, 60:68] -= 150
    page[40:160, 200:204] -= 80  # a pencil beside a pen
    prepared = prepare_photo(saved((page + noise).clip(0, 255).astype(np.uint8)))
    assert len(prepared.digits) == 2
    columns = np.flatnonzero(prepared.digits[1].max(axis=0) > 127)
    assert 1 <= len(columns) <= 4


def test_tiny_digit_in_a_corner_is_centred():
    prepared = prepare_photo(saved(255 - drawn(3.0, moved=(-5, -5), scale=0.25)))
    assert likeness(prepared.image, mnist_two()) > 0.9


def test_what_is_shown_is_as_large_as_the_picture():
    prepared = prepare_photo(saved(255 - drawn()))
    np.testing.assert_array_equal(prepared.grey, 255 - drawn())
    assert prepared.ink.shape == (ROWS, COLUMNS)
    np.testing.assert_allclose(prepared.ink.astype(int), drawn(), atol=0.05 * 255)


@pytest.mark.parametrize("is_dark", [True, False], ids=["dark-on-light", "light-on-dark"])
def test_picture_that_is_prepared_already_stays_as_it_is(is_dark):
    image = mnist_two()
    prepared = prepare_photo(saved(255 - image if is_dark else image))
    np.testing.assert_array_equal(prepared.image, image)
    assert prepared.inverted is is_dark


def test_prepared_picture_enlarged_comes_out_nearly_as_it_was():
    image = mnist_two()
    prepared = prepare_photo(saved(np.kron(image, np.ones((10, 10), np.uint8))))
    assert likeness(prepared.image, image) > 0.98


NOTHING = {
    "I19-all-black": np.zeros((60, 60), np.uint8),
    "I20-all-white": np.full((60, 60), 255, np.uint8),
    "grey": np.full((200, 100), 131, np.uint8),
    "faint-noise": np.random.default_rng(0).integers(126, 131, (90, 90), np.uint8),
    "noise": np.random.default_rng(1).normal(128, 20, (200, 200)).clip(0, 255).astype(np.uint8),
    "every-grey": np.random.default_rng(2).integers(0, 256, (280, 280), np.uint8),
    "empty-paper": photographed(np.zeros((ROWS, COLUMNS), np.uint8)),
    "one-speck": np.pad(np.zeros((2, 2), np.uint8), 99, constant_values=255),
}


@pytest.mark.parametrize("grey", NOTHING.values(), ids=NOTHING)
def test_picture_without_a_digit_is_refused(grey):
    with pytest.raises(EmptyDrawingError, match=r"^No digit was found in this picture: "):
        prepare_photo(saved(grey))
