"""The digit in hand as a condition damages it, and what each model answers to it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from core.data.gallery import LabeledImage
from core.inference.predict import Predictions
from core.inference.robustness.conditions import Condition
from pages.parts.evaluate.toughness.models import Tested
from pages.state import cached
from pages.state.evaluate import toughness
from pages.text.evaluate_toughness import Tough
from pages.text.numbers import share
from pages.ui import tables, widgets

SIDE = 168  # of the picture on screen, in pixels


def answers(picture: LabeledImage, condition: Condition, strength: int, models: Sequence[Tested]) -> list[Predictions]:
    """Return what each model says of the damaged digit.

    Raises:
        LabError: weights cannot be read, or the engine does not answer.
    """
    pixels = toughness.damaged(picture, condition.key, strength)[np.newaxis]
    return [cached.predictions(one.network, pixels) for one in models]


def is_right(said: Predictions, picture: LabeledImage) -> bool:
    """Return whether the answer is the label."""
    return bool(said.predicted_digits[0] == int(picture.label))


def show(
    picture: LabeledImage,
    condition: Condition,
    strength: int,
    models: Sequence[Tested],
    said: Sequence[Predictions],
) -> None:
    """Draw the damaged digit and a row for each model."""
    pixels = toughness.damaged(picture, condition.key, strength)
    text = widgets.worded(Tough.damaged(picture.label, condition, strength))
    with st.container(gap="xsmall"):
        widgets.ink_picture(pixels, text, size=SIDE)
        st.caption(text)
        tables.show(Tough.ANSWERS, Tough.ANSWER_HEADER, [_row(picture, *one) for one in zip(models, said, strict=True)])


def _row(picture: LabeledImage, model: Tested, said: Predictions) -> tuple[str, str, str]:
    answer = int(said.predicted_digits[0])
    told = Tough.answer(cached.say(answer), picture.label)
    return model.name, told, share(float(said.probabilities[0, answer]))
