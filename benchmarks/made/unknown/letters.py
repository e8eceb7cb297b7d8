"""Letters as pen strokes, each in one to three ways of writing it, drawn by several hands.

Left out is what could be a digit to anybody's eye: O, Q, D, U, o, u and theta (0); I, l, i, J, j and Lambda (1); Z and
z (2); S and s (5); G and b (6); B and beta (8); g, q, y and the a of one storey (9); gamma and the Y with a straight
tail (4); and Yu, which is a 1 and a 0. The small c, v and x are their capitals at another size.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.made.pen_paths import arc, by_hand, joined, line

Way = tuple[np.ndarray, ...]

_HUMP = joined(line((0, 0.35), (0, 1.0), (0, 0.6)), arc((0.3, 0.6), (0.3, 0.27), 180, 360), line((0.6, 0.6), (0.6, 1)))
_BOWL = joined(line((0, 0), (0.3, 0)), arc((0.3, 0.26), (0.35, 0.26), -90, 90), line((0.3, 0.52), (0, 0.52)))
_STEM = line((0, 0), (0, 1))

CAPITALS: dict[str, tuple[Way, ...]] = {
    "A": (
        (line((0, 1), (0.45, 0), (0.9, 1)), line((0.2, 0.62), (0.7, 0.62))),
        (line((0, 1), (0.45, 0)), line((0.45, 0), (0.9, 1)), line((0.1, 0.7), (0.85, 0.65))),
        (
            joined(line((0, 1), (0, 0.4)), arc((0.35, 0.4), (0.35, 0.4), 180, 360), line((0.7, 0.4), (0.7, 1))),
            line((0, 0.6), (0.7, 0.6)),
        ),
    ),
    "C": ((arc((0.5, 0.5), (0.45, 0.5), -50, -310),), (arc((0.5, 0.5), (0.35, 0.5), -70, -290),)),
    "E": (
        (line((0.7, 0), (0, 0), (0, 1), (0.7, 1)), line((0, 0.5), (0.6, 0.5))),
        (_STEM, line((0, 0), (0.7, 0)), line((0, 0.48), (0.55, 0.48)), line((0, 1), (0.7, 1))),
    ),
    "F": (
        (line((0.7, 0), (0, 0), (0, 1)), line((0, 0.45), (0.55, 0.45))),
        (_STEM, line((-0.1, 0), (0.7, 0)), line((0, 0.5), (0.5, 0.5))),
    ),
    "H": (
        (_STEM, line((0.7, 0), (0.7, 1)), line((0, 0.5), (0.7, 0.5))),
        (line((0, 0), (0, 1), (0, 0.55), (0.65, 0.45)), line((0.65, 0), (0.65, 1))),
    ),
    "K": (
        (_STEM, line((0.65, 0), (0, 0.55)), line((0.15, 0.42), (0.7, 1))),
        (_STEM, line((0.65, 0), (0.03, 0.5), (0.7, 1))),
    ),
    "L": ((line((0, 0), (0, 1), (0.65, 1)),), (_STEM, line((0, 1), (0.55, 0.97)))),
    "M": ((line((0, 1), (0, 0), (0.5, 0.6), (1, 0), (1, 1)),), (line((0, 1), (0.2, 0), (0.5, 0.9), (0.8, 0), (1, 1)),)),
    "N": (
        (line((0, 1), (0, 0), (0.7, 1), (0.7, 0)),),
        (_STEM, line((0, 0), (0.75, 1)), line((0.75, 1), (0.75, 0))),
    ),
    "P": ((_STEM, _BOWL), (joined(line((0, 1), (0, 0)), _BOWL),)),
    "R": (
        (_STEM, _BOWL, line((0.2, 0.52), (0.7, 1))),
        (joined(line((0, 1), (0, 0)), _BOWL, line((0, 0.52), (0.65, 1))),),
    ),
    "T": (
        (line((0, 0), (0.8, 0)), line((0.4, 0), (0.4, 1))),
        (line((0, 0.15), (0, 0), (0.8, 0), (0.8, 0.15)), line((0.4, 0), (0.4, 1)), line((0.25, 1), (0.55, 1))),
    ),
    "V": ((line((0, 0), (0.4, 1), (0.8, 0)),), (line((0, 0), (0.4, 1)), line((0.85, 0), (0.4, 1)))),
    "W": (
        (line((0, 0), (0.25, 1), (0.5, 0.25), (0.75, 1), (1, 0)),),
        (
            joined(
                line((0, 0), (0, 0.6)),
                arc((0.25, 0.65), (0.25, 0.35), 180, 0),
                line((0.5, 0.3), (0.5, 0.6)),
                arc((0.75, 0.65), (0.25, 0.35), 180, 0),
                line((1, 0.6), (1, 0)),
            ),
        ),
    ),
    "X": ((line((0, 0), (0.75, 1)), line((0.75, 0), (0, 1))), (line((0.1, 0), (0.6, 1)), line((0.8, 0.05), (0, 0.95)))),
    "Y": (
        (line((0, 0), (0.4, 0.5)), line((0.8, 0), (0.4, 0.5), (0.4, 1))),
        (line((0, 0), (0.4, 0.45), (0.8, 0)), line((0.4, 0.45), (0.4, 1))),
    ),
}
SMALL: dict[str, tuple[Way, ...]] = {
    "a": (
        (
            joined(arc((0.35, 0.28), (0.32, 0.28), 200, 360), line((0.67, 0.28), (0.67, 1))),
            arc((0.34, 0.73), (0.33, 0.26), -30, -330),
        ),
    ),
    "d": ((arc((0.35, 0.7), (0.34, 0.3), -30, -390), line((0.7, 0), (0.7, 1))),),
    "e": (
        (joined(line((0.05, 0.5), (0.88, 0.5)), arc((0.46, 0.5), (0.42, 0.5), 0, -310)),),
        (joined(line((0.05, 0.65), (0.85, 0.35)), arc((0.46, 0.5), (0.42, 0.5), -20, -310)),),
    ),
    "f": (
        (
            joined(arc((0.55, 0.22), (0.25, 0.22), -20, -180), line((0.3, 0.22), (0.3, 1))),
            line((0.05, 0.42), (0.6, 0.42)),
        ),
    ),
    "h": ((_STEM, _HUMP), (joined(line((0, 0), (0, 0.35)), _HUMP),)),
    "k": ((_STEM, line((0.5, 0.4), (0, 0.75)), line((0.15, 0.65), (0.55, 1))),),
    "m": (
        (
            joined(
                line((0, 0.2), (0, 1), (0, 0.45)),
                arc((0.25, 0.45), (0.25, 0.25), 180, 360),
                line((0.5, 0.45), (0.5, 1), (0.5, 0.45)),
                arc((0.75, 0.45), (0.25, 0.25), 180, 360),
                line((1, 0.45), (1, 1)),
            ),
        ),
    ),
    "n": ((_HUMP,), (line((0, 0.35), (0, 1)), _HUMP[12:])),
    "p": ((_STEM, arc((0.3, 0.3), (0.32, 0.28), 190, 530)),),
    "r": ((joined(line((0, 0), (0, 1), (0, 0.4)), arc((0.35, 0.4), (0.35, 0.35), 180, 320)),),),
    "t": (
        (
            joined(line((0.35, 0), (0.35, 0.75)), arc((0.6, 0.75), (0.25, 0.25), 180, 45)),
            line((0.05, 0.3), (0.7, 0.3)),
        ),
        (line((0.35, 0), (0.35, 1)), line((0, 0.3), (0.7, 0.3))),
    ),
    "w": ((line((0, 0.35), (0.25, 1), (0.5, 0.45), (0.75, 1), (1, 0.35)),),),
}
OTHERS: dict[str, tuple[Way, ...]] = {
    "Pi": (
        (line((0, 0), (0.9, 0)), line((0.2, 0), (0.2, 1)), line((0.7, 0), (0.7, 1))),
        (line((0, 0.1), (0.15, 0), (1, 0)), line((0.3, 0), (0.15, 1)), line((0.7, 0), (0.7, 0.85), (0.85, 1))),
    ),
    "Sigma": ((line((0.75, 0.15), (0.7, 0), (0, 0), (0.45, 0.5), (0, 1), (0.7, 1), (0.75, 0.85)),),),
    "Omega": ((joined(line((0, 1), (0.3, 1)), arc((0.5, 0.45), (0.45, 0.45), 115, 425), line((0.7, 1), (1, 1))),),),
    "Phi": ((arc((0.5, 0.5), (0.42, 0.28), 0, 360), line((0.5, 0), (0.5, 1))),),
    "Psi": ((arc((0.5, 0), (0.42, 0.6), 180, 0), line((0.5, 0), (0.5, 1))),),
    "Zhe": ((line((0.5, 0), (0.5, 1)), line((0, 0), (1, 1)), line((1, 0), (0, 1))),),
    "Sha": ((line((0, 0), (0, 1), (0.9, 1), (0.9, 0)), line((0.45, 0), (0.45, 1))),),
    "Alef": ((line((0, 0.1), (0.9, 0.95)), line((0.8, 0), (0.8, 0.35), (0.55, 0.5)), line((0.3, 0.4), (0.1, 1))),),
    "Ki": ((line((0.1, 0.3), (0.9, 0.2)), line((0, 0.6), (1, 0.5)), line((0.4, 0), (0.6, 1))),),
    "large": ((line((0, 0.35), (1, 0.35)), line((0.5, 0), (0.45, 0.4), (0, 1)), line((0.5, 0.4), (1, 1))),),
    "wood": (
        (line((0, 0.3), (1, 0.3)), line((0.5, 0), (0.5, 1)), line((0.5, 0.3), (0, 0.85)), line((0.5, 0.3), (1, 0.85))),
    ),
    "field": (
        (line((0, 0), (0, 1), (0.9, 1), (0.9, 0), (0, 0)), line((0, 0.5), (0.9, 0.5)), line((0.45, 0), (0.45, 1))),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """How somebody writes."""

    tremor: float  # standard deviation of how far a line strays, as a share of the letter
    slant: float  # mean shear to the right
    width: float  # of a letter, 1 as it is written here
    rounding: int  # points along the path over which a corner is rounded; 1 leaves it sharp


HANDS = (
    Hand(tremor=0.008, slant=0.0, width=1.0, rounding=1),
    Hand(tremor=0.015, slant=0.25, width=0.85, rounding=3),
    Hand(tremor=0.03, slant=0.05, width=1.1, rounding=3),
    Hand(tremor=0.02, slant=-0.15, width=1.0, rounding=5),
    Hand(tremor=0.012, slant=0.1, width=1.25, rounding=2),
)


def capital(rng: np.random.Generator) -> list[np.ndarray]:
    """Return a Latin capital, as strokes in canvas pixels."""
    return _written(CAPITALS, rng)


def small_letter(rng: np.random.Generator) -> list[np.ndarray]:
    """Return a small Latin letter, as strokes in canvas pixels."""
    return _written(SMALL, rng)


def other_letter(rng: np.random.Generator) -> list[np.ndarray]:
    """Return a letter of another script, as strokes in canvas pixels."""
    return _written(OTHERS, rng)


def _written(alphabet: dict[str, tuple[Way, ...]], rng: np.random.Generator) -> list[np.ndarray]:
    ways = alphabet[str(rng.choice(list(alphabet)))]
    way, hand = ways[int(rng.integers(len(ways)))], HANDS[int(rng.integers(len(HANDS)))]
    shear = np.array([[hand.width, 0], [-hand.slant, 1]])
    paths = [_rounded(path, hand.rounding) @ shear for path in way]
    return by_hand(paths, rng, tremor=hand.tremor, slant=0.07, turn=4)


def _rounded(path: np.ndarray, points: int) -> np.ndarray:
    """Return the path with each point the mean of those around it."""
    weights = np.ones(points) / points
    padded = np.pad(path, ((points // 2, (points - 1) // 2), (0, 0)), mode="edge")
    return np.column_stack([np.convolve(padded[:, axis], weights, mode="valid") for axis in (0, 1)])
