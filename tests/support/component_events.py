"""What a component of ours tells the server, in Streamlit's AppTest, which has no browser that would run it."""

from __future__ import annotations

import json
from typing import Any

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.testing.v1 import AppTest


def data_of(app: AppTest, key: str) -> dict[str, Any]:
    """Return what the component with a key was given, through `widgets.component_data` or as it is."""
    mixed = json.loads(component(app, key).json)
    return json.loads(mixed["json"]) if "json" in mixed else mixed


def send(app: AppTest, key: str, event: str, value: object) -> AppTest:
    """Run the page as it runs when the component with a key sends an event."""
    state = app._tree.get_widget_states()
    sent = state.widgets.add()
    sent.id = _make_trigger_id(component(app, key).id, "events")
    sent.json_trigger_value = json.dumps([{"event": event, "value": value}])
    return app._run(state)


def component(app: AppTest, key: str) -> Any:
    """Return what the server sent of the component with a key."""
    found = [one.proto for one in app.get("bidi_component") if one.proto.id.endswith(f"-{key}")]
    assert len(found) == 1, f"{len(found)} components have the key {key}"
    return found[0]


def set_values(app: AppTest, key: str, **values: object) -> AppTest:
    """Run the page as it runs when the component with a key has set values that last."""
    state = app._tree.get_widget_states()
    sent = state.widgets.add()
    sent.id = component(app, key).id
    sent.json_value = json.dumps(values)
    return app._run(state)


def click_point(app: AppTest, key: str, customdata: object) -> AppTest:
    """Run the page as it runs when a point of the Plotly chart with a key is clicked."""
    (chart,) = (one.proto for one in app.get("plotly_chart") if one.proto.id.endswith(f"-{key}"))
    state = app._tree.get_widget_states()
    sent = state.widgets.add()
    sent.id = chart.id
    points = {"points": [{"customdata": customdata}], "point_indices": [], "box": [], "lasso": []}
    sent.string_value = json.dumps({"selection": points})
    return app._run(state)
