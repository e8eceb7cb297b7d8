"""The theme that a browser is told at the beginning of each run of a page: worked out once a server.

Streamlit 1.67 looks through all of its options for each of six parts of the theme, each time: 3 ms of the server's
processor, a tenth of what a run of a light page takes. Ours stands in `.streamlit/config.toml` and stays as it is.
"""

from __future__ import annotations

import functools
from collections.abc import Callable

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

Populate = Callable[..., None]  # of a part of the theme in a message, and the name of its section of the options


def once(populate: Populate) -> Populate:
    """Return a function that does the same as one of Streamlit's, which is asked once for each section."""

    @functools.cache
    def part(section: str) -> CustomThemeConfig:
        message = CustomThemeConfig()
        populate(message, section)
        return message

    @functools.wraps(populate)
    def populate_as_before(msg: CustomThemeConfig, section: str = "theme") -> None:
        if part(section).ByteSize():  # else the message would have a part that is empty, and now has none
            msg.MergeFrom(part(section))

    return populate_as_before


def keep() -> None:
    """Have the theme worked out once, from now on."""
    name = "_populate_theme_msg"
    populate = getattr(app_session, name)
    if not hasattr(populate, "__wrapped__"):
        setattr(app_session, name, once(populate))
