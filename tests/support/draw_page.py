"""Strokes and pictures for Draw, and what the page shows of them."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
from PIL import Image
from streamlit.testing.v1 import AppTest

from core.messages.numbers import NO_BREAK_SPACE

Visit = Callable[..., AppTest]


SEVEN = [(80, 70), (195, 70), (135, 235)]
BAR = [(90, 150), (190, 150)]


def strokes(*paths: list[tuple[float, float]]) -> dict:
    """Return a drawing as the canvas writes it."""
    return {
        "objects": [
            {"type": "Path", "strokeWidth": 16, "path": [["M", *path[0]], *(["L", *point] for point in path[1:])]}
            for path in paths
        ]
    }


def paths_of(*drawn: list[tuple[float, float]]) -> list:
    """Return the paths of strokes as the canvas writes them."""
    return [stroke["path"] for stroke in strokes(*drawn)["objects"]]


def given_paths(app: AppTest) -> list:
    """Return the paths of what the canvas was given."""
    return [stroke["path"] for stroke in app.session_state["draw-start"]["objects"]]


def html_of(app: AppTest) -> str:
    """Return all HTML of the page, with every space as a person sees it; see `unbroken_html_of`."""
    return unbroken_html_of(app).replace(NO_BREAK_SPACE, " ")


def unbroken_html_of(app: AppTest) -> str:
    """Return all HTML of the page, with spaces that no line breaks at."""
    return "\n".join(element.proto.body for element in app.get("html"))


def picture_file(pixels: np.ndarray) -> bytes:
    stored = io.BytesIO()
    Image.fromarray(pixels).save(stored, "PNG")
    return stored.getvalue()


def bar_on_paper() -> np.ndarray:
    page = np.full((100, 100), 230, np.uint8)
    page[20:80, 45:55] = 30
    return page


def upload(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    return app.file_uploader(key="draw-files").set_value([(*file, "image/png") for file in files]).run()
