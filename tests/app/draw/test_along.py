"""What the browser is told so that it can read along: the network, its layers that move, the drawing that is known."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from core.inference.pretrained import pretrained
from core.messages.numbers import times
from models.cnn import cnn
from models.mlp import mlp
from models.spec import NetworkSpec
from pages.parts.draw.along import along, drawn_now
from tests.support.component_events import data_of
from tests.support.draw_page import BAR, SEVEN, strokes

pytestmark = pytest.mark.app

KEY, DRAWN = "draw-along", "draw-along-drawn"


def keys(app: AppTest) -> list[str]:
    """Return the keys of the components that read along on the page."""
    names = [one.proto.id for one in app.get("bidi_component")]
    return [key for key in (KEY, DRAWN) if any(name.endswith(f"-{key}") for name in names)]


def test_network_and_its_layers_are_told_once_and_the_drawing_after_each_answer(draw, answering) -> None:
    app = draw(strokes(SEVEN, BAR))
    told = data_of(app, KEY)
    assert set(told["network"]) == {"spec", "url", "inputs"}
    assert told["strip"] == along.strip_of(pretrained().network.spec)
    known = data_of(app, DRAWN)
    assert known["drawing"] == [stroke["path"] for stroke in strokes(SEVEN, BAR)["objects"]]
    assert (known["scale"], known["threshold"]) == (0.5, 0.6)
    assert not known["isOne"]
    app.session_state["draw-read-as"] = "digit"
    assert data_of(app.run(), DRAWN)["isOne"]
    app.slider(key="draw-threshold").set_value(80).run()
    assert data_of(app, DRAWN)["threshold"] == 0.8
    app.button(key="draw-clear").click().run()
    assert data_of(app, DRAWN)["drawing"] == []


def test_pads_pixels_are_told(draw, answering) -> None:
    app = draw(draw_mode="keyboard")
    assert data_of(app, DRAWN)["drawing"] == "0" * 784
    cells = "".join("1" if 5 <= row < 22 and column == 14 else "0" for row in range(28) for column in range(28))
    app.session_state["draw-cells"] = cells
    assert data_of(app.run(), DRAWN)["drawing"] == cells
    app.session_state["draw-cells"] = "1" * 783
    assert data_of(app.run(), DRAWN)["drawing"] is None


def test_network_that_is_too_large_leaves_the_page_as_it_was(draw, answering, monkeypatch) -> None:
    monkeypatch.setattr(along, "can_run_in_browser", lambda spec: False)
    app = draw(strokes(SEVEN))
    assert not app.exception
    assert keys(app) == []


def test_photos_have_nothing_to_read_along(draw, answering) -> None:
    assert keys(draw(draw_mode="photo")) == []


LONG = [(float(place % 280), 1.0) for place in range(drawn_now.MOST_COMMANDS + 1)]


@pytest.mark.parametrize(
    "message",
    [5, "x", {"objects": 3}, {"objects": [3]}, {"objects": [{"path": "M"}]}, strokes(LONG)],
    ids=["number", "text", "no list", "no object", "no path", "too long"],
)
def test_drawing_that_is_none_or_too_large_is_not_told(draw, answering, message: object) -> None:
    app = draw(message)
    assert not app.exception
    assert data_of(app, DRAWN)["drawing"] is None


@pytest.mark.parametrize(
    ("spec", "maps", "units"),
    [
        (pretrained().network.spec, (0, 16, [24, 24]), (12, 64, [1, 64])),
        (mlp(), None, (2, 512, [8, 64])),
        (cnn(dense=()), (0, 16, [26, 26]), None),
    ],
    ids=["pretrained", "mlp", "cnn"],
)
def test_first_convolution_and_last_hidden_layer_are_shown(spec: NetworkSpec, maps, units) -> None:
    shown = along.strip_of(spec)
    for name, expected in (("maps", maps), ("units", units)):
        part = shown[name]
        assert (part and (part["layer"], part["shown"], part["shape"])) == expected


def test_captions_say_how_many_of_how_many() -> None:
    wide = mlp(hidden=(600,))
    assert along.strip_of(pretrained().network.spec)["maps"]["caption"] == f"Conv 16, {times(5, 5)}, ReLU: 16 maps"
    assert along.strip_of(wide)["units"]["caption"] == "Dense 600, ReLU: the first 512 of 600 units"
