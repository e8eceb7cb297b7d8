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
