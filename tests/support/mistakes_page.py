"""The tab "Mistakes" of a network that makes four, in Streamlit's AppTest: what it shows, and naming pictures on it."""

from __future__ import annotations

from types import SimpleNamespace

from streamlit.testing.v1 import AppTest

from core.training.record.events import RunEnded
from tests.support.component_events import data_of, send

# Test images of MNIST: 0 is a 7, 1 is a 2, 17 is a 7, 34 is a 7.
MISTAKES = {0: (2, 0.61), 17: (2, 0.983), 1: (3, 0.9), 34: (1, 0.7)}
PAD, NAMED, GALLERY = "evaluate-naming-pad", "evaluate-named-tiles", "evaluate-gallery-tiles"
COMPARED, DOUBTED = "evaluate-compared-tiles", "evaluate-doubted-tiles"
BEGIN, AGAIN, STOP, CLOSE = "primary-naming-begin", "primary-naming-again", "naming-stop", "naming-close"
ENDED = RunEnded(outcome="finished", epoch=1)


def keys(app: AppTest) -> set[str]:
    return {button.key for button in app.button}


def components(app: AppTest) -> set[str]:
    return {element.proto.id.split("-", 2)[-1] for element in app.get("bidi_component")}


def tiles(app: AppTest, key: str) -> list[dict]:
    return data_of(app, key)["tiles"]


def indices(app: AppTest, key: str) -> list[int]:
    return [tile["index"] for tile in tiles(app, key)]


def name(app: AppTest, label: int, *, place: int | None = None) -> AppTest:
    """Name the picture that is shown, or the one at a place."""
    shown = data_of(app, PAD)
    return send(app, PAD, "named", [shown["round"], shown["place"] if place is None else place, label])


def named_all(app: AppTest, label: int, clock: SimpleNamespace) -> AppTest:
    """Name all ten, 4.1 seconds each."""
    for _ in range(10):
        clock.seconds += 4.1
        name(app, label)
    return app
