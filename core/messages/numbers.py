"""Numbers and shapes within a sentence."""

from __future__ import annotations

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
TIMES = f"{NO_BREAK_SPACE}×{NO_BREAK_SPACE}"


def times(*factors: object) -> str:
    """Return factors with the one sign for times between them: "28 × 28", which no line breaks apart."""
    return TIMES.join(map(str, factors))


def shape_text(shape: tuple[int, ...]) -> str:
    """Return a shape as text, "26 × 26 × 32" or "784"; of a single number nothing."""
    return times(*shape)


def plain_number(value: float) -> str:
    """Return a setting as a person writes it: 0.003, 0.000001, 20."""
    return f"{value:.10f}".rstrip("0").rstrip(".")
