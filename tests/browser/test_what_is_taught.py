"""What the app teaches of a run that goes wrong is right: the cause, early, in sight, and before Train where it can be.

One training; the runs that are only looked at are written.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from benchmarks import harness
from core.recipes import recipe
from core.runs.log.store import Store
from core.training.record.events import LayerHealth, RunEnded, RunSteered
from models.layers import Dropout
from tests.support.accessibility import serious_faults
from tests.support.written_runs import EPOCH, STARTED, STEPS, TEST, create

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

OpenPage = Callable[..., Page]
ABOVE = """() => {
    const box = (name) => document.querySelector(name)?.getBoundingClientRect()
    const card = box(".st-key-doctor"), chart = box(".st-key-run-accuracy")
    return card && chart && card.height > 0 && card.bottom <= chart.top
}"""
BELOW = ABOVE.replace("card.bottom <= chart.top", "chart.bottom <= card.top")


def button(page: Page | Locator, name: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("button", name=name, exact=isinstance(name, str))


def write_run(server: harness.Server, events: list, **fields) -> str:
    """Write a run into the server's log, as if it had trained it; return its id."""
    quick, store = recipe("quick-cnn"), Store(server.home / "runs.sqlite3")
    settings = {"recipe": quick.key, "spec": quick.spec, "config": quick.config, "data": "0"} | fields
    run = create(store, owner="0" * 32, name="", **settings)
    store.append(run, 1, events)
    store.close()
    return run


def test_rate_far_too_high_is_warned_of_named_in_the_first_epoch_in_sight_and_put_right(open_page: OpenPage) -> None:
    page = open_page("/train?recipe=article-1b~epochs.200~optimizer.adam~learning_rate.10")
    times = re.compile(r"10,000 times what Adam usually takes \(0\.001\)")
    expect(page.locator(".st-key-set-up-warnings").get_by_text(times)).to_be_visible()  # before Train
    page.locator(".st-key-primary-train button").click()
    card = page.locator(".st-key-doctor")
    expect(card.get_by_text("The learning rate is far too high")).to_be_visible()  # the cause, and no symptom
    expect(card.get_by_text(times)).to_be_visible()
    page.wait_for_function(ABOVE)
    expect(card).to_be_in_viewport()
    button(page, "Pause").click()
    expect(page.get_by_text(re.compile(r"Paused after step \d+ of epoch \d+\."))).to_be_visible()
    button(page, "One step").click()
    step = page.locator(".st-key-one-step")
    expect(step.get_by_text(re.compile("alone would (move|leave) it"))).to_be_visible()  # which way, and why
    expect(step.get_by_role("rowheader", name="Running mean of its gradients, before")).to_be_visible()
    assert serious_faults(page) == []
    button(page, "Stop and keep").click()
    expect(page.get_by_text(re.compile(r"Stopped in epoch \d+"))).to_be_visible()
    page.wait_for_function(ABOVE)
    before = page.url
    button(card, "Retry with learning rate 0.001").first.click()  # with a help it is there twice
    expect(page).not_to_have_url(before)
    expect(page.get_by_text("learning rate 0.001").first).to_be_visible()
    button(page, "Stop and keep").click()
    expect(page.get_by_text(re.compile(r"Stopped in epoch \d+|Stopped before"))).to_be_visible()


def test_zeros_are_shown_and_warned_of_in_the_builder_and_before_train(open_page: OpenPage) -> None:
    page = open_page("/train?tab=Network")
    layers = page.get_by_role("list", name="Layers of the network")
    button(layers, re.compile("^Conv 16, .* ReLU$")).click()
    page.get_by_role("combobox", name="Initialiser", exact=True).click()
    page.get_by_role("option", name="zeros").click()
    expect(button(layers, re.compile("^Conv 16, .*, initialiser zeros$"))).to_be_visible()
    expect(layers.get_by_text("All its weights start at 0: with ReLU it then gives 0")).to_be_visible()
    assert serious_faults(page) == []
    page.get_by_role("tab", name="Train", exact=True).click()
    warned = page.locator(".st-key-set-up-warnings").get_by_text(re.compile(r"Layer 1 \(Conv 16, .* start at 0"))
    expect(warned).to_be_visible()
    expect(page.locator(".st-key-primary-train button")).to_be_enabled()


def test_rate_of_the_time_is_blamed_and_a_harmless_notice_stands_below_the_curves(
    open_page: OpenPage, server: harness.Server
) -> None:
    health = LayerHealth(name="dense", weight_size=0.1, gradient_size=0.0, dead_fraction=0.75, saturated_fraction=None)
    steered = RunSteered(action="learning_rate", epoch=1, step=126, seconds=2.0, value=0.001)
    end = [TEST, RunEnded(outcome="finished", epoch=1)]
    run = write_run(
        server,
        [STARTED, STEPS, steered, dataclasses.replace(EPOCH, health=(health,)), *end],
        config=dataclasses.replace(recipe("quick-cnn").config, learning_rate=0.03),
    )
    page = open_page(f"/train?run={run}")
    card = page.locator(".st-key-doctor")
    expect(
        card.get_by_text(re.compile(r"the learning rate was high for this optimizer, 0\.03 \(0\.001 now\)"))
    ).to_be_visible()
    expect(card.get_by_text("with a learning rate of 0.001.")).to_be_visible()

    spec = recipe("quick-cnn").spec
    dropping = dataclasses.replace(spec, layers=(*spec.layers[:-1], Dropout(rate=0.2), spec.layers[-1]))
    harmless = write_run(server, [STARTED, STEPS, EPOCH, *end], spec=dropping)
    page.goto(f"{server.url}/train?run={harmless}")
    expect(card.get_by_text("harmless")).to_be_visible()
    page.wait_for_function(BELOW)
