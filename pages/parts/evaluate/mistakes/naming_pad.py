"""The picture that is to be named, ten answers and a running clock: what a person sees of a round while it lasts.

A component of its own, so that the keyboard's focus stays on an answer and the clock runs between two messages. Each
answer says which picture it is for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from core.evaluation.naming_round import NamingRound
from pages.state import state
from pages.state.evaluate.mistakes_slots import NAMING_PAD
from pages.text.evaluate_mistakes import Naming
from pages.text.labels import of_pictures
from pages.ui import plotly_figures, widgets
from pages.ui.component_files import component

PICTURE_SIZE = 252  # pixels on screen: nine for each of the image's

_pad = component("naming_pad", __file__, PICTURE_SIZE=PICTURE_SIZE)


def draw(
    shown: NamingRound,
    pixels: np.ndarray,
    labels: Sequence[str],
    *,
    seconds: float,
    is_named: bool,
    on_named: Callable[[], None],
) -> None:
    """Draw the picture of a round that is to be named; `answer` is for the callback.

    Args:
        shown: the round, which is not over.
        pixels: (28, 28) uint8, 0 paper to 255 ink, of the picture.
        labels: the ten answers.
        seconds: how long the round has taken so far.
        is_named: whether the answers are names of classes, not digits.
        on_named: called when one was given.
    """
    place, of = shown.place + 1, len(shown.indices)
    data: dict[str, object] = {
        "round": shown.seed,
        "place": shown.place,
        "mask": plotly_figures.ink_mask(pixels),
        "picture": Naming.picture(place, of),
        "progress": Naming.place(place, of),
        "question": of_pictures(Naming.QUESTION, labels if is_named else None),
        "hint": Naming.HINT,
        "labels": list(labels),
        "named": is_named,
        "seconds": seconds,
    }
    _pad(key=NAMING_PAD.key, data=widgets.component_data(data), on_named_change=on_named)


def answer() -> tuple[int, int, int] | None:
    """Return the round's seed, the picture's place in it and the answer, 0 to 9, that came; None for anything else."""
    sent = state.event(NAMING_PAD, "named")
    if not isinstance(sent, list | tuple) or len(sent) != 3 or any(type(one) is not int for one in sent):
        return None  # the browser may send anything
    seed, place, label = sent
    return (seed, place, label) if label in range(10) else None
