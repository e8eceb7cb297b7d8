"""A page's questions to the inference engine; where that is starting, the page is run again and says so meanwhile.

A script that waited for the start would leave the person before what was there earlier, without a word.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from core import lab
from core.errors import EngineDiedError, EngineStartingError
from core.serving.inference_client import InferenceClient
from pages.state import state
from pages.state.slot import Slot

T = TypeVar("T")
_DIED = Slot("engine-died", bool, default=False)  # of this visitor's last question, perhaps


def ask(question: Callable[[InferenceClient], T]) -> T:
    """Return what the engine answers; for a page that asks only where `is_awake`.

    A question that the engine died of is asked once more, by the page that is run again once another one is awake.

    Raises:
        LabError: what the question raises, EngineDiedError where the engine died a second time in a row.
    """
    try:
        answer = question(lab.current().inference.at_once)
    except EngineStartingError:
        st.rerun()
    except EngineDiedError:
        if state.pop(_DIED):
            raise
        state.put(_DIED, True)
        st.rerun()
    state.pop(_DIED)
    return answer
