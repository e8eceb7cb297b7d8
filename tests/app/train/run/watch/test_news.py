"""The address that tells a page what a run is like now: what it sends, when, and to whom."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core import lab
from core.training.record.events import RunEnded, RunSteered
from core.training.record.live_snapshot import write_snapshot
from pages.parts.train.run.watch import news
from pages.parts.train.run.watch.watched import Shown, Watched
from tests.support.live_page import folder_of, probabilities_for, snapshot
from tests.support.routes import fetched
from tests.support.written_runs import EPOCH, STARTED, STEPS

pytestmark = pytest.mark.app

OWNER = "0" * 32
BEGUN = [STARTED, replace(STEPS, last_step=40)]
PAUSED = RunSteered(action="pause", epoch=1, step=40, seconds=4.0)
MORE = replace(STEPS, first_step=41, last_step=80, seconds=4.1)


@pytest.fixture
def told() -> Callable[..., dict[str, Any]]:
    """Return a function that asks for the news of a page that shows a run, as if it had been hidden."""

    def ask(watched: Watched, *, prefix: str = "/", **changed: str) -> dict[str, Any]:
        query = {"structure": watched.structure, "details": watched.details, "version": "", "wait": "0"} | changed
        key = news.key_of(watched.record) if watched.is_owner else ""
        address = news.address(watched.record.id, watched.shown, key)
        path = "&".join([prefix + address, *(f"{name}={value}" for name, value in query.items())])
        status, headers, body = fetched(news.news_routes(), path)
        assert headers["cache-control"] == "no-store"
        assert status == 200
        told = json.loads(body)
        if "parts" in told:
            told["parts"] = {name.removeprefix(f"{watched.record.id}/"): part for name, part in told["parts"].items()}
        return told

    return ask


def watched(run: str, *, picture: str = "digits", owner: str | None = None, **more: Any) -> Watched:
    return Watched.now(
        run, is_owner=lambda record: record.owner == owner, shown=Shown(scale="accuracy", picture=picture, **more)
    )


def test_news_are_what_the_parts_of_the_page_are_given(run_of, told) -> None:
    run = run_of("somebody", BEGUN)
    page = watched(run)
    lab.current().store.append(run, 1, [MORE])
    for prefix in ("/", "/below/a/path/"):
        parts = told(page, prefix=prefix)["parts"]
        assert list(parts) == ["run-progress", "run-accuracy", "run-loss", "run-curves-said"]
        assert "Epoch 1 of 3, step 80 of 422" in json.loads(parts["run-progress"])["html"]
        series = {one["name"]: one["data"] for one in json.loads(parts["run-loss"])["options"]["series"]}
        assert [x for x, _ in series["Train steps"]] == [round(40 / 422, 4), round(80 / 422, 4)]


@pytest.mark.parametrize(
    ("picture", "keys"),
    [
        ("digits", ["live-digits-finding", "live-digits"]),
        ("kernels", ["live-kernels", "live-kernels-scale"]),
        ("health", ["live-health", "live-health-why"]),
        ("mix_ups", []),
        ("log", []),
    ],
)
def test_news_are_of_the_picture_that_is_shown(run_of, told, picture, keys) -> None:
    run = run_of("somebody", BEGUN)
    write_snapshot(folder_of(run), snapshot())
    parts = told(watched(run, picture=picture))["parts"]
    assert list(parts)[4:] == keys
    assert not any("mask" in part for part in parts.values())  # the pictures stay


def test_what_is_known_is_not_sent_again(run_of, told) -> None:
    page = watched(run_of("somebody", BEGUN))
    version = told(page)["version"]
    assert told(page, version=version) == {"version": version}


def test_what_many_watch_is_worked_out_once(run_of, told, monkeypatch) -> None:
    run, made = run_of("somebody", BEGUN), []
    monkeypatch.setattr(news, "parts", lambda watched, parts=news.parts: made.append(watched) or parts(watched))
    first, second = told(watched(run)), told(watched(run))
    assert first == second
    assert len(made) == 1
    told(watched(run, picture="health"))
    lab.current().store.append(run, 1, [MORE])
    assert told(watched(run))["version"] != first["version"]
    assert len(made) == 3


@pytest.mark.parametrize("event", [EPOCH, RunEnded(outcome="stopped", epoch=0)], ids=["first epoch", "end"])
def test_page_that_must_be_drawn_anew_is_told_so(run_of, told, event) -> None:
    run = run_of("somebody", BEGUN)
    page = watched(run)
    lab.current().store.append(run, 1, [event])
    assert told(page, wait="1") == {"other": True}  # at once


def test_page_that_shows_epochs_is_told_of_another_one(run_of, told) -> None:
    run = run_of("somebody", [*BEGUN, EPOCH])
    page = watched(run, picture="log")
    lab.current().store.append(run, 1, [replace(EPOCH, epoch=2)])
    assert told(page) == {"other": True}
    assert "parts" in told(replace(page, shown=replace(page.shown, picture="kernels")), details=watched(run).details)


def test_drawing_is_told_to_its_owner_alone(run_of, told) -> None:
    run = run_of(OWNER, BEGUN)
    drawing = {"drawing": np.zeros((28, 28), np.uint8), "drawing_probabilities": probabilities_for([3])[0]}
    write_snapshot(folder_of(run), snapshot(**drawing))

    def tiles(owner: str) -> int:
        parts = told(watched(run, owner=owner))["parts"]
        return len(json.loads(parts["live-digits"])["tiles"])

    assert tiles(OWNER) == 21
    assert tiles("1" * 32) == 20


@pytest.mark.parametrize("changed", ["scale=half", "picture=x", "detail=all"])
def test_what_no_page_shows_is_refused(run_of, changed) -> None:
    page = news.address(run_of("somebody", BEGUN), Shown(scale="accuracy", picture="log"), "")
    name = changed.partition("=")[0]
    query = "&".join(changed if pair.startswith(f"{name}=") else pair for pair in page.split("?")[1].split("&"))
    status, _, body = fetched(news.news_routes(), f"/{news.PATH}?{query}")
    assert (status, json.loads(body)) == (400, {"other": True})


@pytest.mark.parametrize("key", ["", "0" * 32, "ä"])
def test_nobody_guesses_the_owners_key(run_of, told, key) -> None:
    page = watched(run_of(OWNER, [*BEGUN, PAUSED]), owner=OWNER)
    assert "parts" in told(page)
    stranger = watched(page.record.id)
    assert told(stranger, structure=page.structure) == {"other": True}  # is offered nothing to do
    assert "parts" in told(stranger, key=key)


@pytest.mark.parametrize("run", ["", "0" * 32, "../../etc"])
def test_run_that_is_not_there_has_its_page_drawn(run) -> None:
    _, _, body = fetched(news.news_routes(), f"/{news.PATH}?run={run}&scale=accuracy&picture=log&detail=")
    assert json.loads(body) == {"other": True}
