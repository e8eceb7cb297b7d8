"""Both scores after a round of naming: the headline, the ten as tiles and as a table, which labels look doubtful."""

from __future__ import annotations

import html
import time

import numpy as np
import streamlit as st

from core import lab
from core.data.splits import ImageRange
from core.evaluation.naming_round import NamingRound
from core.inference.evaluation import Evaluation
from core.runs.log.models import Model
from pages.parts.evaluate.mistakes import fragments
from pages.parts.evaluate.shared import tiles
from pages.state import cached
from pages.state.asking import ask
from pages.state.browse import label_doubts
from pages.state.evaluate import naming_rounds
from pages.state.evaluate.mistakes_slots import NAMED_TILES
from pages.text.evaluate_mistakes import Naming
from pages.text.numbers import count, share
from pages.ui import tables, widgets


def show(model: Model, evaluation: Evaluation, images: ImageRange, over: NamingRound) -> bool:
    """Draw a round that is over; return whether the network's time is still to be measured, once it is awake."""
    if over.network_seconds is None and _is_awake():
        over = naming_rounds.note_network(model, over.seed, _network_seconds(model, over)) or over
    indices, labels = list(over.indices), evaluation.labels
    answers = evaluation.predicted_digits[indices]
    right, its_right = over.right(labels), int(np.count_nonzero(answers == labels[indices]))
    headline = Naming.scores(right, its_right, len(indices), over.total_seconds, over.network_seconds)
    st.html(f'<div role="status"><h3 style="margin: 0; padding: 0">{html.escape(headline)}</h3></div>')
    st.markdown(Naming.verdict(right, its_right, evaluation))
    agreed = agreed_against(over, evaluation)
    said_of_labels = Naming.doubtful(len(agreed), len(_doubted() & set(over.indices)), len(indices))
    if said_of_labels:
        st.markdown(said_of_labels)
    else:
        widgets.keep_place()
    named = dict(zip(over.indices, over.answers, strict=True))

    def said(index: int) -> tuple[int, int, int, float]:
        label, you, it = (
            cached.say(int(one)) for one in (labels[index], named[index], evaluation.predicted_digits[index])
        )
        return label, you, it, evaluation.sureness(index)

    tiles.show(
        evaluation,
        over.indices,
        images=images,
        name=headline,
        slot=NAMED_TILES,
        lines_of=lambda index: Naming.tile(*said(index)),
        name_of=lambda index: Naming.tile_alt(index, *said(index)),
        fragments=fragments.ALL,
    )
    rows = []
    for index, seconds in zip(over.indices, over.seconds, strict=True):
        label, you, it, sureness = said(index)
        rows.append((count(index), str(label), str(you), Naming.time(seconds), str(it), share(sureness)))
    tables.show_in_expander(Naming.TABLE, Naming.HEADER, rows)
    return over.network_seconds is None


def agreed_against(over: NamingRound, evaluation: Evaluation) -> list[int]:
    """Return on which pictures person and network agree, on another answer than the label."""
    return [
        index
        for index, named in zip(over.indices, over.answers, strict=True)
        if evaluation.labels[index] != named == evaluation.predicted_digits[index]
    ]


def _doubted() -> frozenset[int]:
    found = label_doubts.found()
    doubts = () if found is None else found.doubts
    return frozenset(doubt.name.index for doubt in doubts if doubt.name.collection == "test")


def _is_awake() -> bool:
    """Return whether the network can be asked; where not, have it wake up."""
    inference = lab.current().inference
    if not inference.is_awake:
        inference.wake()
    return inference.is_awake


def _network_seconds(model: Model, over: NamingRound) -> float:
    """Return how long the network takes for all the pictures, from question to answer.

    The first time it may have to be loaded; the second counts.
    """
    images, _ = cached.images_at("test", np.array(over.indices))
    ask(lambda inference: inference.predict(model.network, images))
    began = time.perf_counter()
    ask(lambda inference: inference.predict(model.network, images))
    return time.perf_counter() - began
