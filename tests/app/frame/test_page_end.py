"""The links at a page's end: back, and on to the next page, with what is selected."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from pages.text import pages as page_texts
from tests.support.written_runs import EPOCH, STARTED

pytestmark = pytest.mark.app


@pytest.mark.parametrize("page", page_texts.PAGES, ids=lambda page: page.title)
def test_links_carry_the_selected_digit(visit, page):
    links = [link.proto for link in visit(page.file, digit="test-2").get("page_link")][-2:]
    assert [parse_qs(link.query_string)["digit"] for link in links] == [["test-2"]] * 2


def test_last_page_leads_on_to_another_network_that_is_not_set_up_by_a_run(visit, run_of):
    run = run_of("somebody", [STARTED, EPOCH])
    link = visit("evaluate.py", run=run).get("page_link")[-1].proto
    assert link.label == "Train another network"
    assert parse_qs(link.query_string)["run"] == ["none"]
