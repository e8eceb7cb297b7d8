"""The tray: a person's digits as tiles, in order and filtered, and what can be done with one or with all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import streamlit as st

from core import lab
from core.errors import LabError
from core.own_digits.own_digit import OwnDigit
from core.own_digits.store import MOST_DIGITS
from core.runs.log.models import Model
from pages.parts.draw.mine import tiles
from pages.state import slots, state, visitor
from pages.state.draw import own_digits, own_digits_slots
from pages.state.draw.own_digits import Answer
from pages.text.draw_mine import Mine
from pages.ui import widgets


def show_undo() -> None:
    """Draw why the last click was refused, and what takes back the last deletion."""
    refusal = state.pop(own_digits_slots.MINE_REFUSAL)
    if refusal:
        st.error(widgets.plain(refusal))
    else:
        widgets.keep_place()
    removed, no_room = state.get(own_digits_slots.MINE_REMOVED), state.get(own_digits_slots.MINE_NO_ROOM)
    said = [Mine.deleted(len(removed))] if removed else []
    if no_room:
        said.append(Mine.no_room(len(no_room), MOST_DIGITS))
    if said:
        widgets.way_back(" ".join(said), Mine.UNDO, key="draw-mine-undo", on_click=_bring_back)
    else:
        widgets.keep_place()


def show(model: Model, digits: Sequence[OwnDigit]) -> None:
    """Draw the digits, the oldest first in `digits`, as the person orders and filters them.

    Raises:
        LabError: the model's weights cannot be read, or the engine does not answer.
    """
    answers: Sequence[Answer | None] = [None] * len(digits)
    if lab.current().inference.is_awake:
        answers = own_digits.answers(model.network, digits)
    read = dict(zip((digit.id for digit in digits), answers, strict=True))
    _show_filters()
    label = state.get(own_digits_slots.MINE_LABEL)
    listed = [digit for digit in reversed(digits) if label in (None, digit.label)]
    if state.get(own_digits_slots.MINE_ORDER) == "misread":
        listed.sort(key=lambda digit: not _is_misread(digit, read[digit.id]))
    most = state.get(own_digits_slots.MINE_SHOWN)
    st.subheader(Mine.tray(len(listed), len(digits)), anchor=False)
    if not listed and label is not None:
        st.caption(Mine.none_of(label))
        return
    chosen = next((digit for digit in digits if digit.id == state.get(own_digits_slots.MINE_CHOSEN)), None)
    with st.container(key="draw-mine-chosen-ways"):
        if chosen is None:
            st.caption(Mine.CHOOSE)
        else:
            _show_chosen(chosen, read[chosen.id])
    shown = listed[:most]
    tiles.show(shown, [read[digit.id] for digit in shown], chosen=chosen.id if chosen else "", on_chosen=_choose)
    if not lab.current().inference.is_awake:
        st.caption(Mine.UNREAD)
    else:
        widgets.keep_place()
    with st.container(horizontal=True, gap="small"):
        if len(listed) > most:
            st.button(Mine.MORE, key="draw-mine-more", on_click=_show_more)
        else:
            widgets.keep_place()
        st.button(
            Mine.delete_all(len(digits)), key="draw-mine-delete-all", icon=":material/delete:", on_click=_delete_all
        )
    st.caption(Mine.COPIES)


def _show_filters() -> None:
    state.setdefault(own_digits_slots.MINE_ORDER, own_digits_slots.MINE_ORDERS[0])
    with st.container(horizontal=True, gap="medium"):
        widgets.switch(
            Mine.ORDER, Mine.ORDERS, own_digits_slots.MINE_ORDER.key, persist_state="session", width="content"
        )
        st.pills(
            Mine.LABEL,
            slots.LABELS,
            wrap=True,
            key=own_digits_slots.MINE_LABEL.key,
            persist_state="session",
            width="content",
        )


def _show_chosen(digit: OwnDigit, answer: Answer | None) -> None:
    """Draw what the chosen digit is and is read as, and the ways to call it otherwise and to delete it."""
    said, probability = (answer.digit, answer.probability) if answer else (None, 0.0)
    st.html(
        f'<p role="status" class="draw-mine-chosen" style="margin: 0">{Mine.chosen(digit.label, said, probability)}</p>'
    )
    slot = own_digits_slots.MINE_RELABEL.of(digit.id[:8])
    state.put(slot, digit.label)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.pills(
            Mine.RELABEL,
            slots.LABELS,
            wrap=True,
            required=True,
            key=slot.key,
            on_change=_relabel,
            args=(digit.id,),
            width="content",
        )
        st.button(Mine.DELETE, key="draw-mine-delete", icon=":material/delete:", on_click=_delete, args=((digit.id,),))


def _is_misread(digit: OwnDigit, answer: Answer | None) -> bool:
    return answer is not None and answer.digit != digit.label


def _choose() -> None:
    """Look at the digit that was clicked, or no longer where it was looked at; a callback."""
    sent = state.event(own_digits_slots.MINE_TILES, "chosen")
    if isinstance(sent, str) and sent in {digit.id for digit in own_digits.mine()}:  # the browser may send anything
        is_second = sent == state.get(own_digits_slots.MINE_CHOSEN)
        state.put(own_digits_slots.MINE_CHOSEN, "" if is_second else sent)


def _relabel(identity: str) -> None:
    label = state.get(own_digits_slots.MINE_RELABEL.of(identity[:8]))
    if label is not None:
        _try(lambda: own_digits.store().relabel(visitor.owner(), identity, label))


def _delete(identities: Collection[str]) -> None:
    _try(lambda: _remember(own_digits.store().remove(visitor.owner(), identities)))


def _delete_all() -> None:
    _try(lambda: _remember(own_digits.store().remove_all(visitor.owner())))


def _remember(removed: Sequence[OwnDigit]) -> None:
    if removed:  # a quick second click deletes nothing
        state.put(own_digits_slots.MINE_REMOVED, tuple(removed))
        state.put(own_digits_slots.MINE_CHOSEN, "")


def _bring_back() -> None:
    """Keep again what found no room before, then what was deleted last; what finds none now waits for the next time."""
    removed = (*state.get(own_digits_slots.MINE_NO_ROOM), *state.get(own_digits_slots.MINE_REMOVED))

    def restore() -> None:
        left = own_digits.store().restore(visitor.owner(), removed)
        state.put(own_digits_slots.MINE_NO_ROOM, left[-MOST_DIGITS:])
        state.pop(own_digits_slots.MINE_REMOVED)

    _try(restore)


def _show_more() -> None:
    shown = state.get(own_digits_slots.MINE_SHOWN)
    state.put(own_digits_slots.MINE_SHOWN, shown + own_digits_slots.TILES_AT_ONCE)


def _try(act: Callable[[], object]) -> None:
    """Do what was asked for; where it is refused, note why. What was said of a file is over."""
    state.pop(own_digits_slots.MINE_FILE_SAID)
    try:
        act()
    except LabError as error:
        state.put(own_digits_slots.MINE_REFUSAL, str(error))
