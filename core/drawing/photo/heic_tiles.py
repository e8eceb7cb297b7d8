"""A HEIC picture, as an iPhone takes it, decoded tile by tile, so that it is never held whole but in grey.

Each coded tile is put into a container of its own that holds nothing else, which libheif then reads: what a stranger's
container could do to that library it cannot do here. `pillow_heif` is loaded with the first such picture.
"""

from __future__ import annotations

import io
import struct

from PIL import Image

from core.drawing.photo import size_limits
from core.drawing.photo.grey_picture import shrunk, without_colour
from core.drawing.photo.heif_boxes import Tile, TiledPicture, read_tiled_picture
from core.drawing.photo.iso_boxes import ContainerError
from core.errors import DrawingError
from core.messages import drawing as messages
from core.messages.message import Message

MAX_TILE_PIXELS = 13_000_000  # decoded at once, at 8 bytes each
_TURNS = (None, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)
_MIRRORED = (Image.Transpose.FLIP_TOP_BOTTOM, Image.Transpose.FLIP_LEFT_RIGHT)


def read_heic(data: bytes, longer_side: int) -> tuple[Image.Image, tuple[Message, ...]]:
    """Return a HEIC file's picture in grey and reduced, and for the person what had to be converted.

    Args:
        data: the file.
        longer_side: of the result, in pixels, at most.

    Returns:
        The picture, upright, of mode L.

    Raises:
        DrawingError: the picture is too large, too small, or made in a way that is not read.
        Exception: what pillow_heif raises of a damaged tile.
    """
    try:
        picture = read_tiled_picture(data)
    except ContainerError as error:
        raise DrawingError(messages.unreadable_heic()) from error
    size_limits.check_size(picture.columns, picture.rows, "HEIC")
    size_limits.check_size(picture.tiles[0].columns, picture.tiles[0].rows, "HEIC", most=MAX_TILE_PIXELS)
    small = shrunk(_joined(picture), longer_side)
    ways = [_TURNS[picture.turns], None if picture.mirrored is None else _MIRRORED[picture.mirrored]]
    for way in ways:
        small = small if way is None else small.transpose(way)
    return small, () if ways == [None, None] else (messages.turned_upright(),)


def _joined(picture: TiledPicture) -> Image.Image:
    whole = Image.new("L", (picture.columns, picture.rows))
    for number, tile in enumerate(picture.tiles):
        down, right = divmod(number, picture.tiles_across)
        whole.paste(_decoded(tile), (right * tile.columns, down * tile.rows))
    return whole


def _decoded(tile: Tile) -> Image.Image:
    import pillow_heif

    return without_colour(pillow_heif.open_heif(io.BytesIO(_container_of(tile))).to_pillow())


def _container_of(tile: Tile) -> bytes:
    """Return a HEIC file of one picture (ISO/IEC 23008-12)."""
    properties = _box(b"hvcC", tile.configuration) + _box(b"ispe", struct.pack(">III", 0, tile.columns, tile.rows))
    head = _box(b"ftyp", b"heic\0\0\0\0mif1heic")
    meta_before = (
        b"\0\0\0\0"
        + _box(b"hdlr", struct.pack(">II4s13x", 0, 0, b"pict"))
        + _box(b"pitm", struct.pack(">IH", 0, 1))
        + _box(b"iinf", struct.pack(">IH", 0, 1) + _box(b"infe", struct.pack(">IHH4sx", 2 << 24, 1, 0, b"hvc1")))
        + _box(b"iprp", _box(b"ipco", properties) + _box(b"ipma", struct.pack(">IIHBBB", 0, 1, 1, 2, 0x81, 2)))
    )
    place = struct.Struct(">IBBHHHHII")  # lengths of 4 bytes; one item of one piece
    begin = len(head) + 8 + len(meta_before) + 8 + place.size + 8
    iloc = _box(b"iloc", place.pack(0, 0x44, 0, 1, 1, 0, 1, begin, len(tile.coded)))
    return head + _box(b"meta", meta_before + iloc) + _box(b"mdat", tile.coded)


def _box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), kind) + body
