"""An error of ours becomes its sentence on the page; a bug is not hidden."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.support.waiting import SCRIPT_SECONDS

pytestmark = pytest.mark.app


def test_error_of_ours_becomes_its_sentence_and_the_rest_goes_on() -> None:
    def script() -> None:
        import streamlit as st

        from core.errors import ConfigError
        from pages.ui import widgets

        with widgets.show_errors():
            raise ConfigError("Batch size must be from 1 to 4096; got 0.", field="batch_size")
        st.write("the rest")

    app = AppTest.from_function(script, default_timeout=SCRIPT_SECONDS).run()
    assert not app.exception
    assert app.error[0].value == r"Batch size must be from 1 to 4096; got 0\."
    assert app.markdown[0].value == "the rest"


def test_bug_is_not_hidden() -> None:
    def script() -> None:
        from pages.ui import widgets

        with widgets.show_errors():
            raise ZeroDivisionError

    assert AppTest.from_function(script, default_timeout=SCRIPT_SECONDS).run().exception


def test_fragment_alone_is_drawn_anew_and_where_one_is_gone_what_was_asked_for() -> None:
    def script() -> None:
        import streamlit as st

        from pages.ui import widgets

        st.session_state.setdefault("runs", 0)
        st.session_state["runs"] += 1
        st.session_state.setdefault("panels", 0)

        @st.fragment(key="panel")
        def panel() -> None:
            st.session_state["panels"] += 1

        if st.session_state.get("tab") != "other":
            panel()
        st.button("both", key="both", on_click=widgets.draw_only, args=("panel",))
        st.button("gone", key="gone", on_click=widgets.draw_only, args=("panel", "gone"))
        st.write(f"{st.session_state['runs']} pages, {st.session_state['panels']} panels")

    app = AppTest.from_function(script, default_timeout=SCRIPT_SECONDS).run()
    for tab, key, counts in (("", "both", (2, 3)), ("", "gone", (4, 5)), ("other", "both", (6, 5))):
        app.session_state["tab"] = tab
        app.run()
        app.button(key=key).click().run()
        assert not app.exception
        assert (app.session_state["runs"], app.session_state["panels"]) == counts
