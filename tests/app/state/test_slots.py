"""Which values of a visitor's session count, and which ones fall back to the default."""

from __future__ import annotations

import ast

import pytest
from streamlit.testing.v1 import AppTest

from pages.state.slot import Slot, SlotFamily, one_of
from tests.support.source import python_files
from tests.support.waiting import SCRIPT_SECONDS


@pytest.mark.parametrize(
    ("slot", "value"),
    [
        (Slot("x", int), 3),
        (Slot("x", int, within=range(10)), 9),
        (Slot("x", float), 3),
        (Slot("x", bool), True),
        (Slot("x", object), True),
        (Slot("x", tuple[str, int]), ("a", 1)),
        (one_of("x", ("a", "b")), "b"),
    ],
    ids=["int", "within bounds", "whole number for a float", "bool", "anything", "tuple", "one of the values"],
)
def test_slot_accepts_its_values(slot, value):
    assert slot.accepts(value)


@pytest.mark.parametrize(
    ("slot", "value"),
    [
        (Slot("x", int), "3"),
        (Slot("x", int), 3.0),
        (Slot("x", int), True),
        (Slot("x", float), True),
        (Slot("x", bool), 1),
        (Slot("x", int), None),
        (Slot("x", int, within=range(10)), 10),
        (Slot("x", tuple[str, int]), ["a", 1]),
        (one_of("x", ("a", "b")), "c"),
        (one_of("x", ("a", "b")), ["a"]),
    ],
    ids=[
        "text for int",
        "float for int",
        "bool for int",
        "bool for float",
        "int for bool",
        "nothing",
        "out of bounds",
        "list for tuple",
        "none of the values",
        "list of a value",
    ],
)
def test_slot_refuses_other_values(slot, value):
    assert not slot.accepts(value)


def test_family_gives_slots_of_its_values_with_names_behind_the_key():
    slot = SlotFamily(Slot("size", int, default=4, within=range(10))).of(7, "width")
    assert (slot.key, slot.default, slot.accepts(9), slot.accepts(10)) == ("size-7-width", 4, True, False)


def test_no_two_slots_share_a_key():
    calls = [
        node
        for name, path in python_files().items()
        if name.startswith("pages.") and name != "pages.state.slot"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"Slot", "one_of"}
    ]
    keys = [ast.literal_eval(call.args[0]) for call in calls]
    assert len(keys) > 100
    assert sorted(keys) == sorted(set(keys))


def show_state():
    import streamlit as st

    from pages.state import state
    from pages.state.slot import Slot

    st.text(state.get(Slot("size", int, default=4)))
    st.text(state.setdefault(Slot("name", str), "own"))
    st.text(state.event(Slot("list", object), "clicked"))


@pytest.mark.app
@pytest.mark.parametrize(
    ("held", "shown"),
    [
        ({}, ["4", "own", "None"]),
        ({"size": 5, "name": "mine", "list": {"clicked": 2}}, ["5", "mine", "2"]),
        ({"size": "5", "name": 6, "list": "clicked"}, ["4", "own", "None"]),
    ],
    ids=["nothing set", "what was set", "of other types"],
)
def test_state_reads_what_its_slot_accepts(held, shown):
    app = AppTest.from_function(show_state, default_timeout=SCRIPT_SECONDS)
    for key, value in held.items():
        app.session_state[key] = value
    app.run()
    assert not app.exception
    assert [one.value for one in app.text] == shown
    assert app.session_state["name"] == shown[1]
