"""The card "Hand it in" on the tab "Take away": a report is made when a person asks for it, and is then a file."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from core import lab
from core.runs.log.models import Model
from pages.parts.evaluate.report import gather, measuring
from pages.parts.evaluate.report.report import report
from pages.parts.evaluate.shared import reading
from pages.state import cached, state
from pages.state.classes import known
from pages.state.evaluate import evaluations, looks
from pages.state.evaluate.toughness_slots import TOUGH_STARTED
from pages.state.slot import Slot
from pages.text.evaluate_report import ReportCard
from pages.text.take_away import TakeAway
from pages.ui import widgets


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A report that was made."""

    stands_for: tuple[object, ...]  # what it was made of: another one is made where that has changed
    page: bytes  # HTML


ASKED = Slot("evaluate-report-asked", str)  # name of the model of which a report was asked for
MADE = Slot("evaluate-report-made", Made)


@widgets.show_errors()
def show(model: Model) -> None:
    """Draw the card."""
    st.subheader(ReportCard.TITLE, anchor=False)
    st.markdown(ReportCard.ABOUT)
    if not known.fits(model):
        st.caption(ReportCard.OTHER_CLASSES)
        return
    cached.baselines()  # counted by the time that somebody has asked
    if state.get(ASKED) != str(model.name):
        st.button(ReportCard.MAKE, key="take-report", icon=":material/description:", on_click=_ask, args=(model,))
        return
    page = _made(model)
    if page is None:
        return
    name = gather.file_name_of(gather.title_of(model))
    st.download_button(
        TakeAway.download(name),
        data=page,
        file_name=name,
        mime="text/html",
        on_click="ignore",
        type="primary",
        icon=":material/download:",
        key="primary-download-report",
    )
    st.caption(ReportCard.PRINT)
    with st.container():
        if gather.sweep_of(model) is None:
            measuring.measure(model)
        else:
            widgets.keep_place()


def _ask(model: Model) -> None:
    state.put(ASKED, str(model.name))
    state.put(TOUGH_STARTED, state.get(TOUGH_STARTED) | {str(model.name)})  # on Trust it goes on, too


def _made(model: Model) -> bytes | None:
    """Return the report, made anew where something has changed; None while images are read for it."""
    found = reading.read([model], key="-report")
    images = evaluations.images_of(model, "validation")
    held_out = images is not None and not evaluations.may_have_learned(model, images)
    checked = reading.read([model], "validation", key="-report-validation") if found and held_out else None
    if found is None or (held_out and checked is None):
        return None
    made, stands_for = state.get(MADE), _stands_for(model)
    if made is None or made.stands_for != stands_for:
        facts = gather.gather(model, found[0], checked[0] if checked else None)
        made = Made(stands_for=stands_for, page=report(facts).encode("utf-8"))
        state.put(MADE, made)
    return made.page


def _stands_for(model: Model) -> tuple[object, ...]:
    """Return what a report depends on and may change while the page is open."""
    record, history = model.record, None
    if record is not None:
        history = lab.current().histories.outline(record.id)
    return (
        str(model.name),
        model.network.identity,
        cached.dataset().digest,
        gather.title_of(model),
        None if record is None else record.note,
        looks.count(model),
        None if history is None else (history.last_epoch, history.status),
        cached.baselines() is None,
        gather.sweep_of(model) is None,
    )
