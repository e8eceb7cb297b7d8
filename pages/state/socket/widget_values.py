"""What a browser said last of its widgets, and what the server has set since.

A browser sends the values of all widgets with each message. One that is older than what the server has set is no
person's choice, unless the message is for the widget's own fragment: then the widget is open, and a person chose it.
Right after it was set the browser may not have heard of it yet: where anything else in the message is new, that is what
was sent, and the old value came with it. A canvas that sends back the drawing that Undo gave it is such a message. What
was typed into a field is none: it is sent by the click that leaves the field, which may be that on the widget.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import NamedTuple

from streamlit.proto.WidgetStates_pb2 import WidgetState

UNHEARD_SECONDS = 5.0  # after a widget was set; the longest way to a browser and back
TYPED = ("string_value", "double_value", "int_value")  # among others
TRIGGERS = ("trigger_value", "string_trigger_value", "json_trigger_value", "chat_input_value")


class _Overruled(NamedTuple):
    """A widget that the server has set: what it was before, as a hash, the fragment that it stands in, and when."""

    before: int
    fragment: str
    at: float


class WidgetValues:
    """The widgets of one browser, by their ids."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._hashes: dict[str, int] = {}  # each widget's state, as a hash, in the last message of a person's
        self._set_by_server: set[str] = set()  # since
        self._overruled: dict[str, _Overruled] = {}

    @property
    def known(self) -> Collection[str]:
        """The widgets that the last message of a person's told of."""
        return self._hashes.keys()

    def note_set(self, widget: str, fragment: str) -> None:
        """Take note that the server has set a widget, which stands in a fragment, "" for none: no person changed it."""
        self._set_by_server.add(widget)
        if widget in self._hashes:
            self._overruled[widget] = _Overruled(self._hashes[widget], fragment, self._clock())

    def is_as_told(self, states: Collection[WidgetState]) -> bool:
        """Return whether a message has no value that a person has changed since their last message."""
        told, by_server = self._hashes, self._set_by_server
        return all(
            state.id not in told or state.id in by_server or told[state.id] == hash(state.SerializeToString())
            for state in states
        )

    def changed(self, states: Collection[WidgetState]) -> list[WidgetState]:
        """Return what a person has changed since their last message, and note what this message holds.

        A widget that was not there before counts only beside a button: it may have been typed into, and it need not.
        """
        before, by_server = self._hashes, self._set_by_server
        self._hashes = {state.id: hash(state.SerializeToString()) for state in states}
        self._set_by_server = set()
        has_button = any(state.WhichOneof("value") == "trigger_value" and is_fired(state) for state in states)

        def is_changed(state: WidgetState) -> bool:
            is_other = self._hashes[state.id] != before[state.id] if state.id in before else has_button
            return is_other and state.id not in by_server

        return [state for state in states if is_fired(state) or is_changed(state)]

    def overruled(self, fragment: str, *, beside: Collection[WidgetState]) -> set[str]:
        """Return the widgets of which a message tells what the server has changed since, and forget the others.

        Args:
            fragment: that the message is for; "" for the whole page.
            beside: what a person has changed in the message.
        """
        now = self._clock()
        is_else_new = any(state.WhichOneof("value") not in TYPED for state in beside)

        def is_old(widget: str, known: _Overruled) -> bool:
            is_unheard = is_else_new and now - known.at < UNHEARD_SECONDS
            return self._hashes.get(widget) == known.before and (fragment != known.fragment or is_unheard)

        self._overruled = {widget: known for widget, known in self._overruled.items() if is_old(widget, known)}
        self._set_by_server |= self._overruled.keys()  # the browser is still to follow
        return set(self._overruled)


def is_fired(state: WidgetState) -> bool:
    """Return whether a state is a click or another event, which is sent once."""
    kind = state.WhichOneof("value")
    if kind not in TRIGGERS:
        return False
    value = getattr(state, kind)
    return bool(value.ListFields()) if hasattr(value, "ListFields") else bool(value)
