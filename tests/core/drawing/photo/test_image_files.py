import contextlib
import io
import struct
import time
import tracemalloc
import zlib

import numpy as np
import pytest
from PIL import Image

from core.drawing.photo.image_files import MAX_BYTES, read_image_file
from core.drawing.photo.photos import prepare_photo
from core.errors import DrawingError, EmptyDrawingError

ROWS, COLUMNS = 60, 40


def no_digit(images):
    """A judge that takes nothing for a digit."""
    return np.repeat(np.eye(11, dtype=np.float32)[10:], len(images), axis=0)


def seven():
    """A black 7 on white, (60, 40) uint8: its mirror images and turns all differ."""
    grey = np.full((ROWS, COLUMNS), 255, np.uint8)
    grey[10:15, 8:32] = 0
    grey[15:50, 26:31] = 0
    return grey


def saved(picture, kind="PNG", **options):
    if isinstance(picture, np.ndarray):
        picture = Image.fromarray(picture)
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def png(columns, rows, *chunks, depth=8, colour=0):
    """A PNG file of so many pixels, its pixels missing unless a chunk brings them."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", columns, rows, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunk(*each) for each in chunks) + chunk(b"IEND", b"")


def webp(columns, rows):
    """The beginning of an extended WEBP file of so many pixels."""
    size = (columns - 1).to_bytes(3, "little") + (rows - 1).to_bytes(3, "little")
    return b"RIFF" + struct.pack("<I", 100) + b"WEBPVP8X" + struct.pack("<I", 10) + b"\0" * 4 + size + b"\0" * 60


BMP_HEADER = struct.Struct("<2sIHHIIiiHHIIiiII")


def bmp(columns, rows):
    return BMP_HEADER.pack(b"BM", 1000, 0, 0, 54, 40, columns, rows, 1, 24, 0, 0, 0, 0, 0, 0) + b"\0" * 100


PLAIN = seven()
JPEG = saved(PLAIN, "JPEG")
REFUSED = {
    "I1-no-bytes": (b"", "The file is empty: it has 0 bytes"),
    "I2-text": (b"this is a seven", "This file is not an image we can read: only PNG, JPEG, BMP, WEBP and GIF"),
    "I3-truncated-png": (saved(PLAIN)[:90], "damaged or cut short"),
    "I3-truncated-jpeg": (JPEG[: len(JPEG) // 2], "damaged or cut short"),
    "I3-truncated-gif": (saved(PLAIN, "GIF")[:40], "damaged or cut short"),
    "I3-truncated-webp": (saved(PLAIN, "WEBP")[:25], "damaged or cut short"),
    "I3-header-alone": (b"\x89PNG\r\n\x1a\n", "damaged or cut short"),
    "I4-svg": (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "This file is an SVG drawing"),
    "I4-svg-bare": (b"\xef\xbb\xbf\n <SVG/>", "This file is an SVG drawing"),
    "I5-eps": (b"%!PS-Adobe-3.0 EPSF-3.0\n", "This file is an EPS drawing"),
    "pdf": (b"%PDF-1.7", "This file is a PDF document"),
    "heic": (b"\0\0\0\x18ftypheic\0\0\0\0", "This file is a HEIC picture"),
    "I15-tiff": (saved(PLAIN, "TIFF"), "This file is a TIFF picture"),
    "I15-float-tiff": (saved(PLAIN.astype(np.float32), "TIFF"), "This file is a TIFF picture"),
    "more-bytes-than-taken": (saved(PLAIN) + b"\0" * MAX_BYTES, "at most 5 MiB are read; got 5.0"),
    "I6-20,000-wide-png": (png(20_000, 20_000), "at most 16 million pixels are read; got far more"),
    "I6-10,000-wide-png": (png(10_000, 10_000), "at most 16 million pixels are read; got"),
    "I6-just-above": (png(4_001, 4_000), "got 4,001\u00a0×\u00a04,000"),
    "I7-13,000-wide-bmp": (bmp(13_000, 13_000), "at most 16 million pixels"),
    "I7-16,000-wide-webp": (webp(16_000, 16_000), "got 16,000\u00a0×\u00a016,000"),
    "I7-gif": (b"GIF89a" + struct.pack("<HH", 65_000, 65_000) + b"\0\0\0,", "damaged|at most 16 million pixels"),
    "I8-one-pixel": (saved(np.zeros((1, 1), np.uint8)), "at least 8 pixels on each side; got 1\u00a0×\u00a01"),
    "I9-one-column": (saved(np.zeros((5000, 1), np.uint8)), "at least 8 pixels on each side; got 1\u00a0×\u00a05,000"),
}


@pytest.mark.parametrize(("data", "words"), REFUSED.values(), ids=REFUSED)
def test_file_is_refused_at_once_and_cheaply(data, words):
    tracemalloc.start()
    began = time.process_time()
    try:
        with pytest.raises(DrawingError, match=words):
            read_image_file(data)
        assert time.process_time() - began < 1
        assert tracemalloc.get_traced_memory()[1] < 100 << 20
    finally:
        tracemalloc.stop()


def test_13000_pixels_square_in_a_few_bytes_are_refused_from_the_header():
    packed = zlib.compress(zlib.compress(bytes(13_001 * 13_000 // 8 // 200), 9), 9)
    data = png(13_000, 13_000, (b"IDAT", packed), depth=1)
    assert len(data) < 1000
    began = time.process_time()
    with pytest.raises(DrawingError, match="at most 16 million pixels"):
        read_image_file(data)
    assert time.process_time() - began < 1


def test_text_that_unpacks_to_much_is_refused():
    bomb = b"Comment\0\0" + zlib.compress(bytes(20 << 20), 9)
    with pytest.raises(DrawingError, match="damaged"):
        read_image_file(png(28, 28, (b"zTXt", bomb)))


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
def test_large_picture_is_reduced_to_280(kind):
    large = np.kron(PLAIN, np.ones((50, 50), np.uint8))  # 3,000 x 2,000
    grey, _ = read_image_file(saved(large, kind))
    assert grey.shape == (280, 187)
    expected = np.asarray(Image.fromarray(large).resize((187, 280), Image.Resampling.BOX), int)
    assert np.abs(grey - expected).mean() < 2


def test_large_transparent_picture_keeps_its_edges_clean():
    alpha = np.kron(255 - PLAIN, np.ones((20, 20), np.uint8))
    grey, _ = read_image_file(saved(np.dstack([np.zeros_like(alpha)] * 3 + [alpha])))
    expected = 255 - np.asarray(Image.fromarray(alpha).resize((187, 280), Image.Resampling.BOX), int)
    assert np.abs(grey - expected).mean() < 2


def test_damaged_bytes_anywhere_give_a_picture_or_a_drawing_error():
    generator = np.random.default_rng(3)
    for data in (saved(PLAIN), JPEG, saved(PLAIN, "GIF"), saved(PLAIN, "WEBP"), saved(PLAIN, "BMP"), saved(palette())):
        for _ in range(60):
            damaged = bytearray(data)
            for place in generator.integers(0, len(data), 3):
                damaged[place] = generator.integers(0, 256)
            with contextlib.suppress(DrawingError):
                prepare_photo(bytes(damaged), no_digit)
