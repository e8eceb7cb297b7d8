"""What is changed in a network, as a value and as text in an address, where anything may stand."""

from __future__ import annotations

import pytest

from core.errors import ConfigError
from core.inference.damage.changes import NOTHING, Damage, Noisy, Pruned, Scaled, Shifted, SwitchedOff
from core.inference.damage.code import filters_of, from_code, to_code
from models.layers import BatchNormalization, Conv2D, Dense, Flatten
from models.spec import IMAGE, NetworkSpec

SPEC = NetworkSpec(
    input_shape=IMAGE,
    layers=(Conv2D(filters=6, kernel_size=3), BatchNormalization(), Flatten(), Dense(units=10)),
)
ALL = (
    SwitchedOff(layer=0, filters=(0, 1, 2, 5)),
    Shifted(layer=3, filter=4, hundredths=-125),
    Pruned(layer=None, percent=30),
    SwitchedOff(layer=1),
    Noisy(layer=3, percent=50, seed=7),
    Scaled(layer=0, percent=0),
    Shifted(layer=3, hundredths=500),
)


def test_equal_damages_are_equal_in_whichever_order_they_came_about():
    forth, back = NOTHING, NOTHING
    for change in ALL:
        forth = forth.with_change(change)
    for change in reversed(ALL):
        back = back.with_change(change)
    assert forth == back
    assert hash(forth) == hash(back)
    assert len(forth.changes) == len(ALL)


def test_new_value_takes_the_place_of_the_old_one_and_the_usual_one_takes_it_away():
    damage = NOTHING.with_change(Scaled(layer=0, percent=200)).with_change(Scaled(layer=3, percent=50))
    assert damage.with_change(Scaled(layer=0, percent=150)).percent(Scaled, 0, usual=100) == 150
    rest = damage.with_change(Scaled(layer=0, percent=100))
    assert rest.changes == (Scaled(layer=3, percent=50),)
    assert rest.without(Scaled(layer=3, percent=1)) == NOTHING
    assert not NOTHING.with_off(0, [])


def test_filters_are_switched_off_and_on_together_and_one_by_one():
    damage = NOTHING.with_off(0, [5, 1, 1])
    assert damage.changes == (SwitchedOff(layer=0, filters=(1, 5)),)
    assert damage.off_in(0) == {1, 5}
    assert damage.with_off(0, damage.off_in(0) - {5}).off_in(0) == {1}


@pytest.mark.parametrize(
    "make",
    [
        lambda: Scaled(layer=0, percent=301),
        lambda: Noisy(layer=0, percent=-1),
        lambda: Noisy(layer=0, percent=1, seed=1000),
        lambda: Pruned(layer=None, percent=101),
        lambda: Shifted(layer=0, hundredths=-501),
        lambda: Scaled(layer=0, percent=1.5),
    ],
    ids=["scale", "noise", "seed", "pruned", "shift", "no whole number"],
)
def test_change_out_of_bounds_is_refused(make):
    with pytest.raises(ConfigError, match="must be a whole number from"):
        make()


def test_damage_is_short_text_and_comes_back():
    damage = Damage.of(ALL)
    text = to_code(damage)
    assert text == "s1x0_n4x50r7_pax30_b4x500_b4.4x-125_o1.0-2.5_o2"
    assert from_code(text, SPEC) == damage


@pytest.mark.parametrize(
    "text",
    [
        "",
        "o",
        "o1",  # no filter of a layer that has some
        "o1.6",  # of six
        "o1.0-9999",
        "o1.2-1",
        "o1.1_o1.1",
        "o3",  # flatten
        "o3.0",
        "o5.0",
        "o0.0",
        "o99.0",
        "s2x150",  # batch normalisation has no kernel
        "s1x301",
        "s1x100",
        "s1x",
        "sax50",
        "pax101",
        "pa",
        "b1.1-2x5",
        "b1x-501",
        "b1x5r3",
        "n1x50r1000",
        "n1x50",
        "o1.0 ",
        "o1.\N{ARABIC-INDIC DIGIT ONE}",
        "<script>",
        "o1.0_",
    ],
)
def test_text_that_spells_no_damage_of_this_network_is_none(text):
    assert from_code(text, SPEC) is None


def test_only_layers_with_kernels_have_filters():
    assert [filters_of(SPEC, layer) for layer in range(4)] == [6, 0, 0, 10]
