"""Pens whose luminance is nearly their paper's are read by another channel; all others by luminance, as ever."""

import io

import numpy as np
import pytest
from PIL import Image

from core.drawing.photo import photos
from core.drawing.photo.image_files import read_image_file
from tests.support.hard_papers import ink
from tests.support.picture_files import saved

WRITTEN = ink()[..., None]  # (rows, columns, 1), 0 paper to 1 ink
WHITE, GREY, PINK, GREEN, BOARD = (240, 240, 238), (190, 190, 188), (250, 190, 200), (90, 150, 90), (40, 70, 55)
FAINT = {
    "yellow on white": ((250, 220, 40), WHITE, "blue"),
    "marker on white": ((235, 250, 60), WHITE, "blue"),
    "orange on white": ((250, 150, 30), WHITE, "blue"),
    "yellow on grey": ((240, 220, 60), GREY, "blue"),
    "red on green": ((210, 60, 50), GREEN, "red"),
    "green on red": ((60, 160, 70), (200, 70, 60), "red"),
}
PLAIN = {
    "black on white": ((30, 30, 35), WHITE),
    "pencil on white": ((110, 110, 112), WHITE),
    "blue on white": ((40, 60, 150), WHITE),
    "red on white": ((200, 40, 40), WHITE),
    "light green on white": ((120, 220, 120), WHITE),
    "red on pink": ((220, 40, 50), PINK),
    "chalk on a board": ((240, 230, 120), BOARD),
    "nothing on white": (WHITE, WHITE),
    "nothing on yellow": ((250, 220, 40), (250, 220, 40)),
}


def certain(images):
    """A judge that takes everything for a digit."""
    return np.repeat(np.eye(11, dtype=np.float32)[:1], len(images), axis=0)


def photographed(pen, paper, *, blue_noise=1.0):
    """The digit in these colours, lit from one side, with a camera's noise; blue may have more of it."""
    light = np.linspace(1, 0.85, WRITTEN.shape[1])[None, :, None]
    scene = light * (np.array(pen) * WRITTEN + np.array(paper) * (1 - WRITTEN))
    noise = np.random.default_rng(0).normal(0, 3, scene.shape) * (1, 1, blue_noise)
    return Image.fromarray((scene + noise).clip(0, 255).astype(np.uint8))


@pytest.mark.parametrize(("pen", "paper", "channel"), FAINT.values(), ids=FAINT)
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_faint_pen_is_read_by_the_channel_in_which_it_stands_out(pen, paper, channel, kind):
    prepared = photos.prepare_photo(saved(photographed(pen, paper), kind, quality=90), certain)
    assert str(prepared.notes[0]) == (
        f"Its {channel} alone was read: there the ink stands out far more than in its brightness."
    )
    found, drawn = prepared.ink > 100, WRITTEN[..., 0] > 0.4
    assert (found & drawn).sum() / (found | drawn).sum() > 0.8


@pytest.mark.parametrize(("pen", "paper"), PLAIN.values(), ids=PLAIN)
@pytest.mark.parametrize("blue_noise", [1, 4], ids=["", "noise in blue"])
def test_other_pens_are_read_by_luminance(pen, paper, blue_noise):
    picture = photographed(pen, paper, blue_noise=blue_noise)
    grey, notes = read_image_file(saved(picture))
    np.testing.assert_array_equal(grey, np.asarray(picture.convert("L")))
    assert notes == ()


def test_luminance_of_a_jpeg_is_the_one_that_it_holds():
    data = saved(photographed((40, 60, 150), WHITE), "JPEG", quality=80)
    with Image.open(io.BytesIO(data)) as picture:
        picture.draft("L", picture.size)
        expected = np.asarray(picture)
    np.testing.assert_array_equal(read_image_file(data)[0], expected)
