"""The set-up of a run in the URL, as core.setup_links writes it."""

from __future__ import annotations

from core.recipes import DEFAULT
from pages.state import slots, state, url
from pages.state.selected import NO_RUN


def requested() -> str | None:
    """Return the set-up that the URL asks for, as it writes it; None where it is the form's, or asks for none.

    Back to an address without one leads to the default, and Back to the one from which a run was begun to what was
    begun there.
    """
    text, current = url.parameter(slots.TRAIN_LINK), state.get(slots.TRAIN_LINK)
    if url.is_step_in_history():
        places, begun = state.pop(slots.TRAIN_LINK_BEGUN)
        text = begun if text in places else text or DEFAULT
    return None if text in (None, current) else text


def set_current(text: str, *, in_url: bool) -> None:
    """Note the form's set-up; `in_url` writes it there too, which is one more step for the browser's Back."""
    before, is_there = state.get(slots.TRAIN_LINK), url.is_exactly(slots.TRAIN_LINK, text)
    state.put(slots.TRAIN_LINK, text)
    if in_url and text != before:
        state.pop(slots.TRAIN_LINK_BEGUN)
        state.put(slots.TRAIN_LINK_BEFORE, (url.parameter(slots.TRAIN_LINK),))
    if in_url and not is_there:
        url.write(slots.TRAIN_LINK, text)


def note_begun(text: str) -> None:
    """Note which set-up a run begins with, and where the browser's Back may lead from it.

    A change that comes with the click, by leaving its field, is one step with it. So Back may lead to the address from
    before that change, be it answered before the click or not: that then stands for what was begun.
    """
    places = (url.parameter(slots.TRAIN_LINK), *state.get(slots.TRAIN_LINK_BEFORE))
    state.put(slots.TRAIN_LINK_BEGUN, (places, text))


def remove_from_url() -> None:
    """Take the set-up out of the URL; the form keeps it."""
    url.remove(slots.TRAIN_LINK)


def link_query(set_up: str) -> dict[str, str]:
    """Return the query string of a link to a set-up on Train, whichever run is selected."""
    return {slots.RUN.key: NO_RUN, slots.TRAIN_LINK.key: set_up}
