"""Tables and lists of bars as HTML: what is named for whom does not see them, and typed text stays text."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import tables
from tests.support.waiting import SCRIPT_SECONDS

pytestmark = pytest.mark.app


def test_table_shows_typed_text_as_text() -> None:
    def script() -> None:
        from pages.ui import tables

        tables.show_in_expander("of <b>runs</b>", ("name", "loss"), [("<img src=x>", 0.5)])

    body = AppTest.from_function(script, default_timeout=SCRIPT_SECONDS).run().html[0].value
    assert "<img" not in body
    assert "&lt;img src=x&gt;" in body
    assert "<b>" not in body


def test_every_column_with_a_name_and_every_row_has_a_head() -> None:
    table = tables.table_html("Counts", ("digit", 0, 1, ""), [(7, 5, 0, tables.bar_html(0.5))])
    assert re.findall(r'<th scope="col"[^>]*>(.*?)</th>', table) == ["digit", "0", "1"]
    assert re.findall(r'<th scope="row"[^>]*>(.*?)</th>', table) == ["7"]
    assert 'role="region" aria-label="Counts" tabindex="0"' in table
    assert "<caption" not in table
    assert 'class="figure"' not in table
    figure = tables.table_html("a < b", ("digit", 0), [(7, 5)], is_figure=True)
    assert re.search('aria-label="a &lt; b"[^>]*><table class="figure"', figure)  # by which it is saved as one


def test_caption_is_shown_where_it_is_asked_for_and_a_row_stands_out() -> None:
    table = tables.table_html("a < b", ("digit", "share"), [(0, "0 %"), (1, "99 %")], bold=1, is_captioned=True)
    assert re.search("<caption[^>]*>a &lt; b</caption>", table)
    assert re.findall(r'<tr style="font-weight: (\d+)', table) == ["400", "700"]


def test_share_stays_on_one_line_and_a_sentence_does_not() -> None:
    table = tables.table_html("shares", ("digit", "share", "why"), [(0, "> 99.9 %", "It is above all others by 3 %")])
    assert re.findall(r"<td [^>]*nowrap[^>]*>([^<]*)</td>", table) == ["&gt; 99.9 %"]


def test_bar_fills_its_share_and_a_small_one_is_seen() -> None:
    bars = [tables.Bar(name=str(digit), share=share, text="<i>") for digit, share in enumerate((0.0, 0.25, 1.0))]
    listed = tables.bar_list_html("Shares", bars, css_class="some-bars")
    assert re.findall(r'<div style="width: ([\d.]+)%', listed) == ["0.00", "25.00", "100.00"]
    assert listed.count("min-width: 1px") == 2
    assert '<table class="some-bars" aria-label="Shares"' in listed
    assert "<i>" not in listed


def test_bars_that_only_keep_their_room_are_told_to_nobody() -> None:
    bars = [tables.Bar(name="0", share=0.0, text="")]
    assert (
        ' aria-hidden="true"'
        in tables.bar_list_html("Shares", bars, css_class="some-bars", is_hidden=True).split(">")[0]
    )


def test_empty_bar_is_a_thin_line_and_no_full_track():
    assert "/ 100% 1px no-repeat" in tables.bar_html(0.0)
    assert "width: 0.00%" in tables.bar_html(0.0)
