"""What a browser shows while a page is drawn anew (Streamlit 1.67): the old until all is drawn, the new beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext

Path = tuple[int, ...]


@dataclass
class DrawnPage:
    """The places of a page, and which widgets and named containers stood twice on it when it was drawn anew last."""

    doubled: set[str] = field(default_factory=set)
    _kinds: dict[Path, str] = field(default_factory=dict)  # of each place: "block ..." or "element"
    _widgets: dict[Path, str] = field(default_factory=dict)  # the ids of those that are at a place
    _drawn: set[Path] = field(default_factory=set)  # in this run

    @contextmanager
    def drawn_anew(self) -> Iterator[None]:
        """Draw a page within this: what is not drawn again goes at its end."""
        self.doubled, self._drawn = set(), set()
        yield
        for place in set(self._kinds) - self._drawn:
            self._forget(place)

    def take(self, message: ForwardMsg) -> None:
        """Put what a message draws in its place; a block keeps what is in it, where it takes another one's place."""
        place, kind = tuple(message.metadata.delta_path), message.delta.WhichOneof("type")
        if kind == "add_block":
            kind = f"block {message.delta.add_block.WhichOneof('type')}"
        elif kind != "new_element":
            return
        if kind != self._kinds.get(place) or kind == "new_element":
            for inside in [one for one in self._kinds if one[: len(place)] == place]:
                self._forget(inside)
        self._kinds[place] = kind
        self._drawn.add(place)
        self._widgets.pop(place, None)
        drawn = message.delta.add_block
        if kind == "new_element":
            element = message.delta.new_element
            drawn = getattr(element, element.WhichOneof("type"))
        if widget := getattr(drawn, "id", ""):
            self._widgets[place] = widget
        counts = Counter(self._widgets.values())
        self.doubled |= {widget for widget, count in counts.items() if count > 1}

    def _forget(self, place: Path) -> None:
        del self._kinds[place]
        self._widgets.pop(place, None)


def watch(monkeypatch: pytest.MonkeyPatch) -> DrawnPage:
    """Return what a browser would show of the page that is drawn by the tests of `AppTest` from now on."""
    page, send = DrawnPage(), ScriptRunContext.enqueue

    def enqueue(context: ScriptRunContext, message: ForwardMsg) -> None:
        if message.WhichOneof("type") == "delta":
            page.take(message)
        send(context, message)

    monkeypatch.setattr(ScriptRunContext, "enqueue", enqueue)
    return page


def doubled_by(page: DrawnPage, act: Callable[[], object]) -> set[str]:
    """Return the widgets that stand twice on a page while it is drawn as something that is done has it."""
    with page.drawn_anew():
        act()
    return page.doubled
