import contextlib

import numpy as np
import pytest
from PIL import Image

from core.drawing.photo.image_files import read_image_file
from core.drawing.photo.photos import prepare_photo
from core.errors import DrawingError, EmptyDrawingError
from tests.support.picture_files import saved, seven


def no_digit(images):
    """A judge that takes nothing for a digit."""
    return np.repeat(np.eye(11, dtype=np.float32)[10:], len(images), axis=0)


PLAIN = seven()
COLOURED = np.dstack([PLAIN] * 3)


def with_alpha(grey):
    return np.dstack([grey, np.full_like(grey, 255)])


def palette():
    return Image.fromarray(PLAIN).convert("P", palette=Image.Palette.ADAPTIVE, colors=2)


SAME = {
    "plain": saved(PLAIN),
    "bmp": saved(PLAIN, "BMP"),
    "gif": saved(PLAIN, "GIF"),
    "webp": saved(PLAIN, "WEBP", lossless=True),
    "colour": saved(np.dstack([PLAIN] * 3)),
    "named-otherwise": saved(PLAIN, "BMP"),
    "I10-cmyk": saved(Image.fromarray(PLAIN).convert("CMYK"), "JPEG", quality=100, subsampling=0),
    "I11-palette": saved(palette()),
    "I11-palette-gif": saved(palette(), "GIF"),
    "I12-1-bit": saved(Image.fromarray(PLAIN).convert("1")),
    "I13-grey-with-alpha": saved(with_alpha(PLAIN)),
    "colour-with-alpha": saved(np.dstack([PLAIN] * 3 + [np.full_like(PLAIN, 255)])),
    "I14-16-bit": saved(PLAIN.astype(np.uint16) * 257),
}


@pytest.mark.parametrize("data", SAME.values(), ids=SAME)
def test_every_way_to_store_a_picture_gives_the_same(data):
    np.testing.assert_allclose(read_image_file(data)[0].astype(int), PLAIN, atol=4)


def test_16_bits_are_divided_by_257():
    ramp = np.arange(256, dtype=np.uint16).reshape(16, 16)
    np.testing.assert_array_equal(read_image_file(saved(ramp * 257))[0], ramp)


@pytest.mark.parametrize(
    ("ink", "note", "paper"),
    [pytest.param(0, "white", 255, id="I16-black-ink"), pytest.param(255, "black", 0, id="I16-white-ink")],
)
def test_transparent_picture_is_laid_on_paper_that_its_ink_stands_out_from(ink, note, paper):
    alpha = 255 - PLAIN
    grey, notes = read_image_file(saved(np.dstack([np.full_like(PLAIN, ink), alpha])))
    np.testing.assert_array_equal(grey, np.where(alpha == 255, ink, paper))
    assert tuple(map(str, notes)) == (f"The transparent parts were taken for {note} paper.",)


def test_wholly_transparent_picture_has_no_digit():
    with pytest.raises(EmptyDrawingError, match="wholly transparent"):
        read_image_file(saved(np.dstack([PLAIN, np.zeros_like(PLAIN)])))


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_animation_gives_its_first_frame_and_says_so(kind):
    frames = [Image.fromarray(frame) for frame in (PLAIN, 255 - PLAIN, PLAIN[::-1].copy())]
    options = {"lossless": True} if kind == "WEBP" else {}
    grey, notes = read_image_file(saved(frames[0], kind, save_all=True, append_images=frames[1:], **options))
    np.testing.assert_allclose(grey.astype(int), PLAIN, atol=4)
    assert tuple(map(str, notes)) == ("This is an animation: only its first frame was read.",)


# How a camera stores an upright picture whose EXIF orientation it then notes (EXIF 2.3, tag 0x0112).
STORED = {
    1: PLAIN,
    2: PLAIN[:, ::-1],
    3: PLAIN[::-1, ::-1],
    4: PLAIN[::-1],
    5: PLAIN.T,
    6: PLAIN.T[::-1],
    7: PLAIN.T[::-1, ::-1],
    8: PLAIN.T[:, ::-1],
}


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("orientation", STORED, ids=[f"I18-orientation-{each}" for each in STORED])
def test_photo_is_turned_as_its_camera_noted(orientation, kind):
    exif = Image.Exif()
    exif[0x0112] = orientation
    grey, notes = read_image_file(saved(np.ascontiguousarray(STORED[orientation]), kind, exif=exif, quality=95))
    assert np.abs(grey.astype(int) - PLAIN).mean() < 4
    assert bool(notes) == (orientation != 1)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_large_picture_is_reduced_to_1024(kind):
    large = np.kron(PLAIN, np.ones((50, 50), np.uint8))  # 3,000 x 2,000
    grey, _ = read_image_file(saved(large, kind))
    assert grey.shape == (1024, 683)
    expected = np.asarray(Image.fromarray(large).resize((683, 1024), Image.Resampling.BOX), int)
    assert np.abs(grey - expected).mean() < 2


def test_large_transparent_picture_keeps_its_edges_clean():
    alpha = np.kron(255 - PLAIN, np.ones((30, 30), np.uint8))
    grey, _ = read_image_file(saved(np.dstack([np.zeros_like(alpha)] * 3 + [alpha])))
    expected = 255 - np.asarray(Image.fromarray(alpha).resize((683, 1024), Image.Resampling.BOX), int)
    assert np.abs(grey - expected).mean() < 2


def test_damaged_bytes_anywhere_give_a_picture_or_a_drawing_error():
    generator = np.random.default_rng(3)
    files = [saved(PLAIN, kind) for kind in ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "AVIF")]
    tiffs = [saved(COLOURED, "TIFF", compression=how) for how in ("tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg")]
    for data in (*files, *tiffs, saved(PLAIN.astype(np.float32), "TIFF"), saved(palette())):
        for _ in range(60):
            damaged = bytearray(data)
            for place in generator.integers(0, len(data), 3):
                damaged[place] = generator.integers(0, 256)
            with contextlib.suppress(DrawingError):
                prepare_photo(bytes(damaged), no_digit)
