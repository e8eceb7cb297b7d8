"""Small figures of many values as HTML: the curve of a function over a histogram, two histograms on one scale.

They cost the browser nothing, where a Plotly chart takes a fifth of a second. No Streamlit.
"""

from __future__ import annotations

import base64
import html
from collections.abc import Callable

import numpy as np

from pages.text.inside import number
from pages.text.inside_functions import Distribution
from pages.ui import colours, tables

BINS = 40
CURVE_POINTS = 121
CURVE_HEIGHT, BARS_HEIGHT = 110, 64  # on screen, in pixels
WIDTH = 500  # on screen at most
_SIDE = 44  # kept free at the left for the numbers of the axis that goes up


def curve(
    values: np.ndarray,
    compute: Callable[[np.ndarray], np.ndarray],
    *,
    chosen: float,
    cut_below: float | None,
    alt: str,
) -> str:
    """Return the curve of a function over the range of values, a histogram of them under it, one of them marked.

    Args:
        values: of any shape, what the function was given.
        compute: the function, of float64.
        chosen: the value that a line marks.
        cut_below: what lies below it becomes 0 and is drawn faint; None for a function that makes nothing 0.
        alt: what the figure shows.
    """
    low, high = _range(np.append(values.ravel(), chosen))
    points = np.linspace(low, high, CURVE_POINTS)
    heights = compute(points)
    bottom, top = min(float(heights.min()), 0.0), max(float(heights.max()), 0.0)
    top = top if top > bottom else bottom + 1.0

    def across(value: float) -> float:
        return 100 * (value - low) / (high - low)

    def down(value: float) -> float:
        return 100 * (top - value) / (top - bottom)

    result = float(compute(np.array([chosen]))[0])
    line = " ".join(f"{across(x):.2f},{down(y):.2f}" for x, y in zip(points.tolist(), heights.tolist(), strict=True))
    spot = f"left: {across(chosen):.2f}%; top: {down(result):.2f}%"
    plot = (
        f'<div style="position: relative; height: {CURVE_HEIGHT}px; border-left: 1px solid {colours.LINE}">'
        f"{_level(down(0.0))}{_upright(across(0.0), colours.LINE)}{_stroke(line)}"
        f"{_upright(across(chosen), colours.MARK, width=2)}"
        f'<div style="position: absolute; {spot}; width: 10px; height: 10px; margin: -5px; border-radius: 50%; '
        f'background: {colours.MARK}; border: 1px solid {colours.PAPER}"></div>{_scale_up(top, bottom)}</div>'
    )
    bars = _bars(values, low, high, cut_below=cut_below, marked=across(chosen), at_zero=across(0.0))
    return _figure([plot, bars, _scale_along(low, high)], alt)


def two_histograms(before: np.ndarray, after: np.ndarray, titles: tuple[str, str], *, alt: str) -> str:
    """Return two histograms one below the other on one scale, each with a line at its mean.

    Args:
        before: values, of any shape.
        after: the same after a layer.
        titles: over each.
        alt: what the figure shows.
    """
    low, high = _range(np.concatenate([before.ravel(), after.ravel()]))
    parts = []
    for values, title in zip((before, after), titles, strict=True):
        mean = 100 * (float(values.mean()) - low) / (high - low)
        parts.append(f'<div style="font-size: 0.8125rem; margin-top: 4px">{html.escape(title)}</div>')
        parts.append(_bars(values, low, high, cut_below=None, marked=mean, at_zero=100 * -low / (high - low)))
    return _figure([*parts, _scale_along(low, high)], alt)


def quantiles(before: np.ndarray, after: np.ndarray) -> str:
    """Return the numbers behind such a figure as a table: the smallest, the quarters and the largest of each."""
    rows = Distribution.rows(*map(_five, (before, after)))
    return tables.table_html(Distribution.QUANTILES, Distribution.HEADER, rows, is_captioned=True)


def _five(values: np.ndarray) -> list[float]:
    finite = values[np.isfinite(values)]
    return np.quantile(finite, (0, 0.25, 0.5, 0.75, 1)).tolist() if finite.size else [float("nan")] * 5


def _range(values: np.ndarray) -> tuple[float, float]:
    """Return the ends of an axis that holds all finite values, and 0 with room on both sides."""
    finite = values[np.isfinite(values)].astype(np.float64)
    low, high = float(finite.min(initial=0.0)), float(finite.max(initial=0.0))
    room = max(high - low, 1e-6) / 20
    return low - room, high + room


def _bars(
    values: np.ndarray, low: float, high: float, *, cut_below: float | None, marked: float, at_zero: float
) -> str:
    """Return a histogram; a bin ends at 0, so that what is below it stands apart."""
    width = (high - low) / BINS
    first = np.floor(low / width)
    edges = (first + np.arange(BINS + 2)) * width
    counts, _ = np.histogram(values[np.isfinite(values)], edges)
    tallest = max(int(counts.max()), 1)
    drawn = []
    for start, count in zip(edges.tolist(), counts.tolist(), strict=False):
        if count:
            is_cut = cut_below is not None and start + width / 2 < cut_below
            ground = colours.LINE if is_cut else colours.INK
            drawn.append(
                f'<div style="position: absolute; bottom: 0; left: {100 * (start - low) / (high - low):.2f}%; '
                f"width: calc({100 / BINS:.2f}% - 1px); height: {max(100 * count / tallest, 1.5):.1f}%; "
                f'background: {ground}"></div>'
            )
    return (
        f'<div style="position: relative; height: {BARS_HEIGHT}px; margin-top: 6px; overflow: hidden; '
        f'border-bottom: 1px solid {colours.LINE}">{"".join(drawn)}{_upright(at_zero, colours.LINE)}'
        f"{_upright(marked, colours.MARK, width=2)}</div>"
    )


def _figure(parts: list[str], alt: str) -> str:
    return (
        f'<div role="img" aria-label="{html.escape(alt, quote=True)}" style="flex: 0 1 {WIDTH}px; '
        f"box-sizing: border-box; min-width: 0; max-width: {WIDTH}px; "
        f'padding-left: {_SIDE}px; font-variant-numeric: tabular-nums">{"".join(parts)}</div>'
    )


def _stroke(points: str) -> str:
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" preserveAspectRatio="none">'
        f'<polyline points="{points}" fill="none" stroke="#000" stroke-width="2.5" '
        'vector-effect="non-scaling-stroke"/></svg>'
    )
    mask = f"url(data:image/svg+xml;base64,{base64.b64encode(picture.encode()).decode()}) 0 0 / 100% 100%"
    return f'<div style="position: absolute; inset: 0; background: {colours.INK}; mask: {mask}"></div>'


def _upright(left: float, colour: str, *, width: int = 1) -> str:
    return (
        f'<div style="position: absolute; top: 0; bottom: 0; left: {left:.2f}%; width: {width}px; '
        f'margin-left: -{width / 2}px; background: {colour}"></div>'
    )


def _level(top: float) -> str:
    return (
        f'<div style="position: absolute; left: 0; right: 0; top: {top:.2f}%; height: 1px; '
        f'background: {colours.LINE}"></div>'
    )


def _scale_up(top: float, bottom: float) -> str:
    ends = "".join(f"<span>{number(end)}</span>" for end in (top, bottom))
    return (
        f'<div style="position: absolute; right: 100%; top: -0.5em; bottom: -0.5em; padding-right: 6px; '
        "display: flex; flex-direction: column; justify-content: space-between; text-align: right; "
        f'font-size: 0.75rem; line-height: 1">{ends}</div>'
    )


def _scale_along(low: float, high: float) -> str:
    """Return the numbers under an axis: its ends, and 0 where that is not near one of them."""
    zero = 100 * -low / (high - low)
    middle = f'<span style="position: absolute; left: {zero:.1f}%; transform: translateX(-50%)">0</span>'
    is_near = zero < 12 or zero > 88
    return (
        '<div style="position: relative; display: flex; justify-content: space-between; font-size: 0.75rem">'
        f"<span>{number(low)}</span>{'' if is_near else middle}<span>{number(high)}</span></div>"
    )
