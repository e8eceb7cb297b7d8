"""Where the digits of a drawing or a photo are: each cut out, in reading order, with what stands between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

Box = tuple[float, float, float, float]  # left, top, right, bottom, as shares of the picture's width and height
MarkKind = Literal["minus", "point", "comma", "other"]
Judge = Callable[[np.ndarray], np.ndarray]  # (N, 28, 28) uint8 -> (N, 11) float32: ten digits, and none of them

NONE = 10  # the judge's column for what is no digit
MOST_DIGITS = 60  # of one picture
_SIGNS = {"minus": "-", "point": ".", "comma": ","}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FoundDigit:
    """One digit of a picture.

    Attributes:
        image: (28, 28) uint8, ink bright, prepared as MNIST's were.
        box: where it lies.
        line: of writing, counted from 0 at the top.
        begins_word: there is a wide gap between the digit before it and this one.
        paths: its own strokes, where it was drawn with a pen: each (n, 2) float64, in canvas pixels.
        ink: its own ink before it was prepared, where there was no pen: (rows, columns) uint8, ink bright, in steps of
            whole pixels shrunk to about 100; neither it nor `paths` where the digits were not told apart by a judge.
    """

    image: np.ndarray
    box: Box
    line: int = 0
    begins_word: bool = False
    paths: tuple[np.ndarray, ...] = ()
    ink: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), np.uint8))


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundMark:
    """Something between the digits that is none.

    Attributes:
        kind: what it is; "other" is left out of the text.
        box: where it lies.
        before: index of the digit that follows it; the number of digits, where none does.
    """

    kind: MarkKind
    box: Box
    before: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Segmentation:
    """One way to take a picture apart.

    Attributes:
        digits: in reading order, at most MOST_DIGITS.
        marks: in reading order.
        certainty: 0 to 1, that the picture is to be taken apart in this way, by the judge's own confidence.
        left_over: how many digits more were found than MOST_DIGITS: those that come last are not among `digits`.
        trust: 0 to 1, how far what is found is to be trusted, by what else is in the picture: a factor of sureness.
    """

    digits: tuple[FoundDigit, ...]
    marks: tuple[FoundMark, ...] = ()
    certainty: float = 1.0
    left_over: int = 0
    trust: float = 1.0

    @property
    def images(self) -> tuple[np.ndarray, ...]:
        """The digits as a network gets them, each (28, 28) uint8."""
        return tuple(digit.image for digit in self.digits)

    def text(self, answers: Sequence[int | str]) -> str:
        """Return the whole as it is written: lines, words, signs.

        Args:
            answers: what each digit is read as, 0 to 9, or what stands for one that is not answered.
        """
        written = ""
        for index, (digit, answer) in enumerate(zip(self.digits, answers, strict=True)):
            if index and digit.line != self.digits[index - 1].line:
                written += "\n"
            elif index and digit.begins_word:
                written += " "
            written += self._signs(index) + str(answer)
        return written + self._signs(len(self.digits))

    def _signs(self, before: int) -> str:
        return "".join(_SIGNS.get(mark.kind, "") for mark in self.marks if mark.before == before)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PreparedDrawing:
    """What was drawn, as a network gets it.

    Attributes:
        segmentations: the likeliest first; a second one where it is not sure how many digits there are.
        whole: all of it but boxes and long lines, taken for one digit.
        whole_trust: 0 to 1, how far that is to be trusted.
    """

    segmentations: tuple[Segmentation, ...]
    whole: FoundDigit
    whole_trust: float = 1.0

    @property
    def digits(self) -> tuple[np.ndarray, ...]:
        """The digits of the likeliest way to take it apart, each (28, 28) uint8, in reading order."""
        return self.segmentations[0].images
