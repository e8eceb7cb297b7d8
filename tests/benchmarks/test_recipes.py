"""What each recipe reached: how it is trained, told and written."""

from __future__ import annotations

import dataclasses
import json
import sys

import pytest

from benchmarks import recipes as benchmark
from benchmarks.recipes import document, figures, row, short_name, trained
from core.recipe_results import EpochResult, RecipeResult
from core.recipes import Recipe, recipe, recipes
from core.training.settings.config import TrainingConfig
from models.mlp import mlp


def found(key: str, correct: int = 9_150) -> RecipeResult:
    chosen = recipe(key)
    assert chosen is not None
    return RecipeResult(
        spec=chosen.spec,
        config=chosen.config,
        correct=correct,
        count=10_000,
        seconds=20.4,
        epochs=(EpochResult(loss=0.5, accuracy=0.9, validation_loss=None, validation_accuracy=None),),
        date="2026-11-26",
        cores=2,
        processor="Intel Xeon",
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Intel(R) Xeon(R) Processor", "Intel Xeon"),
        ("Intel(R) Core(TM) i7-8550U CPU @ 1.80GHz", "Intel Core i7-8550U"),
        ("AMD EPYC 7B13 64-Core Processor", "AMD EPYC 7B13"),
        ("Apple M2", "Apple M2"),
        ("", ""),
    ],
)
def test_processor_is_named_as_a_person_says_it(name, expected):
    assert short_name(name) == expected


def test_row_and_figures_say_what_was_reached():
    assert row("softmax", found("softmax")) == "| softmax | 7,850 | 5 | 91.50 %: 9,150 of 10,000 | 20 |"
    assert figures({"quick-99": found("quick-99"), "tiny": found("tiny", 9_801)}) == (
        "figures: quick_99=0.9150 tiny=0.9801"
    )


def test_document_has_a_line_for_each_epoch_and_is_read_back():
    text = document({"tiny": found("tiny")})
    assert '  {"loss": 0.5, "accuracy": 0.9, "validation_loss": null, "validation_accuracy": null}\n' in text
    assert RecipeResult.from_json(json.loads(text)["tiny"]) == found("tiny")


def test_training_gives_what_its_events_said(small_dataset):
    chosen = Recipe(
        title="Two units",
        teaches="Nothing.",
        family="start",
        key="small",
        spec=mlp(hidden=(), dropout=0.0),
        config=TrainingConfig(epochs=2, learning_rate=0.01, batch_size=50),
    )
    reached = trained(chosen, str(small_dataset.folder), threads=1)
    assert reached.is_of(chosen.spec, chosen.config)
    assert reached.count == 297
    assert 200 < reached.correct <= 297  # it learns: guessing gives 30
    assert reached.epochs[1].loss < reached.epochs[0].loss
    assert None not in dataclasses.astuple(reached.epochs[1])
    assert reached.cores == 1


def test_measuring_one_recipe_leaves_the_others_as_they_are(monkeypatch, tmp_path, capsys):
    file = tmp_path / "measured.json"
    before = {"quick-cnn": found("quick-cnn", 9_801), "tiny": found("tiny", 9_702)}
    monkeypatch.setattr(benchmark, "FILE", file)
    monkeypatch.setattr(benchmark, "recipe_result", before.get)
    monkeypatch.setattr(benchmark, "real_mnist", lambda home: None)
    monkeypatch.setattr(benchmark, "in_a_process", lambda module, recipe, home: found(recipe, 9_850).to_json())
    monkeypatch.setattr(sys, "argv", ["recipes", "--only", "tiny"])
    benchmark.main()
    written = {key: RecipeResult.from_json(values).correct for key, values in json.loads(file.read_text()).items()}
    assert written == {"quick-cnn": 9_801, "tiny": 9_850}
    assert capsys.readouterr().out.splitlines()[-1] == "figures: quick_cnn=0.9801 tiny=0.9850"


def test_every_recipe_is_measured_in_order_in_a_process_of_its_own(monkeypatch, tmp_path, capsys):
    asked = []

    def in_a_process(module, recipe, home):
        asked.append(recipe)
        return found(recipe).to_json()

    monkeypatch.setattr(benchmark, "FILE", tmp_path / "measured.json")
    monkeypatch.setattr(benchmark, "recipe_result", lambda key: None)
    monkeypatch.setattr(benchmark, "real_mnist", lambda home: None)
    monkeypatch.setattr(benchmark, "in_a_process", in_a_process)
    monkeypatch.setattr(sys, "argv", ["recipes"])
    benchmark.main()
    keys = [one.key for one in recipes()]
    assert asked == keys
    assert list(json.loads((tmp_path / "measured.json").read_text())) == keys
    assert len(capsys.readouterr().out.splitlines()) == len(keys) + 3  # the table's head, its line, and the figures
