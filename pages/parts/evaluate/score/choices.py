"""What the matrix shows: of which epoch, counts or shares, and how it differs from another network's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.runs.log.models import Model, ModelName
from pages.parts.frame import selected_model
from pages.state import selected, state, visitor
from pages.state.evaluate import evaluations, my_models, score_slots
from pages.state.evaluate.evaluations import EvaluatedSplit
from pages.state.evaluate.score_slots import CELL_KINDS, CellKind
from pages.text.evaluate_score import Choices
from pages.text.model import ModelText
from pages.ui import run_titles, widgets
from pages.ui.models import moment_slider


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is chosen.

    Attributes:
        split: whose images are read.
        kind: of the numbers in the cells.
        other: the network whose matrix is taken off, and what it is called; None for none.
    """

    split: EvaluatedSplit
    kind: CellKind
    other: tuple[Model, str] | None


def choose(model: Model) -> Choice:
    """Draw the choices in a row."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="evaluate-choices"):
        split = _choose_split(has_validation=evaluations.images_of(model, "validation") is not None)
        if state.get(score_slots.SCORE_CELLS) not in CELL_KINDS:
            state.put(score_slots.SCORE_CELLS, "counts")
        kind = _switch(Choices.CELLS, Choices.CELL_KINDS, score_slots.SCORE_CELLS.key)
        other = _choose_other(model)
        moment_slider.show(
            model,
            score_slots.SCORE_EPOCH,
            _select_moment,
            label=ModelText.EPOCH,
            help=Choices.EPOCH_HELP,
            width=220,
        )
    return Choice(split=split, kind=kind, other=other)


def _choose_split(*, has_validation: bool) -> EvaluatedSplit:
    """Draw whose images are read, where there are others than the test images."""
    if not has_validation:
        widgets.keep_place()
        return "test"
    if state.get(score_slots.SCORE_SPLIT) is None:
        state.put(score_slots.SCORE_SPLIT, "test")
    return _switch(Choices.SPLIT, Choices.SPLITS, score_slots.SCORE_SPLIT.key)


def _switch(label: str, named: Mapping[Any, str], key: str) -> Any:
    return widgets.switch(label, named, key, persist_state="session", label_visibility="collapsed")


def _choose_other(model: Model) -> tuple[Model, str] | None:
    # Without its moment: while its run trains, that changes.
    others = {str(other.name.without_moment): other for other in my_models.others(model).values()}
    zone, of_runs = visitor.time_zone(), run_titles.titles(visitor.owner())
    titles = {"": Choices.NOTHING} | {
        name: ModelText.title(other, of_runs.get(other.name.run or "", ""), zone) for name, other in others.items()
    }
    if state.get(score_slots.SCORE_MINUS) not in titles:
        state.put(score_slots.SCORE_MINUS, "")
    name = st.selectbox(
        Choices.MINUS,
        list(titles),
        format_func=lambda name: Choices.minus(titles[name]) if name in others else Choices.NOTHING,
        key=score_slots.SCORE_MINUS.key,
        persist_state="session",
        label_visibility="collapsed",
        width=280,
    )
    return (others[name], titles[name]) if name in others else None


def _select_moment(name: ModelName) -> None:
    selected.set_model(name)
    widgets.draw_only(selected_model.FRAGMENT)
    st.rerun()
