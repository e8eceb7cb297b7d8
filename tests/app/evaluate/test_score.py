"""Evaluate's Score beyond the score: both splits, the looks, shares, another matrix, each digit's precision."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest

from core import lab
from core.data.splits import ImageRange
from core.runs.log.models import PRETRAINED, ModelName
from core.runs.test_looks import family_of
from core.training.record.events import EpochEnded, RunEnded
from core.training.settings.config import TrainingConfig
from pages.state import cached, visitor
from pages.state.evaluate import evaluations
from pages.text.confusion_cells import Cells
from pages.ui.colours import cell_colours
from pages.ui.matrix import cells
from tests.support.page_text import text_of
from tests.support.written_runs import EPOCH, STARTED

pytestmark = pytest.mark.app

OWNER = "a" * 32
ENDED = RunEnded(outcome="finished", epoch=1)
MISTAKES = {0: (2, 0.61), 17: (2, 0.983), 1: (3, 0.9)}  # test images of MNIST: 0 is a 7, 1 is a 2, 17 is a 7


@pytest.fixture
def mine(monkeypatch, run_of):
    """Return a function that writes a run of this visitor's."""
    monkeypatch.setattr(visitor, "owner", lambda: OWNER)
    return lambda *events, **more: run_of(OWNER, [STARTED, *(events or (EPOCH, ENDED))], **more)


def second_epoch() -> EpochEnded:
    return dataclasses.replace(EPOCH, epoch=2, checkpoint=dataclasses.replace(EPOCH.checkpoint, digest="2" * 64))


def matrix(app) -> dict:
    found = [json.loads(one.proto.json) for one in app.get("bidi_component") if "readAs" in (one.proto.json or "")]
    return json.loads(found[0]["json"])


def texts(shown: list) -> list[list[str]]:
    return [[cell["text"] for cell in row] for row in shown]


@pytest.mark.usefixtures("real_mnist")
def test_validation_score_stands_beside_the_test_score(visit, answering):
    answering.mistakes = MISTAKES
    said = text_of(visit("evaluate.py"))
    assert "99.97 % right: 9,997 of 10,000" in said
    assert "On the 5,000 validation images: 99.9 % (95 % interval 99.8 to 100.0)." in said  # the same three indices


@pytest.mark.usefixtures("real_mnist")
def test_validation_images_can_be_looked_at_with_their_own_pictures(visit, answering, mine):
    answering.mistakes = {3: ((lab.current().dataset().train_labels[54_003] + 1) % 10, 0.9)}
    app = visit("evaluate.py", model=mine())
    app.session_state["evaluate-split"] = "validation"
    app.run()
    assert not app.exception
    assert "100.0 % right: 5,999 of 6,000" in text_of(app)
    tiles = next(json.loads(one.proto.json)["json"] for one in app.get("bidi_component") if "tiles" in one.proto.json)
    (tile,) = json.loads(tiles)["tiles"]
    assert tile["index"] == 54_003
    assert tile["name"].startswith("Training image 54,003 is ")
    assert "digit=train-54003" in tile["href"]


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        (TrainingConfig(), ImageRange(collection="train", first=54_000, end=60_000)),
        (TrainingConfig(validation_fraction=0.2), ImageRange(collection="train", first=48_000, end=60_000)),
        (TrainingConfig(validation_fraction=0.0), None),
        (TrainingConfig(validation_source="test"), None),
    ],
    ids=["a tenth", "a fifth", "none", "the test images"],
)
@pytest.mark.usefixtures("real_mnist")
def test_validation_images_are_those_that_the_run_held_out(mine, config, expected):
    model = lab.current().models.find(ModelName(mine(config=config)))
    assert evaluations.images_of(model, "validation") == expected


@pytest.mark.usefixtures("answering")
def test_run_without_validation_images_offers_none(visit, mine):
    app = visit("evaluate.py", model=mine(config=TrainingConfig(validation_fraction=0.0)))
    assert "evaluate-split" not in {group.key for group in app.get("button_group")}
    assert "On the" not in text_of(app)


@pytest.mark.usefixtures("answering")
def test_each_network_of_a_family_that_is_looked_at_counts_once(visit, mine):
    run = mine(EPOCH, second_epoch(), dataclasses.replace(ENDED, epoch=2), recipe_key="tiny")
    for _ in range(2):
        assert "of this network alone of its family" in text_of(visit("evaluate.py", model=f"{run}.2"))
    assert "test scores of 2 networks of this family" in text_of(visit("evaluate.py", model=f"{run}.1"))
    other = mine(recipe_key="softmax")
    assert "of this network alone" in text_of(visit("evaluate.py", model=other))


@pytest.mark.usefixtures("answering")
def test_other_network_of_a_difference_counts_as_looked_at(visit, mine):
    run, other = mine(recipe_key="tiny"), mine(recipe_key="softmax")
    app = visit("evaluate.py", model=run)
    app.session_state["evaluate-minus"] = other
    app.run()
    family = family_of(lab.current().store.record(other))
    assert f"{other}.1" in lab.current().test_looks.seen(OWNER, family)


@pytest.mark.usefixtures("answering")
def test_run_that_trains_is_evaluated_as_of_one_epoch_until_a_person_goes_on(visit, mine):
    run = mine(EPOCH)
    app = visit("evaluate.py", model=run)
    assert "after epoch 1" in text_of(app)
    lab.current().store.append(run, 1, [second_epoch()])
    app.run()
    assert "This run still trains. What stands here is of epoch 1." in text_of(app)
    app.button(key="evaluate-newer-epoch").click().run()
    assert not app.exception
    assert "What stands here" not in text_of(app)
    assert "after epoch 2" in text_of(app)


@pytest.mark.usefixtures("real_mnist")
@pytest.mark.parametrize(
    ("first", "collection", "expected"),
    [(54_000, "train", False), (48_000, "train", True), (0, "test", False)],
    ids=["its own", "another run's", "test images"],
)
def test_images_that_a_run_may_have_learned_from_are_told(mine, first, collection, expected):
    model = lab.current().models.find(ModelName(mine(config=TrainingConfig())))
    end = 60_000 if collection == "train" else 10_000
    images = ImageRange(collection=collection, first=first, end=end)
    assert evaluations.may_have_learned(model, images) == expected


def test_digits_that_the_pretrained_network_learned_from_are_told(bundled_dataset, monkeypatch):
    monkeypatch.setattr(cached, "dataset", lambda: bundled_dataset)
    model = lab.current().models.find(PRETRAINED)
    images = evaluations.images_of(model, "validation")
    assert evaluations.may_have_learned(model, images)


@pytest.mark.usefixtures("answering")
def test_pretrained_network_is_no_family(visit):
    assert "of its family" not in text_of(visit("evaluate.py"))


@pytest.mark.usefixtures("answering", "real_mnist")
def test_epoch_slider_selects_the_epoch_on_every_page(visit, mine, answering):
    answering.mistakes = MISTAKES
    run = mine(EPOCH, second_epoch(), dataclasses.replace(ENDED, epoch=2))
    app = visit("evaluate.py", model=run)
    slider = app.select_slider(key="evaluate-epoch")
    assert (slider.options, slider.value) == (["1", "2"], 2)
    slider.set_value(1).run()
    assert app.query_params["model"] == f"{run}.1"


@pytest.mark.usefixtures("real_mnist")
def test_matrix_minus_another_shows_signed_changes(visit, answering, mine):
    answering.mistakes = MISTAKES
    app = visit("evaluate.py", model=mine())
    app.session_state["evaluate-minus"] = "pretrained"
    app.run()
    assert "Confusion matrix, minus that of Pretrained network" in text_of(app)
    shown = matrix(app)
    assert {cell["text"] for row in shown["cells"] for cell in row} == {"", "0"}  # both make the same mistakes
    assert shown["cells"][7][2]["name"] == "7 read as 2: 2 images, as many as the other"


def test_shares_are_of_the_rows_images():
    confusion = np.zeros((10, 10), np.int64)
    confusion[0, 0], confusion[0, 1], confusion[1, 1], confusion[2, 2], confusion[2, 0] = 990, 10, 7, 30, 10
    shown = texts(cells.shares(confusion))
    assert shown[0][:3] == ["99.0", "1.0", ""]
    assert shown[1][:2] == ["", "100"]
    assert shown[2][0] == "25"
    assert shown[3] == [""] * 10  # a digit without an image


def test_differences_are_signed_and_worse_has_the_colour_of_against():
    one, other = np.diag([100] * 10), np.diag([100] * 10)
    one[4, 9], one[4, 4], other[7, 1], other[7, 7] = 6, 94, 3, 97
    shown = cells.differences(one, other)
    assert (shown[4][9]["text"], shown[7][1]["text"]) == ("+6", "\N{MINUS SIGN}3")
    assert (shown[4][4]["text"], shown[7][7]["text"]) == ("\N{MINUS SIGN}6", "+3")
    worst, better = cell_colours(-1, signed=True)[0], cell_colours(0.5, signed=True)[0]
    assert (shown[4][9]["ground"], shown[4][4]["ground"]) == (worst, worst)
    assert (shown[7][1]["ground"], shown[7][7]["ground"]) == (better, better)
    assert shown[4][9]["name"] == "4 read as 9: 6 images, 6 more than the other"
    assert shown[7][1]["name"] == "7 read as 1: 0 images, 3 fewer than the other"
    assert shown[0][1] == {"text": "", "name": ""}


def test_cell_in_which_nothing_changed_is_no_empty_button():
    one, other = np.diag([100] * 10), np.diag([100] * 10)
    one[4, 9] = other[4, 9] = 2
    assert cells.differences(one, other)[4][9] == {
        "text": "0",
        "name": "4 read as 9: 2 images, as many as the other",
    }


def test_differences_are_said_in_percentage_points_too():
    one, other = np.diag([100] * 10), np.diag([100] * 10)
    one[4, 9], one[4, 4], other[7, 1], other[7, 7] = 6, 194, 3, 97
    other[4, 4] = 200
    shown = cells.differences(one, other, as_shares=True)
    assert (shown[4][9]["text"], shown[7][1]["text"]) == ("+3.0", "\N{MINUS SIGN}3.0")


def test_cell_says_one_image_and_many():
    assert Cells.cell(4, 9, 1) == "4 read as 9: 1 image"
    assert Cells.cell(4, 9, 1200) == "4 read as 9: 1,200 images"


@pytest.mark.usefixtures("real_mnist")
def test_precision_recall_and_f1_of_each_digit_are_in_the_table(visit, answering):
    answering.mistakes = {place: (2, 0.9) for place in (0, 17, 34)}  # three of 1,028 sevens
    said = text_of(visit("evaluate.py"))
    for share in ("99.7 %", "Precision", "F1"):
        assert share in said
    assert "Recall: of the 1,028 images of 7, 1,025 were read as that." in said
