"""All models of a person in one table on Compare: which of them are as good as the best."""

from __future__ import annotations

import pytest

from core.training.settings.config import TrainingConfig
from tests.support.compared_models import OWNER, PRETRAINED, cells, components, ended, epoch
from tests.support.page_text import text_of
from tests.support.written_runs import STARTED

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("answering", "real_mnist")]


def test_table_says_which_models_are_as_good_as_the_best(compare, run_of, wrong):
    good, bad, new = (run_of(OWNER, ended(), name=name) for name in ("Good", "Bad", "New"))
    wrong |= {good: [1, 2], bad: list(range(20)), PRETRAINED: [1, 2, 3]}
    app = compare(model=good, against=bad)
    assert cells(app, "name") == ["Good", "The pretrained network", "Bad", "New"]
    assert cells(app, "errors") == ["2", "3", "20", "\N{EN DASH}"]
    assert cells(app, "verdict") == ["the best", "cannot be told from it", "worse", "not read yet"]
    assert "Good reads most images right; one other cannot be told from it by these images, one is worse." in text_of(
        app
    )
    app.session_state["compare-order"] = ("name", False)
    assert cells(app.run(), "name") == ["Bad", "Good", "New", "The pretrained network"]
    assert "1 model has not read these test images yet." in text_of(app)
    wrong |= {new: list(range(40))}
    app.button(key="compare-read-others").click().run()
    assert cells(app.run(), "verdict").count("worse") == 2
    assert "So each p is multiplied by 6, the number of their pairs (Bonferroni)" in text_of(app)


def test_models_whose_score_may_be_too_kind_are_named_by_what_makes_it_so(
    compare, run_of, brought, wrong, bundled_dataset, monkeypatch
):
    digits = bundled_dataset.digest
    run_of(OWNER, ended(), name="Honest", data=digits)
    run_of(OWNER, ended(), name="Checked", data=digits, config=TrainingConfig(validation_source="test"))
    brought("Brought")
    wrong |= {PRETRAINED: [1]}
    monkeypatch.setattr("pages.state.cached.dataset", lambda: bundled_dataset)
    assert (
        "Scores that may be too kind: the pretrained network (trained on these digits); Brought (from a file); "
        "Checked (validated on the test images)." in text_of(compare())
    )


def test_many_models_whose_score_may_be_too_kind_are_counted_after_the_first_five(compare, run_of, wrong):
    for number in range(7):
        run_of(OWNER, ended(), name=f"Run {number}", config=TrainingConfig(validation_source="test"))
    wrong |= {PRETRAINED: [1]}
    assert "Run 6, Run 5, Run 4, Run 3, Run 2 and 2 more (validated on the test images)." in text_of(compare())


def test_table_says_what_an_answer_costs_in_computing(compare, run_of, wrong):
    run_of(OWNER, ended(), name="Mine")
    wrong |= {PRETRAINED: [1]}
    assert cells(compare(), "multiply_adds") == ["2,601,600", "706,752"]


def test_model_of_other_classes_is_left_out_and_said(compare, run_of, wrong, monkeypatch):
    run = run_of(OWNER, ended(), name="Mine")
    monkeypatch.setattr("pages.state.classes.known.fits", lambda model: model.record is None)
    wrong |= {PRETRAINED: []}
    app = compare()
    assert cells(app, "name") == ["The pretrained network"]
    assert "One model knows other classes than these images show, and is left out." in text_of(app)
    assert run not in app.selectbox  # nothing to compare with


def test_model_that_still_trains_is_there_as_of_its_last_epoch(compare, run_of, wrong):
    run = run_of(OWNER, [STARTED, epoch(1), epoch(2)], name="Training")
    wrong |= {PRETRAINED: [1], run: [2]}
    app = compare()
    assert cells(app, "name") == ["Training", "The pretrained network"]
    (table,) = components(app, "columns")
    assert table["rows"][0]["key"] == f"{run}.2"
