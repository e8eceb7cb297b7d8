"""What a run will cost, before it is started: parameters, steps, memory, seconds per epoch on this machine."""

from __future__ import annotations

import streamlit as st

from core import lab
from core.data.splits import split
from core.links import SetUp
from core.training.optimizers import moments
from pages.shared import cached, controls
from pages.shared.words.setup import Before

POLL_SECONDS = 1.0


def show(set_up: SetUp, train_count: int) -> None:
    """Draw the costs and the set-up in two sentences; the time comes when it was measured."""
    is_known = lab.current().expected(set_up.spec, set_up.config) is not None
    measured = st.fragment(controls.show_errors()(_numbers), run_every=None if is_known else POLL_SECONDS)
    measured(set_up, train_count, was_known=is_known)
    found, config = cached.dataset(), set_up.config
    parts = split(found.train_count, source=config.validation_source, fraction=config.validation_fraction)
    st.caption(
        Before.sentences(
            set_up.spec,
            config,
            train_count=train_count,
            validation_count=found.train_count - parts.kept_count,
            test_count=found.test_count,
        )
    )


def _numbers(set_up: SetUp, train_count: int, *, was_known: bool) -> None:
    spec, config = set_up.spec, set_up.config
    expected = lab.current().expected(spec, config)
    if (expected is not None) != was_known:
        st.rerun()  # the timer must end
    seconds = ""
    if expected is not None:
        seconds = Before.seconds(
            expected.seconds_per_epoch, epochs=config.epochs, cores=expected.cores, is_of_runs=expected.is_of_runs
        )
    mebibytes = spec.memory_mib(batch_size=config.batch_size, moments=moments(config))
    st.markdown(Before.numbers(spec, config, train_count=train_count, mebibytes=mebibytes, seconds=seconds))
    if expected is None:
        st.caption(Before.MEASURING if lab.current().rehearsals.is_busy else Before.TO_BE_MEASURED)
