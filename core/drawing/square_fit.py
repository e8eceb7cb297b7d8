"""A drawing from a wide canvas on a square one: moved, and shrunk only where there is no room; nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from core.drawing.strokes import CANVAS_SIZE, read_canvas

MARGIN = 18  # canvas pixels, of paper round what is moved


def into_square(json_data: Mapping, *, sharpness: float) -> dict:
    """Return the canvas's message with all its strokes on a square canvas; as it is where they lie there already.

    Args:
        json_data: what the canvas component gave.
        sharpness: how many of the component's pixels are one canvas pixel, to the side.

    Raises:
        DrawingError: it is not a drawing of pen strokes.
    """
    objects = json_data.get("objects") or []
    paths = [path / sharpness for path in read_canvas(json_data)]
    if not paths:
        return {"objects": list(objects)}
    scale, offset = _fit(np.concatenate(paths))
    if scale == 1 and not offset.any():
        return {"objects": list(objects)}
    return {"objects": [_moved(drawn, scale, offset * sharpness) for drawn in objects]}


def _fit(points: np.ndarray) -> tuple[float, np.ndarray]:
    """Return by how much (n, 2) points in canvas pixels are shrunk, and then moved, (2,): right and down."""
    low, high = points.min(axis=0), points.max(axis=0)
    if low.min() >= 0 and high.max() <= CANVAS_SIZE:
        return 1.0, np.zeros(2)
    scale = min(1.0, (CANVAS_SIZE - 2 * MARGIN) / float((high - low).max()))
    to_middle = (low + high) / 2 * (1 - scale)  # shrunk about its middle
    low, high = low * scale + to_middle, high * scale + to_middle
    return scale, to_middle + np.clip(0, MARGIN - low, CANVAS_SIZE - MARGIN - high)


def _moved(drawn: Mapping, scale: float, offset: np.ndarray) -> dict:
    """Return a stroke that `read_canvas` has read, elsewhere; its line stays as wide as it is."""
    right, down = offset.tolist()
    path = [
        [letter, *(number * scale + (down if place % 2 else right) for place, number in enumerate(numbers))]
        for letter, *numbers in drawn["path"]
    ]
    places = {
        key: drawn[key] * scale + moved
        for key, moved in (("left", right), ("top", down))
        if isinstance(drawn.get(key), int | float)
    }
    return {**drawn, "path": path, **places}
