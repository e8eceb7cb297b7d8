"""What a run will cost, before it is started: parameters, steps, memory, seconds per epoch on this machine."""

from __future__ import annotations

import streamlit as st

from core import lab
from core.links import SetUp
from core.training.workload import Workload
from pages.shared import cached, controls
from pages.shared.words.setup import Before

POLL_SECONDS = 1.0


def show(set_up: SetUp, epoch: Workload) -> None:
    """Draw the costs and the set-up in two sentences; the time comes when it was measured."""
    is_known = lab.current().expected(set_up.spec, set_up.config) is not None
    measured = st.fragment(controls.show_errors()(_numbers), run_every=None if is_known else POLL_SECONDS)
    measured(set_up, epoch, was_known=is_known)
    st.caption(Before.sentences(set_up.spec, set_up.config, epoch, test_count=cached.dataset().test_count))


def _numbers(set_up: SetUp, epoch: Workload, *, was_known: bool) -> None:
    spec, config = set_up.spec, set_up.config
    expected = lab.current().expected(spec, config)
    if (expected is not None) != was_known:
        st.rerun()  # the timer must end
    seconds = ""
    if expected is not None:
        seconds = Before.seconds(
            expected.seconds_per_epoch, epochs=config.epochs, cores=expected.cores, is_of_runs=expected.is_of_runs
        )
    st.markdown(Before.numbers(spec, config, epoch, seconds=seconds))
    if expected is None:
        st.caption(Before.MEASURING if lab.current().rehearsals.is_busy else Before.TO_BE_MEASURED)
