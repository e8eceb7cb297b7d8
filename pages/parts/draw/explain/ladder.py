"""Which step makes the difference: six versions of one digit, each with its answer, and where the answer turns.

It stands below the answer and is asked about once that is drawn. The last version is the picture that the page reads:
its answer is the page's own and is not asked for again.
"""

from __future__ import annotations

import html
from collections.abc import Sequence

import numpy as np
import streamlit as st

from core.drawing.ladder import Rung, turn_of
from core.runs.log.models import Model
from pages.parts.draw.explain.explained import Explained
from pages.parts.draw.prediction import Reading
from pages.state import cached
from pages.state.classes import known
from pages.text.draw_ladder import Ladder
from pages.text.numbers import unparted
from pages.ui import colours, tables, widgets
from pages.ui.tables import Html

ROW_SIZE = 28  # pixels on screen, of a version in the table
_IS_NARROW = "(660px - 100%) * 999"  # CSS: far above 0 where there is no room for six in a row, else far below
_WHERE_NARROW = "(760px - 100vw) * 999"  # the same by the window, for heights
_SIX, _THREE = "(100% - 5 * 0.75rem) / 6 - 1px", "(100% - 2 * 0.75rem) / 3 - 1px"  # how wide one is, so many in a row
_COLUMNS = f"repeat(auto-fit, minmax(max({_SIX}, min({_THREE}, {_IS_NARROW})), 1fr))"


def show(model: Model, explained: Explained, key: str, *, is_titled: bool = True) -> None:
    """Draw the ladder of versions that are known, and its table once that is open.

    Args:
        model: the network that reads.
        explained: what.
        key: tells its widgets from another picture's.
        is_titled: whether its title is shown: it stands on nothing that has it already.

    Raises:
        LabError: the model's weights cannot be read, or the engine does not answer.
    """
    answers = _answers(model, explained)
    st.html(_ladder_html(explained, answers, is_titled=is_titled))
    tables.show_once_open(Ladder.TABLE, f"{key}-ladder", Ladder.HEADER, lambda: _rows(explained, answers))


def _answers(model: Model, explained: Explained) -> list[tuple[int, float]]:
    """Return each version's answer and its probability: those before the last one in one question."""
    said = cached.predictions(model.network, np.stack([rung.image for rung in explained.rungs[:-1]]))
    names = known.names_of(model)
    asked = [Reading.of(*one, class_names=names) for one in zip(said.logits, said.probabilities, strict=True)]
    return [(reading.answer, reading.probability) for reading in (*asked, explained.reading)]


def _ladder_html(explained: Explained, answers: Sequence[tuple[int, float]], *, is_titled: bool) -> str:
    turn = turn_of([answer for answer, _ in answers])
    steps = [rung.step for rung in explained.rungs]
    cards = "".join(
        _card(place, rung, explained, *answers[place], turns_here=turn is not None and place == turn.place)
        for place, rung in enumerate(explained.rungs)
    )
    notes = [Ladder.of_several(explained.place)] if explained.place else []
    notes += [] if explained.reading.is_sure else [Ladder.NOT_SURE]
    noted = "".join(f'<p style="margin: 0.5rem 0 0; font-size: 0.875rem">{html.escape(note)}</p>' for note in notes)
    title = ""
    if is_titled:
        title = (
            '<h2 style="font-size: 1.125rem; line-height: 1.2; margin: 0; padding: 0.75rem 0 0.25rem">'
            f"{html.escape(Ladder.TITLE)}</h2>"
        )
    finding = html.escape(Ladder.finding(turn, steps, answers[-1][0]))
    return (
        f'<section class="draw-ladder" role="figure" aria-label="{html.escape(Ladder.TITLE, quote=True)}">{title}'
        f'<p class="draw-ladder-step" style="margin: 0; min-height: clamp(1.5rem, {_WHERE_NARROW}, 6rem)">'
        f"{finding}</p>"
        f'<ol style="list-style: none; margin: 0.5rem 0 0; padding: 0; display: grid; gap: 0.75rem; '
        f'grid-template-columns: {_COLUMNS}; font-variant-numeric: tabular-nums">{cards}</ol>{noted}</section>'
    )


def _card(place: int, rung: Rung, explained: Explained, answer: int, probability: float, *, turns_here: bool) -> str:
    """Return one version: its picture, its answer, its name and what the step does."""
    ink = widgets.ink_html(rung.image, Ladder.alt(rung.step, answer, probability), size=None)
    does = _does(rung, explained)
    width, line = (3, colours.INK) if turns_here else (1, colours.LINE)  # pixels
    mark = f"\N{BLACK RIGHT-POINTING TRIANGLE} {Ladder.TURNS_HERE}" if turns_here else ""
    return (
        '<li style="margin: 0; display: grid; grid-template-rows: subgrid; grid-row: span 4; row-gap: 0.25rem; '
        'align-content: start; min-width: 0">'
        f'<div style="aspect-ratio: 1; box-sizing: border-box; border: {width}px solid {line}; '
        f'padding: {3 - width}px">{ink}</div>'
        '<div style="line-height: 1.3; min-height: 2.6rem"><strong style="font-size: 1rem">'
        f"{html.escape(Ladder.answer(answer))}</strong> "
        f'<span style="font-size: 0.875rem">{html.escape(unparted(Ladder.probability(probability)))}</span>'
        f'<div style="font-size: 0.8125rem; font-weight: 700">{html.escape(mark)}</div></div>'
        f'<div style="font-size: 0.875rem; font-weight: 600; line-height: 1.3">{place + 1}. '
        f"{html.escape(Ladder.STEPS[rung.step])}</div>"
        '<div style="font-size: 0.8125rem; line-height: 1.35; overflow-wrap: anywhere; '
        f'min-height: clamp(3.4rem, {_WHERE_NARROW}, 5.5rem)">{html.escape(unparted(does))}'
        "</div></li>"
    )


def _does(rung: Rung, explained: Explained) -> str:
    """Return what a version's step does."""
    return Ladder.caption(
        rung.step,
        explained.kind,
        is_changed=rung.is_changed,
        is_of_several=bool(explained.place),
        is_part=explained.is_part,
    )


def _rows(explained: Explained, answers: Sequence[tuple[int, float]]) -> list[list[object]]:
    return [
        [
            f"{place}. {Ladder.STEPS[rung.step]}",
            Html(widgets.ink_html(rung.image, Ladder.STEPS[rung.step], size=ROW_SIZE)),
            answer,
            Ladder.probability(probability),
            _does(rung, explained),
        ]
        for place, (rung, (answer, probability)) in enumerate(zip(explained.rungs, answers, strict=True), 1)
    ]
