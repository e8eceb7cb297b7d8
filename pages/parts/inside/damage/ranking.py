"""The filters of a layer, ranked by what the network loses while each is off alone."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core.errors import LabError
from core.export.tables import csv_text
from core.inference.loaded_networks import StoredNetwork
from core.inference.standout import largest
from core.serving.damage import RANKED, Answers, Ranking
from pages.parts.inside.damage import arrays, broken, filter_tiles
from pages.parts.inside.damage.filter_tiles import Tile
from pages.parts.inside.subject import take_away
from pages.parts.inside.subject.subject import Subject
from pages.state import state
from pages.state.inside import damage as questions
from pages.state.inside import inside_slots
from pages.text.inside_changes import noun
from pages.text.inside_damage import Break
from pages.text.inside_ranking import Rank
from pages.text.inside_take_away import Arrays
from pages.text.numbers import count
from pages.ui import table_downloads, tables, widgets

MOST_BARS = 32  # that the list shows; the table has all


def show(subject: Subject, layer: int) -> None:
    """Draw the button that ranks them, how far it is, and the ranking."""
    spec, network = subject.spec, subject.network
    if layer not in spec.kernel_layers:
        return
    what = noun(spec, layer)
    st.subheader(Rank.title(what), anchor=False)
    if broken.of(network).damage:
        st.caption(Rank.WHOLE)
    else:
        widgets.keep_place()
    images = _images(network)
    asked = (network.identity, layer, images)
    known = questions.ranking(network, layer, images)
    whole = questions.known_answers(network, most=images)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        _choose_images(network)
        if not known.is_whole:
            st.button(
                Rank.go_on(what, known.known, len(known.right)) if known.known else Rank.begin(what),
                key="break-rank",
                on_click=state.put,
                args=(inside_slots.BREAK_RANKED, asked),
            )
    if known.is_whole and whole is not None:
        widgets.keep_place()  # of the progress
        _result(subject, layer, known, whole, what)
    elif known.is_whole or state.get(inside_slots.BREAK_RANKED) == asked:
        try:
            known, whole = _rank(network, layer, images, what)
        except LabError:
            state.pop(inside_slots.BREAK_RANKED)  # or every click would fail as this one did
            raise
        state.pop(inside_slots.BREAK_RANKED)
        if known.is_whole:
            _result(subject, layer, known, whole, what)


def _offered(network: StoredNetwork) -> list[int]:
    """Return how many images may judge its filters: the last of them stands for all that it reads in its time."""
    most = questions.counted_images(network)
    return [number for number, before in zip(RANKED, (0, *RANKED), strict=False) if before < max(most, 1)]


def _images(network: StoredNetwork) -> int:
    """Return how many images judge its filters."""
    chosen = min(state.get(inside_slots.BREAK_IMAGES), _offered(network)[-1])
    return min(chosen, questions.counted_images(network))


def _choose_images(network: StoredNetwork) -> None:
    offered, most = _offered(network), questions.counted_images(network)
    state.put(inside_slots.BREAK_IMAGES, min(state.get(inside_slots.BREAK_IMAGES), offered[-1]))
    st.selectbox(
        Rank.IMAGES,
        offered,
        format_func=lambda number: Rank.images(min(number, most)),
        key=inside_slots.BREAK_IMAGES.key,
        persist_state="session",
        width=200,
    )


def _rank(network: StoredNetwork, layer: int, images: int, what: str) -> tuple[Ranking, Answers]:
    """Try what is not tried yet, with a bar of progress; whoever leaves finds it as far as it went."""
    total = len(questions.ranking(network, layer, images).right)
    place = st.empty()
    with place.container():
        bar = st.progress(0.0, Rank.reading(0, images))
        st.caption(Rank.LEAVE)

    def tell_read(done: float) -> None:
        bar.progress(done, Rank.reading(round(done * images), images))

    def tell_tried(done: float) -> None:
        bar.progress(done, Rank.trying(what, int(done * total + 1e-9), total))

    try:
        whole = questions.read(network, most=images, on_progress=tell_read)
        ranking = questions.rank(network, layer, images, on_progress=tell_tried)
    finally:
        place.empty()
    return ranking, whole


def _result(subject: Subject, layer: int, ranking: Ranking, whole: Answers, what: str) -> None:
    right, order = ranking.right.tolist(), ranking.order
    spare = sum(number >= whole.correct for number in right)
    worst = order[0]
    st.markdown(Rank.finding(what, largest(-ranking.right), whole.correct, ranking.count, spare))
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
        name=Rank.bars(min(len(order), MOST_BARS), len(order), what),
        slot=inside_slots.BREAK_RANKING,
        on_click=partial(broken.toggle, subject.network, layer),
    )
    st.caption(Rank.LEGEND)
    _numbers(ranking, whole, what, subject.spec.rows()[layer].name)
    st.expander(Rank.WHY).markdown(Rank.BECAUSE)


def _numbers(ranking: Ranking, whole: Answers, what: str, layer: str) -> None:
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
    with st.container(horizontal=True, gap="small"):
        table_downloads.button(
            Rank.CSV,
            lambda: csv_text(
                (what, *Rank.CSV_HEADER), [(number, right, whole.correct, ranking.count) for number, right in rows]
            ),
            Rank.CSV_NAME,
            key="break-ranking-csv",
        )
        take_away.npz_button(
            Arrays.BROKEN,
            lambda: arrays.ranking_arrays(ranking, whole, layer=layer),
            "filter-ranking",
            help_=Arrays.RANKING_HELP,
        )
