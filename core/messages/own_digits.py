"""What is said of a person's own digits: one that cannot be kept, a file of them that cannot be taken, no room."""

from __future__ import annotations

from typing import Literal

from core.messages.message import Message, sentence
from core.messages.numbers import times

Fault = Literal["empty", "json", "no_object", "nothing", "pixels", "points", "canvas", "text"]
NpzFault = Literal["zip", "packing", "header", "length", "images", "labels", "strokes", "grey"]
_FAULTS: dict[Fault, str] = {
    "empty": "it is empty",
    "json": "it is not JSON",
    "no_object": 'it must be an object such as {"label": 7, "strokes": [[[80, 70], [195, 70]]]}',
    "nothing": 'it needs "strokes", or "pixels"',
    "pixels": f'"pixels" must be {times(28, 28)} = 784 whole numbers from 0 (paper) to 255 (ink), in a list',
    "points": '"strokes" must be lists of points, and a point two numbers, [x, y]',
    "canvas": '"canvas", the side of what was drawn on, must be a number above 0 and up to 10,000',
    "text": "it is not text in UTF-8",
}
_NPZ_FAULTS: dict[NpzFault, str] = {
    "zip": "it is not a whole zip archive",
    "packing": "an array in it is packed in a way that is not read, or cannot be unpacked",
    "header": "an array in it does not start as NumPy's arrays of plain numbers do",
    "length": "an array in it is not as long as its header says, or longer than a person's digits",
    "images": '"images" must be of shape (N, 28, 28), with whole numbers from 0 (paper) to 255 (ink) as uint8',
    "labels": '"labels" must be whole numbers, one for each image',
    "strokes": (
        '"strokes_per_digit", "stroke_lengths" and "stroke_points" do not fit each other: they must count the strokes '
        "of each digit and the points of each stroke"
    ),
    "grey": "one of its images cannot be taken",
}
_UNCHANGED = "Nothing was imported."


@sentence
def wrong_id() -> str:
    """A digit's id is not of the form that ids have."""
    return "A digit's id must be 32 hexadecimal digits. Leave it out; it is given one."


@sentence
def wrong_label(*, value: str) -> str:
    """A digit is called something else than 0 to 9."""
    return f"A digit's label must be a whole number from 0 to 9; got {value}."


@sentence
def wrong_image(*, side: int) -> str:
    """A digit's picture has another shape or another type."""
    return f"A digit's picture must have {times(side, side)} pixels, whole numbers from 0 to 255."


@sentence
def no_ink() -> str:
    """A digit's picture is empty."""
    return "A digit's picture must have ink: all its pixels are 0."


@sentence
def many_points(*, most_strokes: int, most_points: int) -> str:
    """A drawing is larger than a person's."""
    return f"A digit may have at most {most_strokes:,} strokes and {most_points:,} points in all; it has more."


@sentence
def wrong_points(*, limit: int) -> str:
    """A stroke is not made of points, or one lies far away."""
    return f"A stroke must be made of points of two numbers from {-limit:,} to {limit:,}."


@sentence
def wrong_moment(*, value: str) -> str:
    """When a digit was kept is no moment."""
    return f"When a digit was kept must be a number of seconds since 1970; got {value}."


@sentence
def too_many(*, most: int) -> str:
    """An owner keeps as many digits as may be."""
    return (
        f"You keep {most:,} digits, and no more fit: this one was not kept. Export them, then delete some under "
        "My digits."
    )


@sentence
def too_large(*, most_bytes: int) -> str:
    """An owner's digits take as much room as they may."""
    return (
        f"Your digits take {most_bytes / 10**6:g} MB, and no more fit: this one was not kept. Export them, then delete "
        "some under My digits."
    )


@sentence
def server_is_full() -> str:
    """All owners' digits together take as much room as they may."""
    return (
        "This server has no room for more people's digits: nothing was kept. Export yours, so that you have them; "
        "whoever runs the server can make room."
    )


@sentence
def disk_is_full() -> str:
    """There is no room on the disk."""
    return "There is no room left on the server's disk: nothing was changed. Free some space, then try again."


@sentence
def folder_is_unusable(*, reason: str) -> str:
    """Digits can be neither read nor written."""
    return f"Your digits cannot be reached on the server's disk ({reason}): nothing was changed. Try again later."


@sentence
def unknown_owner() -> str:
    """Who asks has no owner's id."""
    return "This browser has no id, so no digits can be kept for it. Load the page again."


@sentence
def gone() -> str:
    """A digit is asked for that is no longer kept."""
    return "This digit is no longer among yours: it was deleted, perhaps in another tab."


@sentence
def file_is_empty() -> str:
    """A file of digits has nothing in it."""
    return f"The file holds no digits. It needs a line for each, or NumPy's arrays. {_UNCHANGED}"


@sentence
def file_is_large(*, most_bytes: int, is_unpacked: bool) -> str:
    """A file of digits is larger than any person's, as it is or once unpacked."""
    unpacked = "unpacked, it" if is_unpacked else "it"
    return (
        f"The file is too large: at most {most_bytes >> 20} MiB are read, and {unpacked} has more. {_UNCHANGED} Take "
        "a part of it."
    )


@sentence
def damaged_gzip() -> str:
    """A gzipped file cannot be unpacked."""
    return f"The file is damaged: it ends too early or cannot be unpacked. {_UNCHANGED} Fetch it again."


@sentence
def long_line(*, number: int, most_bytes: int) -> str:
    """A line is longer than any drawing's."""
    return (
        f"Line {number:,} of the file is too long: a digit takes at most {most_bytes:,} bytes. {_UNCHANGED} The file "
        "needs a line for each digit."
    )


@sentence
def many_lines(*, most: int) -> str:
    """A file has more lines than are counted."""
    return f"The file has too many lines: at most {most:,} are read. {_UNCHANGED} Take a part of it."


@sentence
def large_drawings(*, most_strokes: int, most_points: int) -> str:
    """The drawings of a file are together larger than those of a person's digits."""
    return (
        f"The file's drawings are too large: at most {most_strokes:,} strokes and {most_points:,} points in all are "
        f"read. {_UNCHANGED} Take fewer digits at a time."
    )


@sentence
def fault(*, what: Fault) -> str:
    """Return what is wrong with a line, as part of `bad_line`."""
    return f"{_FAULTS[what]}."


@sentence
def bad_line(*, number: int, why: Message | str) -> str:
    """A line of a file is no digit."""
    return f"Line {number:,} of the file cannot be taken: {why} {_UNCHANGED} Mend or delete that line."


@sentence
def missing_arrays(*, missing: str, keys: tuple[str, ...]) -> str:
    """An NPZ file has not the arrays that digits need."""
    found = f"; it holds {', '.join(keys)}" if keys else ""
    return f'The file must hold the arrays "images" and "labels", and has no "{missing}"{found}. {_UNCHANGED}'


@sentence
def bad_npz(*, what: NpzFault) -> str:
    """An NPZ file is damaged, or its arrays are others."""
    return f"The file cannot be taken: {_NPZ_FAULTS[what]}. {_UNCHANGED} Save it again."


@sentence
def bad_npz_digit(*, number: int, why: Message | str) -> str:
    """One digit of an NPZ file is none."""
    return f"Digit {number:,} of the file, counted from 1, cannot be taken: {why} {_UNCHANGED}"
