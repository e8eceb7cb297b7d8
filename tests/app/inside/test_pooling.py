"""A pooling's panel: both kinds side by side, and the picture shifted by pixels."""

from __future__ import annotations

import html
import re

import pytest

from models.layers import AveragePooling2D, Conv2D, Dense, Flatten, MaxPooling2D
from models.spec import IMAGE, NetworkSpec
from pages.text.inside_pooling import Shift
from tests.support.inside_page import layer, plain
from tests.support.page_text import captions, text_of

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist")]


def after(pooling) -> NetworkSpec:
    return NetworkSpec(
        input_shape=IMAGE, layers=(Conv2D(filters=2, kernel_size=3), pooling, Flatten(), Dense(units=10))
    )


def first(pooling) -> NetworkSpec:
    return NetworkSpec(input_shape=IMAGE, layers=(pooling, Flatten(), Dense(units=10)))


def changed(app) -> tuple[int, int, int, int]:
    """Return how many outputs changed and of how many, then how many inputs."""
    found = re.search(r"\*\*(\S+) of (\S+) \(.*?\)\*\* outputs .*? and (\S+) of (\S+) \(", text_of(app))
    return tuple(int(part.replace(",", "")) for part in found.groups())


def alts(app, what: str) -> list[str]:
    """Return what pictures say whose names begin so."""
    said = "".join(one.proto.body for one in app.get("html"))
    return [html.unescape(alt) for alt in re.findall(rf'aria-label="({what}[^"]*)"', said)]


@pytest.mark.parametrize("pooling", [MaxPooling2D(), AveragePooling2D()], ids=["max", "average"])
def test_maximum_and_average_stand_side_by_side_whatever_the_layer(inside, pooling):
    app = inside(first(pooling), layer="1")  # of ink, so that the strongest cell is the largest
    largest, mean = sorted(alts(app, r"Map \d, the (?:largest|mean) of each block"))
    own = plain(re.search(r"\*\*Map \d, row \d+, column \d+: (\S+)\*\*", text_of(app))[1])
    of = {"max": largest, "average": mean}
    assert plain(of[pooling.operation].rsplit(" ", 1)[1]) == pytest.approx(own, abs=0.006)
    assert plain(largest.rsplit(" ", 1)[1]) >= plain(mean.rsplit(" ", 1)[1])
    dots = alts(app, r"Map \d before, in blocks")
    assert len(dots) == 1
    assert int(re.search(r"(\d+) cells? are the largest", dots[0])[1]) <= 14 * 14


@pytest.mark.parametrize("spec", [after(MaxPooling2D()), first(AveragePooling2D())], ids=["behind", "first"])
def test_arrows_shift_the_picture_count_what_changes_and_put_it_back(inside, spec):
    place = [isinstance(one, Conv2D) for one in spec.layers].count(True) + 1
    app = inside(spec, layer=str(place))
    outputs, cells_out, inputs, cells_in = changed(app)
    assert (outputs, inputs) == (0, 0)
    assert cells_in == 4 * cells_out
    app.button(key="shift-right").click().run()
    app.button(key="shift-right").click().run()
    app.button(key="shift-up").click().run()
    assert "Shifted 1 up and 2 right" in text_of(app)
    outputs, _, inputs, _ = changed(app)
    assert 0 < outputs < cells_out
    assert 0 < inputs < cells_in
    app.button(key="shift-down").click().run()
    assert "Shifted 2 right" in text_of(app)
    app.button(key="shift-back").click().run()
    assert "Not shifted" in text_of(app)
    assert app.button(key="shift-back").disabled
    assert inside.asked["questions"] == 4  # two of the five pictures were the same as one before


def test_rest_of_the_page_keeps_the_picture_where_it_was(inside):
    app = inside(after(MaxPooling2D()), layer="2")
    said = re.search(r"It reads [^.]*\.", text_of(app))[0]
    for _ in range(14):
        assert not app.button(key="shift-left").disabled
        app.button(key="shift-left").click().run()
    assert "Shifted 14 left" in text_of(app)
    assert app.button(key="shift-left").disabled
    assert Shift.CUT in captions(app)
    layer(app, 0)
    assert "165 of the 784 hold ink" in text_of(app)
    assert said in text_of(app)


@pytest.mark.parametrize(("pooling", "word"), [(MaxPooling2D, "Largest"), (AveragePooling2D, "Mean")])
def test_large_block_is_said_by_how_many_cells_it_has(inside, pooling, word):
    app = inside(first(pooling(pool_size=4)), layer="1")
    assert re.search(rf"{word} of 16 cells: \*\*\S+\*\*", text_of(app))
