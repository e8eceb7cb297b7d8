"""A person's digits as tiles, each a button: the picture, what it is, what it is read as; a cross where that differs.

The keyboard stops at the tiles once; the arrow keys go from one to the next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from core.own_digits.own_digit import OwnDigit
from pages.state.draw.own_digits import Answer
from pages.state.draw.own_digits_slots import MINE_TILES
from pages.text.draw_mine import Mine
from pages.ui import plotly_figures, widgets
from pages.ui.component_files import KEPT_FOCUS, component

PICTURE_SIZE = 64  # pixels on screen

_tiles = component("own_digit_tiles", __file__, scripts=(KEPT_FOCUS,), PICTURE_SIZE=PICTURE_SIZE)


def show(
    digits: Sequence[OwnDigit], answers: Sequence[Answer | None], *, chosen: str, on_chosen: Callable[[], None]
) -> None:
    """Draw tiles; the id of a clicked one comes as `{"chosen": ...}` in `MINE_TILES`.

    Args:
        digits: in the order to draw.
        answers: what each is read as; None while that is not known.
        chosen: id of the one that is marked; empty for none.
        on_chosen: is called after a click.
    """
    data = {
        "name": Mine.TRAY,
        "tiles": [_tile(digit, answer) for digit, answer in zip(digits, answers, strict=True)],
        "chosen": chosen,
    }
    _tiles(key=MINE_TILES.key, data=widgets.component_data(data), on_chosen_change=on_chosen)


def _tile(digit: OwnDigit, answer: Answer | None) -> dict[str, object]:
    said, probability = (answer.digit, answer.probability) if answer else (None, 0.0)
    return {
        "id": digit.id,
        "mask": plotly_figures.ink_mask(digit.image),
        "name": Mine.tile_alt(digit.label, said, probability),
        "lines": [line for line in (Mine.tile(digit.label), Mine.read_as(digit.label, said)) if line],
        "isWrong": said is not None and said != digit.label,
    }
