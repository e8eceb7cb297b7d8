"""Contact sheets of what was read wrong, for people who work on it: the picture with boxes, each digit's 28 x 28."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from benchmarks.photo_reading import PhotoReading

ACROSS, DOWN = 5, 4  # pictures of a sheet
SIDE = 280  # pixels, of a picture's longer side
TILE = 28
_MARGIN, _LINE = 8, 15  # pixels: round a cell, and of a line of text
_TEXT_ROWS = 3
_CELL = SIDE + 2 * _MARGIN, SIDE + 2 * TILE + _TEXT_ROWS * _LINE + 2 * _MARGIN
_PAPER, _BOX = (255, 255, 255), (220, 40, 40)


def write_sheets(folder: Path, cells: Sequence[Image.Image]) -> list[Path]:
    """Write cells that `cell` made, 20 to a sheet, as `sheet-01.png` and so on; return the files.

    Args:
        folder: made if missing.
        cells: in the order in which they are shown, row by row.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for first in range(0, len(cells), ACROSS * DOWN):
        shown = cells[first : first + ACROSS * DOWN]
        rows = -(-len(shown) // ACROSS)
        sheet = Image.new("RGB", (ACROSS * _CELL[0], rows * _CELL[1]), _PAPER)
        for index, picture in enumerate(shown):
            sheet.paste(picture, (index % ACROSS * _CELL[0], index // ACROSS * _CELL[1]))
        written.append(folder / f"sheet-{len(written) + 1:02}.png")
        sheet.save(written[-1])
    return written


def cell(data: bytes, reading: PhotoReading, *lines: str) -> Image.Image:
    """Return a picture with what was found in it, and lines of text below.

    Args:
        data: the picture's file.
        reading: what was read in it.
        lines: at most 2, such as the file's name and its label; what was read is added.
    """
    shown = Image.new("RGB", _CELL, _PAPER)
    draw = ImageDraw.Draw(shown)
    picture = _picture(data, reading)
    shown.paste(picture, (_MARGIN, _MARGIN))
    columns, rows = picture.size
    found = reading.prepared.segmentations[0].digits if reading.prepared else ()
    for digit in found:
        left, top, right, bottom = digit.box
        corners = (left * columns, top * rows, right * columns, bottom * rows)
        draw.rectangle([_MARGIN + corner for corner in corners], outline=_BOX)
    for index, digit in enumerate(found[: 2 * (SIDE // TILE)]):
        row, column = divmod(index, SIDE // TILE)
        shown.paste(Image.fromarray(digit.image), (_MARGIN + column * TILE, _MARGIN + SIDE + row * TILE))
    said = " ".join(f"{digit}:{sureness:.2f}" for digit, sureness in zip(reading.text, reading.sureness, strict=True))
    font = ImageFont.load_default(size=11)
    for number, line in enumerate([*lines, said or reading.refusal]):
        top = _MARGIN + SIDE + 2 * TILE + number * _LINE
        draw.text((_MARGIN, top), line.encode("latin-1", "replace").decode("latin-1")[:52], fill=(0, 0, 0), font=font)
    return shown


def _picture(data: bytes, reading: PhotoReading) -> Image.Image:
    """Return the picture as it was read, or, where it was refused, as Pillow reads it."""
    try:
        if reading.prepared:
            picture = Image.fromarray(np.asarray(reading.prepared.grey)).convert("RGB")
        else:
            opened = Image.open(io.BytesIO(data))
            opened.draft("RGB", (SIDE, SIDE))
            picture = opened.convert("RGB")
    except Exception:  # what cannot be decoded stays a grey field
        picture = Image.new("RGB", (SIDE, SIDE), (128, 128, 128))
    scale = SIDE / max(picture.size)
    return picture.resize((max(round(picture.width * scale), 1), max(round(picture.height * scale), 1)))
