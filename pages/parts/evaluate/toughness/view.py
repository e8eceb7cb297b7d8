"""How tough is it? Part of Evaluate's tab "Trust": damaged images, and changes that are chosen against the network."""

from __future__ import annotations

import streamlit as st

from core import lab
from core.data.gallery import LabeledImage
from core.runs.log.models import Model
from pages.parts.evaluate.toughness import damage, fool
from pages.parts.frame import selected_digit
from pages.state import cached, selected
from pages.text.model import ModelText
from pages.ui import polling, widgets

OUTLINE_HEIGHT = 320  # pixels on screen, of what stands there later


def show(model: Model) -> None:
    """Draw both parts."""
    picture = cached.picture(selected.digit())
    if picture is None:
        selected_digit.missing_digit()
        return
    _damaged(model, picture)
    _fooled(model, picture)


@st.fragment(key="toughness")
@widgets.show_errors()
def _damaged(model: Model, picture: LabeledImage) -> None:
    polling.draw_again(None)  # also where what follows raises
    damage.head(model)
    if _is_awake():
        damage.show(model, picture)


@st.fragment(key="toughness-fool")
@widgets.show_errors()
def _fooled(model: Model, picture: LabeledImage) -> None:
    polling.draw_again(None)
    fool.head()
    if _is_awake():
        fool.show(model, picture)


def _is_awake() -> bool:
    """Return whether networks can be asked; where not, say so and look again."""
    inference = lab.current().inference
    if inference.is_awake:
        return True
    inference.wake()
    st.info(ModelText.waking(inference.waking_seconds))
    st.skeleton(OUTLINE_HEIGHT)
    polling.draw_again(polling.AWAKE_POLL_SECONDS)
    return False
