"""The component that has a run's page drawn anew by itself, as its messages tell it from a person's."""

from __future__ import annotations

from streamlit.proto.WidgetStates_pb2 import WidgetState

KEY = "run-beat"  # of the component
_EVENTS = f"-{KEY}__"  # in the id of what it sends, which ends with the event


def is_beat(state: WidgetState) -> bool:
    """Return whether a state is that component's."""
    return _EVENTS in state.id
