"""A person's digits as files: taken away as JSON lines or NPZ, and brought back, or brought from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.errors import LabError
from core.own_digits.digit_files import MAX_FILE_BYTES, read_file, write_jsonl
from core.own_digits.npz_file import write_npz
from core.own_digits.own_digit import OwnDigit
from core.own_digits.store import MOST_DIGITS
from pages.state import state, visitor
from pages.state.draw import own_digits, own_digits_slots
from pages.text.draw_mine import MineFiles
from pages.ui import widgets


def show(digits: Sequence[OwnDigit]) -> None:
    """Draw the buttons that take these digits away, and where a file is brought; what was said of it stays."""
    st.subheader(MineFiles.TITLE if digits else MineFiles.TITLE_OF_NONE, anchor=False)
    if digits:
        _show_downloads(tuple(digits))
    else:
        widgets.keep_place()
    taken = state.get(own_digits_slots.MINE_FILES)
    slot = own_digits_slots.MINE_FILE.of(taken)
    file = st.file_uploader(MineFiles.UPLOAD, key=slot.key, max_upload_size=MAX_FILE_BYTES >> 20)
    if file is not None:
        said = _take(file.name, file.getvalue())
        state.put(own_digits_slots.MINE_FILES, taken + 1)
        state.put(own_digits_slots.MINE_FILE_SAID, said)
        st.rerun()  # the whole page: the tray and the scores are others
    is_taken, said = state.get(own_digits_slots.MINE_FILE_SAID)
    if said:
        (st.success if is_taken else st.error)(said)
    else:
        widgets.keep_place()
    st.expander(MineFiles.FORM).markdown(MineFiles.WHAT)


def _show_downloads(kept: tuple[OwnDigit, ...]) -> None:
    with st.container(horizontal=True, gap="small"):
        for label, help_, write, name, mime in (
            (MineFiles.JSONL, MineFiles.JSONL_HELP, write_jsonl, "my-digits.jsonl", "application/jsonl"),
            (MineFiles.NPZ, MineFiles.NPZ_HELP, write_npz, "my-digits.npz", "application/octet-stream"),
        ):
            st.download_button(
                label,
                data=lambda write=write: write(kept),
                file_name=name,
                mime=mime,
                on_click="ignore",
                key=f"draw-mine-take-{name.partition('.')[2]}",
                icon=":material/download:",
                help=help_,
            )


def _take(name: str, data: bytes) -> tuple[bool, str]:
    """Keep a file's digits; return whether that went well, and what is to be said of it, as Markdown."""
    try:
        read = read_file(data, most=MOST_DIGITS)
        result = own_digits.store().add_many(visitor.owner(), read.digits)
    except LabError as error:
        return False, f"**{widgets.plain(name)}** {widgets.plain(str(error))}"
    left_out = result.left_out + read.count - len(read.digits)
    said = MineFiles.imported(len(result.added), result.known, result.doubled, left_out, MOST_DIGITS)
    return True, f"**{widgets.plain(name)}** {widgets.plain(said)}"
