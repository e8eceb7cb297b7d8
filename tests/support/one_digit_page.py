"""What the tests of Browse's tab One digit share: what it says, and pixels as its editor sends them."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence

from streamlit.testing.v1 import AppTest

from tests.support.component_events import data_of, set_values

Visit = Callable[..., AppTest]


def texts(app: AppTest) -> str:
    """Return all that the tab says in words."""
    return "\n".join(part.value for part in (*app.markdown, *app.caption, *app.html, *app.subheader))


def codes(app: AppTest) -> list[str]:
    """Return the lines of code that are shown."""
    return [code.value for code in app.code]


def painted(app: AppTest, *changes: tuple[int, int]) -> AppTest:
    """Run the page as after the editor has sent its pixels, with other values at some places: one change."""
    return painted_at_once(app, changes)


def painted_at_once(app: AppTest, *gestures: Sequence[tuple[int, int]]) -> AppTest:
    """Run the page as after several changes, one after the other, have come in one message."""
    given = data_of(app, "one-editor")
    pixels, sent = bytearray(base64.b64decode(given["pixels"])), []
    for changes in gestures:
        for place, value in changes:
            pixels[place] = value
        sent.append(base64.b64encode(pixels).decode())
    number = given["changes"] + len(sent)
    return set_values(app, "one-editor", pixels=f"{given['revision']} {number} {' '.join(sent)}")
