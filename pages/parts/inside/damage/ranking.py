"""The filters of a layer, ranked by what the network loses while each is off alone."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core.export.tables import csv_text
from core.serving.damage import RANKED, Answers, Ranking
from pages.parts.inside.damage import broken, filter_tiles
from pages.parts.inside.damage.filter_tiles import Tile
from pages.parts.inside.subject.subject import Subject
from pages.state import cached, state
from pages.state.inside import damage as questions
from pages.state.inside import inside_slots
from pages.text.inside_changes import noun
from pages.text.inside_damage import Break
from pages.text.inside_ranking import Rank
from pages.text.numbers import count
from pages.ui import tables

MOST_BARS = 32  # that the list shows; the table has all


def show(subject: Subject, layer: int) -> None:
    """Draw the button that ranks them, how far it is, and the ranking."""
    spec, network = subject.spec, subject.network
    if layer not in spec.kernel_layers:
        return
    what = noun(spec, layer)
    st.subheader(Rank.title(what), anchor=False)
    images = state.get(inside_slots.BREAK_IMAGES)
    asked = (network.identity, layer, images)
    known = questions.ranking(network, layer, images)
    total = len(known.right)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        state.put(inside_slots.BREAK_IMAGES, images)
        st.selectbox(
            Rank.IMAGES,
            [number for number in RANKED if number == RANKED[0] or number <= cached.dataset().test_count],
            format_func=Rank.images,
            key=inside_slots.BREAK_IMAGES.key,
            persist_state="session",
            width=200,
        )
        if not known.is_whole:
            st.button(
                Rank.go_on(what, known.known, total) if known.known else Rank.begin(what),
                key="break-rank",
                on_click=state.put,
                args=(inside_slots.BREAK_RANKED, asked),
            )
    if state.get(inside_slots.BREAK_RANKED) == asked and not known.is_whole:
        known = _rank(subject, layer, images, what)
    if known.is_whole:
        _result(subject, layer, known, what)


def _rank(subject: Subject, layer: int, images: int, what: str) -> Ranking:
    """Try what is not tried yet, with a bar of progress; whoever leaves finds it as far as it went."""
    network, total = subject.network, len(questions.ranking(subject.network, layer, images).right)
    place = st.empty()
    with place.container():
        bar = st.progress(0.0, Rank.trying(what, 0, total))
        st.caption(Rank.LEAVE)
    for _ in questions.reading(network, most=images):
        pass
    for done in questions.rank(network, layer, images):
        bar.progress(min(done, 1.0), Rank.trying(what, int(done * total + 1e-9), total))
    place.empty()
    state.pop(inside_slots.BREAK_RANKED)
    return questions.ranking(network, layer, images)


def _result(subject: Subject, layer: int, ranking: Ranking, what: str) -> None:
    whole = questions.known_answers(subject.network, most=ranking.count)
    if whole is None:  # forgotten meanwhile
        for _ in questions.reading(subject.network, most=ranking.count):
            pass
        whole = questions.known_answers(subject.network, most=ranking.count)
        assert whole is not None
    right, order = ranking.right.tolist(), ranking.order
    spare = sum(number >= whole.correct for number in right)
    worst = order[0]
    st.markdown(Rank.finding(what, worst, right[worst], whole.correct, ranking.count, spare, len(order)))
    off = broken.of(subject.network).damage.off_in(layer)
    filter_tiles.show(
        [
            Tile(
                number=number,
                name=f"{Rank.tile(what, number, right[number], ranking.count)}. "
                f"{Break.tile(what, number, is_off=number in off)}",
                is_off=number in off,
                note=Rank.lost(right[number], whole.correct, ranking.count),
                bar=max(whole.correct - right[number], 0) / max(whole.correct - right[worst], 1),
            )
            for number in order[:MOST_BARS]
        ],
        subject.trace.output_of(layer),
        name=Rank.bars(min(len(order), MOST_BARS), len(order)),
        slot=inside_slots.BREAK_RANKING,
        on_click=partial(broken.toggle, subject.network, layer),
    )
    st.caption(Rank.LEGEND)
    _numbers(ranking, whole, what)
    st.expander(Rank.WHY).markdown(Rank.BECAUSE)


def _numbers(ranking: Ranking, whole: Answers, what: str) -> None:
    rows = [(number, int(ranking.right[number])) for number in ranking.order]
    tables.show_once_open(
        Rank.table(what),
        "break-ranking-table",
        (what.capitalize(), *Rank.HEADER),
        lambda: [
            (number, count(right), count(ranking.count), Rank.lost(right, whole.correct, ranking.count))
            for number, right in rows
        ],
    )
    st.download_button(
        Rank.CSV,
        data=lambda: csv_text(
            (what, *Rank.CSV_HEADER), [(number, right, whole.correct, ranking.count) for number, right in rows]
        ),
        file_name=Rank.CSV_NAME,
        mime="text/csv",
        on_click="ignore",
        key="break-ranking-csv",
        type="tertiary",
        icon=":material/download:",
    )
