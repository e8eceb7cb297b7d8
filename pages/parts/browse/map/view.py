"""The tab Map: pictures as points, alike ones near each other."""

from __future__ import annotations


def show() -> None:
    """Draw the tab."""
