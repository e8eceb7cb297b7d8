"""A digit whose 784 pixels are changed one by one, by pointer, finger or keys; a changed pixel has a frame.

The browser keeps what is changed until it is given other pixels, which have another revision: what it sends names the
revision that it belongs to, and nothing is overwritten while a hand draws.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import numpy as np

from pages.ui import canvas, widgets
from pages.ui.component_files import component

Brush = Literal["flip", "ink", "rub", "restore"]
PIXELS = 28 * 28
MOST_SENT = 50  # changes in one message

_editor = component("pixel_editor", __file__, scripts=(Path(canvas.__path__[0]) / "one_hand.js",))


def draw(
    pixels: bytes,
    original: np.ndarray,
    *,
    revision: int,
    changes: int,
    brush: Brush,
    ink: int,
    hint: int | None,
    name: str,
    where: str,
    changed: str,
    key: str,
    on_pixels: Callable[[], None],
) -> None:
    """Draw the editor; the pixels come under "pixels", for `received`.

    Args:
        pixels: 784 of them along the rows, that it shows when it is new, or when the revision is.
        original: (28, 28) uint8, as they were before all changes.
        revision: of `pixels`.
        changes: number of the last change of this revision that has come, for `received`.
        brush: what a click does: paper becomes ink and ink paper; `ink`; paper; what it was.
        ink: 1 to 255.
        hint: index of a pixel that gets a ring, or None.
        name: of the editor, for who does not see it.
        where: what is said of the pixel at the cursor; {row}, {column} and {value} stand for its own.
        changed: the same of one that is changed; {before} stands for what it was.
        key: of the session's state.
        on_pixels: called when pixels have come.
    """
    data = {
        "pixels": base64.b64encode(pixels).decode(),
        "original": base64.b64encode(original.tobytes()).decode(),
        "revision": revision,
        "changes": changes,
        "brush": brush,
        "ink": ink,
        "hint": hint,
        "name": name,
        "where": where,
        "changed": changed,
    }
    _editor(
        key=key,
        data=widgets.component_data(data),
        default={"pixels": f"{revision} {changes} {data['pixels']}"},
        on_pixels_change=on_pixels,
    )


def received(sent: object, *, revision: int, changes: int) -> tuple[int, list[bytes]]:
    """Return what the browser sent that is new: the number of the last change, and the pixels after each change.

    None of what is of another revision, or no 784 pixels.

    Args:
        sent: the revision, the last change's number, and the pixels after each of the last changes.
        revision: of the pixels that the editor was given.
        changes: number of the last change that has come before.
    """
    said = sent.split(" ") if isinstance(sent, str) else []
    if len(said) < 3 or said[0] != str(revision) or not re.fullmatch("[0-9]{1,9}", said[1], re.ASCII):
        return changes, []
    number, texts = int(said[1]), said[2:]
    new = texts[-min(number - changes, MOST_SENT) :] if number > changes else []
    try:
        pixels = [base64.b64decode(text, validate=True) for text in new]
    except (binascii.Error, ValueError):
        return changes, []
    return (number, pixels) if new and all(len(one) == PIXELS for one in pixels) else (changes, [])
