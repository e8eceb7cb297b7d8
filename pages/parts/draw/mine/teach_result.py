"""What came of teaching: one sentence with two scores, the drawings whose answer turned, and the way back."""

from __future__ import annotations

import contextlib
import html
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from core import lab
from core.errors import LabError
from core.runs.log.models import Model, ModelName
from core.training.record import taught_digits
from core.training.record.events import HandTested, RunTaught
from core.training.record.history import History
from core.training.record.taught_digits import TaughtDigits
from pages.state import selected
from pages.text import pages as page_texts
from pages.text.draw_teach import Teach
from pages.text.run import Run
from pages.ui import widgets

MOST_TILES, TILE_SIZE = 12, 56  # pictures of a kind; pixels on screen


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turned:
    """A drawing that is read otherwise than before."""

    image: np.ndarray  # (28, 28) uint8
    label: int
    before: int
    after: int


def show(run: str, history: History, model: Model) -> None:
    """Draw the result of a run of this person's that has ended.

    Args:
        run: its id.
        history: of it.
        model: the one in hand.
    """
    taught, hand = history.taught, history.hand
    if taught is None:
        st.markdown(Teach.LOST)
        widgets.page_link(page_texts.TRAIN, Teach.RUN, "timeline", query=selected.link_query() | {"run": run})
        return
    if hand is None or not hand.count:
        st.markdown(f"{Teach.NOT_JUDGED} {widgets.plain(Run.ended(history))}")
    else:
        st.markdown(f"**{Teach.verdict(hand)}**")
        st.html(f'<p class="draw-taught" role="status">{html.escape(Teach.result(hand))}</p>')
        if history.status == "stopped":
            st.caption(Teach.FINISHED_EARLY)
        digits = _digits(run, taught)
        if digits is not None:  # the numbers stand without them
            _show_turned(digits, hand)
        is_known = digits is not None and digits.learned.is_complete
        because = f"{Teach.BECAUSE} {Teach.NONE_LEARNED if is_known else Teach.UNKNOWN}"
        st.expander(Teach.WHY_INTERVAL).markdown(because)
    with st.container(horizontal=True, vertical_alignment="center"):
        _show_choice(run, history, taught, model)
        widgets.page_link(page_texts.TRAIN, Teach.RUN, "timeline", query=selected.link_query() | {"run": run})


def _show_choice(run: str, history: History, taught: RunTaught, model: Model) -> None:
    """Draw the buttons that choose the taught model and the one before; undoing is choosing that.

    There are always two elements: were there fewer, what follows would stand there twice while the page is drawn anew.
    """
    if model.name.run != run and history.checkpoint is not None:
        st.button(
            Teach.USE_TAUGHT, key="draw-teach-use", icon=":material/check:", on_click=_use, args=(str(ModelName(run)),)
        )
    elif model.name.run == run:
        st.caption(Teach.TAUGHT_IN_HAND, width="content")
    else:
        st.empty()
    if str(model.name) == taught.parent:
        st.empty()
    elif _is_there(taught.parent):
        st.button(Teach.USE_BEFORE, key="draw-teach-undo", icon=":material/undo:", on_click=_use, args=(taught.parent,))
    else:
        st.caption(Teach.BEFORE_GONE, width="content")


def _is_there(name: str) -> bool:
    parsed = ModelName.parse(name)
    try:
        return parsed is not None and bool(lab.current().models.find(parsed))
    except LabError:
        return False


def _use(name: str) -> None:
    """Take a model into hand. A callback."""
    parsed = ModelName.parse(name)
    if parsed is not None:
        selected.set_model(parsed)
    st.rerun()  # the whole page: every answer on it is another one now


def _digits(run: str, taught: RunTaught) -> TaughtDigits | None:
    """Return a run's drawings; None where they cannot be read."""
    with contextlib.suppress(LabError):
        return taught_digits.read(lab.current().runs_folder / run, taught.digits)
    return None


def _show_turned(digits: TaughtDigits, hand: HandTested) -> None:
    """Draw the drawings whose answer turned right or wrong; they are shown to nobody but who drew them."""
    images = digits.images[~digits.is_taught]
    rows = [
        _Turned(image=image, label=label, before=before, after=after)
        for image, label, before, after in zip(images, hand.labels, hand.before, hand.after, strict=False)
        if (before == label) != (after == label)
    ]
    for title, name, turned in (
        (Teach.TURNED_RIGHT, "right", [row for row in rows if row.after == row.label]),
        (Teach.TURNED_WRONG, "wrong", [row for row in rows if row.before == row.label]),
    ):
        if turned:
            st.html(_tiles_html(title, name, turned))


def _tiles_html(title: str, name: str, turned: Sequence[_Turned]) -> str:
    tiles = []
    for row in turned[:MOST_TILES]:
        alt = Teach.tile(row.label, row.before, row.after)
        ink = widgets.ink_html(row.image, alt, size=TILE_SIZE)
        tiles.append(f'<li style="margin: 0">{ink}<div>{row.before} &rarr; {row.after}</div></li>')
    more = len(turned) - MOST_TILES
    rest = f"<li>{Teach.more(more)}</li>" if more > 0 else ""
    return (
        f'<div class="draw-turned-{name}" style="font-size: 0.8125rem; line-height: 1.35">'
        f"<div>{html.escape(title)}</div>"
        '<ul style="list-style: none; display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; margin: 0; padding: 0">'
        f"{''.join(tiles)}{rest}</ul></div>"
    )
