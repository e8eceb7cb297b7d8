"""The map and the cell that are looked at on Inside stand in the address."""

from __future__ import annotations

import pytest

from models.cnn import cnn
from models.layers import Conv2D, Dense, Flatten
from models.mlp import mlp
from models.spec import IMAGE, NetworkSpec
from pages.state import url
from tests.support.inside_page import choose_map, click, layer, looked_at
from tests.support.page_text import text_of

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist")]
SPEC = cnn(filters=(6,), dense=(5,))
SMALLER = NetworkSpec(input_shape=IMAGE, layers=(Conv2D(filters=3, kernel_size=5), Flatten(), Dense(units=10)))


def address(app) -> dict[str, str]:
    """Return what the address says of map and cell."""
    return {name: app.query_params[name] for name in ("map", "cell") if name in app.query_params}


def test_nothing_is_in_the_address_that_was_not_chosen(inside):
    app = inside(SPEC)
    layer(app, 2)
    assert address(app) == {}
    choose_map(app, 4)
    assert address(app) == {"map": "4"}
    app.number_input(key="inside-row").set_value(3).run()
    assert address(app)["map"] == "4"
    assert address(app)["cell"].startswith("3,")
    app.button(key="inside-strongest").click().run()
    assert address(app) == {"map": "4"}


def test_link_leads_to_the_map_and_the_cell(inside):
    app = inside(SPEC, layer="1", map="5", cell="12,9")
    assert looked_at(app) == (5, 12, 9)
    assert address(app) == {"map": "5", "cell": "12,9"}


def test_map_is_followed_and_a_cell_belongs_to_its_layer(inside):
    app = inside(SPEC, layer="1", map="5", cell="12,9")
    layer(app, 2)
    assert address(app) == {"map": "5"}
    layer(app, 4)
    assert address(app) == {}
    layer(app, 1)
    assert address(app) == {"map": "5", "cell": "12,9"}


def test_chosen_cell_survives_a_visit_elsewhere(inside):
    app = inside(SPEC, layer="1", map="5", cell="12,9")
    app.switch_page("train.py").run()
    app.switch_page("inside.py").run()
    assert looked_at(app) == (5, 12, 9)
    assert address(app) == {"map": "5", "cell": "12,9"}


@pytest.mark.parametrize(("seconds", "row"), [(1000.0, 3), (0.0, 12)])
def test_second_click_that_comes_with_the_address_before_the_first_changes_nothing(inside, monkeypatch, seconds, row):
    monkeypatch.setattr(url, "LATE_SECONDS", seconds)
    app = inside(SPEC, layer="1", map="5", cell="12,9")
    app.number_input(key="inside-row").set_value(3).run()
    assert address(app) == {"map": "5", "cell": "3,9"}
    app.query_params["cell"] = "12,9"  # a link, or the address that the first click has just changed
    app.run()
    assert looked_at(app) == (5, row, 9)
    assert address(app) == {"map": "5", "cell": f"{row},9"}


@pytest.mark.parametrize(
    "forged",
    [
        {"map": "6"},
        {"map": "-1"},
        {"map": "٣"},
        {"map": "1e1", "cell": "1,1"},
        {"cell": "3,3"},
        {"map": "1" * 500},
        {"map": "<b>", "cell": "0,0"},
    ],
)
def test_map_that_is_none_is_ignored(inside, forged):
    usual = looked_at(inside(SPEC, layer="1"))
    app = inside(SPEC, layer="1", **forged)
    assert not app.error
    assert looked_at(app) == usual
    assert address(app) == {}


@pytest.mark.parametrize("cell", ["26,0", "0,99", "3", "3,", "a,b", "-1,2", "1,2,3"])
def test_cell_that_is_none_is_ignored_and_its_map_kept(inside, cell):
    app = inside(SPEC, layer="1", map="2", cell=cell)
    assert looked_at(app)[0] == 2
    assert address(app) == {"map": "2"}


def test_pixel_of_the_picture_and_a_unit_stand_there_too(inside):
    app = inside(mlp(hidden=(12,), dropout=0.0), layer="0", cell="9,14")
    assert "row 9, column 14: 247 / 255" in text_of(app)
    app.number_input(key="inside-row").set_value(0).run()
    assert address(app) == {"cell": "0,14"}
    app = inside(mlp(hidden=(12,), dropout=0.0), layer="1", map="7")
    assert app.number_input(key="inside-map").value == 7


def test_of_another_network_only_what_is_shown_stands_there(inside):
    app = inside(SPEC, layer="1", map="5", cell="25,25")
    usual = looked_at(inside(SMALLER, layer="1"))
    assert usual[0] < 3
    app.run()
    assert looked_at(app) == usual
    assert address(app) == {}
    inside(SPEC)
    app.run()
    assert looked_at(app) == (5, 25, 25)
    assert address(app) == {"map": "5", "cell": "25,25"}


def test_cell_of_another_networks_map_is_written_with_the_map_that_is_shown(inside):
    app = inside(SPEC, layer="1", map="5", cell="3,4")
    usual = looked_at(inside(SMALLER, layer="1"))
    app.run()
    assert looked_at(app) == (usual[0], 3, 4)
    assert address(app) == {"map": str(usual[0]), "cell": "3,4"}


@pytest.mark.parametrize(
    ("station", "chart"),
    [
        (0, "inside-cells--1"),
        (1, "inside-maps-0"),
        (1, "inside-cells-0"),
        (3, "inside-cells-1"),
        (3, "inside-maps-2"),
        (4, "inside-maps-3"),
    ],
)
def test_click_on_what_is_not_there_changes_nothing(inside, station, chart):
    app = inside(SPEC, layer=str(station))
    before = text_of(app)
    for forged in (10**6, -1, 10**30):
        click(app, chart, forged)
        assert not app.exception
        assert not app.error
        assert address(app) == {}
        assert text_of(app.run()) == before
