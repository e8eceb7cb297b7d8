"""A fragment that is drawn again and again, and what the browser is told for it."""

from __future__ import annotations

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.testing.v1 import AppTest

pytestmark = pytest.mark.app


def awaits() -> None:
    import streamlit as st

    from pages.ui import polling

    @st.fragment
    def look() -> None:
        polling.draw_again(None if st.session_state.get("is_there") else 0.5)

    look()


def test_fragment_is_drawn_again_until_what_it_awaits_is_there(monkeypatch) -> None:
    sent: list[ForwardMsg] = []
    enqueue = ScriptRunContext.enqueue

    def enqueue_and_note(context: ScriptRunContext, message: ForwardMsg) -> None:
        sent.append(message)
        enqueue(context, message)

    monkeypatch.setattr(ScriptRunContext, "enqueue", enqueue_and_note)
    app = AppTest.from_function(awaits).run()
    app.session_state["is_there"] = True
    app.run()
    assert not app.exception
    begun = [message.auto_rerun for message in sent if message.WhichOneof("type") == "auto_rerun"]
    ended = [message.stop_auto_rerun for message in sent if message.WhichOneof("type") == "stop_auto_rerun"]
    assert [timer.interval for timer in begun] == [0.5]
    assert begun[0].fragment_id
    assert [list(timer.fragment_ids) for timer in ended] == [[begun[0].fragment_id]]
