"""What two or more pages show: the frame round a page, the digit in hand, the error box, a table beside a chart."""

from __future__ import annotations

import html
import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.data.gallery import Collection, Picture, PictureName
from core.errors import LabError
from pages.shared import cached, session, theme, words
from pages.shared.session import Key
from pages.shared.words import Digit, Frame, PageWords
from pages.shared.words.glossary import GLOSSARY

if TYPE_CHECKING:
    import plotly.graph_objects as go

DIGIT_FRAGMENT = "digit-in-hand"  # for st.rerun in a callback: the Digit control at the top of a page

SQUARE = "square-"  # start of the key of a container that holds one square figure wider than a phone
# The app's only CSS. Links show the keyboard's focus, which Streamlit only tints. A dark theme's main button has a
# light ground and needs dark text. A square figure's height is fixed by Plotly; on a phone, where it is as wide as the
# screen, what lies below the square is blank and is cut off.
_STYLE = """<style>
[class*="st-key-primary-"] button, [class*="st-key-primary-"] button p {color: light-dark(#FFFFFF, #14181F) !important}
a:focus-visible {outline: 2px solid currentColor !important; outline-offset: 2px}
@media (max-width: 640px) {[class*="st-key-square-"] {max-height: calc(102.5vw - 2rem); overflow: hidden}}
</style>"""


@contextmanager
def frame(page: PageWords, *, digit: bool = False) -> Iterator[None]:
    """Draw a page's head, what its body draws, and its end; a LabError in the body becomes a sentence.

    The title is sent before the body asks for anything. `digit` puts the digit in hand at the head's right.
    """
    st.html(_STYLE)
    with st.container(gap=None):
        head = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center")
        head.title(page.title, anchor=False, width="content")
        at_right = head.container(width="content") if digit else None
        st.markdown(f"**{page.question}** {page.lead}")
    is_ready = False
    with show_errors():
        _wait_for_data()
        if at_right is not None:
            with at_right:
                _digit_control()
        is_ready = True
    if is_ready:
        with show_errors():
            yield
    _end(page)
    theme.watch()
    if not is_ready:
        st.stop()


@contextmanager
def show_errors() -> Iterator[None]:
    """Show a LabError as its sentence; also a decorator, which a fragment needs because it runs without its page."""
    try:
        yield
    except LabError as error:
        st.error(plain(error.message))


def chart(figure: go.Figure, *, key: str, alt: str, **options: Any) -> Any:
    """Draw a figure with the theme's colours; what `st.plotly_chart` returns comes back.

    Args:
        figure: of `figures`; it is changed (its `meta`).
        alt: what the figure shows, as a sentence with the finding.
        options: more of `st.plotly_chart`'s arguments.
    """
    from pages.shared import figures

    figure.layout.meta = session.theme_switches()
    return st.plotly_chart(figure, key=key, alt=alt, config=figures.CHART_CONFIG, **options)


def plain(text: str) -> str:
    """Return Markdown that shows `text` as it is: for every name, message or file name that a person may have typed."""
    escaped = re.sub(r"([\\`*_{}\[\]()<>#+\-.!|~$&=^])", r"\\\1", text)
    # Streamlit reads :red[..], :smile: and :material/x: after Markdown's escapes are gone, and links bare addresses:
    # a word joiner, which has no width, keeps each apart.
    return re.sub(r"(:(?=\S)|@|\bwww)", "\\1\N{WORD JOINER}", escaped, flags=re.IGNORECASE).replace("\n", " ")


def table(caption: str, header: Sequence[object], rows: Iterable[Sequence[object]]) -> None:
    """Draw the "Show as table" beside a chart: plain HTML, since Streamlit's own tables load pandas (75 MiB).

    The first column heads its row.
    """
    with st.expander(Frame.show_as_table(caption)):
        plain_table(caption, header, rows)


def plain_table(caption: str, header: Sequence[object], rows: Iterable[Sequence[object]]) -> None:
    """Draw a table; the first column heads its row."""
    st.html(_table_html(caption, header, rows))


def _table_html(caption: str, header: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    cell_style = "padding: 0.15rem 0.5rem; font-variant-numeric: tabular-nums; text-align:"
    style, first_style = f'style="{cell_style} right"', f'style="{cell_style} left"'
    first_name, *names = header
    head = f'<th scope="col" {first_style}>{html.escape(str(first_name))}</th>' + "".join(
        f'<th scope="col" {style}>{html.escape(str(cell))}</th>' for cell in names
    )
    body = "".join(
        f'<tr><th scope="row" {first_style}>{html.escape(str(first))}</th>'
        + "".join(f"<td {style}>{html.escape(str(cell))}</td>" for cell in rest)
        + "</tr>"
        for first, *rest in rows
    )
    label = html.escape(caption, quote=True)
    return (
        f'<div role="region" aria-label="{label}" tabindex="0" style="overflow-x: auto">'
        f'<table style="border-collapse: collapse; font-size: 0.875rem">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def open_digit(name: PictureName) -> None:
    """Take a digit in hand, turn Browse to the page that shows it and draw the whole page; a callback."""
    session.hold_digit(name)
    page = cached.open_gallery(session.browse_split(), session.browse_label()).page_of(name)
    if page is not None:
        session.turn_browse_page(page)
    st.rerun()


def missing_digit() -> None:
    """Say that the digit in the URL does not exist, with a way back."""
    st.error(Digit.MISSING)
    way_back = session.DEFAULT_DIGIT
    label = Digit.show(Digit.name(way_back.collection, way_back.index))
    st.button(label, on_click=open_digit, args=(way_back,), key="show-default-digit")


@st.fragment(key=DIGIT_FRAGMENT)
@show_errors()
def _digit_control() -> None:
    picture = cached.picture(session.digit())
    name = Digit.name(picture.split, picture.name.index) if picture else Digit.NONE
    with st.popover(Digit.button(name), key="digit-popover"):
        if picture is not None:
            st.markdown(Digit.named(picture.split, picture.name.index, picture.label))
            thumbnail(picture)
        _choose_digit(picture)


def _choose_digit(picture: Picture | None) -> None:
    name = picture.name if picture else session.DEFAULT_DIGIT
    session.preset(Key.DIGIT_COLLECTION, name.collection)
    session.preset(Key.DIGIT_INDEX, name.index)
    st.segmented_control(
        Digit.COLLECTION,
        list(Digit.COLLECTIONS),
        format_func=Digit.COLLECTIONS.__getitem__,
        required=True,
        key=Key.DIGIT_COLLECTION,
        on_change=_open_chosen,
    )
    last = _last_index(name.collection)
    st.number_input(
        Digit.index(last),
        value=None,
        min_value=0,
        max_value=last,
        step=1,
        key=Key.DIGIT_INDEX,
        help=Digit.INDEX_HELP,
        on_change=_open_chosen,
    )
    st.button(Digit.RANDOM, key="digit-random", on_click=_open_random)


def _last_index(collection: Collection) -> int:
    found = cached.dataset()
    return (found.test_count if collection == "test" else found.train_count) - 1


def _chosen_collection() -> Collection:
    return "train" if session.value(Key.DIGIT_COLLECTION) == "train" else "test"


def _open_chosen() -> None:
    collection, index = _chosen_collection(), session.value(Key.DIGIT_INDEX)
    if isinstance(index, int):
        open_digit(PictureName(collection, min(max(index, 0), _last_index(collection))))


def _open_random() -> None:
    collection = _chosen_collection()
    open_digit(PictureName(collection, secrets.randbelow(_last_index(collection) + 1)))


def thumbnail(picture: Picture, size: int = 84) -> None:
    """Draw a picture small, in the theme's ink, without Plotly."""
    from pages.shared import figures

    label = Digit.named(picture.split, picture.name.index, picture.label)
    mask = f"url({figures.ink_mask(picture.pixels)}) 0 0 / 100% 100%"
    st.html(
        f'<div role="img" aria-label="{label}" style="width: {size}px; height: {size}px; image-rendering: pixelated; '
        f'background: currentColor; mask: {mask}"></div>'
    )


def _wait_for_data() -> None:
    if cached.dataset_is_ready():
        found = cached.dataset()
    else:
        with st.spinner(Frame.PREPARING):
            found = cached.dataset()
    if found.is_fallback:
        st.warning(Frame.fallback(found.train_count + found.test_count))


def _end(page: PageWords) -> None:
    place = words.PAGES.index(page)
    row = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="page-end")
    with row:
        if place > 0:
            before = words.PAGES[place - 1]
            st.page_link(
                before.file, label=Frame.back(before), icon=":material/arrow_back:", query_params=session.carried()
            )
        with st.popover(Frame.USED_WORDS, type="tertiary"):
            st.markdown("\n".join(f"- **{term}**: {GLOSSARY[term]}" for term in page.terms))
        if place + 1 < len(words.PAGES):
            after = words.PAGES[place + 1]
            st.page_link(
                after.file,
                label=after.handed_on,
                icon=":material/arrow_forward:",
                icon_position="right",
                query_params=session.carried(),
            )
