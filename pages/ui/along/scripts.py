"""The JavaScript that reads along: the preparation of a drawing, and a network, both in the visitor's browser.

Plain functions at the top level, in files that need those before them: a component's script may follow, and a Web
Worker may be made of the same text. What they give is held to be what Python gives by tests in a browser.
"""

from __future__ import annotations

from pathlib import Path

_PREPARATION = ("rasterize.js", "resample.js", "stroke_width.js", "preparation.js", "grouping.js")
_NETWORK = ("functions.js", "layers.js", "pooling.js", "network.js")
# They define `prepareStrokes`, `prepareCells`, `pathPoints`, `groupStrokes` and `groupCells`; and `loadNetwork`.
FILES = tuple(Path(__file__).with_name(name) for name in (*_PREPARATION, *_NETWORK))
