"""What every page says of copies that other programs keep, and of what was done to a person's files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st

from core.data.local_copies import LocalCopy, usual_copies
from core.data.progress import DatasetProgress
from core.messages.message import verbatim
from pages.parts.frame.data import findings
from tests.support.banner_page import FAILED, buttons, captions, drawn
from tests.support.drawn_anew import doubled_by, watch

pytestmark = pytest.mark.app

KERAS, HERE = (LocalCopy(place=place, location=Path("there", place)) for place in ("keras", "torchvision_here"))
FAILED_WITH_TWO = replace(FAILED, offers=(KERAS, HERE))
OFFER = "A copy of MNIST lies where Keras keeps it."


def test_copy_of_another_program_is_offered_and_used_at_a_click_alone(told):
    provider = told(DatasetProgress(stage="failed", offers=(KERAS,)), is_ready=True, can_download=False)
    app = drawn()
    assert captions(app) == ["5,000 of MNIST's 70,000 digits: downloading is switched off.", OFFER]
    assert buttons(app) == ["Use it"]
    assert provider.asked == []
    app.button[0].click().run()
    assert provider.asked == ["keras"]
    assert captions(app) == ["5,000 of MNIST's 70,000 digits, until all of it is here."]
    assert app.text[0].value == "the page"


def test_several_copies_are_told_apart_by_their_buttons(told):
    provider = told(FAILED_WITH_TWO, is_ready=True)
    app = drawn()
    assert buttons(app) == ["Try again", "Use Keras's copy", "Use torchvision's copy beside the app"]
    app.button[2].click().run()
    assert provider.asked == ["torchvision_here"]


def test_refused_copy_is_said_with_its_reason_and_nothing_changes(told):
    refused = KERAS, verbatim(text="mnist.npz is damaged.")
    told(DatasetProgress(stage="failed", offers=(KERAS,), refused=refused), is_ready=True, can_download=False)
    app = drawn()
    assert captions(app)[1:] == [r"Keras's copy cannot be used. mnist\.npz is damaged\."]
    assert buttons(app) == ["Use it"]
    assert app.text[0].value == "the page"


def test_chosen_copy_that_is_gone_is_said(told):
    refused = KERAS, verbatim(text="It is gone.")
    told(DatasetProgress(stage="failed", refused=refused), is_ready=True, can_download=False)
    assert captions(drawn())[1:] == [r"Keras's copy cannot be used. It is gone\."]


def test_copy_in_use_is_said_with_the_way_back(told):
    provider = told(DatasetProgress(stage="arrived", copy=KERAS), is_ready=True, is_fallback=False)
    app = drawn()
    assert captions(app) == ["These images are Keras's copy, on the server's machine."]
    app.button[0].click().run()
    assert provider.asked == [None]
    assert captions(app) == ["Getting other digits ready."]
    assert buttons(app) == []
    provider.is_fallback, provider.progress = True, DatasetProgress(stage="failed", offers=(KERAS,))
    app.run()
    assert OFFER in captions(app)


def test_nothing_stands_twice_while_a_copy_of_an_odd_set_is_left(told, monkeypatch):
    page = watch(monkeypatch)
    monkeypatch.setattr(findings, "has_any", lambda dataset: not dataset.is_fallback)
    monkeypatch.setattr(findings, "show", lambda _: st.button("What is this?", key="odd"))
    provider = told(DatasetProgress(stage="arrived", copy=KERAS), is_ready=True, is_fallback=False)
    with page.drawn_anew():
        app = drawn()
    assert doubled_by(page, app.button(key="data-leave-copy").click().run) == set()
    provider.is_fallback, provider.progress = True, replace(FAILED, offers=(KERAS,))
    assert doubled_by(page, app.run) == set()
    provider.is_fallback, provider.progress = False, FAILED
    assert doubled_by(page, app.run) == set()


def test_no_room_for_the_small_digits_is_said_and_can_be_tried_again(told):
    reason = verbatim(text="There is no room left.")
    provider = told(DatasetProgress(stage="failed", reason=reason), is_ready=True, is_fallback=False)
    app = drawn()
    assert captions(app) == [r"There is no room left\."]
    app.button[0].click().run()
    assert provider.tries == 1


def test_what_was_done_to_a_persons_files_is_said_on_every_page(told):
    remarks = ("test_held_out", "scaled_up")
    told(DatasetProgress(stage="arrived"), is_ready=True, is_fallback=False, remarks=remarks)
    assert captions(drawn()) == [
        "Each seventh labelled image is held out to test, 1,000 in all: no others have labels. Its images "
        "of 16 × 16 pixels are scaled to 20 × 20, in the middle of 28 × 28, as MNIST's were."
    ]


@pytest.mark.parametrize("copy", usual_copies(), ids=lambda copy: copy.place)
def test_no_path_of_the_machine_is_told(told, copy):
    """H11."""
    told(DatasetProgress(stage="failed", offers=(copy,)), is_ready=True)
    app = drawn()
    assert not [text for text in [*captions(app), *buttons(app)] if "/" in text or "mnist.npz" in text]
