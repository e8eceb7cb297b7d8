"""What is asked of the epochs of runs, once per server and then shared by all visitors: read-only."""

from __future__ import annotations

import streamlit as st

from core import lab
from core.serving.epoch_answers import EpochAnswers
from core.serving.inference_client import InferenceClient


def epoch_answers() -> EpochAnswers:
    """Return what reads pictures with the epochs of runs, and keeps the answers."""
    return _epoch_answers(lab.current().inference)


@st.cache_resource(max_entries=1, show_spinner=False, hash_funcs={InferenceClient: id})
def _epoch_answers(inference: InferenceClient) -> EpochAnswers:
    return EpochAnswers(inference)
