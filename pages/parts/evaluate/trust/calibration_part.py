"""Is 99 % sure 99 % right? The reliability diagram, and one temperature that puts the sureness right."""

from __future__ import annotations

import streamlit as st

from core.evaluation.temperature import changed_answers
from core.inference.evaluation import Evaluation
from core.runs.log.models import Model
from pages.parts.evaluate.shared import reading
from pages.parts.evaluate.trust import charts
from pages.state import state
from pages.state.evaluate import calibration, evaluations, trust_slots
from pages.state.evaluate.calibration import Calibration
from pages.state.evaluate.trust_slots import LOOKS
from pages.text.evaluate_trust import Calibrated, Temperature
from pages.ui import tables, widgets


def show(model: Model, test: Evaluation) -> None:
    """Draw what the network's sureness is worth on the test images, before and after a temperature."""
    st.subheader(Calibrated.TITLE, anchor=False)
    left, right = st.columns(2, gap="medium")
    with right:
        fitted = _temperature(model)
        look = _choose_look() if fitted is not None else "before"
    images = evaluations.images_read(model)
    before = calibration.of(model.network, test, images)
    after = before if fitted is None else calibration.of(model.network, test, images, temperature=fitted)
    shown = after if look == "after" else before
    with left:
        _show_diagram(shown)
    with right:
        if fitted is None:
            widgets.keep_place()
        else:
            _show_change(model, test, before, after, fitted)
        st.expander(Calibrated.WHY).markdown(widgets.worded(Calibrated.BECAUSE))
        st.expander(Temperature.WHY).markdown(widgets.worded(Temperature.BECAUSE))


def _show_diagram(shown: Calibration) -> None:
    found = shown.reliability
    st.markdown(Calibrated.sentence(found, shown.interval))
    st.echarts_chart(
        charts.reliability_diagram(found),
        height=charts.HEIGHT,
        key="trust-reliability",
        alt=Calibrated.alt(found),
        renderer="svg",
    )
    st.caption(widgets.worded(Calibrated.legend(found)))
    tables.show_in_expander(Calibrated.TABLE, Calibrated.HEADER, map(Calibrated.row, found.bins))


def _temperature(model: Model) -> float | None:
    """Draw the button, or what came of it; return the temperature once there is one."""
    st.markdown(f"**{Temperature.TITLE}**")
    st.markdown(widgets.worded(Temperature.ABOUT))
    images, scaled = evaluations.images_of(model, "validation"), state.get(trust_slots.TRUST_SCALED)
    with st.container():  # what stands below keeps its place
        if images is None:
            st.caption(Temperature.NO_VALIDATION)
            return None
        if model.network.identity not in scaled:
            st.button(
                Temperature.FIT,
                key="primary-trust-fit",
                type="primary",
                icon=":material/thermostat:",
                on_click=lambda: state.put(trust_slots.TRUST_SCALED, scaled | {model.network.identity}),
            )
            return None
        found = reading.read([model], "validation", key="-trust")
        if found is None:
            return None
        fitted = calibration.temperature(model.network, found[0], images)
        if fitted is None:
            st.caption(Temperature.NO_NUMBERS)
            return None
        st.markdown(Temperature.sentence(fitted, found[0]))
        if evaluations.may_have_learned(model, images):
            st.caption(Temperature.MAY_HAVE_LEARNED)
    return fitted


def _choose_look() -> str:
    if state.get(trust_slots.TRUST_LOOK) not in LOOKS:
        state.put(trust_slots.TRUST_LOOK, "after")
    return widgets.switch(Temperature.LOOK, Temperature.LOOKS, trust_slots.TRUST_LOOK.key, label_visibility="collapsed")


def _show_change(model: Model, test: Evaluation, before: Calibration, after: Calibration, fitted: float) -> None:
    """Draw the numbers before and after, on the images that chose it and on those that did not."""
    validation, images = evaluations.known(model, "validation"), evaluations.images_of(model, "validation")
    rows = []
    if validation is not None and images is not None:
        then = calibration.of(model.network, validation, images)
        now = calibration.of(model.network, validation, images, temperature=fitted)
        rows += _rows("validation", then, now)
    rows += [*_rows("test", before, after), Temperature.changed(changed_answers(test.logits, fitted), test.count)]
    tables.show(Temperature.TABLE, Temperature.HEADER, rows)


def _rows(split: str, before: Calibration, after: Calibration) -> list[tuple[str, str, str]]:
    error, loss = Temperature.rows(split)
    return [
        Temperature.row(error, before.reliability.ece, after.reliability.ece, is_share=True),
        Temperature.row(loss, before.loss, after.loss, is_share=False),
    ]
