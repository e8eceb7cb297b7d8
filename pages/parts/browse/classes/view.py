"""The tab Classes: what goes in, how many there are of each, and what they look like on average."""

from __future__ import annotations


def show() -> None:
    """Draw the tab."""
