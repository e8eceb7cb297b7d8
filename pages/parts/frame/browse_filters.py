"""What a person chose on Browse: split, label, page of the mosaic, and the pixel that is named."""

from __future__ import annotations

from core.data.gallery import SPLITS, Split
from pages.state import session
from pages.state.session import Key

LAST_PIXEL = 27
FIRST_PIXEL = (13, 14)  # row and column that the first view of a picture names


def split() -> Split:
    """Return the split that Browse shows; anything else than a split becomes the test images."""
    chosen = session.value(Key.BROWSE_SPLIT)
    return chosen if chosen in SPLITS else "test"


def label() -> int | None:
    """Return the digit that Browse shows alone, or None for all."""
    chosen = session.value(Key.BROWSE_LABEL)
    return chosen if isinstance(chosen, int) and chosen in range(10) else None


def page() -> int:
    """Return the page of the mosaic, from 1; it may lie past the last one."""
    chosen = session.value(Key.BROWSE_PAGE)
    return chosen if isinstance(chosen, int) else 1


def turn_page(page: int) -> None:
    """Show another page of the mosaic."""
    session.preset(Key.BROWSE_PAGE, page)


def pixel() -> tuple[int, int]:
    """Return row and column, 0 to 27, of the pixel that Browse names; presets them for the first view."""
    found = []
    for key, first in ((Key.BROWSE_ROW, FIRST_PIXEL[0]), (Key.BROWSE_COLUMN, FIRST_PIXEL[1])):
        chosen = session.value(key)
        if not isinstance(chosen, int):
            session.preset(key, chosen := first)
        found.append(min(max(chosen, 0), LAST_PIXEL))
    return found[0], found[1]
