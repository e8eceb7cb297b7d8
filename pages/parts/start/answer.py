"""The last step of the experiment: what the network says of the selected digit, beside the guess and the label."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core import lab
from core.data.gallery import LabeledImage
from core.runs.log.models import PRETRAINED, Model
from pages.parts.frame import other_classes, selected_model
from pages.state import cached, visitor
from pages.state.asking import ask
from pages.state.classes import known
from pages.text.labels import LABELS, Names, label_short, of_classes
from pages.text.numbers import share
from pages.text.start import Start
from pages.ui import tables, widgets

MOST_RUNS = 12  # of one's own, the newest, that are looked at for one that fits the data


def answering() -> Model:
    """Return the network that answers: the pretrained one, or the newest of one's own where that reads other things.

    Raises:
        LabError: there is none.
    """
    registry = lab.current().models
    pretrained = registry.find(PRETRAINED)
    if known.fits(pretrained):
        return pretrained
    return next((own for own in registry.of_owner(visitor.owner(), limit=MOST_RUNS) if known.fits(own)), pretrained)


def show(model: Model, picture: LabeledImage, guess: int | None) -> bool:
    """Draw the answer in words and as ten bars; return whether there is one.

    While the network wakes up, say so and come back.
    """
    with widgets.show_errors():
        network, names, said = model.network, cached.class_names(), known.names_of(model)
        if not selected_model.is_awake():
            return False
        prediction = ask(lambda inference: inference.predict(network, picture.pixels[None]))
        answer, probabilities = int(prediction.predicted_digits[0]), prediction.probabilities[0].tolist()
        label, you, it = (
            None if one is None else widgets.plain(label_short(one, named))
            for one, named in ((picture.label, names), (guess, names), (answer, said))
        )
        st.subheader(Start.answer(you, it or "", probabilities[answer], label or ""), anchor=False)
        marks = [(Start.NETWORK, answer)]
        if other_classes.tell(model):
            marks += [(Start.LABEL, picture.label), (Start.YOU, guess)]
            st.markdown(Start.verdict(guess, answer, picture.label))
        notes = [[name for name, marked in marks if marked == digit] for digit in LABELS]
        st.html(bars_html(probabilities, notes, said))
        st.caption(Start.this_was(picture.split, picture.name.index))
        return True
    return False


def bars_html(probabilities: Sequence[float], notes: Sequence[Sequence[str]], class_names: Names = None) -> str:
    """Return ten bars from 0 to 1, each with its digit or class, its percentage and who says it."""
    bars = [
        tables.Bar(
            name=label_short(digit, class_names), share=probability, text=share(probability), note=", ".join(names)
        )
        for digit, (probability, names) in enumerate(zip(probabilities, notes, strict=True))
    ]
    return tables.bar_list_html(of_classes(Start.BARS, class_names), bars, css_class="answer-bars")
