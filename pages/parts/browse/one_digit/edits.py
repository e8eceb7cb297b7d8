"""What a person has changed in a digit: it belongs to that digit, and another one begins without changes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from core.data.gallery import LabeledImage
from pages.state import cached, state
from pages.state.browse import one_digit_slots
from pages.state.slot import Slot
from pages.ui.pixels import pixel_editor

MOST_UNDONE = 50  # changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A digit that is changed.

    Attributes:
        of: the digit, and the data set that it is from.
        original: 784 bytes along the rows.
        pixels: the same after all changes.
        before: what they were before each change, the newest last.
        revision: of the pixels that the editor was given; those that a person paints have it too.
        changes: how many of this revision have come from the editor.
    """

    of: str
    original: bytes
    pixels: bytes
    before: tuple[bytes, ...] = ()
    revision: int = 1
    changes: int = 0

    @property
    def image(self) -> np.ndarray:
        """(28, 28) uint8, read-only."""
        return np.frombuffer(self.pixels, np.uint8).reshape(28, 28)

    @property
    def changed(self) -> int:
        """How many pixels differ from the original."""
        return sum(now != was for now, was in zip(self.pixels, self.original, strict=True))


EDIT = Slot("one-edit", Edit)


def of(picture: LabeledImage) -> Edit:
    """Return what is changed in a digit; of another one than before, nothing."""
    name = f"{picture.name} of {cached.dataset().digest}"
    edit = state.get(EDIT)
    if edit is None or edit.of != name:
        pixels = picture.pixels.tobytes()
        revision = 1 if edit is None else edit.revision + 1
        edit = Edit(of=name, original=pixels, pixels=pixels, revision=revision)
        state.put(EDIT, edit)
        state.pop(one_digit_slots.TARGET)
    return edit


def take() -> None:
    """Keep what the editor has sent; a callback, and whatever acts on the pixels calls it first."""
    edit = state.get(EDIT)
    if edit is None:
        return
    sent = state.event(one_digit_slots.EDITOR, "pixels")
    changes, all_pixels = pixel_editor.received(sent, revision=edit.revision, changes=edit.changes)
    edit = replace(edit, changes=changes)
    for pixels in all_pixels:
        if pixels != edit.pixels:
            edit = replace(edit, pixels=pixels, before=_noted(edit))
    state.put(EDIT, edit)


def put(pixels: bytes, *, can_be_undone: bool = True) -> None:
    """Put other pixels into the editor."""
    edit = state.get(EDIT)
    if edit is not None and pixels != edit.pixels:
        before = _noted(edit) if can_be_undone else edit.before
        state.put(EDIT, replace(edit, pixels=pixels, before=before, revision=edit.revision + 1, changes=0))


def undo() -> None:
    """Take the newest change back; a callback."""
    take()
    edit = state.get(EDIT)
    if edit is not None and edit.before:  # a quick second click finds none
        *before, pixels = edit.before
        state.put(EDIT, replace(edit, pixels=pixels, before=tuple(before), revision=edit.revision + 1, changes=0))


def back() -> None:
    """Put the original into the editor; Undo brings back what it was. A callback."""
    take()
    edit = state.get(EDIT)
    if edit is not None:
        put(edit.original)


def begin_anew() -> Edit | None:
    """Put the original into the editor for what changes it from there on; Undo takes all of that back in one."""
    take()
    edit = state.get(EDIT)
    if edit is not None:
        edit = replace(edit, pixels=edit.original, before=_noted(edit), revision=edit.revision + 1, changes=0)
        state.put(EDIT, edit)
    return edit


def _noted(edit: Edit) -> tuple[bytes, ...]:
    return (*edit.before, edit.pixels)[-MOST_UNDONE:]
