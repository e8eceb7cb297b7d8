"""The buttons that take the tab's numbers away as CSV."""

from __future__ import annotations

from collections.abc import Callable

from pages.ui import table_downloads


def button(label: str, written: Callable[[], str], name: str) -> None:
    """Draw a button for a table that is written when it is clicked; `name` is of the file and tells it from others."""
    name = name.replace(" ", "-")
    table_downloads.button(label, written, f"{name}.csv", key=f"why-take-{name.partition('-')[0]}")
