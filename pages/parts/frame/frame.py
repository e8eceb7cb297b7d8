"""The frame round a page: its head with the selected digit and model, its body's errors, its end."""

from __future__ import annotations

import html
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from core import lab
from core.runs.log.models import ModelName
from pages.parts.frame import data_banner, selected_digit, selected_model, theme_watch, training_badge
from pages.state import cached, selected, slots, visitor
from pages.state.classes import known
from pages.text import numbers
from pages.text import pages as page_texts
from pages.text.frame import Frame
from pages.text.glossary import GLOSSARY
from pages.text.labels import of_classes
from pages.text.pages import PageText
from pages.ui import colours, save_figure, widgets
from pages.ui.component_files import style_html

# The CSS of the whole app; what is drawn as HTML brings its own. Links show the keyboard's focus, which Streamlit
# only tints. A dark theme's main button has a light ground and needs dark text, and under the pointer, where
# Streamlit would darken it, a lighter one. The buttons at the page's end keep the colour of text while they are open.
# What draws nothing takes no room; a fragment in a row would take all of it. The line about the data set offers its
# buttons as small as it is itself. The selected digit and model stand beside the title in one line, on a phone below
# it; a name that is too long for its button ends with an ellipsis. A square figure's height is fixed by Plotly; on a
# phone, where it is as wide as the screen, what lies below the square is blank and is cut off. While an expander
# unfolds, what is in it must not scroll: Streamlit closes a list that a person has opened when anything round it does.
_STYLE = style_html(colours.__file__) + style_html(__file__)
_NAMED_STYLE = style_html(str(Path(__file__).with_name("named_classes.css")))


@dataclass(slots=True)
class NextPage:
    """What a page's body hands to the next page."""

    network: ModelName | None = None  # what the body shows, to be selected there; None: the selected one stays


@contextmanager
def frame(page: PageText, *, digit: bool = False, model: bool = False) -> Iterator[NextPage]:
    """Draw a page's head, what its body draws, and its end; a LabError in the body becomes a sentence.

    The title is sent before the body asks for anything. `digit` and `model` put the controls of what is
    selected at the head's right. What is given is for the body to say where the link at the page's end leads.
    """
    visitor.note_page(page.path)
    said = page_texts.worded(page, known.so_far())
    st.html(_STYLE if known.so_far().is_digits else _STYLE + _NAMED_STYLE)
    with st.container(gap=None):
        head = st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="page-head"
        )
        head.title(page.heading or page.title, anchor=False, width="content")
        badge = head.container(width="content", key="training-badge")
        at_right = head.container(horizontal=True, width="content", key="selected-controls") if digit or model else None
        about = st.html(_about(said)) if said.about else None
        lead = st.markdown(_lead(said))
    is_ready, next_page = False, NextPage()
    with widgets.show_errors():
        is_ready = data_banner.show()
        known_now = page_texts.worded(page, known.so_far())
        if known_now != said:  # the data set has arrived meanwhile, and holds other things than digits
            lead.markdown(_lead(known_now))
            if about is not None:
                about.html(_about(known_now))
        if is_ready and lab.current().store.was_damaged:
            st.warning(Frame.LOG_DAMAGED)
        if is_ready:
            with badge:
                training_badge.show(page)
        if is_ready and at_right is not None:
            with at_right:
                if digit:
                    selected_digit.show_control(may_be_drawn=page is page_texts.INSIDE)
                if model:
                    selected_model.show_control()
    body = st.container()  # one, however much is in it: the page's end keeps its place while the page is drawn anew
    if is_ready:
        with body, widgets.show_errors():
            yield next_page
    _end(page, next_page, _image_count() if is_ready else Frame.MANY)
    theme_watch.watch()
    if not is_ready:
        st.stop()


def _about(said: PageText) -> str:
    return f'<p class="about">{html.escape(said.about)}</p>'


def _lead(said: PageText) -> str:
    return f"**{said.question}** {said.lead}"


def _end(page: PageText, next_page: NextPage, images: str) -> None:
    index = page_texts.PAGES.index(page)
    row = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="page-end")
    with row:
        if index > 0:
            before = page_texts.PAGES[index - 1]
            widgets.page_link(before, Frame.back(before), "arrow_back")
        with st.popover(Frame.USED_WORDS, type="tertiary"):
            words = "\n".join(f"- **{term}**: {GLOSSARY[term]}" for term in page.terms)
            st.markdown(of_classes(words, known.so_far().class_names))
        save_figure.show()
        query = selected.link_query(model=next_page.network)
        if index + 1 < len(page_texts.PAGES):
            after = page_texts.worded(page_texts.PAGES[index + 1], known.so_far())
            label = after.link_label_with_network if next_page.network else after.link_label.format(images=images)
        else:
            after, label, query = page_texts.TRAIN, Frame.TRAIN_ANOTHER, query | {slots.RUN.key: selected.NO_RUN}
        widgets.page_link(after, label, "arrow_forward", query=query, icon_position="right")


def _image_count() -> str:
    dataset = cached.dataset()
    return numbers.count(dataset.train_count + dataset.test_count)
