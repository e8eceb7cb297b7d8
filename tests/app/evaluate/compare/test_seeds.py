"""Other seeds of a run on Compare: what they reached, five more with a click, and why there are none."""

from __future__ import annotations

import pytest

from core.errors import QueueFullError
from core.messages.runs import scheduling as messages
from core.runs.run_starter import RunStarter
from core.training.record.events import RunSteered
from core.training.settings.config import TrainingConfig
from tests.support.compared_models import OWNER, PRETRAINED, after_test, ended
from tests.support.page_text import text_of
from tests.support.written_runs import STARTED

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("answering", "real_mnist")]


def test_seeds_of_one_recipe_are_a_spread(compare, seeds, wrong):
    wrong |= {PRETRAINED: []}
    app = compare(model=seeds[0], against="pretrained")
    said = text_of(app)
    assert "Three runs that differ in their seed alone reach 98.50 to 98.90 %: mean 98.70 %" in said
    assert {"Seed 0: 98.50 %", "Seed 1: 98.90 %"} <= {link.proto.label for link in app.get("page_link")}
    assert app.button(key="compare-five").label == "Train five more"


def test_run_without_a_test_counts_by_what_its_network_said(compare, run_of, seeds, wrong):
    run = run_of(OWNER, ended(), name="seed 9", config=TrainingConfig(seed=9))
    run_of(OWNER, ended(), name="seed 10", config=TrainingConfig(seed=10))
    wrong |= {run: list(range(200)), PRETRAINED: []}
    app = compare(model=run)
    assert "Four runs that differ in their seed alone reach 98.00 to 98.90 %" in text_of(app)
    assert {"Seed 9: 98.00 %", "Seed 10: not tested"} <= {link.proto.label for link in app.get("page_link")}


def test_five_more_are_queued_once_however_often_it_is_clicked(compare, run_of, wrong, monkeypatch):
    run, started = run_of(OWNER, after_test(9850), recipe_key="quick-cnn"), []
    monkeypatch.setattr(RunStarter, "start_sweep", lambda _, spec, runs, **more: started.append((runs, more)) or [])
    wrong |= {run: []}
    app = compare(model=run)
    assert "one has no spread" in text_of(app)
    assert app.button(key="compare-five").label == "Train this five times"
    for _ in range(2):
        app.button(key="compare-five").click().run()
    (runs, more), again = started
    assert again == (runs, more)  # the same nonce: the log makes each once
    assert [config.seed for _, config in runs] == [1, 2, 3, 4, 5]
    assert runs[1][0].endswith("seed 2")
    assert more["owner"] == OWNER


def test_queue_that_is_full_refuses_in_words(compare, run_of, wrong, monkeypatch):
    run = run_of(OWNER, after_test(9850))

    def refuse(*_, **__):
        raise QueueFullError(messages.too_many_of_yours(waiting=8, jobs=0, most=10))

    monkeypatch.setattr(RunStarter, "start_sweep", refuse)
    wrong |= {run: []}
    app = compare(model=run)
    app.button(key="compare-five").click().run()
    assert "8 of your runs wait already" in " ".join(one.value for one in app.warning)


def test_seeds_that_still_train_are_followed_in_place_of_the_button(compare, run_of, seeds, wrong):
    run_of(OWNER, [], name="seed 3", config=TrainingConfig(seed=3))
    wrong |= {PRETRAINED: []}
    app = compare(model=seeds[0])
    assert "1 run in work." in text_of(app)
    assert any(link.proto.label.startswith("Seed 3: ") for link in app.get("page_link"))
    assert "compare-five" not in [button.key for button in app.button]


STEERED = RunSteered(action="learning_rate", epoch=1, step=3, value=0.1, seconds=0.1)


@pytest.mark.parametrize(
    ("owner", "events", "said"),
    [
        ("somebody", ended(), "Only the person who trained this network"),
        (OWNER, [STARTED, STEERED, *ended()[1:]], "its settings alone do not repeat it"),
    ],
    ids=["somebody else's", "steered"],
)
def test_run_that_cannot_be_repeated_says_why(compare, run_of, wrong, owner, events, said):
    run = run_of(owner, events)
    wrong |= {run: [], PRETRAINED: []}
    app = compare(model=run)
    assert said in text_of(app)
    assert "compare-five" not in [button.key for button in app.button]
