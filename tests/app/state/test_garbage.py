"""When the server looks for garbage."""

from __future__ import annotations

import streamlit as st

from pages.state.garbage import Collector


def test_garbage_of_many_runs_is_looked_for_once_and_that_of_later_runs_again():
    waiting, looks = [], []
    collector = Collector(later=waiting.append, collect=lambda: looks.append("look"))
    for _ in range(3):
        collector.look_later()
    assert (len(waiting), looks) == (1, [])
    waiting.pop()()
    assert looks == ["look"]
    collector.look_later()
    waiting.pop()()
    assert looks == ["look", "look"]


def test_run_that_begins_while_garbage_is_looked_for_has_it_looked_for_again():
    waiting, looks = [], []
    collector = Collector(later=waiting.append, collect=lambda: (looks.append("look"), collector.look_later()))
    collector.look_later()
    waiting.pop()()
    assert (len(waiting), looks) == (1, ["look"])


def test_streamlit_does_not_look_after_every_run():
    assert st.get_option("runner.postScriptGC") is False
