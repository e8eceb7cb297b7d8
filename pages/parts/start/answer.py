"""The last step of the experiment: what the network says of the selected digit, beside the guess and the label."""

from __future__ import annotations

import html
from collections.abc import Sequence

import streamlit as st

from core import lab
from core.data.gallery import LabeledImage
from core.runs.log.models import PRETRAINED
from pages.parts.frame import selected_model
from pages.text.numbers import share
from pages.text.start import Start
from pages.ui import widgets
from pages.ui.colours import INK


def show(picture: LabeledImage, guess: int | None) -> None:
    """Draw the answer in words and as ten bars; while the network wakes up, say so and come back."""
    with widgets.show_errors():
        network = lab.current().models.find(PRETRAINED).network
        if not selected_model.is_awake():
            return
        said = lab.current().inference.predict(network, picture.pixels[None])
        answer, probabilities = int(said.predicted_digits[0]), said.probabilities[0].tolist()
        st.subheader(Start.answer(guess, answer, probabilities[answer], picture.label), anchor=False)
        st.markdown(Start.verdict(guess, answer, picture.label))
        marks = ((Start.NETWORK, answer), (Start.LABEL, picture.label), (Start.YOU, guess))
        st.html(bars_html(probabilities, [[name for name, digit in marks if digit == place] for place in range(10)]))
        st.caption(Start.this_was(picture.split, picture.name.index))


def bars_html(probabilities: Sequence[float], notes: Sequence[Sequence[str]]) -> str:
    """Return ten bars from 0 to 1, each with its digit, its percentage and who says it."""
    rows = "".join(
        f'<tr><th scope="row" style="padding-right: 0.5rem">{digit}</th>'
        f'<td style="width: 100%"><div style="height: 0.9rem; width: max(1px, {100 * probability:.2f}%); '
        f'background: {INK}"></div></td>'
        f'<td style="padding: 0 0.5rem; text-align: right; white-space: nowrap">{share(probability)}</td>'
        f'<td style="min-width: 7rem; white-space: nowrap">{html.escape(", ".join(names))}</td></tr>'
        for digit, (probability, names) in enumerate(zip(probabilities, notes, strict=True))
    )
    return (
        f'<table class="answer-bars" aria-label="{html.escape(Start.BARS, quote=True)}" style="width: 100%; '
        f'border-collapse: collapse; font-size: 0.875rem; font-variant-numeric: tabular-nums">{rows}</table>'
    )
