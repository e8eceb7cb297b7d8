"""Teach it my hand: what it will learn from, the button, how far the run is, and what came of it.

The run is one like any other: it goes on where the page is left, and stands in the table on Train.
"""

from __future__ import annotations

import html
import secrets
from collections.abc import Callable, Sequence

import streamlit as st

from core import lab
from core.errors import LabError, RunNotFoundError
from core.own_digits.own_digit import OwnDigit
from core.runs.log.models import Model, ModelName
from core.runs.teaching.split import HandSplit, split_of
from core.runs.teaching.start import learned_digits
from core.training.record.history import History
from pages.parts.draw.mine import teach_result
from pages.state import selected, state, visitor
from pages.state.draw import own_digits, teach_slots
from pages.text import pages as page_texts
from pages.text.draw_teach import Teach
from pages.ui import polling, tables, widgets

KEY = "draw-teach"
LOOK_SECONDS = 0.5  # between two looks at a run
MOST_LOOKED_AT = 12  # of a person's newest runs, for one that teaches
CURVE = (320, 48)  # pixels on screen
BARS = 60  # of the curve, at most

_Marks = tuple[tuple[tuple[str, int], ...], ...]  # ids and labels of those that are learned from, and of the judges


def show(model: Model, digits: Sequence[OwnDigit], *, open_round: Callable[[], None] | None = None) -> None:
    """Draw all of it, in a fragment of its own.

    Args:
        model: that would be taught.
        digits: all of this person's.
        open_round: a callback that opens the guided round, for where there are too few digits.
    """
    st.fragment(key=KEY)(_show)(model, tuple(digits), open_round)


@widgets.show_errors()
def _show(model: Model, digits: tuple[OwnDigit, ...], open_round: Callable[[], None] | None) -> None:
    polling.draw_again(None)  # also where what follows raises
    st.subheader(Teach.TITLE, anchor=False)
    run = _run()
    history = lab.current().histories.of(run) if run else None
    if history is not None:
        state.pop(teach_slots.TEACH_NONCE)  # the next click is another start
    if history is not None and history.is_active:
        _show_progress(run, history)
        polling.draw_again(LOOK_SECONDS)
        return
    if history is not None:
        with st.container():
            teach_result.show(run, history, model)
    else:
        widgets.keep_place()
    _offer(model, digits, open_round, is_again=history is not None)


def _run() -> str:
    """Return the run to look at: the one that was begun here, or the person's newest that teaches; "" for none."""
    owner, begun = visitor.owner(), state.get(teach_slots.TEACH_RUN)
    store, histories = lab.current().store, lab.current().histories
    try:
        if begun and store.owner(begun) == owner:
            return begun
    except RunNotFoundError:
        state.put(teach_slots.TEACH_RUN, "")
    records = store.records(owner=owner, limit=MOST_LOOKED_AT)
    outlines = histories.outlines([record.id for record in records])
    return next((record.id for record in records if outlines[record.id].taught is not None), "")


def _offer(model: Model, digits: Sequence[OwnDigit], open_round: Callable[[], None] | None, *, is_again: bool) -> None:
    """Say what will be learned from and what judges, and draw the button; or say what is missing."""
    split, is_known = _split(model, digits)
    refusal = state.get(teach_slots.TEACH_REFUSAL)
    if refusal:
        st.error(widgets.plain(refusal))
        state.put(teach_slots.TEACH_REFUSAL, "")
    else:
        widgets.keep_place()
    if not split.is_enough:
        st.markdown(Teach.missing(split))
        if open_round is not None:
            st.button(Teach.ROUND, key="draw-teach-round", icon=":material/draw:", on_click=open_round)
        return
    st.markdown(widgets.of_data(f"{Teach.LEAD} {Teach.split(split, is_known=is_known)}"))
    rows = zip(range(10), split.taught_counts, split.held_out_counts, strict=True)
    tables.show_in_expander(Teach.TABLE, Teach.HEADER, [tuple(map(str, row)) for row in rows])
    st.button(
        Teach.AGAIN if is_again else Teach.BUTTON,
        key="primary-draw-teach",
        type="primary",
        icon=":material/school:",
        on_click=_begin,
        args=(str(model.name), _marks(split)),
    )


def _split(model: Model, digits: Sequence[OwnDigit]) -> tuple[HandSplit, bool]:
    """Return which digits would be learned from, and whether all are known that the model has learned from."""
    laboratory = lab.current()
    learned = learned_digits(model, laboratory.histories, runs_folder=laboratory.runs_folder)
    return split_of(digits, learned.digests), learned.is_complete


def _marks(split: HandSplit) -> _Marks:
    return tuple(tuple((digit.id, digit.label) for digit in part) for part in (split.taught, split.held_out))


def _begin(name: str, seen: _Marks) -> None:
    """Start the run. A callback; a second click that was on its way starts none.

    Args:
        name: of the model that is taught.
        seen: which digits were said to be learned from and to judge; others are not taught unsaid.
    """
    laboratory, parsed, last = lab.current(), ModelName.parse(name), _run()
    if last and laboratory.histories.of(last).is_active:
        return
    nonce = state.setdefault(teach_slots.TEACH_NONCE, secrets.token_hex(16))
    try:
        assert parsed is not None
        model, digits = laboratory.models.find(parsed), own_digits.mine()
        if _marks(_split(model, digits)[0]) != seen:  # some were deleted or added in another tab
            state.put(teach_slots.TEACH_REFUSAL, Teach.CHANGED)
            st.rerun()  # the whole page, with the digits that are there now
        run = laboratory.run_starter.start_teaching(model, digits, owner=visitor.owner(), nonce=f"teach-{nonce}")
    except LabError as error:
        state.put(teach_slots.TEACH_REFUSAL, str(error))
        return
    state.put(teach_slots.TEACH_RUN, run)


def _stop(run: str) -> None:
    try:
        lab.current().supervisor.stop(run, owner=visitor.owner())
    except LabError as error:
        state.put(teach_slots.TEACH_REFUSAL, str(error))


def _show_progress(run: str, history: History) -> None:
    record = lab.current().store.record(run)
    if not history.steps or history.started is None:
        st.progress(0.0, Teach.waiting(lab.current().supervisor.trainer_status(run).position))
    else:
        epochs = record.config.epochs
        steps, last = history.started.steps_per_epoch * epochs, history.steps[-1]
        done = history.fraction_done(epochs)
        st.progress(done, widgets.of_data(Teach.judging()) if done >= 1 else Teach.progress(last, steps, epochs))
        st.html(_curve_html(history, steps))
    with st.container(horizontal=True, vertical_alignment="center"):
        if not history.stop_is_asked:
            st.button(Teach.STOP, key="draw-teach-stop", icon=":material/stop_circle:", on_click=_stop, args=(run,))
        st.caption(Teach.LEAVE, width="content")
        widgets.page_link(page_texts.TRAIN, Teach.RUN, "timeline", query=selected.link_query() | {"run": run})


def _curve_html(history: History, steps: int) -> str:
    """Return bars of the share of images that was read right, from the first step to now, as wide as all steps."""
    width, height = CURVE
    shown = min(BARS, len(history.steps))
    kept = [history.steps[place * len(history.steps) // shown] for place in range(shown)]
    bars = "".join(
        f'<div style="flex: 1; height: {100 * step.accuracy:.1f}%; background: currentColor"></div>' for step in kept
    )
    share = min(1.0, history.steps[-1].last_step / steps)
    alt = Teach.curve_alt(history.steps[0].accuracy, history.steps[-1].accuracy)
    return (
        f'<div class="draw-teach-curve" role="img" aria-label="{html.escape(alt, quote=True)}" '
        f'style="width: {width}px; max-width: 100%; height: {height}px; opacity: 0.7; '
        'border-bottom: 1px solid currentColor">'
        f'<div style="display: flex; align-items: flex-end; gap: 1px; height: 100%; width: {100 * share:.1f}%">{bars}'
        "</div></div>"
    )
