"""What is selected on all pages, in the session and in the URL: the digit, the model, the run, the layer, the runs.

An address without a digit, a run or a model means the selected one: pages are changed that way. Only after the
browser's Back or Forward it means none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.data.gallery import ImageName
from core.runs.log.models import PRETRAINED, ModelName
from core.runs.run_table import MAX_COMPARED
from pages.state import slots, state, url

DEFAULT_DIGIT = ImageName("test", 1)
NO_RUN = "none"  # in an address: no run is selected, whichever was


def sync_with_url(*, trains_on: str) -> None:
    """Take digit, run and model from the URL, or write them there; once per run of a page, before they are read.

    Args:
        trains_on: path of the page where the end of a run selects its model; there, Back selects none.
    """
    if url.parameter(slots.RUN) == NO_RUN:
        set_run(None)
    is_train = url.page_path() == trains_on
    for slot in (slots.DIGIT, slots.RUN, slots.MODEL):
        longest = url.LONGEST_NAME + 1  # one more than a name may have: cut, it would be another's
        url.mirror(slot, longest=longest, stays=slot is slots.MODEL and is_train)


def digit() -> ImageName | None:
    """Return the name of the selected digit, or None where the URL spells no name."""
    text = state.get(slots.DIGIT)
    return DEFAULT_DIGIT if text is None else ImageName.parse(text)


def set_digit(name: ImageName) -> None:
    """Select a digit, on every page and in the URL."""
    url.put(slots.DIGIT, str(name))


def model() -> ModelName | None:
    """Return the name of the selected model, or None where the URL spells no name."""
    text = state.get(slots.MODEL)
    return PRETRAINED if text is None else ModelName.parse(text)


def set_model(name: ModelName) -> None:
    """Select a model, on every page and in the URL."""
    url.put(slots.MODEL, str(name))


def run() -> str | None:
    """Return the id of the selected run, or None; it may be no run's."""
    return state.get(slots.RUN)


def set_run(identity: str | None) -> None:
    """Select a run, in the URL too; None selects none."""
    if identity is not None and state.get(slots.BRANCH_NONCE)[0] == identity:
        state.pop(slots.BRANCH_NONCE)  # come back to on purpose: what is begun now is another branch
    url.put(slots.RUN, identity)


def compared_runs() -> tuple[str, ...]:
    """Return the different ids of the runs that are compared, as the URL or a click gave them; some may be no run's."""
    url.mirror(slots.COMPARE, longest=MAX_COMPARED * url.LONGEST_NAME)
    identities = (state.get(slots.COMPARE) or "").split(",")
    return tuple(dict.fromkeys(identity[: url.LONGEST_NAME] for identity in identities if identity))[:MAX_COMPARED]


def set_compared_runs(runs: Iterable[str]) -> None:
    """Compare these runs, in the URL too."""
    url.put(slots.COMPARE, ",".join(runs) or None)


def layer() -> int | None:
    """Return the layer that Inside shows, 0 for the picture, or None for none; it may lie past the last one."""
    url.mirror(slots.LAYER)
    text = state.get(slots.LAYER) or ""
    return int(text) if re.fullmatch("[0-9]{1,2}", text, re.ASCII) else None


def set_layer(index: int) -> None:
    """Show a layer on Inside, in the URL too."""
    url.put(slots.LAYER, str(index))


def link_query(*, model: ModelName | None = None) -> dict[str, str]:
    """Return the query string of a link to another page: what is selected, or `model` instead of that one."""
    chosen = model or ModelName.parse(state.get(slots.MODEL) or "")
    names = ((slots.DIGIT, digit()), (slots.RUN, run()), (slots.MODEL, chosen))
    return {slot.key: str(name) for slot, name in names if name is not None}
