"""The ways in which people write 5 to 9."""

from __future__ import annotations

import numpy as np

from benchmarks.made.digits.allograph_paths import CORNER, Path, arc


def five(rng: np.random.Generator) -> list[Path]:
    """Return a five: of two strokes or one, sharp or round."""
    left = rng.uniform(0.12, 0.3)
    neck = rng.uniform(0.32, 0.48)
    hat_right = rng.uniform(0.65, 1.2)
    bowl: Path = [
        (left + rng.uniform(0.2, 0.35), neck - rng.uniform(0.0, 0.08)),
        (rng.uniform(0.7, 0.88), neck + (1 - neck) * rng.uniform(0.2, 0.35)),
        (rng.uniform(0.75, 0.92), neck + (1 - neck) * 0.6),
        (rng.uniform(0.5, 0.65), 0.97),
        (rng.uniform(0.2, 0.38), 1.0),
        (rng.uniform(0.0, 0.15), rng.uniform(0.82, 0.95)),
    ]
    top = (left + rng.uniform(-0.03, 0.12), 0.0)
    lower = (left + rng.uniform(-0.05, 0.03), neck + rng.uniform(-0.02, 0.06))
    hat_y = rng.uniform(-0.06, 0.05)
    style = rng.random()
    if style < 0.5:  # the hat is a stroke of its own
        gap = rng.uniform(-0.03, 0.08)
        hat: Path = [(top[0] + gap, hat_y), (hat_right, hat_y + rng.uniform(-0.2, 0.06))]
        return [[top, CORNER, lower, *([CORNER] if rng.random() < 0.5 else []), *bowl], hat]
    if style < 0.85:
        return [[(hat_right, hat_y), CORNER, (top[0], 0.02), CORNER, lower, CORNER, *bowl]]
    return [[(hat_right * 0.95, 0.0), (0.5, 0.02), (left, neck * 0.5), (left + 0.1, neck), *bowl[1:]]]


def six(rng: np.random.Generator) -> list[Path]:
    """Return a six: with a large or small loop."""
    size = rng.uniform(0.32, 0.62)  # of the loop, as a share of the height
    wide = rng.uniform(0.18, 0.42)
    middle = (0.45, 1 - size / 2)
    top = (rng.uniform(0.5, 0.88), 0.0)
    stem: Path = [top, (top[0] * 0.45 + 0.12, rng.uniform(0.2, 0.32)), (middle[0] - wide * 0.95, 0.58)]
    if rng.random() < 0.2:
        stem.insert(0, (top[0] + rng.uniform(0.05, 0.15), rng.uniform(0.02, 0.12)))
    end = rng.uniform(-230, -150) if rng.random() < 0.85 else rng.uniform(-150, -110)
    loop = arc(middle, (wide, size / 2), 170, end)
    if rng.random() < 0.15:
        loop.append((middle[0] + wide * rng.uniform(-0.4, 0.4), middle[1] + size * rng.uniform(-0.1, 0.25)))
    return [[*stem, *loop]]


def seven(rng: np.random.Generator) -> list[Path]:
    """Return a seven: with a bar, a serif or a round corner."""
    left, right = rng.uniform(0.0, 0.2), rng.uniform(0.7, 0.95)
    slope = rng.normal(-0.01, 0.04)
    foot = (rng.uniform(0.12, 0.6), 1.0)
    bend = rng.uniform(-0.1, 0.06)
    bar: Path = [(left, -slope), ((left + right) / 2, rng.normal(0, 0.03)), CORNER, (right, slope)]
    if rng.random() < 0.18:
        bar[2:3] = []  # a round corner
    if rng.random() < 0.25:
        bar = [(left + rng.normal(0, 0.03), rng.uniform(0.08, 0.24)), CORNER, *bar]
    stem: Path = [((right + foot[0]) / 2 + bend, rng.uniform(0.42, 0.55)), foot]
    paths: list[Path] = [[*bar, *stem]]
    if rng.random() < 0.45:
        y, x = rng.uniform(0.38, 0.66), (right + foot[0]) / 2 + bend
        half = rng.uniform(0.14, 0.44)
        paths.append([(x - half, y + rng.normal(0, 0.05)), (x + half, y + rng.normal(-0.03, 0.06))])
    return paths


def eight(rng: np.random.Generator) -> list[Path]:
    """Return a eight: of one stroke or two circles."""
    waist = rng.uniform(0.38, 0.55)
    upper, lower = rng.uniform(0.22, 0.38), rng.uniform(0.28, 0.45)
    style = rng.random()
    if style < 0.15:  # two circles
        begin = rng.uniform(-120, 120)
        over = arc((0.5, waist / 2), (upper, waist / 2), begin, begin - rng.normal(365, 15))
        under = arc(
            (0.5 + rng.normal(0, 0.03), (1 + waist) / 2), (lower, (1 - waist) / 2), -90, -90 - rng.normal(365, 15)
        )
        return [over, under]
    shape: Path = [
        (0.5 + upper * rng.uniform(0.5, 1.0), rng.uniform(0.05, 0.16)),
        (0.5, 0.0),
        (0.5 - upper, waist * rng.uniform(0.4, 0.55)),
        (0.5 + rng.normal(0, 0.04), waist),
        (0.5 + lower, waist + (1 - waist) * 0.5),
        (0.5, 1.0),
        (0.5 - lower, waist + (1 - waist) * rng.uniform(0.45, 0.6)),
        (0.5 + rng.normal(0, 0.04), waist + rng.normal(0.02, 0.02)),
        (0.5 + upper, waist * rng.uniform(0.35, 0.5)),
    ]
    end = rng.random()
    if end < 0.6:
        shape.append((shape[0][0] + rng.normal(-0.03, 0.05), shape[0][1] + rng.normal(-0.04, 0.05)))
    elif end < 0.85:  # it closes at the top
        shape.append((0.5 + rng.uniform(-0.1, 0.2), rng.uniform(-0.05, 0.04)))
    else:  # it stays open
        shape[-1] = (shape[-1][0], waist * rng.uniform(0.3, 0.6))
    if rng.random() < 0.12:
        shape = [(1 - x, y) for x, y in shape]
    return [shape]


def nine(rng: np.random.Generator) -> list[Path]:
    """Return a nine: with a straight, bent, hooked or curled foot."""
    size = rng.uniform(0.28, 0.6)
    wide = rng.uniform(0.2, 0.42)
    middle = (0.5, size / 2)
    begin = rng.uniform(-70, 10)
    whole = rng.uniform(290, 370)
    loop = arc(middle, (wide, size / 2), begin, begin - whole)
    stem_x = middle[0] + wide
    foot = rng.random()
    joint: Path = [CORNER, (stem_x + rng.uniform(-0.02, 0.06), rng.uniform(-0.02, 0.12))] if rng.random() < 0.5 else []
    loop = loop if joint else arc(middle, (wide, size / 2), begin, -rng.uniform(345, 375))
    if foot < 0.33:  # straight
        x = stem_x + rng.uniform(-0.3, 0.06)
        return [
            [*loop, *joint, *([CORNER] if joint else []), ((stem_x + x) / 2 + rng.uniform(0, 0.04), 0.62), (x, 1.0)]
        ]
    x = stem_x - rng.uniform(0.0, 0.12)
    if foot < 0.58:  # bent to the left
        end: Path = [
            (x + 0.02, 0.7),
            (x - rng.uniform(0.05, 0.2), 0.93),
            (x - rng.uniform(0.3, 0.5), rng.uniform(0.95, 1.02)),
        ]
    else:  # a hook, or a curled foot
        end = [
            (x + 0.02, 0.66),
            (x - 0.06, 0.9),
            (x - rng.uniform(0.22, 0.36), 1.0),
            (x - rng.uniform(0.42, 0.75), rng.uniform(0.76, 0.95)),
        ]
        if rng.random() < 0.25:
            end.append((x - rng.uniform(0.3, 0.45), rng.uniform(0.68, 0.78)))
    return [[*loop, *joint, *([CORNER] if joint else []), *end]]
