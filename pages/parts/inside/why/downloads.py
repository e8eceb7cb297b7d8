"""The buttons that take the tab's numbers away as CSV."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st


def button(label: str, written: Callable[[], str], name: str) -> None:
    """Draw a button for a table that is written when it is clicked; `name` is of the file and tells it from others."""
    name = name.replace(" ", "-")
    st.download_button(
        label,
        data=written,
        file_name=f"{name}.csv",
        mime="text/csv",
        on_click="ignore",
        key=f"why-take-{name.partition('-')[0]}",
        type="tertiary",
        icon=":material/download:",
    )
