"""The mistakes that may be the label's: test images whose labels small networks doubt as this network does."""

from __future__ import annotations

import streamlit as st

from core.data.doubt.label_doubts import LabelDoubts
from core.data.splits import ImageRange
from core.inference.evaluation import Evaluation
from pages.parts.evaluate.mistakes import fragments
from pages.parts.evaluate.shared import tiles
from pages.state import cached
from pages.state.browse import label_doubts
from pages.state.evaluate.mistakes_slots import DOUBTED_TILES
from pages.text import pages as page_texts
from pages.text.evaluate_mistakes import DoubtedLabels
from pages.ui import widgets


@st.fragment(key=fragments.DOUBTED)
@widgets.show_errors()
def show(evaluation: Evaluation, images: ImageRange) -> None:
    """Draw them, or where doubtful labels are looked for."""
    st.subheader(DoubtedLabels.TITLE, anchor=False)
    job, found = label_doubts.job(), label_doubts.found()
    if found is None:
        is_going_on = job.status in ("waiting", "working")
        st.markdown(DoubtedLabels.LOOKING if is_going_on else DoubtedLabels.NOT_LOOKED)
        _link(DoubtedLabels.LOOK)
        return
    agreed = agreeing(found, evaluation)
    of_test = sum(doubt.name.collection == "test" for doubt in found.doubts)
    st.markdown(DoubtedLabels.found(len(found.doubts), of_test, len(agreed), evaluation))

    def said(index: int) -> tuple[int, int]:
        return cached.say(int(evaluation.labels[index])), cached.say(agreed[index])

    if agreed:
        tiles.show(
            evaluation,
            [*agreed],
            images=images,
            name=DoubtedLabels.TITLE,
            slot=DOUBTED_TILES,
            lines_of=lambda index: DoubtedLabels.tile(*said(index)),
            name_of=lambda index: DoubtedLabels.tile_alt(index, *said(index), evaluation.sureness(index)),
            fragments=fragments.ALL,
        )
    else:
        widgets.keep_place()
    _link(DoubtedLabels.SEE_ALL)


def agreeing(found: LabelDoubts, evaluation: Evaluation) -> dict[int, int]:
    """Return the doubted test images that a network reads as the doubt suggests: what that is by index, in order."""
    return {
        doubt.name.index: doubt.suggested
        for doubt in found.doubts
        if doubt.name.collection == "test" and evaluation.predicted_digits[doubt.name.index] == doubt.suggested
    }


def _link(label: str) -> None:
    widgets.page_link(page_texts.BROWSE, label, "grid_view", query=label_doubts.link_query(), width="content")
