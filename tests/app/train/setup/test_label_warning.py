"""Nothing trains on fewer than ten classes without a word before the click."""

from __future__ import annotations

import pytest

from core.dataset_provider import DatasetProvider
from tests.support import odd_sets

pytestmark = pytest.mark.app


@pytest.fixture
def at_hand(monkeypatch, bundled_dataset, tmp_path):
    """Return a function that has the server hold a small data set that is changed so."""

    def hold(change=lambda arrays: arrays) -> None:
        arrays = change(odd_sets.plain(bundled_dataset))
        dataset = odd_sets.kept(tmp_path / "home", odd_sets.written(tmp_path / "source", arrays))
        monkeypatch.setattr(DatasetProvider, "dataset", lambda _: dataset)

    return hold


def said(app) -> list[str]:
    return [box.value.replace("\\", "") for box in app.warning if "image" in box.value]


def test_sorted_images_are_warned_of_with_one_click_beside_the_button(visit, at_hand, started):
    at_hand(lambda arrays: odd_sets.ordered(arrays, "train", odd_sets.rising))
    app = visit("train.py")
    (warning,) = said(app)
    assert warning.endswith("Of the 60 images that validate, all show 9: validation says nothing of the others.")
    assert app.button(key="labels-mend-set-up").label == "Shuffle them, seed 0"
    app.button(key="primary-train").click().run()  # on purpose it may be started
    assert len(started) == 1


def test_missing_label_is_warned_of_and_nothing_is_offered(visit, at_hand):
    at_hand(lambda arrays: odd_sets.ordered(arrays, "train", odd_sets.without(7)))
    app = visit("train.py")
    (warning,) = said(app)
    assert " that train shows a 7: the network will never answer 7." in warning
    assert "validat" not in warning.replace("that validate", "")
    assert not [button for button in app.button if "labels-mend" in (button.key or "")]
    app.button(key="primary-train")


def test_nothing_is_said_of_all_ten(visit, at_hand):
    at_hand()
    app = visit("train.py")
    assert said(app) == []
    app.button(key="primary-train")
