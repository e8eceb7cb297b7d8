import gzip
import struct

import numpy as np
import pytest

from core.data.formats.idx import IMAGES_MAGIC, LABELS_MAGIC, read_idx
from core.data.formats.reading import PIECE_BYTES

TRAIN_IMAGES = "train-images-idx3-ubyte"


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize("dotted", [False, True], ids=["dash", "dot"])
def test_four_files_give_what_was_written(idx, load, arrays, packed, dotted):
    dataset = load(idx(packed=packed, dotted=dotted))
    assert dataset.source == "idx"
    for name, array in arrays.items():
        np.testing.assert_array_equal(getattr(dataset, name), array)


def test_gzip_is_seen_from_content_not_from_name(idx, idx_content, load):
    dataset = load(idx(train_images=gzip.compress(idx_content("train_images"))))
    assert dataset.train_count == 40


def test_header_tells_shape(tmp_path, idx_content):
    path = tmp_path / TRAIN_IMAGES
    path.write_bytes(idx_content("train_images"))
    array = read_idx(path, magic=IMAGES_MAGIC)
    assert array.name == TRAIN_IMAGES
    assert (array.values.shape, array.values.dtype) == ((40, 28, 28), np.uint8)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", ["damaged", "empty", "0 bytes"], id="D1-empty"),
        pytest.param(np.random.default_rng(2).bytes(5000), ["2051", "images"], id="D2-random-bytes"),
        pytest.param(struct.pack(">4I", 2050, 40, 28, 28), ["2051", "got 2050"], id="D3-wrong-magic"),
        pytest.param(struct.pack(">2I", 2049, 40) + bytes(40), ["2051", "got 2049", "1 dim"], id="D3-labels-as-images"),
        pytest.param(b"\x00\x00\x08", ["damaged", "has 3 bytes", "takes 16"], id="D1-shorter-than-a-header"),
        pytest.param(gzip.compress(b""), ["damaged", "has 0 bytes"], id="D1-gzip-of-nothing"),
        pytest.param(struct.pack(">I", 0x0800), ["2051", "0 dimensions"], id="D6-zero-dimensions"),
        pytest.param(struct.pack(">5I", 0x0804, 40, 28, 28, 1), ["2051", "4 dimensions"], id="D6-four-dimensions"),
        pytest.param(struct.pack(">4I", 0x0D03, 40, 28, 28), ["2051", "3331", "0x0d"], id="D6-floats"),
        pytest.param(
            struct.pack(">4I", 2051, 2**31, 28, 28),
            ["at most 536,870,912", "promises 1,683,627,180,032"],
            id="D6-header-2^31",
        ),
        pytest.param(
            gzip.compress(struct.pack(">4I", 2051, 2**31, 28, 28)),
            ["at most 536,870,912", "promises 1,683,627,180,032"],
            id="D6-header-2^31-gzip",
        ),
        pytest.param(
            gzip.compress(struct.pack(">4I", 2051, 2**32 - 1, 2**32 - 1, 2**32 - 1)),
            ["promises more than 9,223,372,036,854,775,808"],
            id="D6-header-2^96-gzip",
        ),
    ],
)
def test_refuses_images(idx, refused, content, words):
    message = refused(idx(train_images=content))
    assert TRAIN_IMAGES in message
    for word in words:
        assert word in message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(struct.pack(">4I", 2051, 40, 28, 28), ["2049", "got 2051"], id="D3-images-as-labels"),
        pytest.param(struct.pack(">2I", 2049, 40) + bytes(39), ["expected 48 bytes", "got 47"], id="D4-one-short"),
        pytest.param(struct.pack(">2I", 2049, 40) + bytes(41), ["expected 48 bytes", "got 49"], id="D5-one-long"),
    ],
)
def test_refuses_labels(idx, refused, content, words):
    message = refused(idx(train_labels=content))
    for word in words:
        assert word in message


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(lambda content: content[:-1], "expected 31,376 bytes, got 31,375 bytes.", id="D4-one-short"),
        pytest.param(lambda content: content + b"\0", "expected 31,376 bytes, got 31,377 bytes.", id="D5-one-long"),
        pytest.param(
            lambda content: gzip.compress(content[:-1]),
            "expected 31,376 bytes, got 31,375 bytes.",
            id="D4-one-short-gzip",
        ),
        pytest.param(
            lambda content: gzip.compress(content + b"\0"),
            "expected 31,376 bytes, got 31,377 bytes.",
            id="D5-one-long-gzip",
        ),
    ],
)
def test_length_must_be_what_the_header_promises(idx, idx_content, refused, change, expected):
    assert expected in refused(idx(train_images=change(idx_content("train_images"))))


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        pytest.param("train_images", f"got {31_376 + PIECE_BYTES:,} bytes or more", id="D18-images"),
        pytest.param("test_labels", f"got {20 + PIECE_BYTES:,} bytes or more", id="D18-labels"),
    ],
)
def test_gzip_bomb_stops_one_piece_after_its_promised_end(idx, idx_content, refused, key, expected):
    bomb = gzip.compress(idx_content(key) + bytes(64 << 20), compresslevel=1)
    assert expected in refused(idx(**{key: bomb}))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda packed: packed[: len(packed) // 2], id="D19-cut-in-half"),
        pytest.param(lambda packed: packed[:-8], id="D19-trailer-missing"),
        pytest.param(lambda packed: packed[:5], id="D19-cut-in-header"),
        pytest.param(lambda packed: packed[:-8] + bytes(4) + packed[-4:], id="D20-bad-crc"),
        pytest.param(lambda packed: packed[:12] + bytes(8) + packed[20:], id="D20-overwritten"),
        pytest.param(lambda packed: packed + b"garbage", id="D20-garbage-after"),
        pytest.param(lambda packed: b"", id="D21-0-byte-gz"),
    ],
)
@pytest.mark.parametrize("key", ["train_images", "test_labels"])
def test_damaged_gzip_is_called_damaged(idx, idx_content, refused, key, change):
    message = refused(idx(packed=True, **{key: change(gzip.compress(idx_content(key)))}))
    assert "damaged" in message
    assert ".gz" in message


def test_labels_magic_is_the_published_one():
    assert (IMAGES_MAGIC, LABELS_MAGIC) == (2051, 2049)
