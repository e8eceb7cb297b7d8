"""Who a visitor is, and what their browser tells of its clock."""

from __future__ import annotations

import time

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from tests.support.waiting import SCRIPT_SECONDS

pytestmark = pytest.mark.app

MOMENT = 1_795_811_400  # 27 November 2026, 20:30 UTC
SCRIPT = f"""
import streamlit as st
from pages.state import visitor
from pages.text.runs import when
st.text(when({MOMENT}, visitor.time_zone()))
"""
HERE = time.strftime("%-d %B, %H:%M", time.localtime(MOMENT))


@pytest.mark.parametrize(
    ("name", "minutes", "said"),
    [
        ("Asia/Tokyo", -540, "28 November, 05:30"),
        ("America/New_York", 300, "27 November, 15:30"),
        ("America/New_York", 240, "27 November, 15:30"),  # told in summer of a moment in winter
        ("Nowhere/At_All", -330, "28 November, 02:00"),
        ("../secret", -330, "28 November, 02:00"),
        (None, -330, "28 November, 02:00"),
        (None, 99_999, HERE),
        (None, None, HERE),
    ],
)
def test_moment_is_told_by_the_visitors_clock(monkeypatch, name, minutes, said):
    monkeypatch.setattr(ContextProxy, "timezone", property(lambda _: name))
    monkeypatch.setattr(ContextProxy, "timezone_offset", property(lambda _: minutes))
    app = AppTest.from_string(SCRIPT, default_timeout=SCRIPT_SECONDS).run()
    assert not app.exception
    assert app.text[0].value == said


def test_owner_without_a_cookie_is_one_for_the_session() -> None:
    def script() -> None:
        import streamlit as st

        from pages.state import visitor

        st.text(visitor.owner())

    app = AppTest.from_function(script, default_timeout=SCRIPT_SECONDS).run()
    first = app.text[0].value
    assert len(first) == 32
    assert app.run().text[0].value == first
    assert AppTest.from_function(script, default_timeout=SCRIPT_SECONDS).run().text[0].value != first
