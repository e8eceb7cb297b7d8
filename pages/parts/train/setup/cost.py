"""What a run will cost, before it is started: parameters, steps, memory, seconds per epoch on this machine."""

from __future__ import annotations

import shutil

import streamlit as st

from core import lab
from core.setup_links import SetUp
from core.training.record.kept_epochs import checkpoint_retention
from core.training.settings.workload import Workload
from pages.state import cached
from pages.text.kept_epochs import Kept
from pages.text.setup import Before
from pages.ui import polling, widgets

LOOK_SECONDS = 1.0  # between two looks while no trainer is awake


def show(set_up: SetUp, epoch: Workload) -> None:
    """Draw the costs and the set-up in two sentences; the time of an epoch comes when a trainer is awake.

    Only this part is drawn again meanwhile: a list that a person has just opened beside it must not close.
    """
    st.fragment(widgets.show_errors()(_draw))(set_up, epoch)


def _draw(set_up: SetUp, epoch: Workload) -> None:
    spec, config = set_up.spec, set_up.config
    expected = lab.current().epoch_times.expected(spec, config, cached.dataset())
    seconds = ""
    if expected is not None:
        seconds = Before.seconds(
            expected.seconds_per_epoch, epochs=config.epochs, cores=expected.cores, is_of_runs=expected.is_of_runs
        )
    st.markdown(Before.numbers(spec, config, epoch, seconds=seconds))
    if expected is None:
        st.caption(Before.TO_BE_ESTIMATED)
    else:
        widgets.keep_place()
    polling.draw_again(LOOK_SECONDS if expected is None else None)
    st.caption(Before.sentences(spec, config, epoch, test_count=cached.dataset().test_count))
    kept, free_bytes = checkpoint_retention(spec, config), shutil.disk_usage(lab.current().home).free
    st.caption(Kept.before(kept, has_best=epoch.validation_images > 0))
    if kept.size_bytes > free_bytes:
        st.warning(Kept.little_room(kept, free_bytes))
