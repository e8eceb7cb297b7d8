"""Pictures of digits on paper that the project renders itself: a digit or a number, a pen, a paper, a camera."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.made.scenes.cameras import CAMERAS, photograph
from benchmarks.made.scenes.inks import drawn, enlarged
from benchmarks.made.scenes.layouts import LAYOUTS, TOUCHING, Layout, lay_out
from benchmarks.made.scenes.papers import BLACKBOARD, PAPERS, Paper, sheet
from benchmarks.made.scenes.pens import CHALK, PENS, Pen, coverage, redrawn

MOST_DIGITS = 6
_BOARDS = 1 / 8  # of all pictures
_DRAWN = 1 / 4  # of all pictures: in those all digits are drawn ones
_DIGIT_PIXELS = (90, 260)  # of a number's and of a single digit's height on the page
_TRIES = 6  # to find a digit that is read with a pen so thick
_THINNER = (1.0, 0.85, 0.7, 0.55)  # widths that are tried, of the one that was chosen
_LEAST_MARGIN = 0.12  # of the digits' longer extent: less, and a slanted view cuts them off
_BLEED = 0.14  # of the page's longer side
_WIDEST_TOUCHING = 0.18  # of a digit's height: of thicker lines that touch one sees no digits


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A picture and what it shows."""

    data: bytes  # a JPEG or PNG file
    label: str  # its digits in reading order
    features: dict[str, str]  # its paper, pen, camera and layout


def render(kind: str, images: np.ndarray, labels: np.ndarray, generator: np.random.Generator) -> Rendered:
    """Return a picture of one digit ("single") or of a number of 2 to 6 ("number").

    Args:
        kind: "single" or "number".
        images: MNIST's test images, (N, 28, 28) uint8, ink bright.
        labels: (N,) integers, 0 to 9.
        generator: chooses everything.
    """
    count = 1 if kind == "single" else int(generator.integers(2, MOST_DIGITS + 1))
    paper, pen = _paper_and_pen(generator)
    width = generator.uniform(*pen.widths)
    layout = "single" if count == 1 else str(generator.choice(_layouts(paper, width)))
    camera = str(generator.choice(list(CAMERAS)))
    height = _DIGIT_PIXELS[1] if count == 1 else _DIGIT_PIXELS[0]
    digits = generator.integers(10, size=count).tolist()
    placed = lay_out(
        _of_one_hand(digits, width, images, labels, generator),
        "row" if count == 1 else layout,
        height=height,
        line_width=width * height,
        boxed=paper.ruling == "boxes",
        generator=generator,
    )
    page, bleed = _page(placed, paper, pen, generator)
    shot = CAMERAS[camera](generator)
    return Rendered(
        data=photograph(page, shot, bleed=bleed, digit_height=height, generator=generator),
        label="".join(map(str, digits)),
        features={"paper": paper.name, "pen": pen.name, "camera": camera, "layout": layout},
    )


def _paper_and_pen(generator: np.random.Generator) -> tuple[Paper, Pen]:
    if generator.random() < _BOARDS:
        return BLACKBOARD, CHALK
    return PAPERS[generator.integers(len(PAPERS))], PENS[generator.integers(len(PENS))]


def _layouts(paper: Paper, width: float) -> list[str]:
    may_touch = paper.ruling != "boxes" and width <= _WIDEST_TOUCHING
    return [layout for layout in LAYOUTS if may_touch or layout != TOUCHING]


def _of_one_hand(
    digits: list[int], width: float, images: np.ndarray, labels: np.ndarray, generator: np.random.Generator
) -> list[np.ndarray]:
    """Return the digits' shapes, all drawn with one pen, as thick as all of them bear."""
    is_drawn = generator.random() < _DRAWN

    def plain(digit: int) -> np.ndarray:
        return drawn(digit, generator) if is_drawn else enlarged(generator.choice(images[labels == digit]))

    def with_pen(digit: int, pen_width: float) -> np.ndarray | None:
        tries = (redrawn(plain(digit), pen_width) for _ in range(_TRIES))
        return next((shape for shape in tries if shape is not None), None)

    for factor in _THINNER:
        shapes = [shape for digit in digits if (shape := with_pen(digit, factor * width)) is not None]
        if len(shapes) == len(digits):
            return shapes
    return [plain(digit) for digit in digits]


def _page(placed: Layout, paper: Paper, pen: Pen, generator: np.random.Generator) -> tuple[np.ndarray, int]:
    """Return the page, (rows, columns, 3) float32, 0 to 1, and how many pixels of each side are bleed."""
    boxes = np.array(placed.boxes or [(0, 0, placed.ink.shape[1], placed.ink.shape[0])])
    least = np.minimum(boxes[:, :2].min(axis=0), 0)
    most = np.maximum(boxes[:, 2:].max(axis=0), placed.ink.shape[::-1])
    margin = _LEAST_MARGIN * (most - least).max() + generator.uniform(0.05, 0.6) * placed.height
    wide, high = (most - least) + 2 * margin
    aspect = generator.uniform(0.7, 1.4) if generator.random() < 0.7 else wide / high
    columns, rows = round(max(wide, high * aspect)), round(max(high, wide / aspect))
    bleed = round(_BLEED * max(columns, rows))
    size = rows + 2 * bleed, columns + 2 * bleed
    free = np.array([columns, rows]) - (most - least)
    left, top = np.rint(bleed + free * generator.uniform(0.3, 0.7, 2) - least).astype(int).tolist()
    millimetre = placed.height / generator.uniform(7, 14)
    colour, full = np.array(pen.colours[generator.integers(len(pen.colours))]), generator.uniform(*pen.covers)
    page = sheet(
        paper,
        size,
        millimetre=millimetre,
        ink=tuple((full * colour + (1 - full)).tolist()),
        boxes=[(box[0] + left, box[1] + top, box[2] + left, box[3] + top) for box in placed.boxes],
        baseline=top + placed.height,
        generator=generator,
    )
    rows, columns = placed.ink.shape
    covered = coverage(placed.ink, pen, full=full, scale=placed.height, generator=generator)[..., None]
    part = page[top : top + rows, left : left + columns]
    part[:] = (1 - covered) * part + covered * colour
    return page, bleed
