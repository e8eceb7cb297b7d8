"""The tab One digit: a picture as a ladder of five steps, what is nearest to it, and an editor of its pixels."""

from __future__ import annotations


def show() -> None:
    """Draw the tab."""
