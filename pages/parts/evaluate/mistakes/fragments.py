"""The parts of the tab that draw test images of which one may be selected: each is drawn anew once one is."""

from __future__ import annotations

ALL = NAMING, GALLERY, SHARED, DOUBTED = (
    "evaluate-naming",
    "evaluate-gallery",
    "evaluate-shared",
    "evaluate-doubted",
)
