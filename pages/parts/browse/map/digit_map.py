"""The map itself, a component of our own: points that move, digits when near, a box to choose several."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from core.serving.data_map import MapAnswers
from pages.state.slot import Slot
from pages.text.browse_map import MapText
from pages.ui import colours, widgets
from pages.ui.component_files import component

_SCRIPTS = ("map_data.js", "map_camera.js", "map_pictures.js", "map_drawing.js", "map_pointer.js")

_component = component("digit_map", __file__, scripts=_SCRIPTS)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pane:
    """One map of the figure.

    Attributes:
        points: (n, 2), across and up.
        caption: above it; "" for none.
        alt: what it shows, with the finding.
        marker: (2,), where the selected digit lies that is none of the images; None where that is not known.
    """

    points: np.ndarray
    caption: str
    alt: str
    marker: np.ndarray | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Images:
    """The images of all maps of the figure.

    Attributes:
        of: tells them from others.
        address: of the pictures.
        indices: (n,) int64, rising, in their collection.
        labels: (n,) uint8.
        answers: what the network reads them as; None while that is not known.
        names: the ten labels'.
    """

    of: str
    address: str
    indices: np.ndarray
    labels: np.ndarray
    answers: MapAnswers | None
    names: Sequence[str]


def show(
    panes: Sequence[Pane],
    images: Images,
    *,
    slot: Slot,
    colour: str,
    marked: int,
    mark: str,
    chosen: Sequence[int],
    choices: int,
    shown: str,
    milliseconds: int,
    on_opened: Callable[[], None],
    on_chosen: Callable[[], None],
) -> None:
    """Draw the figure.

    Args:
        panes: one map, or two side by side, of the same images.
        images: these.
        slot: of the component: it sends "opened", a place, and "chosen", for `received`.
        colour: "digit" or "answer".
        marked: the place of the selected digit, or of what stands for it; -1 for none.
        mark: what stands beside that.
        chosen: places of those that were chosen.
        choices: number of the last choice that came from the browser, which keeps its own where that is later.
        shown: what tells one state of the points from another; the page can read it once they are painted.
        milliseconds: in which points move to where they are now.
        on_opened: called when one is clicked.
        on_chosen: called when several are chosen.
    """
    answers = images.answers
    steps = np.diff(images.indices, prepend=images.indices[:1])
    data: dict[str, object] = {
        "of": images.of,
        "maps": [_pane(pane) for pane in panes],
        "labels": _text(images.labels),
        "first": int(images.indices[0]),
        "steps": _text(np.minimum(steps, 255).astype(np.uint8)),
        "readAs": None if answers is None else _text(answers.digits),
        "sure": None if answers is None else _text(np.rint(1000 * answers.surenesses).astype("<u2")),
        "names": list(images.names),
        "colour": colour,
        "marked": marked,
        "chosen": list(chosen),
        "choices": choices,
        "palettes": colours.CATEGORICAL,
        "pictures": images.address,
        "shown": shown,
        "milliseconds": milliseconds,
        "texts": {
            "marked": mark,
            "image": MapText.IMAGE,
            "right": MapText.RIGHT,
            "wrong": MapText.WRONG,
            "tools": MapText.TOOLS,
            "larger": MapText.LARGER,
            "smaller": MapText.SMALLER,
            "whole": MapText.WHOLE,
            "box": MapText.BOX,
        },
    }
    _component(key=slot.key, data=widgets.component_data(data), on_opened_change=on_opened, on_chosen_change=on_chosen)


def received(sent: object) -> tuple[int, list[object]]:
    """Return the number of a choice that the browser sent, and the places in it; none of what is no choice."""
    try:
        said = json.loads(sent) if isinstance(sent, str) else None
    except ValueError:
        said = None
    if not isinstance(said, dict):
        return 0, []
    number, places = said.get("number"), said.get("places")
    return number if type(number) is int else 0, places if isinstance(places, list) else []


def _pane(pane: Pane) -> dict[str, object]:
    low, high = pane.points.min(axis=0), pane.points.max(axis=0)
    middle, side = (low + high) / 2, max(float((high - low).max()), 1e-30)
    placed = np.clip((pane.points - middle) / side + 0.5, 0, 1)
    marker = None
    if pane.marker is not None:
        marker = np.clip((pane.marker - middle) / side + 0.5, 0.02, 0.98).round(4).tolist()
    return {
        "points": _text(np.rint(65535 * placed).astype("<u2")),
        "caption": pane.caption,
        "alt": pane.alt,
        "marker": marker,
        "extent": np.clip((high - low) / side, 0.05, 1).round(4).tolist(),
    }


def _text(array: np.ndarray) -> str:
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()
