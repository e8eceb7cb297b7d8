"""Inside the last step: ten logits, their exponentials, the division, the loss of this image."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from core.inference.forward_trace import ForwardTrace, furthest, snap_to_network
from models.layers import Dense, GlobalAveragePooling2D
from pages.parts.inside.follow import feature_maps, selection
from pages.parts.inside.follow.panels import dense, pooling, temperature
from pages.state import state
from pages.state.inside import inside_slots
from pages.text.inside import Inside, number, power
from pages.text.inside_maps import Activated
from pages.text.inside_output import Output, share_cell
from pages.text.inside_units import DenseText
from pages.text.labels import of_classes
from pages.ui import tables, widgets

NOT_IN_LOGIT = ("softmax", "sigmoid", "linear")  # last functions; of another one the logit is the result
BAR_WIDTH = "min(100px, 9vw)"  # on screen, of a certainty of 1
SHORT_BAR = "min(44px, 9vw)"  # beside one more column


def show(followed: ForwardTrace, label: int | None) -> None:
    """Draw how the ten scores become probabilities; `label` is the right answer where there is one."""
    if followed.spec.last_function not in NOT_IN_LOGIT:
        st.markdown(Output.NOT_SCORED)
    logits = followed.activations.logits
    is_finite = bool(np.isfinite(logits).all())
    left, right = st.columns([5, 6], gap="large")
    with left, st.container(gap="xsmall"):
        if not is_finite:
            st.markdown(Output.NO_NUMBERS)
        elif followed.is_sigmoid:
            _by_sigmoid(followed, label)
        else:
            _by_softmax(followed)
            if label is not None:
                st.markdown(_loss(followed, label))
    last = followed.layer(followed.count - 1)
    if isinstance(last, Dense):
        with right:
            _show_logit(followed)
    elif isinstance(last, GlobalAveragePooling2D):
        with right:
            pooling.show_mean(followed, followed.count - 1)
    temperature.show(followed)
    if is_finite:
        _explanations(followed)
    with st.expander(Output.RAW):
        st.code("[" + ", ".join(f"{value:.4f}" for value in logits.tolist()) + "]", language=None, wrap_lines=True)


def _explanations(followed: ForwardTrace) -> None:
    logits = followed.activations.logits
    if followed.is_sigmoid:
        st.expander(Inside.WHY).markdown(Output.BECAUSE_SIGMOID)
        st.expander(Output.STEADIER_SIGMOID).markdown(Output.steadier_sigmoid(furthest(logits)))
    else:
        st.expander(Inside.WHY).markdown(Output.BECAUSE)
        st.expander(Output.STEADIER).markdown(Output.steadier(float(logits.max())))


def _by_softmax(followed: ForwardTrace) -> None:
    logits, probabilities = followed.activations.logits.astype(np.float64), followed.activations.probabilities
    answer, largest = followed.answer, float(logits.max())
    grown = np.exp(logits - largest)
    rows: list[tuple[object, ...]] = [
        (
            str(digit),
            number(float(logits[digit])),
            number(float(logits[digit]) - largest),
            power(float(logits[digit]) - largest),
            share_cell(float(probabilities[digit])),
            _bar(float(probabilities[digit])),
        )
        for digit in followed.labels
    ]
    total = float(grown.sum())
    rows.append((Output.TOTAL, "", "", f"{total:.4f}", "100 %", ""))
    header = _header(Output.SOFTMAX_HEADER, followed)
    st.html(tables.table_html(Output.TITLE, header, rows, bold=_bold(followed), is_captioned=True))
    worked = (float(logits[answer]), largest, float(grown[answer]), total, float(probabilities[answer]))
    st.markdown(_said_of_tie(followed) + Output.softmax(answer, *worked))


def _by_sigmoid(followed: ForwardTrace, label: int | None) -> None:
    logits, probabilities = followed.activations.logits.astype(np.float64), followed.activations.probabilities
    answer = followed.answer
    # -ln p of the label and -ln(1 - p) of the others, both of logits: ln(1 + e^-logit), ln(1 + e^logit)
    costs = np.logaddexp(0.0, np.where(np.arange(10) == label, -logits, logits))
    rows: list[tuple[object, ...]] = [
        (
            str(digit),
            number(logit),
            power(-logit),
            share_cell(float(probabilities[digit])),
            *((number(float(costs[digit]), 3),) if label is not None else ()),
            _bar(float(probabilities[digit]), SHORT_BAR),
        )
        for digit, logit in zip(followed.labels, logits.tolist(), strict=True)
    ]
    header = _header(Output.SIGMOID_HEADER, followed)
    if label is not None:
        header.insert(-1, Output.COST)
        rows.append((Output.MEAN, "", "", "", number(float(costs.mean()), 3), ""))
    st.html(tables.table_html(Output.TITLE, header, rows, bold=_bold(followed), is_captioned=True))
    st.markdown(_said_of_tie(followed) + Output.sigmoid(answer, float(logits[answer]), float(probabilities[answer])))
    if label is not None:
        st.markdown(Output.binary(label, float(costs.mean())))


def _header(header: Sequence[str], followed: ForwardTrace) -> list[str]:
    return [of_classes(name, followed.class_names) for name in header]


def _bold(followed: ForwardTrace) -> int | None:
    """Return the digit that stands out; None where several share the highest score."""
    answers = followed.answers
    return answers[0] if len(answers) == 1 else None


def _said_of_tie(followed: ForwardTrace) -> str:
    answers = followed.answers
    return "" if len(answers) == 1 else f"{Output.undecided(answers)} "


def _loss(followed: ForwardTrace, label: int) -> str:
    """Return how -ln of the label's probability comes about; computed from logits, which round nothing to 0."""
    logits = followed.activations.logits.astype(np.float64)
    loss = float(np.log(np.exp(logits - logits.max()).sum()) - (logits[label] - logits.max()))
    return Output.loss(label, float(followed.activations.probabilities[label]), loss)


def _bar(probability: float, width: str = BAR_WIDTH) -> tables.Html:
    return tables.Html(f'<div style="width: {width}">{tables.bar_html(probability)}</div>')


@st.fragment(key=feature_maps.CELL)
@widgets.show_errors()
def _show_logit(followed: ForwardTrace) -> None:
    index = followed.count - 1
    chosen = selection.chosen_map(followed, index)
    state.put(inside_slots.INSIDE_DIGIT, chosen)
    with st.container(gap="xsmall"):
        title = of_classes(Output.LOGIT, followed.class_names)
        st.markdown(f"**{title}**")
        st.pills(
            title,
            range(10),
            format_func=lambda digit: str(followed.labels[digit]),
            required=True,
            key=inside_slots.INSIDE_DIGIT.key,
            wrap=True,
            label_visibility="collapsed",
            on_change=_open_digit,
            args=(followed, index),
        )
        unit = dense.show_sum(followed, index, chosen)
        function, given = followed.spec.last_function, float(followed.activations.logits[chosen])
        if function in NOT_IN_LOGIT:
            st.markdown(DenseText.logit(unit.products_sum, unit.bias, snap_to_network(unit.total, given)))
            return
        activated = Activated.function(function, unit.total, snap_to_network(unit.output, given), over="units")
        st.markdown(f"{DenseText.total(unit.products_sum, unit.bias, unit.total)}; {activated}, its logit.")


def _open_digit(followed: ForwardTrace, index: int) -> None:
    digit = state.get(inside_slots.INSIDE_DIGIT)
    if digit is not None:
        selection.choose_map(followed, index, digit)
