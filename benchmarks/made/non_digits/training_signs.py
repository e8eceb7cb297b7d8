"""Drawings that are no digits and that the reader is trained with: signs of no alphabet, closed outlines.

A sign is put together at random, of lines, arcs, corners, hooks and loops. What comes out too like a digit is sorted
out later.
"""

from __future__ import annotations

import math

import numpy as np

from benchmarks.made.pen_paths import Point, arc, by_hand, line, turned

Paths = list[np.ndarray]
_GRID = (0.0, 0.5, 1.0)  # where a sign's lines begin and end


def sign(rng: np.random.Generator) -> Paths:
    """Return a sign of no alphabet: two to five lines, arcs, corners, hooks and loops on a grid of 3 x 3."""
    paths: Paths = []
    for _ in range(int(rng.choice([2, 3, 4, 5], p=[0.2, 0.4, 0.28, 0.12]))):
        begin = _grid_point(rng)
        if paths and rng.random() < 0.75:  # most signs hang together
            other = paths[int(rng.integers(len(paths)))]
            x, y = other[int(rng.choice([0, len(other) // 2, len(other) - 1]))]
            begin = (float(x), float(y))
        paths.append(_piece(begin, rng))
    return by_hand(paths, rng, tremor=0.02)


def symmetric_sign(rng: np.random.Generator) -> Paths:
    """Return one to three pieces of a sign and what a mirror makes of them, upright, lying or turned by half."""
    half: Paths = []
    begin = (rng.choice([0.5, 0.5, 0.3]), float(rng.choice(_GRID)))
    for _ in range(int(rng.integers(1, 4))):
        end = (rng.uniform(-0.1, 0.5), float(rng.choice(_GRID)) + rng.normal(0, 0.1))
        half.append(_piece_to(begin, end, rng))
        begin = end if rng.random() < 0.7 else (0.5, rng.uniform(0, 1))
    kind = rng.choice(["upright", "lying", "turned"], p=[0.6, 0.2, 0.2])
    flip = np.array([-1, -1] if kind == "turned" else [-1, 1])
    both = half + [(path - 0.5) * flip + 0.5 for path in half]
    if rng.random() < 0.35:
        both.append(line((0.5, 0), (0.5, 1)) if rng.random() < 0.5 else line((0.1, 0.5), (0.9, 0.5)))
    return by_hand([turned(path, 90) for path in both] if kind == "lying" else both, rng)


def freehand_sign(rng: np.random.Generator) -> Paths:
    """Return a sign of one or two strokes, each a smooth curve or straight pieces through three to six points."""
    paths = []
    for _ in range(int(rng.choice([1, 2, 3], p=[0.5, 0.35, 0.15]))):
        points = rng.random((int(rng.integers(3, 7)), 2)) * [0.8, 1]
        paths.append(_smooth(points) if rng.random() < 0.6 else line(*map(tuple, points)))
    return by_hand(paths, rng)


def sign_with_dots(rng: np.random.Generator) -> Paths:
    """Return a sign with one to three small rings or dashes above, below or beside it."""
    base = (sign, symmetric_sign, freehand_sign)[int(rng.integers(3))](rng)
    points = np.concatenate(base)
    low, extent = points.min(axis=0), max(float(np.ptp(points, axis=0).max()), 1e-6)
    paths = [(path - low) / extent for path in base]
    right, bottom = np.concatenate(paths).max(axis=0)
    size = rng.uniform(0.035, 0.08)
    count = int(rng.choice([1, 2, 3], p=[0.6, 0.3, 0.1]))
    for x in rng.uniform(0.2, 0.8) * right + 0.28 * (np.arange(count) - (count - 1) / 2):
        y = bottom + 0.18 if rng.random() < 0.6 else -0.18
        paths.append(arc((x, y), (size, size), 0, 360) if rng.random() < 0.6 else line((x - size, y), (x + size, y)))
    return by_hand([turned(path, 90) for path in paths] if rng.random() < 0.1 else paths, rng, tremor=0.004)


def outline(rng: np.random.Generator) -> Paths:
    """Return a closed outline with dents or corners."""
    return by_hand([_outline(rng)], rng)


def outline_with_content(rng: np.random.Generator) -> Paths:
    """Return an outline, dented or round, with one to four small pieces in it, or a piece that runs through it."""
    around = _outline(rng) if rng.random() < 0.4 else arc((0.5, 0.5), (0.5, 0.5), 0, 360)
    paths = [around]
    if rng.random() < 0.25:
        angle = rng.choice([0, 90]) + rng.uniform(-20, 20)  # a slanted line would make it a slashed 0
        return by_hand([around, turned(line((-0.1, rng.uniform(0.3, 0.7)), (1.1, rng.uniform(0.3, 0.7))), angle)], rng)
    for _ in range(int(rng.integers(1, 5))):
        x, y = rng.uniform(0.22, 0.62, 2)
        size = rng.uniform(0.1, 0.35)
        piece = _piece(_grid_point(rng), rng)
        low, high = piece.min(axis=0), piece.max(axis=0)
        paths.append((piece - low) / max(float((high - low).max()), 1e-6) * size + [x - size / 4, y - size / 4])
    return by_hand(paths, rng)


def _outline(rng: np.random.Generator) -> np.ndarray:
    """Return a closed path round the square's middle: corners joined straight, or waves on a circle."""
    count = int(rng.integers(4, 10))
    if rng.random() < 0.5:
        angles = np.radians(360 / count * np.arange(count) + rng.uniform(-14, 14, count) + rng.uniform(0, 360))
        corners = np.column_stack([np.cos(angles), np.sin(angles)]) * rng.uniform(0.2, 0.5, (count, 1)) + 0.5
        return line(*map(tuple, corners), tuple(corners[0]))
    angles = np.linspace(0, 2 * math.pi, 40)
    radius = 0.4 + sum(
        rng.normal(0, 0.16 / waves) * np.cos(waves * angles + rng.uniform(0, 2 * math.pi)) for waves in (1, 2, 3, 4, 5)
    )
    return np.column_stack([np.cos(angles), np.sin(angles)]) * np.abs(radius)[:, None] + 0.5


def _smooth(points: np.ndarray) -> np.ndarray:
    """Return a smooth path through points, (n, 2) float64 (Catmull and Rom's spline)."""
    padded = np.concatenate([2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]])
    t = np.linspace(0, 1, 9)[:-1, None]
    pieces = [
        b + t / 2 * (c - a) + t**2 * (a - 2.5 * b + 2 * c - d / 2) + t**3 * (1.5 * (b - c) + (d - a) / 2)
        for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False)
    ]
    return np.concatenate([*pieces, points[-1:]])


def _piece(begin: Point, rng: np.random.Generator) -> np.ndarray:
    end = _grid_point(rng)
    while abs(end[0] - begin[0]) + abs(end[1] - begin[1]) < 0.4:
        end = _grid_point(rng)
    return _piece_to(begin, end, rng)


def _piece_to(begin: Point, end: Point, rng: np.random.Generator) -> np.ndarray:
    kind = rng.choice(["line", "corner", "bow", "hook", "loop"], p=[0.42, 0.14, 0.2, 0.14, 0.1])
    if kind == "line":
        return line(begin, end)
    if kind == "corner":
        return line(begin, (begin[0], end[1]) if rng.random() < 0.5 else (end[0], begin[1]), end)
    if kind == "loop":
        radius = rng.uniform(0.12, 0.28)
        start = rng.uniform(0, 360)
        middle = (
            begin[0] - radius * math.cos(math.radians(start)),
            begin[1] - radius * math.sin(math.radians(start)),
        )
        return arc(middle, (radius, radius * rng.uniform(0.7, 1.4)), start, start + 360)
    share = np.linspace(0, 1, 14)[:, None]
    depth = rng.choice([-1, 1]) * rng.uniform(0.3, 0.7)
    across = np.array([begin[1] - end[1], end[0] - begin[0]]) * depth
    straight = np.array([begin]) * (1 - share) + np.array([end]) * share
    if kind == "bow":
        return straight + across * np.sin(math.pi * share)
    return straight + across * 0.8 * np.maximum(share - 0.6, 0) ** 2 * 6  # straight at first, bent at its end


def _grid_point(rng: np.random.Generator) -> Point:
    return float(rng.choice(_GRID)), float(rng.choice(_GRID))


KINDS = {
    "sign": sign,
    "symmetric sign": symmetric_sign,
    "freehand sign": freehand_sign,
    "sign with dots": sign_with_dots,
    "outline": outline,
    "outline with content": outline_with_content,
}
