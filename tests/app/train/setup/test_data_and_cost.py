"""What a set-up asks of the data set, the disk and the memory is said before the click."""

from __future__ import annotations

import dataclasses
import shutil
from types import SimpleNamespace

import pytest

from core.recipes import recipe
from pages.state import cached
from tests.support.page_text import text_of
from tests.support.setup_page import button_keys, opened

pytestmark = pytest.mark.app


LARGE = "article-1a~epochs.200~optimizer.adam~layer.Dense-4096-relu~layer.Dense-4000-relu~layer.Dense-10-softmax"


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        (
            "article-1a~epochs.5~layer.Dense-32-relu~layer.Dense-10-softmax",
            "It keeps the weights of every epoch: 0.8 MB on the disk.",
        ),
        (
            LARGE,
            "It keeps the weights of the best epoch, the last and every 50th: about 864 MB on the disk, "
            "instead of 19.2 GB.",
        ),
        (
            f"{LARGE}~validation_source.last~validation_fraction.0",
            "It keeps the weights of the last epoch and every 50th: about 864 MB on the disk, instead of 19.2 GB.",
        ),
    ],
    ids=["every epoch", "some", "some, and none is best"],
)
def test_room_on_the_disk_is_said_before_the_click(visit, started, link, sentence):
    app = visit("train.py", recipe=link)
    assert sentence in text_of(app)
    assert "has 5.0 MB left" not in text_of(app)


def test_disk_with_too_little_room_is_said_before_the_click_and_refuses_nothing(visit, started, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=5_000_000))
    app = visit("train.py", recipe=LARGE)
    assert "This run will write about 864 MB, and the disk has 5.0 MB left." in text_of(app)
    assert not app.button(key="primary-train").disabled


@pytest.fixture
def bundled(bundled_dataset, monkeypatch):
    """Let the digits that need no download be the data set at hand."""
    monkeypatch.setattr(cached, "dataset", lambda: bundled_dataset)


@pytest.mark.usefixtures("bundled")
def test_recipe_is_unchanged_where_the_data_set_holds_out_another_share(visit, started):
    app = visit("train.py")
    assert "Changed from" not in text_of(app)
    assert "recipe" not in app.query_params
    assert "3,500 training images" in text_of(app)
    assert "The last 500 training images only check it" in text_of(app)
    app.button(key="primary-train").click().run()
    ((_, config, _),) = started
    assert config == dataclasses.replace(recipe("quick-cnn").config, validation_fraction=0.125)


@pytest.mark.usefixtures("real_mnist")
def test_measured_figure_is_of_all_of_mnist(visit, bundled_dataset, monkeypatch):
    app = visit("train.py")
    assert "With all of MNIST" not in text_of(app)
    assert "What Quick CNN reached when it was measured" in text_of(app)
    monkeypatch.setattr(cached, "dataset", lambda: bundled_dataset)
    app.run()
    assert "With all of MNIST it read 98" in text_of(app)
    assert "What Quick CNN reached with all of MNIST when it was measured" in text_of(app)


@pytest.mark.usefixtures("real_mnist")
def test_set_up_follows_when_the_whole_of_mnist_arrives_and_what_was_chosen_stays(visit, bundled_dataset, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(cached, "dataset", lambda: bundled_dataset)
        app, other = visit("train.py"), opened(visit("train.py"), "from")
        other.number_input(key="train-validation-fraction").set_value(0.25).run()
    app.run()
    other.run()
    assert "The last 6,000 training images only check it" in text_of(app)
    assert "Changed from" not in text_of(app)
    assert "The last 15,000 training images only check it" in text_of(other)
    assert "Changed from Quick CNN" in text_of(other)


def test_more_images_than_there_are_is_refused(visit):
    app = opened(visit("train.py"), "from")
    app.number_input(key="train-train-images").set_value(60_000).run()
    assert "Training images must be at most those that are not held out" in text_of(app)
    assert "primary-train" not in button_keys(app)


@pytest.mark.usefixtures("real_mnist")
def test_batches_that_would_fill_the_memory_are_refused(visit):
    wide = "~layer.Conv2D-64-3-1-same-relu" * 15
    app = visit("train.py", recipe=f"quick-cnn~batch_size.4096{wide}~layer.Flatten~layer.Dense-10-softmax")
    assert "Batch size 4,096 would take about 25," in text_of(app)
    assert "primary-train" not in button_keys(app)
