"""Which pictures a person has asked for on Browse: in the session, and in the page's address.

The address's counts: it changes by a person's link, reload, Back or Forward. Where it says nothing, what the session
holds does, and in a new session all pictures of the selected digit's split.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.data.gallery import ImageName, SplitName
from core.data.selection.image_query import LONGEST, ImageQuery, ReadQuery
from pages.state import cached, selected, slots, state, url
from pages.state.browse import browse_slots, pictures


@dataclass(frozen=True, slots=True, kw_only=True)
class InVain:
    """What the address asks for in vain.

    Attributes:
        words: those that mean nothing; the others count.
        is_all: whether there are no others.
        is_twice: whether it asks for pictures twice, of which the last counts.
    """

    words: tuple[str, ...] = ()
    is_all: bool = False
    is_twice: bool = False


NOTHING_IN_VAIN = InVain()


def sync() -> InVain:
    """Take the query from the address, or write it there; once per run of the page, before it is read.

    Returns:
        What the address asks for in vain.

    Raises:
        LabError: there are no images.
    """
    said, in_vain = url.parameter(browse_slots.BROWSE_SHOW), NOTHING_IN_VAIN
    if said is not None:
        read = ReadQuery.of(said[: LONGEST + 1], split=_split_of(selected.digit()))
        query, is_twice = read.query, not url.is_exactly(browse_slots.BROWSE_SHOW, said)
        in_vain = InVain(words=read.refused, is_all=read.is_nothing_meant, is_twice=is_twice)
    elif url.is_step_in_history() or state.get(browse_slots.BROWSE_SHOW) is None:
        query = ImageQuery(split=_split_of(selected.digit()))
    else:
        query = current()
    if in_vain != NOTHING_IN_VAIN or url.is_step_in_history():
        # each change of an address is a step that Back would never get past
        state.put(browse_slots.BROWSE_SHOW, query.text)
    else:
        put(query)
    return in_vain


def current() -> ImageQuery:
    """Return what the session asks for."""
    text = state.get(browse_slots.BROWSE_SHOW)
    return ImageQuery(split=_split_of(selected.digit())) if text is None else ReadQuery.of(text).query


def put(query: ImageQuery, digit: ImageName | None = None) -> None:
    """Ask for other pictures, and select a digit where one is given: one change of the address."""
    is_said = query != ImageQuery(split=_split_of(digit or selected.digit()))
    texts = {browse_slots.BROWSE_SHOW: query.text if is_said else None}
    held: dict = {browse_slots.BROWSE_SHOW: query.text}
    if digit is not None:
        texts[slots.DIGIT] = held[slots.DIGIT] = str(digit)
    url.put_all(texts, held)


def change(**changed: object) -> None:
    """Ask for other pictures, from their first page on: by attributes of the query."""
    put(replace(current(), **{"page": None, "preset": None, **changed}))  # type: ignore[arg-type]


def select(digit: ImageName, *, path: str) -> None:
    """Select a digit, on any page; the pictures turn to it, where all are shown to those of its split.

    Args:
        digit: which.
        path: of Browse, below the server's address.
    """
    query = current()
    if query.is_plain:
        query = replace(query, split=_split_of(digit), page=None)
    elif query.preset is None and (page := pictures.of(query, asks=False).gallery.page_of(digit)) is not None:
        query = replace(query, page=page)
    if url.page_path() == path:
        put(query, digit)
        return
    if state.get(browse_slots.BROWSE_SHOW) is not None:
        state.put(browse_slots.BROWSE_SHOW, query.text)
    selected.set_digit(digit)


def _split_of(digit: ImageName | None) -> SplitName:
    picture = cached.picture(digit)
    return "test" if picture is None else picture.split
