"""The JavaScript that reads along: the preparation of a drawing, and a network, both in the visitor's browser.

Plain functions at the top level, in files that need those before them: a component's script may follow, and a Web
Worker may be made of the same text. What they give is held to be what Python gives by tests in a browser.
"""

from __future__ import annotations

from pathlib import Path

PREPARATION = ("rasterize.js", "resample.js", "stroke_width.js", "preparation.js", "grouping.js")
NETWORK = ("functions.js", "layers.js", "pooling.js", "network.js")


def preparation_script() -> str:
    """Return what defines `prepareStrokes`, `prepareCells`, `pathPoints`, `groupStrokes` and `groupCells`."""
    return _joined(PREPARATION)


def network_script() -> str:
    """Return what defines `loadNetwork`."""
    return _joined(NETWORK)


def _joined(names: tuple[str, ...]) -> str:
    return "\n".join(Path(__file__).with_name(name).read_text("utf-8") for name in names)
