"""The last step of the experiment: what the network says of the selected digit, beside the guess and the label."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core import lab
from core.data.gallery import LabeledImage
from core.runs.log.models import PRETRAINED
from pages.parts.frame import selected_model
from pages.state.asking import ask
from pages.text.numbers import share
from pages.text.start import Start
from pages.ui import tables, widgets


def show(picture: LabeledImage, guess: int | None) -> bool:
    """Draw the answer in words and as ten bars; return whether there is one.

    While the network wakes up, say so and come back.
    """
    with widgets.show_errors():
        network = lab.current().models.find(PRETRAINED).network
        if not selected_model.is_awake():
            return False
        prediction = ask(lambda inference: inference.predict(network, picture.pixels[None]))
        answer, probabilities = int(prediction.predicted_digits[0]), prediction.probabilities[0].tolist()
        st.subheader(Start.answer(guess, answer, probabilities[answer], picture.label), anchor=False)
        st.markdown(Start.verdict(guess, answer, picture.label))
        marks = ((Start.NETWORK, answer), (Start.LABEL, picture.label), (Start.YOU, guess))
        st.html(bars_html(probabilities, [[name for name, marked in marks if marked == digit] for digit in range(10)]))
        st.caption(Start.this_was(picture.split, picture.name.index))
        return True
    return False


def bars_html(probabilities: Sequence[float], notes: Sequence[Sequence[str]]) -> str:
    """Return ten bars from 0 to 1, each with its digit, its percentage and who says it."""
    bars = [
        tables.Bar(name=str(digit), share=probability, text=share(probability), note=", ".join(names))
        for digit, (probability, names) in enumerate(zip(probabilities, notes, strict=True))
    ]
    return tables.bar_list_html(Start.BARS, bars, css_class="answer-bars")
