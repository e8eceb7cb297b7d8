"""Teach it my hand: the split is said before the click, the result afterwards, and undoing is choosing."""

from __future__ import annotations

import dataclasses
import secrets

import numpy as np
import pytest

from core import lab
from core.inference.pretrained import pretrained
from core.own_digits.own_digit import OwnDigit
from core.runs.scheduling.supervisor import Supervisor
from core.runs.teaching.split import as_file, split_of
from core.runs.teaching.start import taught_from
from core.training.record.events import HandTested, RunEnded
from pages.parts.draw import surface
from pages.parts.draw.mine import teach
from pages.state.draw import own_digits, teach_slots
from pages.text.draw_teach import Teach
from tests.support.brought_models import keep
from tests.support.draw_page import html_of
from tests.support.written_runs import EPOCH, STARTED, STEPS, TEST, damage_beginning

ME, SOMEBODY = "1" * 32, "2" * 32
FINISHED = RunEnded(outcome="finished", epoch=3)


def hand(each):
    digits = []
    for label in range(10):
        for number in range(each):
            image = np.zeros((28, 28), np.uint8)
            image[label : label + 10, number + 5] = 255
            digits.append(OwnDigit(id=secrets.token_hex(16), label=label, image=image, created=float(number + 1)))
    return digits


HAND = hand(4)


@pytest.fixture
def page(visit, monkeypatch, answering):
    """Return a function that opens Draw with nothing but the part that teaches, of some digits."""

    def opened(digits, *, model=None, open_round=None):
        monkeypatch.setattr(own_digits, "mine", lambda: tuple(digits))
        monkeypatch.setattr(surface, "show", lambda model, _: teach.show(model, digits, open_round=open_round))
        app = visit()
        app.session_state["owner"] = ME
        if model is not None:
            app.query_params["model"] = model
        app.switch_page("draw.py").run()
        assert not app.exception
        return app

    return opened


@pytest.fixture
def queued(monkeypatch):
    """Have runs written into the log and trained by nobody; return their ids."""
    made = []

    def start(_, runs):
        made.extend(name for name, _ in lab.current().store.create(runs))
        return made[-len(runs) :]

    monkeypatch.setattr(Supervisor, "start", start)
    yield made
    for run in made:
        lab.current().store.delete(run)


@pytest.fixture
def judged(run_of):
    """Return a function that writes a run that taught and was judged, its files too."""

    def write(owner=ME, *more, ends=FINISHED, parent="pretrained"):
        run = run_of(owner, [], recipe_key="")
        taught = taught_from(
            parent, pretrained().network, as_file(split_of(HAND)), folder=lab.current().runs_folder / run
        )
        tested = HandTested(
            labels=tuple(range(10)),
            before=(0, 7, 2, 3, 4, 5, 6, 1, 8, 9),
            after=(0, 1, 2, 3, 4, 5, 8, 7, 8, 9),
            test_before=9961,
            test_after=9956,
            test_count=10_000,
        )
        lab.current().store.append(run, 1, [taught, STARTED, STEPS, TEST, tested, *more, ends])
        return run

    return write


def markdown(app):
    return "\n".join(element.value for element in app.markdown)


def buttons(app):
    return {button.key: button for button in app.button}


def is_link(element, label):
    return element.type == "page_link" and element.proto.label == label


def test_the_split_is_said_before_the_click(page):
    app = page(HAND)
    assert "Of your 40 drawings it learns from **30**" in markdown(app)
    assert "the other **10** are kept to judge" in markdown(app)
    assert "primary-draw-teach" in buttons(app)


def test_drawings_of_few_digits_are_warned_of(page):
    sevens = [dataclasses.replace(one, label=7, id=secrets.token_hex(16)) for one in HAND]
    assert "It would learn from drawings of 7 alone" in markdown(page(sevens))
    assert "alone, and may then" not in markdown(page(HAND))


def test_a_verdict_counts_only_the_drawings_that_judge():
    all_right = HandTested(labels=(1,), before=(1,), after=(1,), test_before=9, test_after=9, test_count=10)
    assert Teach.verdict(all_right).startswith("It read all drawings that were kept to judge right before")


def test_too_few_drawings_offer_the_guided_round_and_nothing_else(page):
    opened = []
    app = page(HAND[:3], open_round=lambda: opened.append(1))
    assert (
        "There are 3 drawings of yours; it takes 10 to learn from and 5 to judge by, and these give 2 and 1."
        in markdown(app)
    )
    assert "primary-draw-teach" not in buttons(app)
    buttons(app)["draw-teach-round"].click().run()
    assert opened


def test_a_click_begins_one_run_from_the_model_in_hand(page, queued):
    app = page(HAND)
    buttons(app)["primary-draw-teach"].click().run()
    assert not app.exception
    (run,) = queued
    history = lab.current().histories.of(run)
    assert (history.taught.parent, history.taught.taught, history.taught.held_out) == ("pretrained", 30, 10)
    assert (lab.current().runs_folder / run / history.taught.digits.name).is_file()
    assert lab.current().store.owner(run) == ME
    assert "draw-teach-stop" in buttons(app)
    assert "primary-draw-teach" not in buttons(app)


def test_drawings_that_another_tab_deleted_or_relabelled_are_not_taught(page, queued, monkeypatch):
    for changed in (HAND[1:], [dataclasses.replace(HAND[0], label=9), *HAND[1:]]):
        app = page(HAND)
        monkeypatch.setattr(own_digits, "mine", lambda changed=changed: tuple(changed))
        buttons(app)["primary-draw-teach"].click().run()
        assert queued == []
        assert Teach.CHANGED in [error.value.replace("\\", "") for error in app.error]


def test_of_a_model_from_a_file_it_is_not_said_what_nobody_knows(page):
    brought = keep(lab.current().imported_models, owner=ME)
    said = markdown(page(HAND, model=f"file-{brought.id}"))
    assert "never learns" not in said
    assert Teach.UNKNOWN in said


def test_a_run_that_trains_shows_its_curve_and_can_be_stopped(page, run_of):
    run = run_of(ME, [], recipe_key="")
    taught = taught_from(
        "pretrained", pretrained().network, as_file(split_of(HAND)), folder=lab.current().runs_folder / run
    )
    lab.current().store.append(run, 1, [taught, STARTED, STEPS])
    app = page(HAND)
    assert "Share of images read right while it learns: 94 % at first, 94 % now." in html_of(app)
    assert "draw-teach-stop" in buttons(app)
    assert "primary-draw-teach" not in buttons(app)


def test_the_result_is_a_sentence_with_two_numbers_and_intervals(page, judged):
    judged()
    shown = html_of(page(HAND))
    assert 'class="draw-taught"' in shown
    assert "Your hand: 8 of 10 before, 9 of 10 after" not in shown  # each count is named once
    assert "Your hand: 8 of 10 before, 9 after (95 % interval 60 % to 98 %)" in shown
    assert "MNIST: 9,961 of 10,000 before, 9,956 after (95 % interval 99.41 % to 99.67 %)." in shown


def test_what_turned_is_shown(page, judged):
    judged()
    shown = html_of(page(HAND))
    right, wrong = shown.split('class="draw-turned-wrong"')
    assert "Your 1: read as 7 before, as 1 now" in right
    assert "Your 7: read as 1 before, as 7 now" in right
    assert "Your 6: read as 6 before, as 8 now" in wrong


def test_undoing_is_choosing_the_model_before(page, judged):
    run = judged(ME, EPOCH)
    app = page(HAND)
    assert "draw-teach-undo" not in buttons(app)  # it is in hand
    buttons(app)["draw-teach-use"].click().run()
    assert "".join(app.query_params["model"]) == run
    assert Teach.TAUGHT_IN_HAND in [caption.value for caption in app.caption]
    assert "draw-teach-use" not in buttons(app)
    buttons(app)["draw-teach-undo"].click().run()
    assert "".join(app.query_params["model"]) == "pretrained"


def test_the_link_to_the_run_keeps_its_place_whichever_model_is_in_hand(page, judged):
    run = judged(ME, EPOCH)
    brought = keep(lab.current().imported_models, owner=ME)
    places = set()
    for model in ("pretrained", run, f"file-{brought.id}"):
        app = page(HAND, model=model)
        rows = [block.children for block in app.get("flex_container")]
        places |= {place for row in rows for place, shown in row.items() if is_link(shown, Teach.RUN)}
    assert places == {2}


def test_a_run_whose_beginning_cannot_be_read_says_so(page, judged):
    run = judged()
    damage_beginning(lab.current().store, run)
    app = page(HAND)
    app.session_state[teach_slots.TEACH_RUN.key] = run
    app.run()
    assert not app.exception
    assert Teach.LOST in markdown(app)
    assert "primary-draw-teach" in buttons(app)


def test_somebody_elses_run_is_not_looked_at(page, judged):
    judged(SOMEBODY)
    assert "draw-taught" not in html_of(page(HAND))


def test_a_stopped_run_that_was_not_judged_says_so(page, run_of):
    run = run_of(ME, [], recipe_key="")
    taught = taught_from(
        "pretrained", pretrained().network, as_file(split_of(HAND)), folder=lab.current().runs_folder / run
    )
    lab.current().store.append(run, 1, [taught, dataclasses.replace(FINISHED, outcome="stopped", epoch=0)])
    app = page(HAND)
    assert "This run ended before anything could be judged." in markdown(app)
    assert "primary-draw-teach" in buttons(app)
