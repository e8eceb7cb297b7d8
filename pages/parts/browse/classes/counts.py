"""How many images of each label every split has, as bars with their numbers, and as a table."""

from __future__ import annotations

import html

import streamlit as st

from core.data.gallery import SPLITS, SplitName
from pages.state import cached
from pages.text.browse_class_pictures import Averages
from pages.text.browse_classes import Counts
from pages.text.browse_filters import Filters
from pages.text.numbers import count, percent
from pages.ui import tables
from pages.ui.colours import BAR_GROUND, SPLIT_COLOURS

_WIDTH = "clamp(6rem, 23vw, 17.5rem)"  # CSS: of a bar and its number, which stands below it on a phone
_GAP = "clamp(0.25rem, 1.25vw, 1rem)"


def show(names: list[str]) -> None:
    """Draw the counts, and what they say; `names` are the labels'."""
    counts = {split: cached.label_counts(split) for split in SPLITS}
    st.subheader(Counts.TITLE, anchor=False)
    training = [train + held_out for train, held_out in zip(counts["train"], counts["validation"], strict=True)]
    said = [Counts.finding(names, training, Counts.TRAINING)]
    best = training.index(max(training))
    if max(training) > min(training):
        said.append(Counts.always(names[best], counts["test"][best], sum(counts["test"])))
    st.markdown(" ".join(said))
    for split in SPLITS:
        missing = [name for name, images in zip(names, counts[split], strict=True) if not images]
        if missing:
            st.warning(Counts.missing(missing, Averages.SPLITS[split]))
    heads = [Counts.split_header(Filters.SPLITS[split], sum(counts[split])) for split in SPLITS]
    longest = max(images / max(sum(counts[split]), 1) for split in SPLITS for images in counts[split])
    rows = [
        (name, *(_bar(counts[split][label], sum(counts[split]), split, longest) for split in SPLITS))
        for label, name in enumerate(names)
    ]
    st.html(_bars_html((Counts.HEADER_LABEL, *heads), rows))
    _table(names, counts)


def _table(names: list[str], counts: dict[SplitName, list[int]]) -> None:
    header = [Counts.HEADER_LABEL]
    for split in SPLITS:
        header += [Filters.SPLITS[split], Counts.share_header(Filters.SPLITS[split])]
    rows = []
    for label, name in enumerate(names):
        row = [name]
        for split in SPLITS:
            row += [count(counts[split][label]), percent(counts[split][label], sum(counts[split]))]
        rows.append(row)
    tables.show_in_expander(Counts.TABLE, header, rows)


def _bars_html(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Return rows of a name and a cell of HTML for each split."""
    cell = f'style="padding: 0.1rem {_GAP} 0.1rem 0; text-align: left; font-weight: inherit; vertical-align: bottom"'
    heads = "".join(f'<th scope="col" {cell}><b>{html.escape(name)}</b></th>' for name in header)
    body = "".join(
        f'<tr><th scope="row" {cell}>{html.escape(name)}</th>{"".join(f"<td {cell}>{bar}</td>" for bar in bars)}</tr>'
        for name, *bars in rows
    )
    return (
        f'<table class="figure" aria-label="{html.escape(Counts.BARS, quote=True)}" style="border-collapse: collapse; '
        f'font-size: 0.875rem; font-variant-numeric: tabular-nums"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _bar(images: int, of: int, split: SplitName, longest: float) -> str:
    """Return the bar of a label's share in a split, all bars on one scale, and the label's count beside it."""
    share = images / of / longest if of and longest else 0.0
    least = "; min-width: 1px" if images else ""
    return (
        f'<div style="display: flex; flex-wrap: wrap; align-items: center; gap: 0 0.5rem; width: {_WIDTH}">'
        f'<div aria-hidden="true" style="flex: 1 1 4rem; height: 0.75rem; background: {BAR_GROUND}">'
        f'<div style="width: {100 * share:.2f}%{least}; height: 100%; background: {SPLIT_COLOURS[split]}"></div></div>'
        '<span style="flex: 0 0 auto; min-width: min(6.25rem, 100%); white-space: nowrap">'
        f"{html.escape(count(images))} ({html.escape(percent(images, of))})</span></div>"
    )
