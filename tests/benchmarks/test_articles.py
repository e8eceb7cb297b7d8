"""The articles' networks in full: what the table and the figures say."""

from __future__ import annotations

import sys

import pytest

from benchmarks import articles
from benchmarks.articles import Outcome, article_keys, figures, row
from core.recipes import recipe


def outcomes(*accuracies: float) -> list[Outcome]:
    return [Outcome(accuracy=accuracy, seconds=20.4) for accuracy in accuracies]


def test_every_article_is_trained():
    assert article_keys() == ("article-1a", "article-1b", "article-2", "article-3", "article-4")


@pytest.mark.parametrize(
    ("key", "accuracies", "expected"),
    [
        ("article-1a", [0.9842], "| article-1a | 20 | above 98 % | 98.42 % | 20 |"),
        ("article-1b", [0.9801], "| article-1b | 20 | none given | 98.01 % | 20 |"),
        ("article-3", [0.9771, 0.9761], "| article-3 | 10 | 97.56 % and 97.67 % | 97.61 % to 97.71 % | 20 |"),
        ("article-4", [0.99], "| article-4 | 10 | not stated | 99.00 % | 20 |"),
    ],
    ids=["one", "nothing reported", "a range", "code only"],
)
def test_row_gives_what_is_reported_and_what_came_out(key, accuracies, expected):
    assert row(recipe(key), outcomes(*accuracies)) == expected


def test_figures_are_medians_by_article():
    found = {key: outcomes(0.98, 0.99, 0.5) for key in article_keys()} | {"article-3": outcomes(0.9766)}
    assert figures(found) == "figures: article_1=0.9800 article_2=0.9800 article_3=0.9766 article_4=0.9800"


def test_every_recipe_is_trained_with_every_seed_in_a_process_of_its_own(monkeypatch, capsys):
    asked = []

    def trained(module: str, **options: object) -> dict:
        asked.append((options["recipe"], options["seed"]))
        return {"accuracy": 0.98 + 0.01 * int(str(options["seed"])), "seconds": 3.0}

    monkeypatch.setattr(articles, "in_a_process", trained)
    monkeypatch.setattr(articles, "real_mnist", lambda home: None)
    monkeypatch.setattr(sys, "argv", ["articles", "--seeds", "2"])
    articles.main()
    lines = capsys.readouterr().out.splitlines()
    assert asked == [(key, seed) for key in article_keys() for seed in (0, 1)]
    assert lines[1] == "|---|---|---|---|---|"
    assert lines[2] == "| article-1a | 20 | above 98 % | 98.00 % to 99.00 % | 3 |"
    assert lines[-1] == "figures: article_1=0.9850 article_2=0.9850 article_3=0.9850 article_4=0.9850"
