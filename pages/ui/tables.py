"""Tables and lists of bars as plain HTML, one of each: Streamlit's own tables load pandas (75 MiB)."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import streamlit as st

from pages.text.frame import Frame
from pages.ui.colours import AGAINST, BAR_GROUND, FOR, INK, LINE

_LONGEST_SHARE = len("< 100.00 %")
_DIGIT_WIDTH, _NAME_WIDTH = "1.25rem", "1px; white-space: nowrap; text-align: left"  # of what heads a bar
_CELL = "padding: 0.15rem 0.75rem 0.15rem 0; text-align:"
_LOOK = "border-collapse: collapse; font-variant-numeric: tabular-nums"
_SMALL = f"{_LOOK}; font-size: 0.875rem"


class Html(str):
    """A cell that is HTML of ours; every other cell is escaped."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A row of a list of bars."""

    name: str
    share: float  # of the whole width, 0 to 1
    text: str
    note: str | None = None  # None: no bar of this list has a note
    is_bold: bool = False


def show(caption: str, header: Sequence[object], rows: Iterable[Sequence[object]], *, is_figure: bool = False) -> None:
    """Draw a table; arguments as in `table_html`."""
    st.html(table_html(caption, header, rows, is_figure=is_figure))


def show_in_expander(caption: str, header: Sequence[object], rows: Iterable[Sequence[object]]) -> None:
    """Draw the "Show as table" beside a chart; arguments as in `table_html`."""
    with st.expander(Frame.show_as_table(caption)):
        show(caption, header, rows)


def show_once_open(
    caption: str, key: str, header: Sequence[object], rows: Callable[[], Iterable[Sequence[object]]]
) -> None:
    """Draw the same with rows that are made and sent only once it is open; `key` is of the expander."""
    with st.expander(Frame.show_as_table(caption), key=key, on_change="rerun") as box:
        if box.open:
            show(caption, header, rows())


def table_html(
    caption: str,
    header: Sequence[object],
    rows: Iterable[Sequence[object]],
    *,
    bold: int | None = None,
    is_captioned: bool = False,
    is_figure: bool = False,
    fixed_width: str = "",
) -> str:
    """Return a table whose first column heads its row; what does not fit is scrolled to.

    Args:
        caption: what it shows; its name for a person who does not see it.
        header: one name per column; "" over bars.
        rows: as many cells as the header has.
        bold: the row that stands out, or None.
        is_captioned: whether the caption is shown.
        is_figure: whether it can be saved as one figure, in place of those in its cells.
        fixed_width: a CSS length: at most as wide, all columns equally wide whatever they hold, texts at the left.
    """
    first, others, look = "left", "right", _SMALL
    if fixed_width:
        first = others = "left; vertical-align: top"
        look = f"{_SMALL}; table-layout: fixed; width: 100%; max-width: {fixed_width}"
    heads = "".join(
        f'<th scope="col" style="{_CELL} {others if index else first}">{_cell(name)}</th>'
        if name != ""
        else "<td></td>"
        for index, name in enumerate(header)
    )
    body = "".join(_row(row, first, others, is_bold=index == bold) for index, row in enumerate(rows))
    name, shown = html.escape(caption, quote=True), ""
    kind = ' class="figure"' if is_figure else ""
    if is_captioned:
        shown = f'<caption style="text-align: left; padding-bottom: 0.25rem">{html.escape(caption)}</caption>'
    return (
        f'<div role="region" aria-label="{name}" tabindex="0" style="overflow-x: auto">'
        f'<table{kind} style="{look}">{shown}<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def bar_list_html(caption: str, bars: Iterable[Bar], *, css_class: str, is_hidden: bool = False) -> str:
    """Return bars one below the other, each between its name and its text, then its note.

    Args:
        caption: what they show, for a person who does not see it.
        bars: from top to bottom.
        css_class: the table's.
        is_hidden: nothing is to be told of them, as when they only keep their room.
    """
    hidden, shown = ' aria-hidden="true"' if is_hidden else "", list(bars)
    width = _DIGIT_WIDTH if all(len(bar.name) <= 2 for bar in shown) else _NAME_WIDTH
    rows = "".join(_bar(bar, width) for bar in shown)
    return (
        f'<table class="{css_class}" aria-label="{html.escape(caption, quote=True)}"{hidden} '
        f'style="width: 100%; line-height: 1.5rem; {_LOOK}"><tbody>{rows}</tbody></table>'
    )


def bar_html(share: float, *, height: str = "0.75rem") -> Html:
    """Return a bar that fills a share, 0 to 1, of the width that it is given."""
    least = "; min-width: 1px" if share > 0 else ""
    return Html(
        f'<div aria-hidden="true" style="height: {height}; background: {BAR_GROUND}">'
        f'<div style="width: {100 * share:.2f}%{least}; height: 100%; background: {INK}"></div></div>'
    )


def signed_bar(share: float) -> Html:
    """Return a bar that reaches right for a share above 0 and left for one below, -1 to 1."""
    colour = FOR if share > 0 else AGAINST
    left = 50 if share > 0 else 50 - 50 * abs(share)
    return Html(
        f'<div aria-hidden="true" style="position: relative; width: min(120px, 18vw); height: 0.7rem; '
        f'border-left: 0; background: linear-gradient({LINE}, {LINE}) center / 1px 100% no-repeat">'
        f'<div style="position: absolute; top: 0; bottom: 0; left: {left:.1f}%; width: {50 * abs(share):.1f}%; '
        f'background: {colour}"></div></div>'
    )


def _bar(bar: Bar, width: str) -> str:
    note = f'<td style="width: 7rem; padding: 0 0 0 0.75rem; white-space: nowrap">{_cell(bar.note)}</td>'
    return (
        f'<tr style="font-weight: {700 if bar.is_bold else 400}">'
        f'<th scope="row" style="font-weight: inherit; width: {width}; padding: 0">{_cell(bar.name)}</th>'
        f'<td style="padding: 0 0.5rem">{bar_html(bar.share)}</td>'
        f'<td style="width: 4.5rem; text-align: right; padding: 0; white-space: nowrap">{_cell(bar.text)}</td>'
        f"{'' if bar.note is None else note}</tr>"
    )


def _row(cells: Sequence[object], first: str, others: str, *, is_bold: bool) -> str:
    """Return a row; `first` and `others` say how its first cell and the others are aligned."""
    head, *rest = cells
    return (
        f'<tr style="font-weight: {700 if is_bold else 400}">'
        f'<th scope="row" style="{_CELL} {first}; font-weight: inherit">{_cell(head)}</th>'
        + "".join(f'<td style="{_CELL} {others}{_unparted(cell)}">{_cell(cell)}</td>' for cell in rest)
        + "</tr>"
    )


def _unparted(content: object) -> str:
    """Return the style of a cell that holds a share alone, such as > 99 %: no line ends within it."""
    is_share = isinstance(content, str) and content.endswith(" %") and len(content) <= _LONGEST_SHARE
    return "; white-space: nowrap" if is_share else ""


def _cell(content: object) -> str:
    return content if isinstance(content, Html) else html.escape(str(content))
