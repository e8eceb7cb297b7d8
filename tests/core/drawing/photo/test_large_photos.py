"""Photos that show little in each pixel and all in the whole: out of focus, full of noise, chalk on a grained board."""

import io

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage

from core.drawing import rasterize
from core.drawing.photo import photos
from core.drawing.photo.ink_segmentation import Ink
from core.errors import EmptyDrawingError
from tests.support.hard_papers import TWO

SIDE = 640
WRITTEN = rasterize.draw_lines([TWO * 4 + (150, 80)], SIDE, 26) / 255
GRAIN = np.random.default_rng(0).normal(0, 1, (SIDE, SIDE))


def certain(images):
    """A judge that takes everything for a digit."""
    return np.repeat(np.eye(11, dtype=np.float32)[:1], len(images), axis=0)


def ink_of(grey):
    file = io.BytesIO()
    Image.fromarray(grey.clip(0, 255).astype(np.uint8)).save(file, "PNG")
    return np.asarray(Image.fromarray(photos.prepare_photo(file.getvalue(), certain).ink).resize((SIDE, SIDE)))


@pytest.mark.parametrize(
    "grey",
    [
        pytest.param(210 - 80 * ndimage.gaussian_filter(WRITTEN, 15) + GRAIN, id="out-of-focus"),
        pytest.param(200 - 55 * ndimage.gaussian_filter(WRITTEN, 3) + 14 * GRAIN, id="noise"),
        pytest.param(26 + 130 * WRITTEN + 14 * GRAIN, id="chalk"),
    ],
)
def test_digit_of_which_each_pixel_shows_little_is_ink(grey):
    found, drawn = ink_of(grey) > 100, WRITTEN > 0.5
    assert (found & drawn).sum() / (found | drawn).sum() > 0.6


def test_chalk_is_ink_where_each_pixel_of_the_board_is_as_uneven_as_its_edges():
    file = io.BytesIO()
    board = (50 + 110 * WRITTEN + 13 * GRAIN)[80:580, 80:580]
    Image.fromarray(board.clip(0, 255).astype(np.uint8)).save(file, "PNG")
    found, drawn = photos.prepare_photo(file.getvalue(), certain).ink > 100, WRITTEN[80:580, 80:580] > 0.5
    assert (found & drawn).sum() / (found | drawn).sum() > 0.6


def test_soft_shadow_from_the_border_is_no_ink():
    shadow = np.zeros((SIDE, SIDE))
    shadow[:400, 300:340] = 1
    with pytest.raises(EmptyDrawingError):
        ink_of(210 - 80 * ndimage.gaussian_filter(shadow, 25) + GRAIN)


def test_way_to_see_a_picture_in_which_all_ink_is_read_is_chosen(monkeypatch):
    read = np.zeros((200, 200), np.uint8)
    read[60:140, 90:102] = 255
    blot = read.copy()
    blot[:60, 150:] = 255  # a table's edge, that no digit is found in
    ways = [
        Ink(ink=ink, inverted=True, explained=explained, clear=1.0) for ink, explained in ((blot, 0.98), (read, 0.7))
    ]
    monkeypatch.setattr(photos, "ink_candidates", lambda *_: iter(ways))

    def thin(images):
        """A judge that takes only what is thin for a digit."""
        found = np.full((len(images), 11), 0.001, np.float32)
        found[np.arange(len(images)), np.where((images > 100).sum(axis=(1, 2)) < 90, 1, 10)] = 0.99
        return found

    file = io.BytesIO()
    Image.fromarray(255 - blot).save(file, "PNG")
    assert not photos.prepare_photo(file.getvalue(), thin).ink[:60, 150:].any()
