"""The selected model: its control, its address, and its way back where there is no such model."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from core import lab
from core.training.record.events import RunEnded
from tests.support.model_control import SCRIPT
from tests.support.waiting import SCRIPT_SECONDS
from tests.support.written_runs import EPOCH, STARTED

pytestmark = pytest.mark.app

EPOCHS = [STARTED, *(replace(EPOCH, epoch=number) for number in (1, 2, 3)), RunEnded(outcome="finished", epoch=3)]


def opened(**query: str) -> AppTest:
    app = AppTest.from_string(SCRIPT, default_timeout=SCRIPT_SECONDS)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def selected_model(app: AppTest) -> str:
    assert not app.exception
    return app.text[0].value


def test_first_visitor_holds_the_pretrained_network():
    app = opened()
    assert selected_model(app) == "pretrained"
    assert app.selectbox(key="model-run").options == ["Pretrained network"]
    assert "Networks that you train appear here." in [caption.value for caption in app.caption]


def test_list_says_that_it_has_only_the_newest_and_passes_over_runs_without_a_network(run_of, monkeypatch):
    monkeypatch.setattr("pages.parts.frame.selected_model.MOST_RUNS", 2)
    app = opened()
    owner = app.session_state["owner"]

    def captions():
        return [caption.value for caption in app.run().caption]

    for name in ("first", "second"):
        run_of(owner, EPOCHS, name=name)
    for _ in range(3):
        run_of(owner, [STARTED])
    only_newest = "Your newest 2. For an older one, open its run in the table under Train, Runs."
    assert only_newest not in captions()
    assert [option.split(",")[0] for option in app.selectbox(key="model-run").options[1:]] == ["second", "first"]
    run_of(owner, EPOCHS, name="third")
    assert only_newest in captions()
    assert [option.split(",")[0] for option in app.selectbox(key="model-run").options[1:]] == ["third", "second"]


def test_epoch_comes_from_the_address_whoever_trained_it(run_of):
    run = run_of("somebody", EPOCHS)
    app = opened(model=f"{run}.2")
    assert selected_model(app) == f"{run}.2"
    assert app.selectbox(key="model-run").options[-1].endswith("(somebody else's)")
    assert app.select_slider(key="model-moment").options == ["1", "2", "3"]


def test_own_run_that_is_older_than_the_list_is_not_called_somebody_elses(run_of, monkeypatch):
    monkeypatch.setattr("pages.parts.frame.selected_model.MOST_RUNS", 1)
    app = opened()
    owner = app.session_state["owner"]
    older, _ = run_of(owner, EPOCHS), run_of(owner, EPOCHS)
    app.query_params["model"] = older
    app.run()
    assert selected_model(app) == f"{older}.3"
    assert len(app.selectbox(key="model-run").options) == 3
    assert not any("somebody" in option for option in app.selectbox(key="model-run").options)


def test_own_run_is_chosen_with_its_newest_epoch_and_an_earlier_one_after(run_of):
    app = opened()
    app.session_state["owner"] = "0" * 32
    run = run_of("0" * 32, EPOCHS)
    app.run()
    app.selectbox(key="model-run").set_value(run).run()
    assert selected_model(app) == f"{run}.3"
    app.select_slider(key="model-moment").set_value(1).run()
    assert selected_model(app) == f"{run}.1"
    assert app.query_params["model"] == f"{run}.1"
    app.selectbox(key="model-run").set_value("").run()
    assert selected_model(app) == "pretrained"


@pytest.mark.parametrize("name", ["", "nothing", "0" * 32, "../../etc", "x" * 100_000, "pretrained.1"], ids=range(6))
def test_model_that_does_not_exist_is_said_with_a_way_back(name):
    app = opened(model=name)
    assert len(app.error) == 1
    app.button(key="model-way-back").click().run()
    assert selected_model(app) == "pretrained"
    assert not app.error


def test_deleted_run_s_model_is_said_with_a_way_back(run_of):
    run = run_of("somebody", EPOCHS)
    app = opened(model=f"{run}.2")
    lab.current().store.delete(run)
    app.run()
    assert "no such run" in app.error[0].value
    app.button(key="model-way-back").click().run()
    assert selected_model(app) == "pretrained"
