"""The tab Pictures: a page of 64 digits, and the selected one as numbers."""

from __future__ import annotations

import streamlit as st

from core.data.gallery import PAGE_COLUMNS, Gallery, ImageName, SplitName
from pages.parts.browse.pictures import digit_panel
from pages.parts.frame import selected_digit
from pages.state import cached, selected, state
from pages.state.browse import browse_slots, filters
from pages.text import numbers
from pages.text.browse_pictures import Browse
from pages.ui import tables, widgets


def show() -> None:
    """Draw the filters, the mosaic and the selected digit."""
    _choose()
    left, right = st.columns(2, gap="medium")
    split = filters.split()
    gallery = cached.open_gallery(split, state.get(browse_slots.BROWSE_LABEL))
    page = gallery.clamp(state.get(browse_slots.BROWSE_PAGE))
    with right:  # first, since it is what a person waits for; on a phone it still stands below
        digit_panel.show()
    with left:
        if gallery.count:
            _show_mosaic(split, gallery, page)
            _turn_pages(gallery, page)
        else:
            st.info(Browse.NOTHING_FOUND)
            st.button(Browse.SHOW_ALL, on_click=state.put, args=(browse_slots.BROWSE_LABEL, None))
        _show_counts(split)


def _choose() -> None:
    """Draw the filters: which split, which digit."""
    if state.get(browse_slots.BROWSE_SPLIT) is None:
        picture = cached.picture(selected.digit())
        state.put(browse_slots.BROWSE_SPLIT, picture.split if picture else "test")
    with st.container(horizontal=True, vertical_alignment="center"):
        widgets.switch(
            Browse.SPLIT,
            Browse.SPLITS,
            browse_slots.BROWSE_SPLIT.key,
            persist_state="session",
            label_visibility="collapsed",
            on_change=state.put,
            args=(browse_slots.BROWSE_PAGE, 1),
        )
        st.pills(
            Browse.LABEL,
            range(10),
            key=browse_slots.BROWSE_LABEL.key,
            persist_state="session",
            wrap=True,
            label_visibility="collapsed",
            on_change=state.put,
            args=(browse_slots.BROWSE_PAGE, 1),
        )
        images = numbers.count(sum(cached.label_counts(filters.split())))
        st.caption(Browse.USES[filters.split()].format(images=images), width="content")


def _show_mosaic(split: SplitName, gallery: Gallery, page: int) -> None:
    """Draw one page of digits; a click selects a digit and redraws only what shows it."""
    from pages.ui import plotly_figures

    shown = gallery.page(page)
    images, labels = cached.pictures_of(shown)
    indices = shown.indices
    name = selected.digit()
    figure = plotly_figures.digit_mosaic(
        images,
        labels,
        indices,
        columns=PAGE_COLUMNS,
        marked=gallery.position_on_page(name, page) if name else None,
    )
    first_row = " ".join(str(label) for label in labels[:PAGE_COLUMNS])
    with st.container(key=f"{widgets.SQUARE}mosaic"):
        widgets.chart(
            figure,
            key=browse_slots.BROWSE_MOSAIC.key,
            alt=Browse.mosaic_alt(Browse.SPLITS[split], len(indices), page, gallery.page_count, first_row),
            selection_mode="points",
            on_select=_open_clicked,
        )


def _open_clicked() -> None:
    """Select the clicked digit."""
    index = state.clicked_index(browse_slots.BROWSE_MOSAIC)
    collection = "test" if filters.split() == "test" else "train"
    if index is not None:
        selected.set_digit(ImageName(collection, index))
    widgets.draw_only(selected_digit.FRAGMENT, digit_panel.FRAGMENT)


def _turn_pages(gallery: Gallery, page: int) -> None:
    """Draw the four buttons that turn the mosaic's pages, and where it stands."""
    targets = {
        Browse.FIRST: 1,
        Browse.PREVIOUS: gallery.clamp(page - 1),
        Browse.NEXT: gallery.clamp(page + 1),
        Browse.LAST: gallery.page_count,
    }
    with st.container(horizontal=True, vertical_alignment="center"):
        for label, target in targets.items():
            st.button(
                label,
                key=f"browse-{label.lower()}",
                disabled=target == page,
                on_click=state.put,
                args=(browse_slots.BROWSE_PAGE, target),
            )
        st.caption(Browse.shown(gallery.count, gallery.page(page).count, page, gallery.page_count), width="content")


def _show_counts(split: SplitName) -> None:
    """Draw how many digits of each kind the split has, as a table."""
    counts = cached.label_counts(split)
    rows = [(label, numbers.count(count), numbers.percent(count, sum(counts))) for label, count in enumerate(counts)]
    tables.show_in_expander(Browse.LABEL_COUNTS, (Browse.DIGIT_HEADER, Browse.COUNT_HEADER, Browse.SHARE_HEADER), rows)
