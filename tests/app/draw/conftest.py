"""Draw with answers that are given by the test."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.drawing.photo import photos
from core.serving.inference_client import InferenceClient
from pages.state import cached
from tests.support.draw_page import Visit

COUNTED = (cached._surenesses, cached._digit_probabilities)


def _certain(images: np.ndarray) -> np.ndarray:
    """Take everything for a digit."""
    return np.repeat(np.eye(11, dtype=np.float32)[:1], len(images), axis=0)


@pytest.fixture(autouse=True)
def _ask_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget answers of other tests, and prepare photos here: the engine would take 10 s to wake."""
    for kept in (cached.answers, cached.predictions, cached.prepared_strokes, cached.prepared_pixels, *COUNTED):
        kept.clear()
    monkeypatch.setattr(InferenceClient, "prepare_photo", lambda _, data: photos.prepare_photo(data, _certain))


@pytest.fixture
def draw(visit: Visit) -> Callable[..., AppTest]:
    """Return a function that opens Draw with something drawn."""

    def opened(drawing: object = None, **state: object) -> AppTest:
        app = visit("draw.py")
        if drawing is not None:
            state["draw-message"] = drawing
        if state:
            for key, value in state.items():
                app.session_state[key.replace("_", "-")] = value
            app.run()
        return app

    return opened
