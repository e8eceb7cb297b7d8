"""A network is broken and put together again on Inside."""

from __future__ import annotations

import dataclasses

import pytest

from core.inference.damage.changes import Damage, Noisy, Pruned, Scaled, Shifted
from core.inference.damage.code import to_code
from core.runs.log.models import Model, ModelRegistry
from models.layers import BatchNormalization, Conv2D, Dense, Flatten
from models.mlp import mlp
from models.spec import IMAGE, NetworkSpec
from pages.state import url
from pages.text.inside_damage import Break
from pages.text.inside_ranking import Rank
from tests.support.broken_page import TILES, address, network, off, right
from tests.support.component_events import data_of, send
from tests.support.page_text import text_of

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist")]

UNITS = mlp(hidden=(6,), dropout=0.0)


def test_whole_network_is_read_without_a_click(broken):
    app = broken()
    assert f"it reads {right(Damage()):,} right" in text_of(app)
    assert len(data_of(app, TILES)["tiles"]) == 6
    assert off(app) == []
    assert app.button(key="break-undo").disabled
    assert app.button(key="break-put-back").disabled


def test_click_on_a_unit_switches_it_off_and_what_is_left_is_counted(broken):
    app = send(broken(), TILES, "switched", 4)
    damage = Damage().with_off(0, [4])
    assert off(app) == [4]
    assert address(app) == "o1.4"
    assert f"now **{right(damage):,}**" in text_of(app)
    assert "Layer 1, Dense 6: unit 4 off" in text_of(app)
    app = send(send(app, TILES, "switched", 2), TILES, "switched", 4)
    assert off(app) == [2]
    app.button(key="break-undo").click().run()
    assert off(app) == [2, 4]
    app.button(key="break-put-back").click().run()
    assert off(app) == []
    assert "broken" not in app.query_params
    app.button(key="break-undo").click().run()
    assert off(app) == [2, 4]


def test_undo_ends_with_the_whole_network(broken):
    app = broken()
    app.button(key="break-all-off").click().run()
    assert off(app) == list(range(6))
    app.button(key="break-undo").click().run()
    assert off(app) == []
    assert app.button(key="break-undo").disabled


def test_number_and_button_do_what_a_click_does(broken):
    app = broken()
    app.number_input(key="break-filter").set_value(3).run()
    app.button(key="break-switch").click().run()
    assert off(app) == [3]
    app.button(key="break-switch").click().run()
    assert off(app) == []


@pytest.mark.parametrize(
    ("slider", "value", "change", "line"),
    [
        ("scale", 2.5, Scaled(layer=0, percent=250), "Layer 1, Dense 6: weights × 2.5"),
        ("noise", 60.0, Noisy(layer=0, percent=60), "Layer 1, Dense 6: noise of 60 %"),
        ("prune", 35.0, Pruned(layer=0, percent=35), "Layer 1, Dense 6: the smallest 35 % of its weights are 0"),
        ("prune-all", 80.0, Pruned(layer=None, percent=80), "All layers: the smallest 80 % of the weights are 0"),
        ("shift", -1.5, Shifted(layer=0, hundredths=-150), "Layer 1, Dense 6: biases \N{MINUS SIGN} 1.5"),
        ("shift-one", 5.0, Shifted(layer=0, filter=0, hundredths=500), "Layer 1, Dense 6: bias of unit 0 + 5"),
    ],
)
def test_slider_changes_weights_and_its_line_puts_them_back(broken, slider, value, change, line):
    app = broken()
    app.slider(key=f"break-slider-{slider}").set_value(value).run()
    damage = Damage.of([change])
    assert address(app) == to_code(damage)
    assert line in text_of(app)
    assert f"now **{right(damage):,}**" in text_of(app)
    app.button(key=f"break-remove-{to_code(damage)}").click().run()
    assert address(app) == ""
    assert line not in text_of(app)


def test_moves_of_one_slider_are_undone_together_however_slow_and_those_of_another_by_themselves(broken):
    app = broken()
    for slider, value in (("scale", 0.9), ("scale", 0.8), ("noise", 50.0), ("scale", 0.3), ("scale", 0.2)):
        app.slider(key=f"break-slider-{slider}").set_value(value).run()
    app.slider(key="break-slider-prune").set_value(50.0).run()
    app.slider(key="break-slider-prune").set_value(0.0).run()  # where it was: no step
    undone = []
    while not app.button(key="break-undo").disabled:
        app.button(key="break-undo").click().run()
        undone.append(address(app))
    assert undone == ["s1x80_n1x50r0", "s1x80", ""]


def test_slider_that_is_moved_after_undo_is_a_step_of_its_own(broken):
    app = broken()
    for value in (0.9, 0.8):
        app.slider(key="break-slider-scale").set_value(value).run()
        app.button(key="break-undo").click().run()
    app.slider(key="break-slider-scale").set_value(0.5).run()
    app.button(key="break-undo").click().run()
    assert address(app) == ""
    assert app.button(key="break-undo").disabled


def test_slider_is_not_set_to_what_it_shows(broken):
    """What is set overrules a hand that is further already."""
    app = broken()
    app.slider(key="break-slider-scale").set_value(0.5).run()
    assert not app.slider(key="break-slider-scale").proto.set_value
    app.button(key="break-undo").click().run()
    assert app.slider(key="break-slider-scale").proto.set_value
    assert app.slider(key="break-slider-scale").value == 1.0


def test_other_noise_is_another_damage(broken):
    app = broken()
    app.slider(key="break-slider-noise").set_value(50.0).run()
    app.button(key="break-other-noise").click().run()
    assert address(app) == "n1x50r1"


def test_address_brings_the_damage_along_and_another_network_is_whole(broken, monkeypatch):
    first = send(broken(), TILES, "switched", 5)
    link = first.query_params["broken"]
    assert off(broken(broken=link)) == [5]
    stranger = broken(UNITS, seed=1, broken=link)
    assert off(stranger) == []
    assert "broken" not in stranger.query_params
    app = send(broken(), TILES, "switched", 5)
    other = dataclasses.replace(network(), digest=network().digest, judges_each=True)
    monkeypatch.setattr(ModelRegistry, "find", lambda _, name: Model(name=name, network=other, record=None))
    assert off(app.run()) == []
    assert "broken" not in app.query_params


@pytest.mark.parametrize("forged", ["x", "_", "o1.4", "12345678_o1.4", "<script>", "_o1.9" * 100])
def test_address_that_is_made_up_breaks_nothing(broken, forged):
    app = broken(broken=forged)
    assert off(app) == []
    assert not app.exception


def test_what_a_browser_makes_up_breaks_nothing(broken):
    app = broken()
    for number in (6, -1, "0", None, 1.5, [2]):
        app = send(app, TILES, "switched", number)
        assert off(app) == []
    app.session_state["break-filter"] = 10**9
    app.session_state["inside-broken"] = "off"
    app.session_state["break-ranked"] = ("x", 99, 500)
    app.session_state["break-curve"] = ("x", 99)
    app.run()
    assert not app.exception
    assert app.number_input(key="break-filter").value in range(6)


def test_layers_without_weights_are_not_offered_and_normalisation_passes_through(broken):
    spec = NetworkSpec(
        input_shape=IMAGE,
        layers=(Conv2D(filters=3, kernel_size=25), BatchNormalization(), Flatten(), Dense(units=10)),
    )
    app = broken(spec)
    assert [option.replace("\N{NO-BREAK SPACE}", " ") for option in app.selectbox(key="inside-layer").options] == [
        "1 Conv 3, 25 × 25: 4 × 4 × 3",
        "2 Batch normalisation: 4 × 4 × 3",
        "4 Dense 10: 10",
    ]
    assert "The batch normalisation behind it makes another constant" in text_of(app)
    assert "Layers without weights" in text_of(app)
    app.selectbox(key="inside-layer").set_value(1).run()
    app.toggle(key="break-norm").set_value(True).run()
    assert address(app) == "o2"
    assert "Layer 2, Norm: passes its input through" in text_of(app)
    app.toggle(key="break-norm").set_value(False).run()
    assert address(app) == ""
    app.selectbox(key="inside-layer").set_value(3).run()
    assert "gets the logit 0 for every picture" in text_of(app)


def test_network_of_dense_layers_is_told_what_filters_would_add(broken):
    assert "This network has dense layers alone" in text_of(broken())


def test_scores_that_are_no_numbers_are_said(broken, engine):
    engine["nan"] = True
    app = broken(UNITS, seed=5)
    app.slider(key="break-slider-scale").set_value(3.0).run()
    assert "now its scores are no numbers" in text_of(app)
    assert "left the range of 32-bit floating point" in text_of(app)


def test_damage_too_long_for_an_address_is_kept_in_the_session_alone(broken, monkeypatch):
    app = broken(mlp(hidden=(600,), dropout=0.0))
    app = send(app, TILES, "switched", 0)
    held, link = app.session_state["inside-broken"], app.query_params["broken"]
    many = Damage().with_off(0, range(0, 600, 2))
    app.session_state["inside-broken"] = dataclasses.replace(held, damage=many)
    app.run()
    assert off(app) == list(range(0, 64, 2))
    assert "broken" not in app.query_params
    assert "Layer 1, Dense 600: 300 of 600 units off" in text_of(app)
    monkeypatch.setattr(url, "is_step_in_history", lambda: True)  # Back from another digit
    app.run()
    assert "Layer 1, Dense 600: 300 of 600 units off" in text_of(app)
    app.query_params["broken"] = link
    app.run()
    assert off(app) == [0]


def test_back_to_the_same_damage_leaves_what_can_be_undone_and_to_none_mends_all(broken, monkeypatch):
    app = send(broken(), TILES, "switched", 1)
    monkeypatch.setattr(url, "is_step_in_history", lambda: True)
    app.run()
    assert off(app) == [1]
    assert not app.button(key="break-undo").disabled
    del app.query_params["broken"]
    app.run()
    assert off(app) == []


@pytest.mark.parametrize("text", [Break.BECAUSE, Rank.BECAUSE], ids=["breaking", "ranking"])
def test_explanations_have_at_most_60_words(text):
    assert 20 <= len(text.split()) <= 60
