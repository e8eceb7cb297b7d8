"""Beat the network: ten hard digits, one at a time, against the clock; then both scores."""

from __future__ import annotations

import json

import numpy as np
import pytest

from core import lab
from core.serving.inference_client import InferenceClient
from pages.state.evaluate import naming_rounds
from tests.support.component_events import data_of, send
from tests.support.drawn_anew import doubled_by, watch
from tests.support.mistakes_page import (
    AGAIN,
    BEGIN,
    CLOSE,
    COMPARED,
    DOUBTED,
    ENDED,
    GALLERY,
    MISTAKES,
    NAMED,
    PAD,
    STOP,
    components,
    indices,
    keys,
    name,
    named_all,
    tiles,
)
from tests.support.page_text import text_of
from tests.support.written_runs import EPOCH, STARTED

pytestmark = pytest.mark.app
OWNER = "c" * 32


def test_tab_opens_with_an_offer_and_nothing_more_of_the_round(opened_mistakes) -> None:
    app = opened_mistakes()
    assert app.subheader[0].value == "Beat the network"
    assert "Ten hard digits: some this network misreads" in text_of(app)
    assert BEGIN in keys(app)
    assert PAD not in components(app)


def test_nothing_tells_what_a_picture_is_before_all_are_named(opened_mistakes, clock) -> None:
    app = opened_mistakes()
    app.button(key=BEGIN).click().run()
    assert [heading.value for heading in app.subheader] == ["Beat the network"]
    assert components(app) & {GALLERY, NAMED, COMPARED, DOUBTED} == set()
    shown = data_of(app, PAD)
    assert (shown["progress"], shown["picture"]) == ("1 of 10", "Picture 1 of 10")
    assert shown["labels"] == [str(digit) for digit in range(10)]
    assert set(shown) == {
        *("round", "place", "mask", "picture", "progress", "question", "hint", "labels", "named", "seconds")
    }
    name(app, 3)
    assert "network:" not in text_of(app)
    assert "\N{BALLOT X}" not in text_of(app)


def test_round_ends_with_both_scores_and_all_ten(opened_mistakes, clock) -> None:
    app = opened_mistakes()
    app.button(key=BEGIN).click().run()
    named_all(app, 2, clock)
    labels = lab.current().dataset().test_labels
    ten = indices(app, NAMED)
    assert len(set(ten)) == 10
    assert set(MISTAKES) < set(ten)  # it has no more
    right = sum(int(labels[index]) == 2 for index in ten)
    said = text_of(app)
    assert f"You: {right} of 10 in 41 s. The network: 6 of 10 in under 0.01\N{NO-BREAK SPACE}s." in said.replace(
        "41\N{NO-BREAK SPACE}s", "41 s"
    )
    assert "of all 10,000 it reads 99.96 % right" in said
    tile = next(tile for tile in tiles(app, NAMED) if tile["index"] == 17)
    assert tile["lines"] == ["label 7", "\N{BALLOT X} you: 2", "\N{BALLOT X} it: 2", "98.3 % sure"]
    assert tile["name"] == "Test image 17 is labelled 7: you said 2, the network said 2, 98.3 % sure"
    assert "On 2 of 10 you and the network agree against the label" in said  # 0 and 17
    assert GALLERY in components(app)
    assert {AGAIN, CLOSE} <= keys(app)


def test_time_is_from_shown_to_named(opened_mistakes, clock) -> None:
    app = opened_mistakes()
    app.button(key=BEGIN).click().run()
    clock.seconds += 5
    app.run()
    assert data_of(app, PAD)["seconds"] == 5.0
    name(app, 1)
    assert (data_of(app, PAD)["progress"], data_of(app, PAD)["seconds"]) == ("2 of 10", 5.0)


def test_double_click_names_one_picture(opened_mistakes, clock) -> None:
    app = opened_mistakes()
    app.button(key=BEGIN).click().run()
    name(app, 1, place=0)
    name(app, 1, place=0)
    assert data_of(app, PAD)["progress"] == "2 of 10"


@pytest.mark.parametrize("sent", [None, 3, [], [1, 2], ["a", 0, 1], [0, 0, 1], [0, 0, 10], [True, 0, 1], {"a": 1}])
def test_what_is_no_answer_names_nothing(opened_mistakes, clock, sent: object) -> None:
    app = opened_mistakes()
    app.button(key=BEGIN).click().run()
    if sent == [0, 0, 10]:
        sent = [data_of(app, PAD)["round"], 0, 10]
    send(app, PAD, "named", sent)
    assert data_of(app, PAD)["progress"] == "1 of 10"
    assert not app.exception


def test_reload_goes_on_with_the_round_and_other_people_have_none(opened_mistakes, clock) -> None:
    app = opened_mistakes(owner=OWNER)
    app.button(key=BEGIN).click().run()
    name(app, 1)
    again = opened_mistakes(owner=OWNER)
    assert data_of(again, PAD)["progress"] == "2 of 10"
    assert data_of(again, PAD)["mask"] == data_of(app, PAD)["mask"]
    assert BEGIN in keys(opened_mistakes(owner="d" * 32))
    clock.seconds += naming_rounds.FORGOTTEN_SECONDS + 1
    assert BEGIN in keys(opened_mistakes(owner=OWNER))


def test_round_that_ends_in_another_tab_is_over_in_this_one(opened_mistakes, clock) -> None:
    app, other = opened_mistakes(owner=OWNER), opened_mistakes(owner=OWNER)
    app.button(key=BEGIN).click().run()
    other.run()
    named_all(app, 2, clock)
    name(other, 3)
    assert NAMED in components(other)
    assert indices(other, NAMED) == indices(app, NAMED)


def test_round_is_stopped_closed_and_followed_by_others(opened_mistakes, clock) -> None:
    app = opened_mistakes()
    app.button(key=BEGIN).click().run()
    app.button(key=STOP).click().run()
    assert BEGIN in keys(app)
    app.button(key=BEGIN).click().run()
    named_all(app, 2, clock)
    first = indices(app, NAMED)
    app.button(key=AGAIN).click().run()
    named_all(app, 2, clock)
    assert not set(indices(app, NAMED)) & set(first)
    app.button(key=CLOSE).click().run()
    assert BEGIN in keys(app)
    assert NAMED not in components(app)


def test_scores_come_before_the_network_is_awake_and_its_time_after(opened_mistakes, answering, clock) -> None:
    app = opened_mistakes()
    app.button(key=BEGIN).click().run()
    for _ in range(9):
        name(app, 2)
    answering.is_awake = False
    known = answering.evaluate(np.asarray(lab.current().dataset().test_labels))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(InferenceClient, "known_evaluation", lambda *_, **__: known)
        name(app, 2)
        assert "The network: 6 of 10." in text_of(app)
        answering.is_awake = True
        assert "The network: 6 of 10 in " in text_of(app.run())


def test_network_without_a_mistake_has_least_sure_ones(opened_mistakes, answering, clock) -> None:
    answering.mistakes = {}
    app = opened_mistakes()
    app.button(key=BEGIN).click().run()
    named_all(app, 2, clock)
    assert "The network: 10 of 10" in text_of(app)
    assert "No mistake at all" in text_of(app)
    assert GALLERY not in components(app)


def test_no_widget_stands_twice_while_the_tab_changes(opened_mistakes, answering, clock, monkeypatch) -> None:
    page = watch(monkeypatch)
    app = opened_mistakes()
    with page.drawn_anew():
        app.run()
    assert doubled_by(page, app.button(key=BEGIN).click().run) == set()
    assert doubled_by(page, lambda: named_all(app, 2, clock)) == set()
    assert doubled_by(page, app.segmented_control(key="evaluate-order").set_value("pair").run) == set()
    assert doubled_by(page, app.selectbox(key="evaluate-pair").set_value(72).run) == set()
    assert doubled_by(page, app.button(key=CLOSE).click().run) == set()


@pytest.mark.usefixtures("clothes")
def test_clothes_are_named_by_their_names(visit, answering, run_of, clock) -> None:
    app = visit("evaluate.py", show="Mistakes", model=run_of("somebody", [STARTED, EPOCH, ENDED]))
    app.button(key=BEGIN).click().run()
    shown = data_of(app, PAD)
    assert (shown["question"], shown["labels"][7], shown["named"]) == ("Which picture is it?", "Sneaker", True)
    named_all(app, 7, clock)
    assert "you: Sneaker" in json.dumps(tiles(app, NAMED))
