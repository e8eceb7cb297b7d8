"""A page's questions to the inference engine; where that is starting, the page is run again and says so meanwhile.

A script that waited for the start would leave the person before what was there earlier, without a word.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from core import lab
from core.errors import EngineDiedError, EngineError, EngineStartingError
from core.serving.inference_client import InferenceClient
from pages.state import state
from pages.state.slot import Slot

T = TypeVar("T")
_DIED = Slot("engine-died", bool, default=False)  # of this visitor's last question, perhaps
_GIVEN_UP = Slot("engine-given-up", bool, default=False)  # a question since the last answer


def ask(question: Callable[[InferenceClient], T]) -> T:
    """Return what the engine answers; for a page that asks only where `is_awake`.

    A question that the engine died of is asked once more, by the page that is run again once another one is awake.
    Where it is given up, the page goes on, and its other questions wait for the engine: were the page run again, the
    first one would be asked anew and end the engine, again and again.

    Raises:
        LabError: what the question raises, EngineDiedError where the engine died a second time in a row.
    """
    inference, is_given_up = lab.current().inference, state.get(_GIVEN_UP)
    try:
        answer = question(inference if is_given_up else inference.at_once)
    except EngineStartingError:
        st.rerun()
    except EngineError as error:
        if isinstance(error, EngineDiedError) and not is_given_up and not state.pop(_DIED):
            state.put(_DIED, True)
            st.rerun()
        state.put(_GIVEN_UP, True)
        raise
    for slot in (_DIED, _GIVEN_UP):
        state.pop(slot)
    return answer
