"""After a click that replaces what was clicked, the keyboard's focus goes to the heading of what came in its place.

Without it the focus falls to the page's very beginning.
"""

from __future__ import annotations

from pages.ui import widgets
from pages.ui.component_files import component

_focus = component("heading_focus", __file__)


def draw(container: str, *, key: str) -> None:
    """Draw nothing, and once give the focus, where nothing has it, to the heading in a container.

    Args:
        container: the key of the container.
        key: another one each time that something else comes into view.
    """
    _focus(key=f"heading-focus-{key}", data=widgets.component_data({"container": container}), height=1)
