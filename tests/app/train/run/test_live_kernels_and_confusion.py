"""Kernels and confusion matrices of a run while it trains."""

from __future__ import annotations

import base64
import dataclasses

import numpy as np
import pytest

from core import lab
from core.recipes import recipe
from core.training.record.live_snapshot import write_snapshot
from pages.text.pictures import LiveKernels
from tests.support.component_events import data_of
from tests.support.live_page import confusion_with, epoch_ended, folder_of, selected_run, snapshot
from tests.support.page_text import text_of
from tests.support.written_runs import EPOCH, STARTED, STEPS, create

pytestmark = pytest.mark.app


def test_kernels_are_drawn_on_one_scale(opened):
    kernels = np.zeros((16, 3, 3), np.float32)
    kernels[5, 1, 2], kernels[0, 0, 0] = -0.42, 0.21
    app = opened([STARTED, STEPS], snapshot(kernels=kernels), shown="kernels")
    drawn = data_of(app, "live-kernels")
    values = np.frombuffer(base64.b64decode(drawn["cells"]), np.int8).reshape(16, 3, 3)
    assert (values[5, 1, 2], values[0, 0, 0], np.count_nonzero(values)) == (-127, 64, 2)
    assert drawn["name"] == (
        "The 16 kernels of conv2d, after step 1,204 (epoch 3). "
        "The largest weight, 0.42 in size, is in number 5 (counting from 0)."
    )
    assert "full colour: ±0.42" in text_of(app)


def test_units_of_a_dense_layer_are_images_and_stay_small(visit):
    found, run = recipe("article-1a"), "d" * 32
    store, digest = lab.current().store, lab.current().dataset().digest
    whole = {"recipe": "article-1a", "name": "", "spec": found.spec, "config": found.config, "data": digest}
    create(store, run, owner="somebody", **whole)
    store.append(run, 1, [STARTED, STEPS])
    rng = np.random.default_rng(1)
    units = rng.normal(size=(32, 28, 28)).astype(np.float32)
    write_snapshot(folder_of(run), snapshot(kernels=units, layers=("dense", "dense_1")))
    app = visit("train.py", run=run)
    app.session_state["train-pictures"] = "kernels"
    app.run()
    store.delete(run)
    assert "The first 24 of 512 units of dense, as images" in text_of(app)
    drawn = data_of(app, "live-kernels")
    assert (drawn["count"], drawn["rows"], drawn["columns"]) == (24, 28, 28)
    assert len(drawn["cells"]) < 30_000


@pytest.mark.parametrize(
    ("of", "shown", "is_dense", "title"),
    [
        (16, 16, False, "The 16 kernels of x"),
        (64, 32, False, "The first 32 of 64 kernels of x"),
        (1, 1, False, "The only kernel of x"),
        (512, 24, True, "The first 24 of 512 units of x, as images"),
        (10, 10, True, "The 10 units of x, as images"),
    ],
    ids=range(5),
)
def test_title_tells_how_many_of_how_many(of, shown, is_dense, title):
    assert LiveKernels.title("x", shown, of, is_dense=is_dense) == title


def test_network_without_a_picture_in_its_kernels_says_so(opened):
    app = opened([STARTED, STEPS], snapshot(kernels=np.zeros((0, 0, 0), np.float32)), shown="kernels")
    assert LiveKernels.NO_PICTURE in text_of(app)


def test_weights_out_of_range_are_drawn_as_paper(opened):
    app = opened([STARTED, STEPS], snapshot(kernels=np.full((16, 3, 3), np.nan, np.float32)), shown="kernels")
    values = np.frombuffer(base64.b64decode(data_of(app, "live-kernels")["cells"]), np.int8)
    assert not values.any()


def test_mix_ups_name_the_most_frequent_one(opened):
    app = opened([STARTED, STEPS, epoch_ended(1, confusion_with(a4_read_as_9=7, a7_read_as_1=3))], shown="mix_ups")
    assert "A 4 read as 9: 7 of 600 validation images, the most frequent mistake after epoch 1." in text_of(app)
    drawn = data_of(app, "live-mix-ups")
    assert (drawn["cells"][4][9]["text"], drawn["cells"][4][4]["text"], drawn["cells"][9][4]["text"]) == ("7", "59", "")
    assert drawn["chosen"] is None
    assert drawn["name"].endswith("A 4 read as 9: 7 of 600 validation images, the most frequent mistake after epoch 1.")
    assert not app.select_slider


def test_epoch_without_a_mistake_has_no_mix_up(opened):
    app = opened([STARTED, STEPS, epoch_ended(1, confusion_with())], shown="mix_ups")
    assert "No mistake: all 590 validation images were read right after epoch 1." in text_of(app)


def test_mix_ups_follow_the_newest_epoch_until_another_one_is_chosen(opened):
    two = [epoch_ended(1, confusion_with(a4_read_as_9=7)), epoch_ended(2, confusion_with(a3_read_as_5=5))]
    app = opened([STARTED, STEPS, *two], shown="mix_ups")
    assert "after epoch 2" in text_of(app)
    run = selected_run(app)
    lab.current().store.append(run, 1, [epoch_ended(3, confusion_with(a8_read_as_3=4))])
    app.run()
    assert "An 8 read as 3: 4 of 594 validation images, the most frequent mistake after epoch 3." in text_of(app)
    app.select_slider(key="train-pictures-epoch").set_value(1).run()
    lab.current().store.append(run, 1, [epoch_ended(4, confusion_with(a8_read_as_3=2))])
    app.run()
    assert "A 4 read as 9: 7 of 597 validation images, the most frequent mistake after epoch 1." in text_of(app)


@pytest.mark.parametrize(
    ("events", "text"),
    [
        ([STARTED, STEPS], "After the first epoch"),
        ([STARTED, STEPS, EPOCH], "No confusion matrix was kept yet"),
        ([dataclasses.replace(STARTED, validation_images=0), STEPS], "has no validation images"),
    ],
    ids=["no epoch yet", "older log", "no validation"],
)
def test_missing_mix_ups_say_why(opened, events, text):
    assert text in text_of(opened(events, shown="mix_ups"))
