"""A button that copies the address of what is set up; where a browser lets no page copy, it shows the address marked.

Browsers give pages their clipboard on https and on the machine itself alone; elsewhere there is an older way.
"""

from __future__ import annotations

from pages.state import slots
from pages.text.setup import Before
from pages.ui import widgets
from pages.ui.component_files import component

_copy_link = component("copy_link", __file__)


def show(link: str) -> None:
    """Draw the button for a set-up, given as core.setup_links writes it."""
    data = {"parameter": slots.TRAIN_LINK.key, "link": link}
    data |= {"label": Before.COPY, "copied": Before.COPIED, "failed": Before.NOT_COPIED}
    _copy_link(key="copy-link", data=widgets.component_data(data))
