"""The theme that a browser is told at the beginning of each run."""

from __future__ import annotations

import pytest
from streamlit.proto.NewSession_pb2 import CustomThemeConfig, NewSession
from streamlit.runtime import app_session

from pages.state.socket.theme_message import once

SECTIONS = ("theme", "theme.light", "theme.dark", "theme.sidebar", "theme.dark.sidebar")


@pytest.mark.parametrize("section", SECTIONS)
def test_browser_is_told_what_streamlit_would_say(section):
    populate = app_session._populate_theme_msg
    kept, own = NewSession(), NewSession()
    once(populate)(kept.custom_theme.light, section)
    populate(own.custom_theme.light, section)
    assert kept == own
    assert kept.custom_theme.HasField("light") == own.custom_theme.HasField("light")


def test_options_are_looked_at_once_a_section():
    asked = []

    def populate(message: CustomThemeConfig, section: str = "theme") -> None:
        asked.append(section)
        message.primary_color = section

    told = once(populate)
    messages = [CustomThemeConfig() for _ in range(3)]
    told(messages[0])
    told(messages[1])
    told(messages[2], "theme.dark")
    assert asked == ["theme", "theme.dark"]
    assert [message.primary_color for message in messages] == ["theme", "theme", "theme.dark"]
    messages[0].primary_color = "changed"
    told(messages[2])
    assert messages[2].primary_color == "theme"
