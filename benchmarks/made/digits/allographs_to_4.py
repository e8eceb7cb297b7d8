"""The ways in which people write 0 to 4."""

from __future__ import annotations

import numpy as np

from benchmarks.made.digits.allograph_paths import CORNER, Path, arc


def zero(rng: np.random.Generator) -> list[Path]:
    """Return a zero: oval, open, with a tail or a slash."""
    width = rng.uniform(0.2, 0.58)
    begin = rng.normal(-80, 35)
    style = rng.random()
    whole = rng.normal(365, 20) if style < 0.6 else rng.uniform(375, 460) if style < 0.88 else rng.uniform(295, 345)
    direction = -1 if rng.random() < 0.85 else 1
    circle = arc((0.5, 0.5), (width, 0.5), begin, begin + direction * min(whole, 360))
    if whole > 360:  # it runs on over its own beginning, or inside of it
        inside = rng.uniform(0.7, 1.05)
        begin += direction * 360
        circle += arc((0.5, 0.5), (width * inside, 0.5 * inside), begin, begin + direction * (whole - 360))[1:]
    if rng.random() < 0.2:  # the end runs into the inside or out of the top
        circle.append((0.5 + rng.uniform(-0.25, 0.35), rng.uniform(-0.12, 0.2)))
    paths = [circle]
    if rng.random() < 0.3:  # a slash, within it or far beyond
        reach, over = width * rng.uniform(0.1, 1.2), rng.uniform(-0.12, 0.6)
        paths.append([(0.5 + reach, 0.1 - over), (0.5 - reach + rng.normal(0, 0.05), 0.9 + over * rng.uniform(0.3, 1))])
    return paths


def one(rng: np.random.Generator) -> list[Path]:
    """Return a one: a line, with a hook, an upstroke or a foot."""
    lean = rng.normal(0, 0.06)
    top, foot = (0.5 + lean, 0.0), (0.5 - lean + rng.normal(0, 0.02), 1.0)
    middle = ((top[0] + foot[0]) / 2 + rng.normal(0, 0.02), 0.5)
    style = rng.random()
    if style < 0.25:
        return [[top, middle, foot]]
    if style < 0.35:  # a short hook in place of the upstroke
        drop, reach = rng.uniform(-0.02, 0.12), rng.uniform(0.08, 0.3)
        hook: Path = [(top[0] - reach, drop), (top[0] - reach / 2, drop / 2 + rng.uniform(-0.03, 0.03))]
        return [[*hook, *([CORNER] if rng.random() < 0.6 else []), top, middle, foot]]
    length = rng.uniform(0.12, 0.85 if style < 0.66 else 0.5)  # of the upstroke, as a share of the height
    reach = length * rng.uniform(0.35, 1.05)
    up: Path = [(top[0] - reach, length), (top[0] - reach * 0.45, length * rng.uniform(0.35, 0.55)), CORNER, top]
    if style < 0.66:
        return [[*up, middle, foot]]
    half = rng.uniform(0.12, 0.5)
    tilt = rng.normal(0, 0.06)
    base: Path = [
        (foot[0] - half, 1.0 + tilt + rng.normal(0, 0.03)),
        (foot[0] + half * rng.uniform(0.5, 1.3), 1.0 - tilt + rng.normal(0, 0.03)),
    ]
    if style < 0.93:
        return [[*up, middle, foot], base]
    return [[top, middle, foot], base]


def two(rng: np.random.Generator) -> list[Path]:
    """Return a two: sharp or with a loop at its foot."""
    width = rng.uniform(0.55, 0.95)
    left = 0.5 - width / 2
    head_y = rng.uniform(0.2, 0.34)
    begin = rng.uniform(-200, -150)
    head = arc((0.5, head_y), (width / 2 * rng.uniform(0.75, 1.0), head_y), begin, rng.uniform(0, 30))
    if rng.random() < 0.15:
        head.insert(0, (left + rng.uniform(0.05, 0.2), head_y + rng.uniform(0.05, 0.2)))
    lower_left = (left + rng.uniform(0, 0.12), rng.uniform(0.9, 1.0))
    way = (0.5 + rng.uniform(-0.05, 0.15), rng.uniform(0.55, 0.68))
    right = 0.5 + width / 2 * rng.uniform(0.85, 1.25)
    if rng.random() < 0.4:  # a loop at the foot
        size = rng.uniform(0.05, 0.15)
        loop: Path = [
            (left + size * 1.6, 0.93),
            (left + size * 0.2, 0.97),
            (left, 0.97 - size),
            (left + size, 0.97 - 1.6 * size),
            (left + size * 2.6, 0.97 - size * 0.5),
        ]
        end: Path = [(right - 0.12, rng.uniform(0.94, 1.04)), (right, rng.uniform(0.84, 1.0))]
        return [[*head, way, *loop, *end]]
    wave = rng.uniform(-0.05, 0.05)
    return [[*head, way, CORNER, lower_left, (0.5, 0.97 - wave), (right, 0.97 + rng.uniform(-0.06, 0.06))]]


def three(rng: np.random.Generator) -> list[Path]:
    """Return a three: round, with a flat top or a loop."""
    waist = rng.uniform(0.38, 0.52)
    inner = rng.uniform(0.3, 0.6)  # where the two bows meet
    lower: Path = [
        (rng.uniform(0.72, 0.86), waist + (1 - waist) * 0.25),
        (rng.uniform(0.78, 0.95), waist + (1 - waist) * 0.55),
        (rng.uniform(0.55, 0.7), 0.97),
        (rng.uniform(0.28, 0.42), 1.0),
        (rng.uniform(0.02, 0.2), rng.uniform(0.8, 0.93)),
    ]
    if rng.random() < 0.2:  # a flat top
        top: Path = [(rng.uniform(0.05, 0.2), rng.uniform(0, 0.06)), CORNER, (rng.uniform(0.7, 0.88), 0.0), CORNER]
        return [[*top, (inner, waist), CORNER, *lower] if rng.random() < 0.5 else [*top, (inner, waist), *lower]]
    upper: Path = [
        (rng.uniform(0.05, 0.22), rng.uniform(0.08, 0.24)),
        (rng.uniform(0.3, 0.45), 0.01),
        (rng.uniform(0.62, 0.75), rng.uniform(0.03, 0.1)),
        (rng.uniform(0.7, 0.85), waist * 0.5),
        (rng.uniform(0.58, 0.72), waist * 0.85),
    ]
    if rng.random() < 0.25:  # a small loop at the waist
        size = rng.uniform(0.04, 0.1)
        middle: Path = [(inner, waist + size * 0.4), (inner - size, waist - size * 0.3), (inner, waist - size)]
        return [[*upper, *middle, *lower]]
    return [[*upper, CORNER, (inner, waist), *lower]]


def four(rng: np.random.Generator) -> list[Path]:
    """Return a four: open, closed, of one stroke, or with a cup."""
    bar = rng.uniform(0.5, 0.82)
    stem_x = rng.uniform(0.58, 0.78)
    over = rng.uniform(0.02, 0.3)
    lean = rng.normal(0, 0.05)
    style = rng.random()
    if style < 0.5:  # open, of two strokes
        begin = (rng.uniform(0.08, 0.38), rng.uniform(-0.03, 0.15))
        corner = (rng.uniform(0.0, 0.14), bar + rng.normal(0, 0.03))
        end = (stem_x + over, bar + rng.normal(0, 0.05))
        bend: Path = [begin, ((begin[0] + corner[0]) / 2 - rng.uniform(0, 0.04), (begin[1] + corner[1]) / 2)]
        turn: Path = [corner] if rng.random() < 0.35 else [CORNER, corner]
        stem_top = rng.uniform(-0.05, 0.45)
        stem: Path = [(stem_x + lean, stem_top), (stem_x, (stem_top + 1) / 2), (stem_x - lean, 1.0)]
        return [[*bend, *turn, end], stem]
    top = (stem_x + rng.uniform(-0.08, 0.05), 0.0)
    left = (rng.uniform(0.0, 0.12), bar + rng.normal(0, 0.03))
    if style < 0.8:  # closed
        end = (stem_x + over, bar + rng.normal(0, 0.03))
        stem = [(top[0] + rng.normal(0, 0.03), rng.normal(0, 0.03)), (stem_x - lean, rng.uniform(0.95, 1.05))]
        return [[top, CORNER, left, CORNER, end], stem]
    if style < 0.88:  # of one stroke, as an angular 9
        back = (stem_x + rng.normal(0, 0.02), bar - rng.uniform(0, 0.08))
        return [[(top[0], 0.02), CORNER, left, CORNER, back, CORNER, (stem_x + lean, rng.uniform(-0.1, 0.12)), CORNER,
                 (stem_x - lean, 1.0)]]  # fmt: skip
    if style < 0.94:  # of one stroke that does not go up again
        right = (stem_x + rng.normal(0, 0.03), bar + rng.uniform(-0.12, 0.05))
        return [[top, CORNER, left, CORNER, right, CORNER, (stem_x - lean, rng.uniform(0.9, 1.1))]]
    cup = [(rng.uniform(0, 0.12), 0.0), (0.08, bar * 0.7), (0.3, bar), (stem_x - 0.1, bar * 0.9), (stem_x, bar * 0.5)]
    return [[*cup, CORNER, (stem_x + 0.02, rng.uniform(-0.05, 0.1)), CORNER, (stem_x - lean, 1.0)]]
