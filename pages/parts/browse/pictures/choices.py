"""The controls above the mosaic: which split and digits, and behind two buttons more filters and the presets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from core.data.gallery import split_bounds
from core.data.selection.image_query import ANY_SURENESS, FIRST_20_SIZE, MAX_SEED, ORDERS, ImageQuery
from pages.parts.browse.pictures import presets
from pages.parts.browse.pictures.source import Source
from pages.parts.frame import other_classes, selected_model
from pages.state import cached, state
from pages.state.browse import browse_slots, pictures, query
from pages.state.slot import Slot
from pages.state.slots import LABELS
from pages.text import numbers
from pages.text.browse_filters import Filters, Found
from pages.text.browse_pictures import OrderText
from pages.text.labels import label_short, of_classes
from pages.ui import widgets

_IN_MORE: tuple[Slot[Any], ...] = (
    browse_slots.BROWSE_READING,
    browse_slots.BROWSE_SURENESS,
    browse_slots.BROWSE_ORDER,
    browse_slots.BROWSE_REVERSED,
    browse_slots.BROWSE_SEED,
    browse_slots.BROWSE_SIZE,
)


def show(asked: ImageQuery, source: Source | None) -> None:
    """Draw the controls; of a preset with images of its own, only what leads away from it.

    Of a network that learned other classes nothing is offered; `view` says what an address asks of it all the same.
    """
    has_answers = pictures.can_be_compared()
    asked = asked if has_answers else asked.without_network
    with st.container(horizontal=True, vertical_alignment="center", key="browse-choices"):
        if source is None:
            _split_and_digits(asked)
            _more(asked, has_answers=has_answers)
        else:
            for _ in ("split", "digits", "more"):
                widgets.keep_place()
        presets.show(asked, has_answers=has_answers)
        if source is None:
            first, end = split_bounds(cached.dataset(), asked.split)
            st.caption(Filters.USES[asked.split].format(images=numbers.count(end - first)), width="content")
    said = source.label if source is not None else Found.conditions(asked)
    if said:
        with st.container(horizontal=True, vertical_alignment="center", key="browse-conditions"):
            st.markdown(said, width="content")
            if asked.order == "random" and source is None:
                st.button(Filters.ANOTHER, key="browse-another", type="tertiary", on_click=presets.draw_lots)
            else:
                widgets.keep_place()
            st.button(Filters.CLEAR, key="browse-clear", type="tertiary", icon=":material/undo:", on_click=show_all)
    else:
        widgets.keep_place()


def show_all() -> None:
    """Show all pictures of the split; a callback."""
    query.put(ImageQuery(split=query.current().split))


def _split_and_digits(asked: ImageQuery) -> None:
    names = cached.dataset().identity.class_names
    _offer(browse_slots.BROWSE_SPLIT, asked.split)
    _offer(browse_slots.BROWSE_LABEL, list(asked.digits))
    widgets.switch(
        Filters.SPLIT,
        Filters.SPLITS,
        browse_slots.BROWSE_SPLIT.key,
        label_visibility="collapsed",
        on_change=_take,
        args=("split", browse_slots.BROWSE_SPLIT),
    )
    with st.container(width="content", key="browse-digits" if names is None else "browse-names"):
        st.pills(
            of_classes(Filters.LABEL, names),
            LABELS,
            selection_mode="multi",
            format_func=lambda label: label_short(label, names),
            key=browse_slots.BROWSE_LABEL.key,
            wrap=True,
            label_visibility="collapsed",
            on_change=_take,
            args=("digits", browse_slots.BROWSE_LABEL, _digits),
        )


def _more(asked: ImageQuery, *, has_answers: bool) -> None:
    """Draw what filters and orders further, while it is open.

    A widget shows what it is told when it is first drawn where a person sees it: drawn in what is closed, it would
    show something else once that is opened, and the next choice would send it.
    """
    active = (asked.reading is not None) + asked.is_sureness_limited + (asked.order != "index" or asked.is_reversed)
    if is_open := state.get(browse_slots.BROWSE_MORE):
        state.put(browse_slots.BROWSE_MORE, True)  # with another number it is another one to Streamlit, and closed
    with st.popover(Filters.more(active), key=browse_slots.BROWSE_MORE.key, on_change="rerun"):
        if is_open:
            _filters(asked, has_answers=has_answers)
    if not is_open:
        for slot in _IN_MORE:
            state.pop(slot)


def _filters(asked: ImageQuery, *, has_answers: bool) -> None:
    if has_answers:
        _of_network(asked)
    else:
        other_classes.tell(selected_model.current())
        widgets.keep_place()
    _order(asked, has_answers=has_answers)
    _offer(browse_slots.BROWSE_SIZE, asked.size)
    widgets.switch(
        Filters.SIZE,
        {size: name for size, name in Filters.SIZES.items() if size != FIRST_20_SIZE or size == asked.size},
        browse_slots.BROWSE_SIZE.key,
        on_change=_take,
        args=("size", browse_slots.BROWSE_SIZE),
    )


def _of_network(asked: ImageQuery) -> None:
    """Draw the two filters that a network's answers decide."""
    _offer(browse_slots.BROWSE_READING, asked.reading or "any")
    widgets.switch(
        Filters.READING,
        Filters.READINGS,
        browse_slots.BROWSE_READING.key,
        on_change=_take,
        args=("reading", browse_slots.BROWSE_READING, lambda value: None if value == "any" else value),
    )
    _offer(browse_slots.BROWSE_SURENESS, asked.sureness)
    st.slider(
        Filters.SURENESS,
        *ANY_SURENESS,
        key=browse_slots.BROWSE_SURENESS.key,
        on_change=_take,
        args=("sureness", browse_slots.BROWSE_SURENESS, _limits),
    )


def _order(asked: ImageQuery, *, has_answers: bool) -> None:
    names = OrderText.names(is_reversed=asked.is_reversed)
    _offer(browse_slots.BROWSE_ORDER, asked.order)
    st.selectbox(
        Filters.ORDER,
        [order for order in ORDERS if order != "hardest" or has_answers],
        format_func=lambda order: names[order],
        key=browse_slots.BROWSE_ORDER.key,
        help=Filters.ORDER_HELP if has_answers else Filters.ORDER_HELP_PIXELS,
        on_change=_take_order,
    )
    if asked.order == "random":
        _offer(browse_slots.BROWSE_SEED, asked.seed)
        st.number_input(
            Filters.SEED,
            min_value=0,
            max_value=MAX_SEED,
            step=1,
            key=browse_slots.BROWSE_SEED.key,
            on_change=_take,
            args=("seed", browse_slots.BROWSE_SEED, lambda value: min(max(value, 0), MAX_SEED)),
        )
    else:
        _offer(browse_slots.BROWSE_REVERSED, asked.is_reversed)
        st.toggle(
            Filters.REVERSED,
            key=browse_slots.BROWSE_REVERSED.key,
            on_change=_take,
            args=("is_reversed", browse_slots.BROWSE_REVERSED),
        )


def _offer(slot: Slot[Any], value: object) -> None:
    """Have a widget show a value; where it does, nothing is sent: a quick hand, already further, would be put back."""
    if not state.is_set(slot) or state.get(slot) != value:
        state.put(slot, value)


def _take(attribute: str, slot: Slot[Any], read: Callable[[Any], object] = lambda value: value) -> None:
    """Take what a widget says into the query, unless that is nothing; a callback."""
    said = state.get(slot)
    if said is None:
        return
    value = read(said)
    if value is not None or attribute == "reading":
        query.change(**{attribute: value})


def _take_order() -> None:
    order = state.get(browse_slots.BROWSE_ORDER)
    if order == "random":
        presets.draw_lots()
    elif order is not None:
        query.change(order=order, is_reversed=False)


def _digits(values: list[object]) -> tuple[int, ...]:
    """Return the labels among what a browser sent, rising."""
    return tuple(label for label in LABELS if label in values)


def _limits(values: tuple[object, ...]) -> tuple[int, int] | None:
    """Return two percentages of what a browser sent; None where they are none."""
    whole = [value for value in values if isinstance(value, int) and ANY_SURENESS[0] <= value <= ANY_SURENESS[1]]
    return (min(whole), max(whole)) if len(whole) == len(values) == 2 else None
