"""The frame round a page: its head with the digit and the model in hand, its body's errors, its end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import streamlit as st

from core import lab
from core.runs.log.models import ModelName
from pages.parts.frame import data_banner, selected_digit, selected_model, theme_watch
from pages.state import cached, session
from pages.text import general
from pages.text.general import Frame, PageWords
from pages.text.glossary import GLOSSARY
from pages.ui import save_figure
from pages.ui.widgets import show_errors

# The CSS of the whole app; what is drawn as HTML brings its own. Links show the keyboard's focus, which Streamlit
# only tints. A dark theme's main button has a light ground and needs dark text, and under the pointer, where
# Streamlit would darken it, a lighter one. The buttons at the page's end keep the colour of text while they are open.
# What draws nothing takes no room; a fragment in a row would take all of it. The line about the data set offers its
# buttons as small as it is itself. What is in hand stands beside the title in one line, on a phone below it; a name
# that is too long for its button ends with an ellipsis. A square figure's height is fixed by Plotly; on a phone,
# where it is as wide as the screen, what lies below the square is blank and is cut off.
_STYLE = """<style>
[class*="st-key-primary-"] button, [class*="st-key-primary-"] button p {color: light-dark(#FFFFFF, #14181F) !important}
[class*="st-key-primary-"] button:hover {background-color: light-dark(#1B2F55, #A3BDF3) !important}
a:focus-visible {outline: 2px solid currentColor !important; outline-offset: 2px}
.st-key-data-line {row-gap: 0 !important}
.st-key-data-line button {min-height: 1.75rem; padding-block: 0}
.st-key-data-line button p {font-size: 0.875rem}
.st-key-page-end button {color: inherit !important}
.st-key-page-end button:hover p {text-decoration: underline}
.st-key-page-end {column-gap: 0.5rem}
.st-key-page-end > :has(.st-key-save-figure) {flex: 0 0 auto; width: auto}
.st-key-menu {position: absolute; width: 0}
.st-key-in-hand {row-gap: 0.5rem}
.st-key-in-hand > * {flex: 0 1 auto; width: auto; min-width: 0}
.st-key-in-hand > :has(.st-key-model-popover) {max-width: 26rem}
.st-key-in-hand :is(button, div, span):has(p) {min-width: 0}
.st-key-in-hand button {max-width: 100%}
.st-key-in-hand button p {white-space: nowrap; overflow: hidden; text-overflow: ellipsis}
@media (min-width: 641px) {
    .st-key-page-head, .st-key-in-hand {flex-wrap: nowrap}
    .st-key-page-head > :first-child, .st-key-in-hand > :has(.st-key-digit-popover) {flex-shrink: 0}
    .st-key-page-head > :last-child {flex-shrink: 1; min-width: 0}
}
@media (max-width: 640px) {[class*="st-key-square-"] {max-height: calc(102.5vw - 2rem); overflow: hidden}}
</style>"""


@dataclass(slots=True)
class Onward:
    """What a page's body hands to the next page."""

    network: ModelName | None = None  # what the body shows, to be taken in hand there; None: what is in hand stays


@contextmanager
def frame(page: PageWords, *, digit: bool = False, model: bool = False) -> Iterator[Onward]:
    """Draw a page's head, what its body draws, and its end; a LabError in the body becomes a sentence.

    The title is sent before the body asks for anything. `digit` and `model` put what is in hand
    at the head's right. What is given is for the body to say where the link at the page's end leads.
    """
    session.note_visit(page.path)
    st.html(_STYLE)
    with st.container(gap=None):
        head = st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="page-head"
        )
        head.title(page.title, anchor=False, width="content")
        at_right = head.container(horizontal=True, width="content", key="in-hand") if digit or model else None
        st.markdown(f"**{page.question}** {page.lead}")
    is_ready, onward = False, Onward()
    with show_errors():
        is_ready = data_banner.show()
        if is_ready and lab.current().store.was_damaged:
            st.warning(Frame.LOG_DAMAGED)
        if is_ready and at_right is not None:
            with at_right:
                if digit:
                    selected_digit.show_control()
                if model:
                    selected_model.show_control()
    if is_ready:
        with show_errors():
            yield onward
    _end(page, onward, _image_count() if is_ready else Frame.MANY)
    theme_watch.watch()
    if not is_ready:
        st.stop()


def _end(page: PageWords, onward: Onward, images: str) -> None:
    place = general.PAGES.index(page)
    row = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="page-end")
    with row:
        if place > 0:
            before = general.PAGES[place - 1]
            st.page_link(
                before.file, label=Frame.back(before), icon=":material/arrow_back:", query_params=session.carried()
            )
        with st.popover(Frame.USED_WORDS, type="tertiary"):
            st.markdown("\n".join(f"- **{term}**: {GLOSSARY[term]}" for term in page.terms))
        save_figure.show()
        if place + 1 < len(general.PAGES):
            after = general.PAGES[place + 1]
            st.page_link(
                after.file,
                label=after.handed_network if onward.network else after.handed_on.format(images=images),
                icon=":material/arrow_forward:",
                icon_position="right",
                query_params=session.carried(model=onward.network),
            )


def _image_count() -> str:
    found = cached.dataset()
    return general.count(found.train_count + found.test_count)
