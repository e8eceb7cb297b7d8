"""Where the Photo face's pictures come from: files that a person brings, and an example while there is none."""

from __future__ import annotations

import io
from dataclasses import dataclass

import streamlit as st
from PIL import Image

from pages.state import cached, selected
from pages.text.draw import Photo
from pages.text.frame import Digit

KINDS = ["png", "jpg", "jpeg", "bmp", "webp", "gif"]
MOST_FILES = 10
MOST_MEGABYTES = 5
EXAMPLE_SIZE, EXAMPLE_PAPER, EXAMPLE_INK = 224, 205, 50  # pixels; grey values


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
        Photo.UPLOAD, type=KINDS, accept_multiple_files=True, key="draw-files", max_upload_size=MOST_MEGABYTES
    )
    if len(uploaded) > MOST_FILES:
        st.warning(Photo.too_many(MOST_FILES, len(uploaded)))
    return Pictures(files=tuple((file.name, file.getvalue()) for file in uploaded[:MOST_FILES]))


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
    return Pictures(files=((Photo.printed(label), stored.getvalue()),))
