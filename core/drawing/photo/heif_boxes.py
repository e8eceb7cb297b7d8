"""The container of a HEIC file: which coded tiles make its picture, and where each one's bytes lie.

Items and their properties (ISO/IEC 23008-12). Read here and not by a library, so
that sizes are known before anything is decoded, and so that a picture can be decoded tile by tile.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from core.drawing.photo.iso_boxes import ContainerError, NumberReader, bounded, boxes

MAX_TILES = 1024
_MAX_PIECES = 16  # of an item
_FULL = 4  # bytes of version and flags, where a box has them


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A coded part of a picture.

    Attributes:
        columns: its width in pixels.
        rows: its height in pixels.
        configuration: the decoder's (an `hvcC` box's content).
        coded: its bytes.
    """

    columns: int
    rows: int
    configuration: bytes
    coded: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class TiledPicture:
    """A picture made of tiles of one size.

    Attributes:
        columns: its width in pixels, as coded; tiles may reach beyond it.
        rows: its height in pixels.
        tiles: row by row.
        tiles_across: how many stand side by side.
        turns: by how many quarters it is to be turned anticlockwise.
        mirrored: to be mirrored after that: None, or 0 top to bottom, 1 left to right.
    """

    columns: int
    rows: int
    tiles: tuple[Tile, ...]
    tiles_across: int
    turns: int
    mirrored: int | None


def read_tiled_picture(data: bytes) -> TiledPicture:
    """Return the main picture of a HEIC file, with nothing decoded.

    Raises:
        ContainerError: the file is damaged, or its picture is neither one coded picture nor a grid of them.
    """
    try:
        return _Container(data).picture()
    except (struct.error, LookupError, ArithmeticError) as error:
        raise ContainerError("cut short") from error


class _Container:
    def __init__(self, data: bytes) -> None:
        self._data = data
        meta = next((body for kind, body in boxes(data) if kind == b"meta"), None)
        if meta is None:
            raise ContainerError("no items")
        self._boxes = dict(boxes(meta[_FULL:]))
        properties = dict(boxes(self._boxes[b"iprp"]))
        self._properties = list(boxes(properties[b"ipco"]))
        self._owned = self._read_associations(properties[b"ipma"])
        self._kinds = self._read_kinds()
        self._places = self._read_places()

    def picture(self) -> TiledPicture:
        box = self._boxes[b"pitm"]
        main = int.from_bytes(box[_FULL : _FULL + (4 if box[0] else 2)], "big")
        kind = self._kinds[main]
        turns, mirrored = self._orientation(main)
        if kind == b"hvc1":
            tile = self._tile(main)
            columns, rows, across, tiles = tile.columns, tile.rows, 1, (tile,)
        elif kind == b"grid":
            columns, rows, across, tiles = self._grid(main)
        else:
            raise ContainerError("neither a coded picture nor a grid")
        return TiledPicture(
            columns=columns, rows=rows, tiles=tiles, tiles_across=across, turns=turns, mirrored=mirrored
        )

    def _grid(self, main: int) -> tuple[int, int, int, tuple[Tile, ...]]:
        head = self._bytes_of(main)
        down, across = head[2] + 1, head[3] + 1
        columns, rows = struct.unpack_from(">II" if head[1] & 1 else ">HH", head, 4)
        items = self._parts(main)
        if len(items) != down * across or len(items) > MAX_TILES:
            raise ContainerError("another number of tiles than its grid has places")
        if any(self._kinds[item] != b"hvc1" for item in items):
            raise ContainerError("tiles of another kind")
        if sum(map(self._length_of, items)) > len(self._data):
            raise ContainerError("tiles that share their bytes")
        tiles = tuple(self._tile(item) for item in items)
        first = tiles[0]
        if any((tile.columns, tile.rows) != (first.columns, first.rows) for tile in tiles):
            raise ContainerError("tiles of several sizes")
        if -(-columns // first.columns) != across or -(-rows // first.rows) != down:
            raise ContainerError("more tiles than fill the picture, or fewer")
        return columns, rows, across, tiles

    def _tile(self, item: int) -> Tile:
        columns, rows = struct.unpack_from(">II", self._property(item, b"ispe"), _FULL)
        configuration = self._property(item, b"hvcC")
        return Tile(columns=columns, rows=rows, configuration=configuration, coded=self._bytes_of(item))

    def _property(self, item: int, kind: bytes) -> bytes:
        for index in self._owned[item]:
            if self._properties[index - 1][0] == kind:
                return self._properties[index - 1][1]
        raise ContainerError(f"no {kind!r}")

    def _orientation(self, item: int) -> tuple[int, int | None]:
        turns, mirrored = 0, None
        for index in self._owned[item]:
            kind, body = self._properties[index - 1]
            if kind == b"irot":
                turns = body[0] & 3
            elif kind == b"imir":
                mirrored = body[0] & 1
        return turns, mirrored

    def _read_kinds(self) -> dict[int, bytes]:
        box = self._boxes[b"iinf"]
        kinds = {}
        for kind, body in boxes(box[_FULL + (4 if box[0] else 2) :]):
            if kind == b"infe" and body[0] in (2, 3):
                size = 2 if body[0] == 2 else 4
                kinds[int.from_bytes(body[4 : 4 + size], "big")] = body[6 + size : 10 + size]
        return kinds

    def _read_associations(self, box: bytes) -> dict[int, list[int]]:
        size, is_wide = (4 if box[0] else 2), box[3] & 1
        reader = NumberReader(box, _FULL)
        return {
            reader.number(size): [
                reader.number(2) & 0x7FFF if is_wide else reader.number(1) & 0x7F for _ in range(reader.number(1))
            ]
            for _ in range(bounded(reader.number(4)))
        }

    def _parts(self, item: int) -> list[int]:
        """Return the items that a derived picture is made of, in order."""
        box = self._boxes[b"iref"]
        size = 4 if box[0] else 2
        for kind, body in boxes(box[_FULL:]):
            reader = NumberReader(body)
            if kind == b"dimg" and reader.number(size) == item:
                return [reader.number(size) for _ in range(reader.number(2))]
        raise ContainerError("a grid of nothing")

    def _read_places(self) -> dict[int, tuple[int, list[tuple[int, int]]]]:
        """Return for each item whether its bytes lie in the file (0) or in the container (1), and its extents."""
        box = self._boxes[b"iloc"]
        version, reader = box[0], NumberReader(box, _FULL)
        sizes = reader.number(2)
        offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
        index_size = sizes & 15 if version else 0
        places = {}
        for _ in range(bounded(reader.number(2 if version < 2 else 4))):
            item = reader.number(2 if version < 2 else 4)
            method = reader.number(2) & 15 if version else 0
            reader.number(2)  # which file: this one
            base, extents = reader.number(base_size), []
            for _ in range(bounded(reader.number(2), _MAX_PIECES)):
                reader.number(index_size)
                extents.append((base + reader.number(offset_size), reader.number(length_size)))
            places[item] = method, extents
        return places

    def _pieces_of(self, item: int) -> tuple[bytes, list[tuple[int, int]]]:
        """Return where an item's bytes lie, and from where to where."""
        method, extents = self._places[item]
        if method not in (0, 1):
            raise ContainerError("an item that lies elsewhere")
        source = self._data if method == 0 else self._boxes[b"idat"]
        pieces = [(place, place + length if length else len(source)) for place, length in extents]
        if not pieces or any(not begin < end <= len(source) for begin, end in pieces):
            raise ContainerError("cut short")
        return source, pieces

    def _length_of(self, item: int) -> int:
        return sum(end - begin for begin, end in self._pieces_of(item)[1])

    def _bytes_of(self, item: int) -> bytes:
        source, pieces = self._pieces_of(item)
        return b"".join(source[begin:end] for begin, end in pieces)
