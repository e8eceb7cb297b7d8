"""Files that are refused from their first bytes and their header, at once and cheaply."""

import struct
import subprocess
import sys
import time
import tracemalloc
import zlib

import numpy as np
import pytest

from core.drawing.photo.image_files import WORKING_SIZE, read_image_file
from core.drawing.photo.size_limits import MAX_BYTES
from core.errors import DrawingError
from tests.support.picture_files import bmp, jpeg, png, saved, seven, tiff, uniform, webp
from tests.support.source import ROOT

PLAIN = seven()
JPEG = saved(PLAIN, "JPEG")
TIFF = {256: 40, 257: 60, 258: 8, 259: 1, 262: 1, 273: 150, 277: 1, 278: 60, 279: 2400}  # one strip of grey
REFUSED = {
    "I1-no-bytes": (b"", "The file is empty: it has 0 bytes"),
    "I2-text": (
        b"this is a seven",
        "This file is not an image we can read: only PNG, JPEG, WEBP, GIF, BMP, TIFF, HEIC and AVIF",
    ),
    "I3-truncated-png": (saved(PLAIN)[:90], "damaged or cut short"),
    "I3-truncated-jpeg": (JPEG[: len(JPEG) // 2], "damaged or cut short"),
    "I3-truncated-gif": (saved(PLAIN, "GIF")[:40], "damaged or cut short"),
    "I3-truncated-webp": (saved(PLAIN, "WEBP")[:25], "damaged or cut short"),
    "I3-header-alone": (b"\x89PNG\r\n\x1a\n", "damaged or cut short"),
    "I4-svg": (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "This file is an SVG drawing"),
    "I4-svg-bare": (b"\xef\xbb\xbf\n <SVG/>", "This file is an SVG drawing"),
    "I5-eps": (b"%!PS-Adobe-3.0 EPSF-3.0\n", "This file is an EPS drawing"),
    "pdf": (b"%PDF-1.7", "This file is a PDF document"),
    "video": (b"\0\0\0\x18ftypqt  \0\0\0\0", "This file is a video"),
    "jpeg-xl": (b"\0\0\0\x0cJXL \x0d\x0a\x87\x0a", "This file is a JPEG XL picture"),
    "heic-without-picture": (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC picture is of a kind that is not read. Share it as"),
    "avif-without-picture": (b"\0\0\0\x18ftypavif\0\0\0\0mif1avif", "damaged or cut short"),
    "tiff-without-tags": (b"II*\0\x08\0\0\0", "damaged or cut short"),
    "more-bytes-than-taken": (saved(PLAIN) + b"\0" * MAX_BYTES, "at most 20 MB are read; got 20\\.1\\. Make"),
    "I6-20,000-wide-png": (png(20_000, 20_000), "at most 40 million pixels are read of a PNG picture.*; got far more"),
    "I6-10,000-wide-png": (png(10_000, 10_000), "at most 40 million pixels are read of a PNG picture"),
    "I6-just-above": (png(8_001, 5_000), "got 8,001\u00a0×\u00a05,000. Save it as JPEG, make it smaller, or crop it"),
    "I7-13,000-wide-bmp": (bmp(13_000, 13_000), "at most 40 million pixels"),
    "I7-16,000-wide-webp": (webp(16_000, 16_000), "at most 12.2 million .* got 16,000\u00a0×\u00a016,000"),
    "I7-gif": (b"GIF89a" + struct.pack("<HH", 65_000, 65_000) + b"\0\0\0,", "damaged|at most 40 million pixels"),
    "jpeg-of-52-million": (jpeg(8_000, 6_500), "at most 51 million pixels are read; got 8,000\u00a0×\u00a06,500. Make"),
    "progressive": (jpeg(8_160, 6_120, marker=0xC2, sampling=(0x11, 0x11, 0x11)), "may take at most 160 MiB; .* 286"),
    "one-channel-a-pass": (jpeg(8_160, 6_120, sampling=(0x11,) * 4, scanned=1), "may take at most 160 MiB; .* 381"),
    "hidden-progressive": (
        jpeg(8_160, 6_120, marker=0xC2, sampling=(0x11,) * 3).replace(b"\xff\xc2", b"\0\xff\xff\xc2"),
        "would take 286",
    ),
    "many-passes": (jpeg(800, 600, marker=0xC2) + 64 * b"\xff\xda", "stored in 65 passes: at most 64 are read"),
    "tiff-of-21-million": (
        tiff(TIFF | {256: 7_000, 257: 3_000}),
        "at most 20 million pixels are read of a TIFF picture",
    ),
    "tiff-of-wide-pixels": (tiff(TIFF | {256: 5_000, 257: 4_000, 258: 32, 339: 3}), "at most 15 million pixels"),
    "tiff-of-a-huge-tile": (tiff(TIFF | {322: 60_000, 323: 60_000, 324: 8, 325: 9}), "got 60,000\u00a0×\u00a060,000"),
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
    with pytest.raises(DrawingError, match="at most 40 million pixels"):
        read_image_file(data)
    assert time.process_time() - began < 1


TAKEN = {
    "jpeg-of-50-million": uniform(8_160, 6_120, "JPEG"),
    "jpeg-of-50-million-in-passes": uniform(8_160, 6_120, "JPEG", progressive=True),
    "png-of-24-million": uniform(6_000, 4_000, "PNG"),
}
PEAK = """
import resource, sys
from core.drawing.photo.image_files import WORKING_SIZE, read_image_file
data = sys.stdin.buffer.read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
picture, notes = read_image_file(data)
print(max(picture.shape), picture.min() > 190, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.process
@pytest.mark.skipif(sys.platform != "linux", reason="counts memory in KiB as Linux does")
@pytest.mark.parametrize("data", TAKEN.values(), ids=TAKEN)
def test_large_photo_is_read_in_little_memory(data):
    answer = subprocess.run([sys.executable, "-c", PEAK], input=data, cwd=ROOT, capture_output=True, check=True)
    side, is_paper, kibibytes = answer.stdout.split()
    assert int(side) == WORKING_SIZE
    assert is_paper == b"True"
    assert int(kibibytes) < 200 << 10


def test_text_that_unpacks_to_much_is_refused():
    bomb = b"Comment\0\0" + zlib.compress(bytes(20 << 20), 9)
    with pytest.raises(DrawingError, match="damaged"):
        read_image_file(png(28, 28, (b"zTXt", bomb)))
