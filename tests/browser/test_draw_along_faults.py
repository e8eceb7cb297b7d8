"""Another model is chosen with the pen down, or the browser breaks: nothing false is said while Draw reads along."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from benchmarks import harness
from benchmarks.harness import SEVEN
from tests.support.draw_in_browser import (
    OpenPage,
    answer,
    clear,
    invitation,
    live,
    place,
    wait_until_it_reads_along,
)
from tests.support.kept_runs import blind_run

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

WEIGHTS = "**/along/weights?*"
UPWARDS = SEVEN[:0:-1]  # a 1 until the pen turns to the left


def outdated(page: Page) -> Locator:
    """Return what is marked as said of the strokes before."""
    return page.locator("[data-outdated=true]")


def test_model_chosen_with_the_pen_down_answers_by_its_own_weights(open_page: OpenPage, server: harness.Server) -> None:
    page = open_page("/draw", height=1000)
    run = blind_run(server.home, blind=1, seeing=1, name="Blind at first")
    page.goto(f"{server.url}/draw?model={run}.2")
    harness.ready(page)
    wait_until_it_reads_along(page)
    held = []  # weights that are on their way for as long as this test wants
    page.route(WEIGHTS, lambda route: held.append(route))

    def while_down() -> None:
        expect(live(page)).to_have_text("So far: 7")
        page.get_by_role("button", name="Model, epoch 2").press("Enter")
        with page.expect_request(WEIGHTS):
            page.get_by_role("slider", name="Weights after epoch").press("Home")
        expect(page.get_by_role("button", name="Model, epoch 1")).to_be_visible()
        expect(live(page)).to_have_count(0)  # the 7 was the other model's
        page.evaluate("answers.length = 0")
        (route,) = held
        route.continue_()
        expect(live(page)).to_have_text("So far: 1")  # though the pen rests
        read = [int(np.argmax(one["probabilities"])) for one in page.evaluate("answers")]
        assert set(read) == {1}

    harness.draw_stroke(page, SEVEN, while_down=while_down)
    expect(answer(page, "It reads a 1.")).to_be_visible()
    expect(live(page)).to_have_count(0)


def test_without_the_weights_the_server_answers_alone_until_they_come(visitors, server: harness.Server) -> None:
    with visitors.visit(height=1000) as seen:  # not `open_page`: the console says that the weights did not come
        page = seen.page
        page.route(WEIGHTS, lambda route: route.abort())
        with page.expect_event("requestfailed", lambda request: "/along/weights?" in request.url):
            page.goto(f"{server.url}/draw")
        harness.ready(page)
        harness.draw_stroke(page, UPWARDS, while_down=lambda: expect(invitation(page)).to_be_visible())
        expect(answer(page, "It reads a 1.")).to_be_visible()

        def while_down() -> None:
            expect(answer(page, "It reads a 1.")).to_be_visible()
            expect(outdated(page)).to_have_count(0)

        harness.draw_stroke(page, SEVEN[:2], while_down=while_down)
        expect(answer(page, "It reads a 7.")).to_be_visible()
        page.unroute(WEIGHTS)
        clear(page)  # with the server's next answer the browser asks for the weights again
        harness.draw_stroke(page, SEVEN, while_down=lambda: expect(live(page)).to_have_text("So far: 7"))
        assert {error.partition(":")[0] for error in seen.errors} == {"Failed to load resource"}


def test_worker_that_breaks_takes_back_what_it_said_and_begins_anew(open_page: OpenPage) -> None:
    page = open_page("/draw", height=1000)
    wait_until_it_reads_along(page)
    worker, turn = page.workers[-1], place(page, SEVEN[0])

    def while_down() -> None:
        expect(live(page)).to_have_text("So far: 1")
        worker.evaluate("() => { self.onmessage = () => { throw new Error('broken') } }")
        page.mouse.move(*turn, steps=8)
        expect(live(page)).to_have_count(0)  # what is drawn is no 1 any more
        expect(invitation(page)).to_be_visible()  # what the server said last stands again
        expect(outdated(page)).to_have_count(0)

    harness.draw_stroke(page, UPWARDS, while_down=while_down)
    expect(answer(page, "It reads a 7.")).to_be_visible()
    clear(page)
    harness.draw_stroke(page, SEVEN, while_down=lambda: expect(live(page)).to_have_text("So far: 7"))
