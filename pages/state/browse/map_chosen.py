"""The images that were chosen on a map; of another data set than the one at hand, none."""

from __future__ import annotations

from collections.abc import Sequence

from core.data.gallery import ImageName
from pages.state import cached, state
from pages.state.browse import map_slots


def names() -> list[ImageName]:
    """Return the images, in the order of their collection."""
    if state.get(map_slots.MAP_CHOSEN_OF) != cached.dataset().digest:
        return []
    return [name for text in state.get(map_slots.MAP_CHOSEN) if (name := ImageName.parse(text)) is not None]


def put(chosen: Sequence[ImageName]) -> None:
    """Choose images of the data set at hand in place of those before."""
    state.put(map_slots.MAP_CHOSEN_OF, cached.dataset().digest)
    state.put(map_slots.MAP_CHOSEN, tuple(map(str, chosen)))
