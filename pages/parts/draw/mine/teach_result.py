"""What came of teaching: one sentence with two scores, the drawings whose answer turned, and the way back."""

from __future__ import annotations

import contextlib
import html

import streamlit as st

from core import lab
from core.errors import LabError
from core.runs.log.models import Model, ModelName
from core.training.record import taught_digits
from core.training.record.events import HandTested, RunTaught
from core.training.record.history import History
from core.training.record.taught_digits import TaughtDigits
from pages.parts.draw.mine import picture_list
from pages.parts.draw.mine.picture_list import Picture
from pages.state import selected
from pages.text import pages as page_texts
from pages.text.draw_teach import Teach
from pages.text.run import Run
from pages.ui import widgets


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
        st.markdown(widgets.of_data(f"**{Teach.verdict(hand)}**"))
        st.html(f'<p class="draw-taught" role="status">{html.escape(widgets.of_data(Teach.result(hand)))}</p>')
        if history.status == "stopped":
            st.caption(Teach.FINISHED_EARLY)
        digits = _digits(run, taught)
        if digits is not None:  # the numbers stand without them
            _show_turned(digits, hand)
        is_known = digits is not None and digits.learned.is_complete
        because = f"{widgets.of_data(Teach.BECAUSE)} {Teach.NONE_LEARNED if is_known else Teach.UNKNOWN}"
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
        widgets.keep_place()
    if str(model.name) == taught.parent:
        widgets.keep_place()
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
    right, wrong = [], []
    for image, label, before, after in zip(images, hand.labels, hand.before, hand.after, strict=False):
        if (before == label) != (after == label):
            alt, line = Teach.tile(label, before, after), Teach.turned(before, after)
            (right if after == label else wrong).append(Picture(image=image, alt=alt, lines=(line,)))
    for title, name, turned in ((Teach.TURNED_RIGHT, "right", right), (Teach.TURNED_WRONG, "wrong", wrong)):
        if turned:
            st.html(picture_list.list_html(title, turned, css_class=f"draw-turned-{name}"))
