"""One digit on Draw that is explained below its answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.drawing.ladder import Rung
from pages.parts.draw.prediction import Reading
from pages.text.draw_ladder import LadderKind


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Explained:
    """One digit that is explained.

    Attributes:
        image: (28, 28) uint8, ink bright: what the network gets.
        reading: the page's, of that.
        rungs: its versions, the last of them `image`; none where they are not known.
        kind: what it was drawn on.
        place: which digit of a number it is, such as "2nd digit"; "" where it stands alone.
        is_part: whether ink beside it was left out, where it stands alone.
        said: what the person says it is, where that is known.
    """

    image: np.ndarray
    reading: Reading
    rungs: tuple[Rung, ...]
    kind: LadderKind
    place: str = ""
    is_part: bool = False
    said: int | None = None

    @property
    def digit(self) -> int:
        """What it is, as far as is known: what the person says, else the answer."""
        return self.reading.answer if self.said is None else self.said
