"""Drawings that are no digits and that the reader is trained with: scribbles and plain shapes."""

from __future__ import annotations

import math

import numpy as np

from benchmarks.made.pen_paths import arc, by_hand, joined, line, turned

Paths = list[np.ndarray]
UPRIGHT = 55.0  # degrees from the upright: a line that is less slanted could be a one


def random_walk(rng: np.random.Generator) -> Paths:
    """Return a pen that turns this way and that as it goes."""
    count = int(rng.integers(25, 140))
    bend = np.cumsum(rng.normal(0, rng.uniform(0.15, 0.5), count)) * 0.3 + rng.normal(0, 0.15)
    angles = rng.uniform(0, 2 * math.pi) + np.cumsum(bend)
    path = np.cumsum(np.column_stack([np.cos(angles), np.sin(angles)]), axis=0)
    return by_hand([path / max(float(np.ptp(path, axis=0).max()), 1e-6)], rng, tremor=0)


def zigzag(rng: np.random.Generator) -> Paths:
    """Return a line to and fro, at any angle."""
    count = int(rng.integers(5, 14))
    across = np.linspace(0, 1, count) + rng.normal(0, 0.02, count)
    along = np.where(np.arange(count) % 2, 0.0, rng.uniform(0.3, 1.0)) + rng.normal(0, 0.06, count)
    corners = turned(np.column_stack([across, along]), rng.uniform(0, 360))
    return by_hand([line(*map(tuple, corners))], rng)


def spiral(rng: np.random.Generator) -> Paths:
    """Return a spiral of two to five turns."""
    turns = rng.uniform(2, 5)
    angles = rng.uniform(0, 2 * math.pi) + np.linspace(0, 2 * math.pi * turns, int(26 * turns)) * rng.choice([-1, 1])
    radius = np.linspace(rng.uniform(0, 0.1), 0.5, len(angles))
    return by_hand([np.column_stack([np.cos(angles), np.sin(angles)]) * radius[:, None] + 0.5], rng)


def hatching(rng: np.random.Generator) -> Paths:
    """Return a patch of near lines, crossed by others or not."""
    angle, count = rng.uniform(0, 180), int(rng.integers(5, 12))
    paths = []
    for crossed in range(int(rng.integers(1, 3))):
        for place in np.linspace(0, 1, count):
            ends = np.array([[rng.normal(0, 0.06), place], [1 + rng.normal(0, 0.06), place]])
            paths.append(turned(line(*map(tuple, ends)), angle + 80 * crossed))
    return by_hand(paths, rng)


def rectangle(rng: np.random.Generator) -> Paths:
    """Return a rectangle or a square with sharp corners, sometimes with an arm of a cross in it."""
    width = rng.uniform(0.7, 1)
    corners = [(0, 0), (width, 0), (width, 1), (0, 1), (0, 0)]
    if rng.random() < 0.5:
        corners = [(y, x) for x, y in corners]
    paths = [line(*corners)]
    if rng.random() < 0.25:
        right, bottom = corners[2]
        paths.append(line((0, bottom / 2), (right, bottom / 2)))
    return by_hand(paths, rng, tremor=0.008, slant=0.08)


def star(rng: np.random.Generator) -> Paths:
    """Return a star of five to eight points, in one line or in rays."""
    points = int(rng.integers(5, 9))
    angles = np.radians(np.arange(2 * points + 1) * 180 / points - 90)
    if rng.random() < 0.5:
        radius = np.where(np.arange(len(angles)) % 2, rng.uniform(0.18, 0.3), 0.5)
        corners = np.column_stack([np.cos(angles), np.sin(angles)]) * radius[:, None] + 0.5
        return by_hand([line(*map(tuple, corners))], rng)
    ends = np.column_stack([np.cos(angles[::2]), np.sin(angles[::2])])[:-1]
    return by_hand([line((0.5, 0.5), tuple(0.5 + 0.5 * end)) for end in ends], rng)


def arrow(rng: np.random.Generator) -> Paths:
    """Return an arrow to any side but up: that is a one with a flag."""
    shaft = line((0.0, 0.5), (1.0, 0.5))
    head = rng.uniform(0.15, 0.35)
    tip = line((1 - head, 0.5 - head), (1.0, 0.5), (1 - head, 0.5 + head))
    angle = rng.uniform(-90 + UPRIGHT, 270 - UPRIGHT)
    return by_hand([turned(shaft, angle), turned(tip, angle)], rng)


def half_circle(rng: np.random.Generator) -> Paths:
    """Return a half circle with its straight side up, down or right: to the left, it could be a 0."""
    half = joined(arc((0.5, 0.5), (0.5, 0.5), 0, 180), line((0.0, 0.5), (1.0, 0.5)))
    return by_hand([turned(half, float(rng.choice([0, 90, 180])) + rng.normal(0, 12))], rng)


def polygon(rng: np.random.Generator) -> Paths:
    """Return a polygon of five corners that points somewhere, its diagonals in it or not."""
    angles = np.radians(72 * np.arange(5) + rng.uniform(-25, 25, 5) + rng.uniform(0, 360))
    corners = np.column_stack([np.cos(angles), np.sin(angles)]) * rng.uniform(0.25, 0.5, (5, 1)) + 0.5
    outline = [line(*map(tuple, corners), tuple(corners[0]))]
    chosen = [(0, 2), (1, 3), (2, 4)][: int(rng.integers(0, 4))]
    return by_hand(outline + [line(tuple(corners[a]), tuple(corners[b])) for a, b in chosen], rng)


def slanted_line(rng: np.random.Generator) -> Paths:
    """Return one straight line that is horizontal or far from upright."""
    angle = math.radians(rng.uniform(UPRIGHT, 180 - UPRIGHT))
    end = 0.5 * np.array([math.sin(angle), -math.cos(angle)])
    return by_hand([line(tuple(0.5 - end), tuple(0.5 + end))], rng, slant=0, turn=0, tremor=0.01)


def parallel_lines(rng: np.random.Generator) -> Paths:
    """Return two to four lines side by side, at any angle."""
    count = int(rng.integers(2, 5))
    places = np.linspace(0, rng.uniform(0.4, 1.0), count)
    paths = [line((rng.normal(0, 0.08), place), (1 + rng.normal(0, 0.08), place)) for place in places]
    angle = rng.uniform(-180, 180)
    return by_hand([turned(path, angle) for path in paths], rng)


def loops(rng: np.random.Generator) -> Paths:
    """Return a row of loops, as one tries a pen."""
    turns = int(rng.integers(3, 7))
    angles = np.linspace(0, 2 * math.pi * turns, 22 * turns)
    height = rng.uniform(0.15, 0.5)
    path = np.column_stack([angles / angles[-1] + 0.12 * np.cos(angles), 0.5 + height * np.sin(angles)])
    return by_hand([turned(path, rng.choice([0.0, 0.0, 180.0]) + rng.normal(0, 25))], rng)


KINDS = {
    "random walk": random_walk,
    "zigzag": zigzag,
    "spiral": spiral,
    "hatching": hatching,
    "rectangle": rectangle,
    "star": star,
    "arrow": arrow,
    "half circle": half_circle,
    "polygon": polygon,
    "slanted line": slanted_line,
    "parallel lines": parallel_lines,
    "loops": loops,
}
