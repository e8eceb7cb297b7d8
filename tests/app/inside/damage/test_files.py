"""What *Break it* gives away as NPZ, against what its page shows."""

from __future__ import annotations

import numpy as np
import pytest

from core.inference.damage.changes import Damage
from core.inference.loaded_networks import probabilities_of
from tests.support.broken_page import TILES, network, right
from tests.support.component_events import data_of, send
from tests.support.dense_network import logits_of
from tests.support.page_text import text_of

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist")]


def test_what_is_left_is_there_before_and_after(broken, files):
    app = send(broken(), TILES, "switched", 4)
    arrays = files.arrays("broken-network.npz")
    assert arrays["changes"].tolist() == ["Layer 1, Dense 6: unit 4 off"]
    assert arrays["labels"].shape == arrays["answers_before"].shape == arrays["answers_after"].shape == (2000,)
    assert (arrays["answers_after"] == arrays["labels"]).sum() == right(Damage().with_off(0, [4]))
    assert f"now **{(arrays['answers_after'] == arrays['labels']).sum():,}**" in text_of(app)
    logits = logits_of(network(), arrays["picture"][np.newaxis])
    np.testing.assert_allclose(arrays["logits_before"], logits[0], atol=1e-5)
    np.testing.assert_allclose(arrays["probabilities_before"], probabilities_of(logits, "softmax")[0], atol=1e-6)
    rows = [line.split(",") for line in files.written["broken-network.csv"]().splitlines()[1:]]
    assert [float(row[2]) for row in rows] == pytest.approx(arrays["probabilities_after"].tolist())
    assert not np.array_equal(arrays["logits_before"], arrays["logits_after"])


def test_whole_network_lists_no_changes(broken, files):
    broken()
    arrays = files.arrays("broken-network.npz")
    assert arrays["changes"].shape == (0,)
    assert (arrays["answers_before"] == arrays["answers_after"]).all()


def test_ranking_and_curve_are_there_once_they_were_asked_for(broken, files):
    app = broken()
    assert not {"filter-ranking.npz", "pruning-curve.npz"} & files.written.keys()
    app.button(key="break-rank").click().run()
    ranking = files.arrays("filter-ranking.npz")
    assert ranking["layer"] == "dense"
    tiles = data_of(app, "break-ranking")["tiles"]
    assert [tile["number"] for tile in tiles] == ranking["order"].tolist()
    best = int(ranking["order"][0])
    assert f"{ranking['correct_without'][best]:,} of {ranking['images']:,} right without it" in tiles[0]["name"]
    assert ranking["correct_with"] == (ranking["answers"] == ranking["labels"]).sum()
    app.button(key="break-curve-begin").click().run()
    curve = files.arrays("pruning-curve.npz")
    assert curve["layer"] == ""
    assert curve["pruned_percent"].tolist() == [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95]
    assert curve["answers"].shape == (11, curve["images"])
    assert (curve["answers"] == curve["labels"]).sum(axis=1).tolist() == curve["correct"].tolist()
    assert f"{curve['correct'][0]:,}" in text_of(app)
