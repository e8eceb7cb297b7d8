"""A network that is being brought in is asked about some digits: whether it gives numbers, and how it wants its pixels.

What came of it is kept for as long as the file is uploaded, also where it failed, so that nothing is asked twice.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import streamlit as st

from core import lab
from core.data.gallery import spread_indices
from core.errors import LabError, ModelFileError
from core.export.model_files.model_note import ModelNote
from core.importing.pixel_trial import (
    CHECKED_DIGITS,
    MAX_DIGITS,
    SCALINGS,
    ScalingName,
    best_scaling,
    check_numbers,
    correct_per_scaling,
    digit_count,
)
from core.importing.read_model import ReadModel
from pages.state import cached, slots, state
from pages.text.model import ModelText
from pages.text.model_import import Import
from pages.ui import polling, widgets


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trial:
    """What came of a trial."""

    digits: int = 0  # in each way
    right: Mapping[ScalingName, int] = dataclasses.field(default_factory=dict)  # none where the file says the way
    refusal: str = ""  # why it cannot be taken
    failure: str = ""  # why it could not be tried, which may pass


def made(read: ReadModel) -> Trial | None:
    """Return what came of a network's trial, made now; None while the engine is not awake, which is then said."""
    inference = lab.current().inference
    if not inference.is_awake:
        inference.wake()
        st.info(ModelText.waking(inference.waking_seconds))
        polling.draw_again(polling.AWAKE_POLL_SECONDS)
        return None
    polling.draw_again(None)
    count = digit_count(read.spec) if read.note is None else CHECKED_DIGITS
    indices = spread_indices(cached.dataset().train_count, count)
    try:
        return Trial(digits=len(indices), right=_asked(read, *cached.images_at("train", indices)))
    except ModelFileError as error:
        return Trial(refusal=str(error))
    except LabError as error:
        return Trial(failure=str(error))


def choose_note(trial: Trial) -> ModelNote:
    """Draw the ways in which a network was tried, and return how bytes become its inputs in the chosen one."""
    slot = slots.IMPORT_WAY.of(state.get(slots.IMPORT_NETWORK) or 0)
    if state.get(slot) not in trial.right:
        state.put(slot, best_scaling(dict(trial.right)))
    is_fewer = trial.digits < len(spread_indices(cached.dataset().train_count, MAX_DIGITS))
    why = Import.ask_way(trial.digits, is_fewer=is_fewer)
    if is_fewer:
        st.caption(why)
    way = st.radio(
        Import.WAY,
        list(trial.right),
        format_func=lambda way: Import.way(way, trial.right[way], trial.digits),
        key=slot.key,
        help=None if is_fewer else why,
    )
    if 2 * max(trial.right.values()) < trial.digits:
        st.warning(Import.POOR)
    return ModelNote(pixels=SCALINGS[way])


def _asked(read: ReadModel, images: np.ndarray, labels: np.ndarray) -> Mapping[ScalingName, int]:
    """Ask about (N, 28, 28) uint8 images with their labels, (N,); return `correct_per_scaling`, or nothing."""
    ask = lab.current().inference.predict
    with lab.current().imported_models.on_trial(read, read.note or ModelNote()) as network:
        if read.note is not None:
            with st.spinner(widgets.worded(Import.CHECKING)):
                check_numbers(network, images, predict=ask)
            return {}
        bar = st.progress(0.0, Import.trying(0, len(SCALINGS)))
        try:
            return correct_per_scaling(
                network,
                images,
                labels,
                predict=ask,
                on_progress=lambda done, of: bar.progress(done / of, Import.trying(done, of)),
            )
        finally:
            bar.empty()
