"""The tab Classes: what goes in, what the images of a label look like on average, and how many there are of each."""

from __future__ import annotations

from pages.parts.browse.classes import averages, goes_in


def show() -> None:
    """Draw the tab: what is known at once, then what the engine counts."""
    goes_in.show()
    averages.show()
