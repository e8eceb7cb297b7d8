"""Drawings whose engine is killed: nothing is lost and the answer comes."""

from __future__ import annotations

import contextlib

import psutil
import pytest
from playwright.sync_api import expect

from benchmarks import harness
from benchmarks.harness import SEVEN
from tests.support.draw_in_browser import BAR, OpenPage, answer, ink, invitation
from tests.support.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]


def predictors(server: harness.Server) -> list[psutil.Process]:
    """Return the process that answers, or none where it has not begun."""
    children = psutil.Process(server.process.pid).children(recursive=True)
    found = []
    for child in children:
        with contextlib.suppress(psutil.NoSuchProcess):  # one that has just ended
            found += [child] if "core.inference.warm_up:warm_up" in child.cmdline() else []
    return found


def predictor(server: harness.Server) -> psutil.Process:
    """Return the process that answers."""
    (answering,) = predictors(server)
    return answering


def kill(process: psutil.Process) -> None:
    """Kill a process and return when it is gone, which takes a moment: until then it may be asked."""
    process.kill()
    process.wait(harness.PATIENCE_SECONDS)


def kill_and_hold_the_next(server: harness.Server) -> psutil.Process:
    """Kill the process that answers; return the one that starts in its place, which stands still until it resumes."""
    kill(predictor(server))
    until(lambda: predictors(server))
    (starting,) = predictors(server)
    starting.suspend()
    return starting


def test_stroke_is_answered_whose_engine_was_killed_with_the_pen_down(
    open_page: OpenPage, server: harness.Server
) -> None:
    page = open_page("/draw")
    harness.draw_stroke(page, BAR)
    expect(page.locator(".draw-answer")).to_be_visible()
    page.get_by_role("button", name="Clear").click()
    expect(invitation(page)).to_be_visible()
    until(lambda: ink(page) == 0)
    before = predictor(server)
    another = [(x, y + 8 * place) for place, (x, y) in enumerate(SEVEN)]  # the answer to a known one is remembered
    harness.draw_stroke(page, another, while_down=before.kill)
    expect(answer(page, "It reads a 7.")).to_be_visible()
    assert predictor(server) != before


def test_pen_that_is_down_while_the_page_notices_that_the_engine_is_back_draws_on(
    open_page: OpenPage, server: harness.Server
) -> None:
    page = open_page("/draw")
    harness.draw_stroke(page, [(80, 70), (195, 70)])
    expect(page.locator(".draw-answer")).to_be_visible()
    next_one = kill_and_hold_the_next(server)
    harness.draw_stroke(page, [(80, 70), (195, 72)])
    expect(page.get_by_text("waking up")).to_be_visible()
    is_back = page.locator(".draw-answer")

    def let_it_wake() -> None:
        next_one.resume()
        expect(is_back).to_be_visible()

    harness.draw_stroke(page, SEVEN[1:], while_down=let_it_wake)
    expect(answer(page, "It reads a 7.")).to_be_visible()


def test_drawing_is_answered_after_the_engine_was_killed(open_page: OpenPage, server: harness.Server) -> None:
    page = open_page("/draw")
    harness.draw_stroke(page, SEVEN)
    expect(answer(page, "It reads a 7.")).to_be_visible()
    kill(predictor(server))
    harness.draw_stroke(page, BAR)
    page.get_by_role("button", name="Clear").click()
    expect(invitation(page)).to_be_visible()
    until(lambda: ink(page) == 0)
    harness.draw_stroke(page, [(140, 40), (140, 240)])
    expect(answer(page, "It reads a 1.")).to_be_visible()
