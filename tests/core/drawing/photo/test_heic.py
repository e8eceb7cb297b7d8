"""HEIC: read tile by tile, its sizes known before, and nothing of its container handed on."""

import contextlib
import io
import struct

import numpy as np
import pillow_heif
import pytest
from PIL import Image

from core.drawing.photo.heif_boxes import read_tiled_picture
from core.drawing.photo.image_files import read_image_file
from core.drawing.photo.iso_boxes import ContainerError
from core.errors import DrawingError
from tests.support.picture_files import seven

LARGE = np.kron(seven(), np.ones((4, 4), np.uint8))  # 240 x 160


def heic(grey, **options):
    file = io.BytesIO()
    pillow_heif.from_pillow(Image.fromarray(grey).convert("RGB")).save(file, format="HEIF", quality=90, **options)
    return file.getvalue()


WHOLE, TILED = heic(LARGE), heic(LARGE, tile_size=64)


def box(kind, *parts):
    body = b"".join(parts)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def size_box(columns, rows):
    return box(b"ispe", struct.pack(">III", 0, columns, rows))


@pytest.mark.parametrize("data", [WHOLE, TILED], ids=["whole", "tiled"])
def test_heic_is_read(data):
    grey, notes = read_image_file(data)
    assert grey.shape == LARGE.shape
    assert np.abs(grey.astype(int) - LARGE).mean() < 4
    assert notes == ()


def test_tiles_stand_row_by_row():
    picture = read_tiled_picture(TILED)
    assert (picture.columns, picture.rows, picture.tiles_across, len(picture.tiles)) == (160, 240, 3, 12)
    assert {(tile.columns, tile.rows) for tile in picture.tiles} == {(64, 64)}


@pytest.mark.parametrize(
    ("orientation", "stored"),
    [(3, LARGE[::-1, ::-1]), (6, np.rot90(LARGE, 1)), (8, np.rot90(LARGE, -1)), (2, LARGE[:, ::-1]), (5, LARGE.T)],
)
@pytest.mark.parametrize("tile_size", [0, 64])
def test_photo_is_turned_as_its_camera_noted(orientation, stored, tile_size):
    exif = Image.Exif()
    exif[0x0112] = orientation
    grey, notes = read_image_file(heic(np.ascontiguousarray(stored), tile_size=tile_size, exif=exif.tobytes()))
    assert np.abs(grey.astype(int) - LARGE).mean() < 4
    assert tuple(map(str, notes)) == ("The picture was turned upright, as its camera noted.",)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(WHOLE[:200], "HEIC picture is of a kind that is not read", id="cut-in-the-container"),
        pytest.param(WHOLE[:-300], "HEIC picture is of a kind that is not read|damaged", id="cut-in-the-picture"),
        pytest.param(WHOLE.replace(size_box(160, 240), size_box(9000, 6000)), "at most 51 million pixels", id="size"),
        pytest.param(WHOLE.replace(size_box(160, 240), size_box(5000, 3000)), "at most 13 million", id="one-tile"),
        pytest.param(WHOLE.replace(size_box(160, 240), size_box(40, 60)), "damaged", id="more-pixels-than-promised"),
        pytest.param(TILED.replace(b"hvc1", b"av01"), "HEIC picture is of a kind that is not read", id="another-codec"),
        pytest.param(TILED.replace(b"grid", b"iovl"), "HEIC picture is of a kind that is not read", id="overlay"),
        pytest.param(TILED.replace(b"grid", b"iden"), "HEIC picture is of a kind that is not read", id="reference"),
    ],
)
def test_heic_is_refused(data, words):
    with pytest.raises(DrawingError, match=words):
        read_image_file(data)


def test_way_out_is_told():
    with pytest.raises(DrawingError, match="Settings > Camera > Formats > Most Compatible"):
        read_image_file(WHOLE[:200])


@pytest.mark.parametrize("data", [b"", b"\0\0\0\x01meta", b"\0\0\0\x0cmeta\0\0\0\0", b"\0\0\0\x08free" * 5000])
def test_container_without_a_picture_is_an_error(data):
    with pytest.raises(ContainerError):
        read_tiled_picture(data)


def test_damaged_bytes_anywhere_give_a_picture_or_a_drawing_error():
    generator = np.random.default_rng(5)
    for data in (WHOLE, TILED):
        container = data.index(b"mdat")
        for highest in (container, len(data)):
            for _ in range(150):
                damaged = bytearray(data)
                for place in generator.integers(0, highest, 3):
                    damaged[place] = generator.integers(0, 256)
                with contextlib.suppress(DrawingError):
                    read_image_file(bytes(damaged))


def grid_of(tiles, *, extents=((0, 0),)):
    """A HEIC file of a grid whose tiles all have the same bytes: by default those of the whole file, each."""
    items = range(2, 2 + tiles)
    places = [(1, ((0, 8),)), *((item, extents) for item in items)]
    infos = [box(b"infe", struct.pack(">IHH4s", 2 << 24, 1, 0, b"grid"))]
    infos += [box(b"infe", struct.pack(">IHH4s", 2 << 24, item, 0, b"hvc1")) for item in items]
    located = [
        struct.pack(">HHHH", item, int(item == 1), 0, len(pieces))
        + b"".join(struct.pack(">II", *each) for each in pieces)
        for item, pieces in places
    ]
    owned = b"".join(struct.pack(">HBBB", item, 2, 1, 2) for item, _ in places)
    meta = box(
        b"meta",
        bytes(4),
        box(b"pitm", struct.pack(">IH", 0, 1)),
        box(b"iinf", struct.pack(">IH", 0, len(infos)), *infos),
        box(b"iref", bytes(4), box(b"dimg", struct.pack(f">HH{tiles}H", 1, tiles, *items))),
        box(
            b"iprp",
            box(b"ipco", size_box(64, 64), box(b"hvcC", bytes(23))),
            box(b"ipma", struct.pack(">II", 0, len(places)), owned),
        ),
        box(b"iloc", struct.pack(">IHH", 1 << 24, 0x4400, len(places)), *located),
        box(b"idat", struct.pack(">BBBBHH", 0, 0, 0, tiles - 1, 64 * tiles, 64)),
    )
    return box(b"ftyp", b"heic\0\0\0\0") + meta


def test_tile_in_two_pieces_is_joined():
    data = grid_of(1, extents=((4, 4), (8, 4)))
    assert read_tiled_picture(data).tiles[0].coded == b"ftypheic"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(grid_of(200), "share their bytes", id="each-tile-is-the-whole-file"),
        pytest.param(grid_of(1, extents=((0, 4),) * 17), "too many parts", id="many-pieces"),
        pytest.param(grid_of(1, extents=((0, 10**6),)), "cut short", id="beyond-the-file"),
    ],
)
def test_container_that_would_cost_more_than_it_holds_is_an_error(data, words):
    with pytest.raises(ContainerError, match=words):
        read_tiled_picture(data)
