"""The mode "My digits": two scores, teaching, the guided round, the tray, files. A round has the page alone."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core import lab
from core.own_digits.own_digit import OwnDigit
from core.runs.log.models import PRETRAINED, Model
from core.runs.teaching.start import learned_digits
from core.training.record.taught_digits import digest_of
from pages.parts.draw.mine import files, guided_round, score, teach, tray
from pages.parts.frame import selected_model
from pages.state import cached, selected, visitor
from pages.state.classes import known
from pages.state.draw import own_digits
from pages.text.draw_mine import HandScoreText, Mine
from pages.text.draw_teach import Teach
from pages.text.model import ModelText
from pages.ui import widgets


def show(model: Model) -> None:
    """Draw the mode; while the engine wakes up, look again by itself.

    Raises:
        LabError: the digits or the model cannot be read, or the engine does not answer.
    """
    inference = lab.current().inference
    is_awake, waking_seconds = inference.is_awake, inference.waking_seconds
    if known.names_of(model) is not None:
        st.markdown(Mine.ONLY_DIGITS)
        st.button(ModelText.USE_PRETRAINED, key="mine-use-pretrained", on_click=selected.set_model, args=(PRETRAINED,))
    elif guided_round.is_open():
        guided_round.show(model)
    else:
        _show_mine(model)
    if not is_awake:
        selected_model.wait_until_awake(said_at=waking_seconds)


def _show_mine(model: Model) -> None:
    """Draw each part in a place of its own, also where it has nothing to say: what stands below keeps its place."""
    digits = own_digits.mine()
    with st.container():
        _show_scores(model, digits)
    if digits and cached.dataset().identity.is_digits:
        teach.show(model, digits)
    else:
        widgets.keep_place()
    guided_round.offer(is_first=not digits)
    tray.show_undo()
    if digits:
        with st.container(), widgets.show_errors():
            tray.show(model, digits)
    else:
        widgets.keep_place()
    files.show(digits)
    st.caption(Mine.LEAD if visitor.is_remembered() else Mine.LEAD_NO_COOKIE)


def _show_scores(model: Model, digits: Sequence[OwnDigit]) -> None:
    """Draw how well a hand is read, or what to do for it where there are no digits."""
    damaged = own_digits.store().damaged_count(visitor.owner())
    if damaged:
        st.warning(Mine.damaged(damaged))
    if digits:
        laboratory = lab.current()
        learned = learned_digits(model, laboratory.histories, runs_folder=laboratory.runs_folder)
        unseen = [digit for digit in digits if digest_of(digit.image) not in learned.digests]
        unseen_name = HandScoreText.UNSEEN if learned.is_complete else Teach.UNSEEN_AS_FAR_AS_KNOWN
        name = HandScoreText.HAND if len(unseen) == len(digits) else unseen_name
        score.show(model, unseen, name=name, shows_wrong=False)  # how well it reads this hand, not what it learned
        if not learned.is_complete:
            st.caption(Teach.UNKNOWN)
        with st.expander(HandScoreText.WHY):
            st.markdown(widgets.of_data(HandScoreText.BECAUSE))
    else:
        st.html(f'<h2 class="draw-invitation" style="font-size: 1.375rem; margin: 0; padding: 0">{Mine.EMPTY}</h2>')
        st.markdown(Mine.HOW)
