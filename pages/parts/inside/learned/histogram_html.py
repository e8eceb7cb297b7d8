"""A histogram as HTML in a table's cell: bars without axes, its two ends below. It follows the theme."""

from __future__ import annotations

import html
from collections.abc import Sequence

from pages.ui import colours
from pages.ui.tables import Html

WIDTH, HEIGHT = 160, 34  # on screen, in pixels


def histogram_html(counts: Sequence[int], ends: tuple[str, str], label: str) -> Html:
    """Return a histogram.

    Args:
        counts: values in each part, from left to right.
        ends: where the first part begins and the last one ends, as text.
        label: what a person who does not see it is told.
    """
    most = max(*counts, 1)
    bars = "".join(
        f'<i style="flex: 1; height: {max(100 * part / most, 3 if part else 0):.0f}%; background: {colours.INK}"></i>'
        for part in counts
    )
    texts = "".join(f"<span>{html.escape(end)}</span>" for end in ends)
    return Html(
        f'<div role="img" aria-label="{html.escape(label, quote=True)}" style="width: {WIDTH}px">'
        f'<div style="display: flex; align-items: flex-end; height: {HEIGHT}px; '
        f'border-bottom: 1px solid {colours.LINE}">{bars}</div>'
        f'<div style="display: flex; justify-content: space-between; font-size: 0.75rem">{texts}</div></div>'
    )
