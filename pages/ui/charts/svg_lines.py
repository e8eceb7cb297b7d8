"""Lines over two axes as SVG, for a page that runs no script: ticks, thin marks across, lines named at their ends.

Texts have the colour that stands around the drawing, so one drawing is right in light, in dark and on paper.
"""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pages.ui.charts.axes import Axis, Points

Marker = Literal["", "circle", "square", "diamond"]

WIDTH, HEIGHT = 440, 290  # units of the drawing, which is scaled to its place
TOP, BOTTOM, LEFT, RIGHT_EDGE = 36, 42, 44, 12
LETTER = 6.3  # mean width of one
THREAD = 18  # from the axes' end to a name
NAME_GAP = 15  # between two lines' names, one above the other
MOST_TICKS = 6
_STEPS = (1, 2, 2.5, 5, 10)  # of ticks, times a power of ten
_SIZE = 12  # of texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a chart."""

    points: Points  # [x, y] from left to right, in the axes' units; what leaves the axes is cut off
    colour: str
    name: str = ""  # written at its end; "" for none
    marker: Marker = ""  # at each point
    width: float = 2.0  # 0: its markers alone
    opacity: float = 1.0
    dashes: str = ""  # as SVG writes them: "4 3"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """Where values stand in the drawing."""

    across: Axis
    up: Axis
    right: float  # width that the names at the right take

    @property
    def width(self) -> float:
        return WIDTH - LEFT - self.right

    @property
    def height(self) -> float:
        return HEIGHT - TOP - BOTTOM

    def x(self, value: float) -> float:
        return LEFT + self.width * self.across.share(value)

    def y(self, value: float) -> float:
        return TOP + self.height * (1 - self.up.share(value))


def chart(
    lines: Sequence[Line],
    *,
    across: Axis,
    up: Axis,
    across_title: str,
    up_title: str,
    alt: str,
    marks: Sequence[tuple[float, str]] = (),
    whole_across: bool = False,
) -> str:
    """Return a chart as one SVG element.

    Args:
        lines: from the lowest to the topmost.
        across: the horizontal axis.
        up: the vertical one.
        across_title: of the horizontal axis, with its unit.
        up_title: the same of the vertical one.
        alt: what the chart shows, as a sentence with the finding.
        marks: where a dashed line stands upright, and the few letters above it.
        whole_across: whether the horizontal axis counts whole things.
    """
    named = [line for line in lines if line.name and line.points]
    longest = max((len(line.name) for line in named), default=0)
    frame = _Frame(across=across, up=up, right=longest * LETTER + THREAD + 4 if longest else RIGHT_EDGE)
    parts = [
        *_up_axis(frame, up_title),
        *_across_axis(frame, across_title, whole=whole_across),
        *(part for x, text in marks if across.shows(x) for part in _mark(frame, x, text)),
        # A drawing within the drawing cuts off what leaves the axes, and needs no name for that.
        f'<svg x="{LEFT - 5}" y="{TOP - 5}" width="{frame.width + 10:.1f}" height="{frame.height + 10:.1f}" '
        f'viewBox="{LEFT - 5} {TOP - 5} {frame.width + 10:.1f} {frame.height + 10:.1f}">',
        *(part for line in lines for part in _drawn(frame, line)),
        "</svg>",
        *_names(frame, named),
    ]
    return (
        f'<svg role="img" aria-label="{html.escape(alt, quote=True)}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'font-size="{_SIZE}" fill="currentColor">{"".join(parts)}</svg>'
    )


def ticks(axis: Axis, *, whole: bool = False) -> list[float]:
    """Return round values on an axis, at most seven; `whole` for an axis that counts whole things."""
    if axis.is_log:
        decades = range(round(math.log10(axis.low)), math.ceil(math.log10(axis.high)) + 1)
        factors = (1.0,) if len(decades) > 3 else (1.0, 2.0, 5.0)
        found = [factor * 10.0**decade for decade in decades for factor in factors]
        found = [value for value in found if axis.low * 0.999 <= value <= axis.high * 1.001]
        return found[:: -(-len(found) // (MOST_TICKS + 1))]
    least = (axis.high - axis.low) / MOST_TICKS
    power = 10.0 ** math.floor(math.log10(least))
    step = next(size * power for size in _STEPS if size * power >= least * 0.999)
    step = max(1.0, math.ceil(step)) if whole else step
    first = math.ceil(axis.low / step - 1e-9)
    return [number * step for number in range(first, math.floor(axis.high / step + 1e-9) + 1)]


def spread(places: Sequence[float], *, gap: float, low: float, high: float) -> list[float]:
    """Return places moved apart so that two of them have a gap, as little as may be, between two bounds.

    Args:
        places: in any order; what comes back is in the same.
        gap: between neighbours.
        low: the least place.
        high: the greatest, where there is room for all.
    """
    order = sorted(range(len(places)), key=places.__getitem__)
    moved, least = list(places), low
    for index in order:
        moved[index] = least = max(places[index], least)
        least += gap
    most = high
    for index in reversed(order):
        moved[index] = most = min(moved[index], most)
        most -= gap
    return moved


def _up_axis(frame: _Frame, title: str) -> list[str]:
    end = frame.x(frame.across.high)
    parts = [_text(2, 13, title, weight=600)]
    for value in ticks(frame.up):
        y = frame.y(value)
        parts.append(_rule(LEFT, y, end, y, opacity=0.18))
        parts.append(_text(LEFT - 8, y + 4, f"{value:g}", anchor="end"))
    return parts


def _across_axis(frame: _Frame, title: str, *, whole: bool) -> list[str]:
    bottom, middle = TOP + frame.height, LEFT + frame.width / 2
    parts = [_rule(LEFT, bottom, LEFT + frame.width, bottom, opacity=0.7)]
    for value in ticks(frame.across, whole=whole):
        x = frame.x(value)
        parts.append(_rule(x, bottom, x, bottom + 4, opacity=0.7))
        parts.append(_text(x, bottom + 17, f"{value:g}", anchor="middle"))
    return [*parts, _text(middle, HEIGHT - 6, title, anchor="middle")]


def _mark(frame: _Frame, x: float, text: str) -> list[str]:
    at = frame.x(x)
    return [
        _rule(at, TOP, at, TOP + frame.height, opacity=0.6, dashes="3 3"),
        _text(min(at, WIDTH - LETTER * len(text) / 2), TOP - 4, text, anchor="middle"),
    ]


def _drawn(frame: _Frame, line: Line) -> list[str]:
    places = [(frame.x(x), frame.y(y)) for x, y in line.points]
    parts = []
    if len(places) > 1 and line.width:
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        dashes = f' stroke-dasharray="{line.dashes}"' if line.dashes else ""
        parts.append(
            f'<polyline points="{path}" fill="none" stroke="{line.colour}" stroke-width="{line.width:g}" '
            f'stroke-opacity="{line.opacity:g}" stroke-linejoin="round"{dashes}/>'
        )
    marker = line.marker or ("square" if len(places) == 1 else "")  # one point is no line
    return [*parts, *(_marker(marker, x, y, line.colour) for x, y in places if marker)]


def _names(frame: _Frame, named: Sequence[Line]) -> list[str]:
    """Return each line's name at the right, with a thread to its end; names keep apart."""
    end, bottom = LEFT + frame.width, TOP + frame.height
    ends = [min(max(frame.y(line.points[-1][1]), TOP), bottom) for line in named]
    places = spread(ends, gap=NAME_GAP, low=TOP, high=bottom)
    parts = []
    for line, y, place in zip(named, ends, places, strict=True):
        path = f"M{max(frame.x(line.points[-1][0]), end - 1) + 6:.1f},{y:.1f}L{end + THREAD:.1f},{place:.1f}"
        parts.append(f'<path d="{path}" fill="none" stroke="{line.colour}" stroke-width="1.2"/>')
        parts.append(_text(end + THREAD + 4, place + 4, line.name))
    return parts


def _marker(marker: Marker, x: float, y: float, colour: str) -> str:
    if marker == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'
    if marker == "diamond":
        return f'<path d="M{x:.1f},{y - 5:.1f}l5,5l-5,5l-5,-5z" fill="{colour}"/>'
    return f'<rect x="{x - 2.5:.1f}" y="{y - 2.5:.1f}" width="5" height="5" fill="{colour}"/>'


def _rule(x1: float, y1: float, x2: float, y2: float, *, opacity: float, dashes: str = "") -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="currentColor" '
        f'stroke-opacity="{opacity:g}"{dashed}/>'
    )


def _text(x: float, y: float, text: str, *, anchor: str = "start", weight: int = 400) -> str:
    bold = f' font-weight="{weight}"' if weight != 400 else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{bold}>{html.escape(text)}</text>'
