"""Inside the last step: ten logits, their exponentials, the division, the loss of this image."""

from __future__ import annotations

import math

import numpy as np
import streamlit as st

from core.inference.forward_trace import ForwardTrace, snap_to_network
from models.layers import Dense, GlobalAveragePooling2D
from pages.parts.inside.follow import feature_maps, selection
from pages.parts.inside.follow.panels import dense, pooling
from pages.state import slots, state
from pages.text.inside import Inside, number, power
from pages.text.inside_units import DenseText, Output
from pages.text.numbers import share
from pages.ui import tables, widgets

LARGEST_POWER = 300.0  # above it e^logit is no number any more: all logits are lowered by the largest
BAR_WIDTH = "min(150px, 20vw)"  # on screen, of a certainty of 1


def show(followed: ForwardTrace, label: int | None) -> None:
    """Draw how the ten scores become probabilities; `label` is the right answer where there is one."""
    probabilities = followed.activations.probabilities
    if followed.spec.last_function not in ("softmax", "sigmoid", "linear"):
        st.markdown(Output.NOT_SCORED)
    left, right = st.columns([5, 6], gap="large")
    with left, st.container(gap="xsmall"):
        _divide(followed)
        if label is not None:
            given = max(float(probabilities[label]), float(np.finfo(np.float32).tiny))
            st.markdown(Output.loss(label, given, -math.log(given), is_sigmoid=followed.is_sigmoid))
    last = followed.layer(followed.count - 1)
    if isinstance(last, Dense):
        with right:
            _show_logit(followed)
    elif isinstance(last, GlobalAveragePooling2D):
        with right:
            pooling.show_mean(followed, followed.count - 1)
    st.expander(Inside.WHY).markdown(Output.BECAUSE_SIGMOID if followed.is_sigmoid else Output.BECAUSE)
    with st.expander(Output.RAW):
        logits = followed.activations.logits.tolist()
        st.code("[" + ", ".join(f"{value:.4f}" for value in logits) + "]", language=None, wrap_lines=True)


def _divide(followed: ForwardTrace) -> None:
    logits, probabilities = followed.activations.logits, followed.activations.probabilities
    answer, is_sigmoid = followed.activations.predicted_digit, followed.is_sigmoid
    shifted = not is_sigmoid and bool(np.abs(logits).max() > LARGEST_POWER)
    scores = logits.astype(np.float64) - (float(logits.max()) if shifted else 0.0)
    rows = []
    for digit, (logit, probability) in enumerate(zip(logits.tolist(), probabilities.tolist(), strict=True)):
        middle = f"{probability:.4f}" if is_sigmoid else power(float(scores[digit]))
        rows.append((str(digit), number(logit), middle, share(probability, 2), _bar(probability)))
    header = (*Output.header("sigmoid" if is_sigmoid else followed.spec.last_function, shifted), "")
    if is_sigmoid:
        st.html(tables.table_html(Output.TITLE, header, rows, bold=answer, is_captioned=True))
        st.markdown(Output.sigmoid(answer, float(logits[answer]), float(probabilities[answer])))
        return
    total = power(math.log(float(np.exp(scores).sum())))
    rows.append((Output.TOTAL, "", total, "100 %", ""))
    st.html(tables.table_html(Output.TITLE, header, rows, bold=answer, is_captioned=True))
    st.markdown(Output.softmax(answer, power(float(scores[answer])), total, float(probabilities[answer])))


def _bar(probability: float) -> tables.Html:
    return tables.Html(f'<div style="width: {BAR_WIDTH}">{tables.bar_html(probability)}</div>')


@st.fragment(key=feature_maps.CELL)
@widgets.show_errors()
def _show_logit(followed: ForwardTrace) -> None:
    index = followed.count - 1
    chosen = selection.chosen_map(followed, index)
    state.put(slots.INSIDE_DIGIT, chosen)
    with st.container(gap="xsmall"):
        st.markdown(f"**{Output.LOGIT}**")
        st.pills(
            Output.LOGIT,
            range(10),
            required=True,
            key=slots.INSIDE_DIGIT.key,
            wrap=True,
            label_visibility="collapsed",
            on_change=_open_digit,
            args=(followed.group(index),),
        )
        unit = dense.show_sum(followed, index, chosen)
        logit = snap_to_network(unit.total, float(followed.activations.logits[chosen]))
        st.markdown(DenseText.logit(unit.products_sum, unit.bias, logit))


def _open_digit(group: int) -> None:
    digit = state.get(slots.INSIDE_DIGIT)
    if digit is not None:
        selection.choose_map(group, digit)
