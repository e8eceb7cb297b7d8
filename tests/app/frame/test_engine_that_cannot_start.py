"""What pages say where the engine cannot start: those that ask a network say why, the others work as ever."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from core.engine.exit_reason import ExitReason
from core.messages.message import verbatim
from core.serving.inference_client import InferenceClient

pytestmark = pytest.mark.app

REASON = ExitReason(cause=verbatim(text="cannot run on this computer"), remedy=verbatim(text="Use another computer."))
SENTENCE = "The predictor cannot run on this computer. Use another computer."


@pytest.fixture(autouse=True)
def _no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    def wake(_: InferenceClient) -> None:
        raise REASON.error("predictor")

    monkeypatch.setattr(InferenceClient, "is_awake", property(lambda _: False))
    monkeypatch.setattr(InferenceClient, "wake", wake)
    monkeypatch.setattr(InferenceClient, "known_evaluation", lambda *_: None)  # another test may have asked


def errors(app: AppTest) -> list[str]:
    return [element.value.replace("\\", "") for element in app.error]


@pytest.mark.parametrize("page", ["draw.py", "inside.py", "evaluate.py"])
def test_page_that_needs_it_says_why_and_what_helps(visit: Callable[..., AppTest], page: str) -> None:
    assert errors(visit(page, digit="test-0")) == [SENTENCE]


@pytest.mark.parametrize("page", ["start.py", "browse.py"])
def test_page_that_needs_none_works(visit: Callable[..., AppTest], page: str) -> None:
    app = visit(page)
    assert errors(app) == []
    assert app.subheader
