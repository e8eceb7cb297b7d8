"""What is said of strokes on the canvas and of picture files with a digit."""

from __future__ import annotations

import math
from typing import Literal

from core.messages.message import Message, sentence
from core.messages.numbers import times

FileKind = Literal["eps", "pdf", "zip", "svg", "jxl", "video", "unknown"]
Unit = Literal["strokes", "points", "numbers"]

_FILE_KIND: dict[FileKind, str] = {
    "eps": "an EPS drawing",
    "pdf": "a PDF document",
    "zip": "a zip archive",
    "svg": "an SVG drawing",
    "jxl": "a JPEG XL picture",
    "video": "a video",
    "unknown": "not an image we can read",
}
_MEGABYTE = 1 << 20  # bytes, as the uploader beside it counts: "20MB per file"
_AGAIN = "Clear the canvas and draw again."
_SAVE_IT = "Save it as PNG or JPEG."


@sentence
def drawing() -> str:
    """Return how a whole drawing is called."""
    return "The drawing"


@sentence
def stroke(*, number: int) -> str:
    """Return how one stroke of a drawing is called, counted from 1."""
    return f"Stroke {number} of the drawing"


@sentence
def no_list(*, name: Message, unit: Unit, value: str) -> str:
    """Something else was sent than a list."""
    return f"{name} must be a list of {unit}; got {value}. {_AGAIN}"


@sentence
def long_list(*, name: Message, most: int, unit: Unit, count: int) -> str:
    """A list is longer than a person draws."""
    return f"{name} must have at most {most:,} {unit}; got {count:,}. {_AGAIN}"


@sentence
def wrong_number(*, name: Message, low: float, high: float, value: str) -> str:
    """Something else was sent than a number, or one outside its bounds."""
    return f"{name} must hold numbers from {low:,g} to {high:,g}; got {value}. {_AGAIN}"


@sentence
def no_canvas_message(*, value: str) -> str:
    """The canvas sent something else than its message."""
    return f"A drawing must be the canvas's own message; got {value}. {_AGAIN}"


@sentence
def no_pen_line(*, name: Message, value: str | None) -> str:
    """An object of the canvas is no line of the pen; `value` is what it is, where it is no object at all."""
    got = "" if value is None else f"; got {value}"
    return f"{name} must be a line of the pen{got}. {_AGAIN}"


@sentence
def unknown_command(*, name: Message, known: tuple[str, ...], value: str) -> str:
    """A path has a command of an unknown letter, or with more or fewer numbers than it takes."""
    return f"{name} must be made of {', '.join(known)}, each with its numbers; got {value}. {_AGAIN}"


@sentence
def no_beginning(*, name: Message) -> str:
    """A path does not begin with a move."""
    return f"{name} must begin with the pen's coming down. {_AGAIN}"


@sentence
def nothing_to_read(*, what: Literal["canvas", "dots", "picture"]) -> str:
    """An empty canvas is to be read, a drawing of which no stroke is longer than a dot, or a picture without ink."""
    found = {"canvas": "the canvas is empty", "dots": "only dots are drawn", "picture": "the picture has no ink"}[what]
    return f"There is no digit to read: {found}. Draw a digit from 0 to 9."


@sentence
def no_digit_found(*, found: Literal["nothing", "specks"]) -> str:
    """Nothing in a photo is darker or lighter than its paper, or what stands out is too small for a digit."""
    what = {"nothing": "nothing stands out from the background", "specks": "it shows only specks"}[found]
    return (
        f"No digit was found in this picture: {what}. Take it in even light, with digits that fill most of the picture."
    )


@sentence
def transparent_picture() -> str:
    """No pixel of a picture can be seen."""
    return "No digit was found in this picture: it is wholly transparent. Choose another one."


@sentence
def empty_file() -> str:
    """A picture's file has no bytes."""
    return f"The file is empty: it has 0 bytes. Choose a picture of digits. {_SAVE_IT}"


@sentence
def large_file(*, most: int, length: int) -> str:
    """A picture's file is too large; both in bytes."""
    got = math.ceil(10 * length / _MEGABYTE) / 10  # upwards: never the limit itself
    return f"The file is too large: at most {most // _MEGABYTE} MB are read; got {got:,.1f}. Make it smaller."


@sentence
def wrong_file_kind(*, kind: FileKind, formats: tuple[str, ...]) -> str:
    """A file is no picture of the formats that are read."""
    return f"This file is {_FILE_KIND[kind]}: only {', '.join(formats[:-1])} and {formats[-1]} are read. {_SAVE_IT}"


@sentence
def damaged_picture() -> str:
    """A picture's file cannot be decoded."""
    return "The picture is damaged or cut short: it could not be decoded. Save or download it again."


@sentence
def small_picture(*, least: int, columns: int, rows: int) -> str:
    """A picture has a side of too few pixels."""
    return (
        f"The picture is too small: it must have at least {least} pixels on each side; "
        f"got {times(f'{columns:,}', f'{rows:,}')}. Choose a larger one."
    )


@sentence
def large_picture(*, most: int, size: tuple[int, int] | None, format: str = "JPEG") -> str:
    """A picture has more pixels than its format can be read with; `size` is columns and rows, None where far more."""
    got = "far more" if size is None else f"{times(f'{size[0]:,}', f'{size[1]:,}')}"
    of, save = (
        ("", "") if format == "JPEG" else (f" of a {format} picture, which is unpacked whole", "Save it as JPEG, ")
    )
    make = "make it smaller" if save else "Make it smaller"
    return (
        f"The picture is too large: at most {most / 10**6:g} million pixels are read{of}; got {got}. "
        f"{save}{make}, or crop it to the digits."
    )


@sentence
def large_progressive_picture(*, most: int, needed: int) -> str:
    """A JPEG picture is stored from coarse to fine, and is too large to be held whole; both in bytes."""
    return (
        "The picture is too large for a progressive JPEG, which is unpacked whole: that may take at most "
        f"{most >> 20} MiB; it would take {needed / 2**20:,.0f}. Save it as a plain JPEG, or make it smaller."
    )


@sentence
def many_scans(*, most: int, count: int) -> str:
    """A JPEG picture is stored in more passes over its pixels than any camera or program makes."""
    return f"This JPEG is stored in {count:,} passes: at most {most} are read. {_SAVE_IT}"


@sentence
def unreadable_heic() -> str:
    """A HEIC picture is made in a way that is not read."""
    return (
        "This HEIC picture is of a kind that is not read. Share it as JPEG; on an iPhone, Settings > Camera > Formats "
        "> Most Compatible makes it take JPEG pictures."
    )


@sentence
def unnumbered_picture() -> str:
    """A picture of decimal numbers holds some that are infinite or no numbers."""
    return f"The picture's values are not all numbers, so they are no shades of grey. {_SAVE_IT}"


@sentence
def first_frame() -> str:
    """A note: of an animation only one frame was read."""
    return "This is an animation: only its first frame was read."


@sentence
def first_page() -> str:
    """A note: of a file with several pages only one was read."""
    return "This file has several pages: only its first was read."


@sentence
def by_one_colour(*, channel: Literal["red", "green", "blue"]) -> str:
    """A note: a picture was turned grey by one of its three channels."""
    return f"Its {channel} alone was read: there the ink stands out far more than in its brightness."


@sentence
def stretched(*, low: float, high: float) -> str:
    """A note: a picture's values have no fixed black and white, and were spread between the two."""
    return f"Its values, {low:,.4g} to {high:,.4g}, were spread from black to white."


@sentence
def turned_upright() -> str:
    """A note: a photo was turned as its camera noted."""
    return "The picture was turned upright, as its camera noted."


@sentence
def laid_on_paper(*, paper: Literal["white", "black"]) -> str:
    """A note: the transparent parts of a picture were filled."""
    return f"The transparent parts were taken for {paper} paper."
