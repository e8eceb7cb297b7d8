"""Drawings that are no digits and that the reader is measured with: letters, signs, small pictures, scribbles.

The ampersand is left out, which many write as an 8, and the dollar sign, which is a 5 or an 8 with a line through it.
"""

from __future__ import annotations

import math

import numpy as np

from benchmarks.made.pen_paths import arc, by_hand, joined, line
from benchmarks.made.unknown.letters import capital, other_letter, small_letter

Paths = list[np.ndarray]


def smiley(rng: np.random.Generator) -> Paths:
    """Return a face: a circle, two eyes, a mouth, sometimes a nose."""
    eye = rng.uniform(0.04, 0.08)
    up = rng.random() < 0.8
    paths = [
        arc((0.5, 0.5), (0.5, 0.5), -90, 270),
        arc((0.32, 0.36), (eye, eye), 0, 360),
        arc((0.68, 0.36), (eye, eye), 0, 360),
        arc((0.5, 0.55), (0.27, 0.22), 160, 20) if up else arc((0.5, 0.85), (0.25, 0.2), 200, 340),
    ]
    return by_hand(paths + ([line((0.5, 0.42), (0.5, 0.58))] if rng.random() < 0.3 else []), rng)


def plus_sign(rng: np.random.Generator) -> Paths:
    """Return a plus sign or an upright cross, of two lines or in outline."""
    high = rng.uniform(0.35, 0.5)
    if rng.random() < 0.7:
        return by_hand([line((0, high), (0.9, high)), line((0.45, 0), (0.45, 1))], rng)
    low, far = 0.33, 0.67
    corners = [(low, 0), (far, 0), (far, low), (1, low), (1, far), (far, far), (far, 1), (low, 1), (low, far)]
    return by_hand([line(*corners, (0, far), (0, low), (low, low), (low, 0))], rng)


def triangle(rng: np.random.Generator) -> Paths:
    """Return a triangle that stands on a side or on a corner."""
    tip = rng.uniform(0.1, 0.9)
    corners = [(tip, 0), (1, 0.9), (0, 0.9), (tip, 0)]
    return by_hand([line(*[(x, 0.9 - y) for x, y in corners] if rng.random() < 0.3 else corners)], rng)


def circle_with_cross(rng: np.random.Generator) -> Paths:
    """Return a circle with a cross in it, upright or slanted."""
    reach = rng.uniform(0.5, 0.6)
    short = reach / math.sqrt(2)
    cross = [line((0.5 - reach, 0.5), (0.5 + reach, 0.5)), line((0.5, 0.5 - reach), (0.5, 0.5 + reach))]
    if rng.random() < 0.5:
        cross = [
            line((0.5 - short, 0.5 - short), (0.5 + short, 0.5 + short)),
            line((0.5 - short, 0.5 + short), (0.5 + short, 0.5 - short)),
        ]
    return by_hand([arc((0.5, 0.5), (0.5, 0.5), -90, 270), *cross], rng)


def heart(rng: np.random.Generator) -> Paths:
    """Return a heart."""
    angles = np.linspace(0, 2 * math.pi, 40)
    x = 16 * np.sin(angles) ** 3
    y = -(13 * np.cos(angles) - 5 * np.cos(2 * angles) - 2 * np.cos(3 * angles) - np.cos(4 * angles))
    return by_hand([np.column_stack([x, y]) / 34 + 0.5], rng)


def house(rng: np.random.Generator) -> Paths:
    """Return a house with a roof, with a door or a window."""
    paths = [
        line((0, 0.45), (0, 1), (0.9, 1), (0.9, 0.45)),
        line((-0.05, 0.45), (0.45, 0), (0.95, 0.45), (-0.05, 0.45)),
    ]
    door = [(0.15, 1), (0.15, 0.65), (0.4, 0.65), (0.4, 1)]
    window = [(0.55, 0.6), (0.75, 0.6), (0.75, 0.8), (0.55, 0.8), (0.55, 0.6)]
    return by_hand([*paths, line(*door if rng.random() < 0.5 else window)], rng)


def hash_sign(rng: np.random.Generator) -> Paths:
    """Return a hash."""
    lean = rng.uniform(0, 0.15)
    upright = [line((x + lean, 0), (x, 1)) for x in (0.3, 0.65)]
    return by_hand(upright + [line((0, y), (1, y)) for y in (0.33, 0.67)], rng)


def question_mark(rng: np.random.Generator) -> Paths:
    """Return a question mark with a dot that is a small circle."""
    hook = joined(arc((0.35, 0.25), (0.3, 0.25), 190, 430), line((0.45, 0.48), (0.35, 0.58), (0.35, 0.75)))
    return by_hand([hook, arc((0.35, 0.94), (0.05, 0.05), 0, 360)], rng)


def at_sign(rng: np.random.Generator) -> Paths:
    """Return an at sign."""
    inner = arc((0.5, 0.5), (0.2, 0.2), -10, -370)
    tail = joined(line((0.7, 0.3), (0.72, 0.6)), arc((0.82, 0.6), (0.1, 0.12), 180, 0))
    return by_hand([joined(inner, tail, arc((0.5, 0.5), (0.46, 0.46), 10, -290))], rng)


def percent_sign(rng: np.random.Generator) -> Paths:
    """Return a percent sign."""
    rings = [arc((x, y), (0.17, 0.2), 0, 360) for x, y in ((0.18, 0.22), (0.78, 0.78))]
    return by_hand([*rings, line((0.85, 0), (0.1, 1))], rng)


def tick(rng: np.random.Generator) -> Paths:
    """Return a tick, its short side left."""
    return by_hand([line((0, rng.uniform(0.5, 0.7)), (0.3, 1), (1, rng.uniform(0, 0.3)))], rng)


def stick_figure(rng: np.random.Generator) -> Paths:
    """Return a stick figure."""
    arms = rng.uniform(0.25, 0.55)
    return by_hand(
        [
            arc((0.4, 0.14), (0.14, 0.14), 90, 450),
            line((0.4, 0.28), (0.4, 0.68)),
            line((0.05, arms), (0.4, 0.4), (0.75, arms)),
            line((0.1, 1), (0.4, 0.68), (0.7, 1)),
        ],
        rng,
    )


def flower(rng: np.random.Generator) -> Paths:
    """Return a flower of five to seven petals, with a stem or without."""
    petals = int(rng.integers(5, 8))
    angles = np.linspace(0, 2 * math.pi, 14 * petals)
    radius = 0.25 + 0.13 * np.cos(petals * angles)
    blossom = np.column_stack([np.cos(angles), np.sin(angles)]) * radius[:, None] + [0.4, 0.38]
    stem = [line((0.4, 0.62), (0.42, 1.1))] if rng.random() < 0.5 else []
    return by_hand([blossom, arc((0.4, 0.38), (0.09, 0.09), 0, 360), *stem], rng)


def envelope(rng: np.random.Generator) -> Paths:
    """Return an envelope from its back."""
    return by_hand([line((0, 0), (1, 0), (1, 0.65), (0, 0.65), (0, 0)), line((0, 0), (0.5, 0.4), (1, 0))], rng)


def tree(rng: np.random.Generator) -> Paths:
    """Return a fir tree of three storeys."""
    right = [(0.5, 0), (0.68, 0.28), (0.58, 0.28), (0.82, 0.58), (0.65, 0.58), (0.95, 0.85), (0.5, 0.85)]
    left = [(1 - x, y) for x, y in reversed(right)]
    return by_hand([line(*right, *left), line((0.5, 0.85), (0.5, 1))], rng)


def fish(rng: np.random.Generator) -> Paths:
    """Return a fish with an eye."""
    body = joined(arc((0.4, 0.3), (0.4, 0.27), 30, 330), line((0.75, 0.17), (1.0, 0.52)))
    back = line((0.75, 0.43), (1.0, 0.06), (1.0, 0.52))
    paths = [body, back, arc((0.2, 0.25), (0.05, 0.05), 0, 360)]
    if rng.random() < 0.5:
        paths = [path * [-1, 1] + [1, 0] for path in paths]
    return by_hand(paths, rng)


def tangle(rng: np.random.Generator) -> Paths:
    """Return straight lines from point to point, in one stroke of nine to fifteen points."""
    return by_hand([line(*map(tuple, rng.random((int(rng.integers(9, 16)), 2))))], rng)


def knot(rng: np.random.Generator) -> Paths:
    """Return a closed curve that crosses itself many times (a Lissajous figure)."""
    across, down = [(3, 4), (4, 3), (3, 5), (5, 3), (4, 5), (5, 4)][int(rng.integers(6))]
    angles = np.linspace(0, 2 * math.pi, 90)
    path = np.column_stack([np.cos(across * angles + rng.uniform(0.5, 1.0)), np.cos(down * angles)])
    return by_hand([path / 2 + 0.5], rng)


def flung_lines(rng: np.random.Generator) -> Paths:
    """Return four to nine bent strokes flung over one another (Bezier curves)."""
    share = np.linspace(0, 1, 20)[:, None]
    weights = np.hstack([(1 - share) ** 3, 3 * share * (1 - share) ** 2, 3 * share**2 * (1 - share), share**3])
    return by_hand([weights @ rng.normal(0.5, 0.35, (4, 2)) for _ in range(int(rng.integers(4, 10)))], rng)


def signature(rng: np.random.Generator) -> Paths:
    """Return a signature: a wave to the right whose height and speed change, underlined or not."""
    along = np.linspace(0, 1, 110)
    phase = np.cumsum(np.interp(along, np.linspace(0, 1, 6), rng.uniform(0.15, 0.75, 6)))
    height = np.interp(along, np.linspace(0, 1, 7), rng.uniform(0.03, 0.28, 7))
    path = np.column_stack([along + 0.04 * np.sin(phase * 0.9), 0.3 + height * np.cos(phase)])
    underlined = [line((0.1, 0.65), (1, 0.58))] if rng.random() < 0.4 else []
    return by_hand([path, *underlined], rng)


KINDS = {
    "Latin capital": capital,
    "small Latin letter": small_letter,
    "letter of another script": other_letter,
    "smiley": smiley,
    "plus sign": plus_sign,
    "triangle": triangle,
    "circle with a cross": circle_with_cross,
    "heart": heart,
    "house": house,
    "hash": hash_sign,
    "question mark": question_mark,
    "at sign": at_sign,
    "percent sign": percent_sign,
    "tick": tick,
    "stick figure": stick_figure,
    "flower": flower,
    "envelope": envelope,
    "tree": tree,
    "fish": fish,
    "tangle": tangle,
    "knot": knot,
    "flung lines": flung_lines,
    "signature": signature,
}
