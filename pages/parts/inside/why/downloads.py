"""The buttons that take the tab's numbers away: a table as CSV, its arrays as NPZ beside it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.parts.inside.subject import take_away
from pages.parts.inside.why.arrays import Arrays
from pages.ui import table_downloads


def buttons(
    labels: tuple[str, str], written: Callable[[], str], arrays: Callable[[], Arrays], name: str, *, help_: str
) -> None:
    """Draw two buttons, whose files are written when they are clicked.

    Args:
        labels: of the CSV's and of the NPZ's.
        written: gives the CSV.
        arrays: gives what the NPZ holds.
        name: of the files, which tells them from others.
        help_: what the arrays are, a sentence.
    """
    name = name.replace(" ", "-")
    with st.container(horizontal=True, gap="small"):
        table_downloads.button(labels[0], written, f"{name}.csv", key=f"why-take-{name.partition('-')[0]}")
        take_away.npz_button(labels[1], arrays, name, help_=help_)
