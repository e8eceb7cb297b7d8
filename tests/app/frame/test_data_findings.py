"""What every page says of a data set that is not MNIST, and the one click that mends it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core import lab
from core.data.dataset import Dataset
from core.data.examination.mends import Mend
from core.dataset_provider import DatasetProvider
from core.messages.message import Message, verbatim
from tests.support import odd_sets

pytestmark = pytest.mark.app

PAGES = ("start.py", "browse.py", "train.py", "inside.py", "draw.py", "evaluate.py")


@dataclass
class Mending:
    """What is asked for in the place of what mends."""

    is_at_work: bool = False
    reason: Message | None = None
    asked: list = field(default_factory=list)

    def begin(self, mend: Mend | None, *, of: str) -> None:
        self.asked.append((mend, of))


@pytest.fixture
def mending(monkeypatch):
    stub = Mending()
    monkeypatch.setattr(lab.current().dataset_provider, "mending", stub)
    return stub


@pytest.fixture
def at_hand(monkeypatch, bundled_dataset, tmp_path, mending):
    """Return a function that has the server hold a small data set; it takes what is changed about plain digits."""

    def hold(*changes) -> Dataset:
        arrays = odd_sets.plain(bundled_dataset)
        for change in changes:
            arrays = change(arrays)
        dataset = odd_sets.kept(tmp_path / "home", odd_sets.written(tmp_path / "source", arrays))
        monkeypatch.setattr(DatasetProvider, "dataset", lambda _: dataset)
        return dataset

    return hold


def sort_train(arrays):
    return odd_sets.ordered(arrays, "train", odd_sets.rising)


def invert(arrays):
    return odd_sets.inverted(arrays, "train", "test")


def lines(app: AppTest) -> list[str]:
    """Return the lines about the data set, without the escapes of Markdown."""
    return [
        text
        for caption in app.caption
        if (text := caption.value.replace("\\", "")).startswith(
            (
                "Not a data set",
                "The pictures",
                "The training",
                "The test",
                "The labels",
                "The pretrained",
                "No ",
                "Used here",
                "Some of",
                "This looks",
            )
        )
    ]


NAME = "Not a data set that Digit Lab knows: 600 training and 200 test images."
SORTED = "The training images are sorted by label: the last tenth, which validates, holds only 9."


@pytest.mark.parametrize("page", PAGES)
def test_each_finding_is_one_line_on_every_page(visit, at_hand, page):
    at_hand(sort_train, invert)
    assert lines(visit(page))[:3] == [
        NAME,
        "The pictures are dark ink on bright paper; MNIST's are bright ink on black.",
        SORTED,
    ]


def test_one_click_asks_for_the_mend_of_what_was_looked_at(visit, at_hand, mending):
    dataset = at_hand(sort_train, invert)
    app = visit("browse.py")
    app.button(key="data-mend-finding-1").click().run()
    assert mending.asked == [(Mend(kind="shuffle", splits=("train",)), dataset.digest)]
    app.button(key="data-mend-finding-0").click().run()
    assert mending.asked[1] == (Mend(kind="invert", splits=("train", "test")), dataset.digest)


def test_while_a_copy_is_mended_nothing_else_can_be_asked_for(visit, at_hand, mending):
    at_hand(sort_train)
    mending.is_at_work = True
    button = visit("browse.py").button(key="data-mend-finding-0")
    assert (button.disabled, button.label) == (True, "Mending a copy")


def test_mend_that_came_to_nothing_is_said(visit, at_hand, mending):
    at_hand(sort_train)
    mending.reason = verbatim(text="There is no room left.")
    assert visit("browse.py").error[0].value.replace("\\", "") == "It was not mended. There is no room left."


def test_labels_from_1_to_10_say_how_they_are_read_and_offer_the_other(visit, at_hand, mending):
    dataset = at_hand(lambda arrays: odd_sets.from_matlab(arrays, "train", "test"))
    app = visit("browse.py")
    assert lines(app) == [NAME, "The labels start at 1: 10 is read as 0, as MATLAB writes it."]
    app.button(key="data-mend-reading").click().run()
    assert mending.asked == [(Mend(kind="one_less", splits=("train", "test")), dataset.digest)]


def test_missing_digit_is_said_and_offers_nothing(visit, at_hand):
    at_hand(lambda arrays: odd_sets.ordered(arrays, "train", odd_sets.without(7)))
    app = visit("browse.py")
    assert lines(app)[1:] == ["No training image shows a 7. A network that learns from these will never answer 7."]
    assert not [button for button in app.button if "data-mend" in (button.key or "")]


def test_nothing_is_said_of_mnist_and_nothing_of_plain_digits_but_that_nobody_knows_them(visit, at_hand):
    if lab.current().dataset().is_mnist:
        assert lines(visit("browse.py")) == []
    at_hand()
    assert lines(visit("browse.py")) == [NAME]


def test_reasons_are_short(visit, at_hand):
    at_hand(sort_train, invert, lambda arrays: odd_sets.transposed(arrays, "train", "test"))
    app = visit("browse.py")
    reasons = [
        block.markdown[0].value
        for block in app.get("popover")
        if block.proto.popover.label == "Why?" and block.markdown
    ]
    assert len(reasons) == 4
    assert all(len(reason.split()) <= 60 for reason in reasons)


def test_page_on_a_picture_that_both_copies_have_is_drawn_of_the_new_one(visit, at_hand, monkeypatch, bundled_dataset):
    at_hand(invert)
    app = visit("browse.py", digit="test-150")
    plain = odd_sets.plain(bundled_dataset)
    mended = at_hand()
    app.run()
    assert not app.exception
    assert lines(app) == [NAME]
    np.testing.assert_array_equal(mended.test_images[150], plain["x_test"][150])
