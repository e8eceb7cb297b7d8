"""The tab Pictures: a page of pictures that match what a person asks for, and the selected digit as numbers."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core.errors import LabError
from pages.parts.browse.pictures import choices, digit_panel, mosaic, progress, shown
from pages.parts.browse.pictures.shown import Shown
from pages.parts.browse.pictures.source import SourceImages
from pages.parts.frame import other_classes, selected_model
from pages.state import state
from pages.state.browse import browse_slots, pictures, query
from pages.state.browse.query import NOTHING_IN_VAIN, InVain
from pages.text.browse_filters import Filters
from pages.ui import widgets
from pages.ui.component_files import style_html

NARROW, WIDE = (5, 7), (6, 6)  # of twelve parts of the page, the mosaic's and the digit's: small tiles need more


def show(in_vain: InVain = NOTHING_IN_VAIN) -> None:
    """Draw the filters, the mosaic and the selected digit; `in_vain` is what the address asks for so."""
    st.html(style_html(__file__))
    now = _now()
    _say_what_is_wrong(now, in_vain)
    choices.show(now.query, now.source)
    left, right = st.columns(WIDE if now.query.columns > 10 else NARROW, gap="medium")
    with right:  # first, since it is what a person waits for; on a phone it still stands below
        digit_panel.show()
    with left, st.container(gap="xsmall"):  # the buttons that turn pages stand in the first view of a small screen
        _wait(now)
        mosaic.show()


def _now() -> Shown:
    """Return what is shown; where a preset has no images to show, say why and show all pictures."""
    place = st.empty()
    try:
        return shown.now()
    except LabError as error:
        if query.current().preset is None:
            raise
        place.error(widgets.plain(str(error)))
        query.change()
        return shown.now()


def _say_what_is_wrong(now: Shown, in_vain: InVain) -> None:
    """Say what an address asks for in vain, with a button that leaves it out."""
    asked, page = now.query, now.query.page
    said = [Filters.TWICE] if in_vain.is_twice else []
    if in_vain.words:
        words = [widgets.plain(Filters.quoted(word)) for word in in_vain.words if word]
        said.append(Filters.refused(words, is_all=in_vain.is_all))
    if asked.preset is not None and now.source is None:
        said.append(Filters.UNKNOWN_PRESET)
    if page is not None and page > now.gallery.page_count and now.gallery.count:
        said.append(Filters.past_the_end(page, now.gallery.page_count))
    if not said:
        widgets.keep_place()
        return
    state.put(browse_slots.BROWSE_IN_VAIN, True)
    with st.container():
        for sentence in said:
            st.error(sentence)
        is_past_the_end = page is not None and page > now.gallery.page_count
        sound = replace(asked, preset=asked.preset if now.source else None, page=None if is_past_the_end else page)
        st.button(Filters.LEAVE_OUT, key="browse-leave-out-words", on_click=query.put, args=(sound,))


def _wait(now: Shown) -> None:
    """Draw how far it is that the filters, the order or a preset need; and that no network can be asked for them."""
    with st.container():
        if now.source is not None:
            if now.images is None:
                now.source.wait()
            else:
                _explain(now.images)
        elif now.pictures is not None and now.query.needs_network and not now.pictures.query.needs_network:
            with widgets.show_errors():
                other_classes.tell(selected_model.current())
            if not pictures.can_be_compared():
                st.error(Filters.NO_ANSWERS)
                args = (replace(now.query.without_network, page=None),)
                st.button(Filters.LEAVE_OUT, key="browse-leave-out-network", on_click=query.put, args=args)
        elif now.pictures is not None and now.pictures.waits_for is not None:
            progress.show()
        else:
            widgets.keep_place()


def _explain(images: SourceImages) -> None:
    """Say what a preset's images are, and why these where that is told."""
    st.markdown(images.sentence)
    if images.explanation is not None:
        question, answer = images.explanation
        with st.expander(question):
            st.markdown(answer)
