"""The score on the images that are not shown: validation beside test, test beside validation."""

from __future__ import annotations

import streamlit as st

from core import lab
from core.runs.log.models import Model
from pages.state.evaluate import evaluations, looks
from pages.state.evaluate.evaluations import EvaluatedSplit
from pages.text.evaluate import Reading
from pages.text.evaluate_score import Splits
from pages.ui import polling, widgets

LOOK_SECONDS = 0.4


@st.fragment
@widgets.show_errors()
def show(model: Model, split: EvaluatedSplit) -> None:
    """Draw one line: the validation score once it is read, or the test score where it is known already.

    The test images are not read here: whoever looks at them says so.
    """
    polling.draw_again(None)  # also where what follows raises
    is_test = split == "test"
    found = evaluations.of([model], split, place=None if is_test else "evaluate-other-split")
    (evaluation,) = found.evaluations
    with st.container():
        if evaluation is not None and not (is_test and not looks.has_seen(model)):
            st.caption(Splits.other(split, evaluation))
        elif not is_test and lab.current().inference.is_awake:
            st.caption(Reading.progress(split, found.done, found.images))
    if evaluation is None and not is_test:
        polling.draw_again(LOOK_SECONDS)
