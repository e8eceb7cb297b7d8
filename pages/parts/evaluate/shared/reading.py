"""Models' answers to whole splits, read in the background: what is there, or how far it is until it is there.

The page stays usable meanwhile, and is run again once all of it is there.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core import lab
from core.data.splits import ImageRange
from core.errors import LabError
from core.inference.evaluation import Evaluation
from core.runs.log.models import Model
from pages.state.evaluate import evaluations, looks
from pages.state.evaluate.evaluations import EvaluatedSplit
from pages.text.evaluate import Reading
from pages.text.model import ModelText
from pages.ui import polling, widgets

LOOK_SECONDS = 0.3  # between two looks at how far it is
OUTLINE_HEIGHT = 440  # pixels on screen, of what stands there later


def read(models: Sequence[Model], split: EvaluatedSplit = "test", *, key: str = "") -> tuple[Evaluation, ...] | None:
    """Return models' evaluations in their order; None while they are read, of which the page then says how far it is.

    Args:
        models: each with classes that fit the data set; for "validation", each with images that it held out.
        split: whose images they read.
        key: tells it from another reading on the same tab.

    Raises:
        LabError: there are no images.
    """
    ranges = [evaluations.images_of(model, split) for model in models]
    found = _read(
        [(model, images) for model, images in zip(models, ranges, strict=True) if images is not None], split, key
    )
    _note_all(models, found, split)
    return found


def read_same(models: Sequence[Model], images: ImageRange, *, key: str) -> tuple[Evaluation, ...] | None:
    """Return what models said of the same images; None and errors as `read`."""
    split: EvaluatedSplit = "test" if images.collection == "test" else "validation"
    found = _read([(model, images) for model in models], split, key)
    _note_all(models, found, split)
    return found


def ask(models: Sequence[Model], *, place: str) -> tuple[Evaluation, ...] | None:
    """Return models' evaluations of the test images; None while they are made, of which it draws how far it is.

    For a fragment that draws itself again until all are there. Nothing is noted of what is seen: see `read`.

    Args:
        models: as `read` takes them.
        place: on the page, of whoever asks.

    Raises:
        LabError: there are no images; or the engine does not answer, told once.
    """
    return _ask([(model, evaluations.images_read(model)) for model in models], "test", place)


def _ask(
    wanted: Sequence[tuple[Model, ImageRange]], split: EvaluatedSplit, place: str
) -> tuple[Evaluation, ...] | None:
    inference = lab.current().inference
    if not inference.is_awake:
        inference.wake()
    found = evaluations.on(wanted, place=place)
    if found.whole is not None:
        return found.whole
    if inference.is_awake:
        st.progress(found.done / max(found.images, 1), Reading.progress(split, found.done, found.images))
    else:
        st.info(ModelText.waking(inference.waking_seconds))
    return None


def _read(wanted: Sequence[tuple[Model, ImageRange]], split: EvaluatedSplit, key: str) -> tuple[Evaluation, ...] | None:
    found = evaluations.on(wanted, place=None).whole
    with st.container():  # what stands below keeps its place
        if found is None:
            _wait(wanted, split, key)
    return found


@st.fragment
@widgets.show_errors()
def _wait(wanted: Sequence[tuple[Model, ImageRange]], split: EvaluatedSplit, key: str) -> None:
    """Ask for them, draw how far they are, and have the page run again once all are there."""
    polling.draw_again(None)  # also where what follows raises
    try:
        found = _ask(wanted, split, f"evaluate{key}")
    except LabError as error:
        st.error(widgets.plain(str(error)))
        st.button(Reading.TRY_AGAIN, key=f"evaluate-try-again{key}")  # draws this fragment anew, which asks anew
        return
    if found is not None:
        st.rerun()
    for column in st.columns(2, gap="medium"):
        column.skeleton(OUTLINE_HEIGHT)
    polling.draw_again(LOOK_SECONDS)


def _note_all(models: Sequence[Model], found: Sequence[Evaluation] | None, split: EvaluatedSplit) -> None:
    """Note what becomes of test scores that are seen: with a model from a file its score, with a person their look."""
    if found is None or split != "test":
        return
    for model, evaluation in zip(models, found, strict=True):
        if model.imported is not None:
            lab.current().imported_models.note_score(model.imported.id, evaluation.correct, evaluation.count)
        looks.note(model)
