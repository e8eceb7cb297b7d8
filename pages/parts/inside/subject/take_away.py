"""The numbers behind a view, as files: arrays as NPZ, one table as CSV, each written when its button is clicked."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import streamlit as st

from core.export.activation_tables import npz_bytes
from pages.text.inside_take_away import TakeAway
from pages.ui import table_downloads

ZIP = "application/zip"  # an NPZ is a ZIP of arrays


def show(
    arrays: Callable[[], Mapping[str, np.ndarray]],
    file_name: str,
    *,
    csv: Callable[[], str] | None = None,
    csv_label: str = TakeAway.CSV,
    csv_name: str | None = None,
    lead: str = "",
    title: str = TakeAway.TITLE,
) -> None:
    """Draw an expander with a button for each file.

    Args:
        arrays: gives what the NPZ holds, by name; called when the button is clicked, so of what was drawn last.
        file_name: of the files, without their ending; the buttons' keys are made of it, so one of a kind on a page.
        csv: gives a table as CSV (`core.export`); None where there is none.
        csv_label: of its button.
        csv_name: of its file, without the ending, where that is not `file_name`.
        lead: what the arrays are, a sentence.
        title: of the expander.
    """
    with st.expander(title, key=f"take-{file_name}"):
        st.markdown(f"{lead} {TakeAway.LEAD}".strip())
        with st.container(horizontal=True, gap="small"):
            key = f"take-{file_name}"
            npz_button(TakeAway.NPZ, arrays, file_name)
            if csv is not None:
                table_downloads.button(csv_label, csv, f"{csv_name or file_name}.csv", key=f"{key}-csv")


def npz_button(
    label: str, arrays: Callable[[], Mapping[str, np.ndarray]], file_name: str, *, help_: str | None = None
) -> None:
    """Draw one button: it stands beside that of a table's CSV, or below a figure that has none.

    Args:
        label: of the button.
        arrays: as `show` takes it.
        file_name: as `show` takes it.
        help_: what the arrays are, a sentence.
    """
    table_downloads.button(
        label, lambda: npz_bytes(arrays()), f"{file_name}.npz", key=f"take-{file_name}-npz", mime=ZIP, help_=help_
    )
