"""Where the Photo face's pictures come from: files, the clipboard, a camera, and an example while there is none.

A file may be of any kind: who reads it says what it is. What is pasted goes to the uploader, in the browser
(picture_sources.js). The camera is asked for once a person opens it, and browsers have one only over https.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from urllib.parse import urlsplit

import streamlit as st
from PIL import Image

from core.drawing.photo.size_limits import MAX_BYTES
from pages.state import cached, selected, slots, state
from pages.text.frame import Digit
from pages.text.picture_sources import Sources
from pages.ui import widgets
from pages.ui.component_files import component

MOST_FILES = 10
EXAMPLE_SIZE, EXAMPLE_PAPER, EXAMPLE_INK = 224, 205, 50  # pixels; grey values
MOST_NAME = 200  # characters of a file's name
UPLOADER = "draw-files"
_SAFE_HOSTS = {"localhost", "127.0.0.1", "::1"}  # to which a browser lends the camera without https

_clipboard = component("picture_sources", __file__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """What a person has brought.

    Attributes:
        files: each file's name and bytes.
        refused: each file's name that is not read, and the sentence that says why.
    """

    files: tuple[tuple[str, bytes], ...] = ()
    refused: tuple[tuple[str, str], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Return whether nothing was brought at all."""
        return not self.files and not self.refused


def show() -> Pictures:
    """Draw where pictures are brought, and return them."""
    uploaded = st.file_uploader(
        Sources.UPLOAD, accept_multiple_files=True, key=UPLOADER, max_upload_size=MAX_BYTES >> 20
    )
    files = [(file.name, file.getvalue()) for file in uploaded]
    with st.container(horizontal=True, vertical_alignment="center"):
        refused = _failed(_show_clipboard())
        is_camera_open = _offer_camera()
    photo = st.camera_input(Sources.CAMERA_OF, key="draw-photo-taken") if is_camera_open else None
    if photo is not None:
        files.insert(0, (Sources.TAKEN, photo.getvalue()))
    if len(files) > MOST_FILES:
        st.warning(Sources.too_many(MOST_FILES, len(files)))
    return Pictures(files=tuple(files[:MOST_FILES]), refused=tuple(refused))


def _show_clipboard() -> object:
    """Draw how a picture is pasted, and return what the browser says of files that it could not send."""
    failed = state.event(slots.DRAW_SOURCES, "failed")
    words = {
        "key": UPLOADER,
        "known": json.dumps(failed or [], ensure_ascii=False, separators=(",", ":")),
        "paste": Sources.PASTE,
        "hint": Sources.PASTE_HINT,
        "pasted": Sources.PASTED,
        "none": Sources.NO_PICTURE,
        "refused": Sources.PASTE_REFUSED,
        "notRead": Sources.NOT_READ,
    }
    _clipboard(
        key=slots.DRAW_SOURCES.key,
        data=widgets.component_data(words),
        on_failed_change=_nothing,
        width="content",
    )
    return failed


def _nothing() -> None:
    """Do nothing: the page is drawn anew, and asks."""


def _failed(sent: object) -> list[tuple[str, str]]:
    """Return the names of files that did not arrive, each with the sentence for it; what else was sent is nothing."""
    failed = []
    for each in sent[:MOST_FILES] if isinstance(sent, list) else ():
        match each:
            case [str(name), str(why)] if why in Sources.FAILED:
                failed.append((name[:MOST_NAME], Sources.FAILED[why]))
    return failed


def _offer_camera() -> bool:
    """Draw the switch that opens the camera, and return whether it is open."""
    here = urlsplit(st.context.url or "https:")
    if here.scheme != "https" and here.hostname not in _SAFE_HOSTS:
        st.caption(Sources.NO_CAMERA)
        return False
    return st.toggle(Sources.CAMERA, key=slots.DRAW_CAMERA.key)


def example() -> Pictures:
    """Return the selected digit as if it were printed on grey paper: its name, and a PNG file."""
    name = selected.digit() or selected.DEFAULT_DIGIT
    picture = cached.picture(name) or cached.picture(selected.DEFAULT_DIGIT)
    if picture is None:
        return Pictures()
    ink = Image.fromarray(picture.pixels).resize((EXAMPLE_SIZE, EXAMPLE_SIZE), Image.Resampling.BICUBIC)
    paper = Image.new("L", ink.size, EXAMPLE_PAPER)
    paper.paste(EXAMPLE_INK, mask=ink)
    stored = io.BytesIO()
    paper.save(stored, "PNG")
    label = Digit.named(picture.split, picture.name.index, picture.label)
    return Pictures(files=((Sources.printed(label), stored.getvalue()),))
