"""Which models stand beside the one in hand: kept over a change of page, and in the address."""

from __future__ import annotations

from core.runs.log.models import Model, ModelName
from pages.state import state, url
from pages.state.draw import compare_slots

MOST = 2  # beside the one in hand


def others(in_hand: Model) -> list[ModelName]:
    """Return the names of the models beside the one in hand, at most MOST, no two alike; some may be no model's."""
    url.mirror(compare_slots.BESIDE, longest=MOST * (url.LONGEST_NAME + 1))
    found = [ModelName.parse(text) for text in (state.get(compare_slots.BESIDE) or "").split(",")]
    different = dict.fromkeys(name for name in found if name is not None and name != in_hand.name)
    return list(different)[:MOST]


def put(names: list[ModelName]) -> None:
    """Have these models beside the one in hand, in the address too."""
    url.put(compare_slots.BESIDE, ",".join(map(str, names[:MOST])) or None)
