"""The rows of the table of all models: what is known of each, in which order, what each cell says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.evaluation.ranking import Ranked, rank
from core.runs.log.models import Model
from pages.parts.evaluate.compare.model_facts import Facts, facts_of
from pages.parts.evaluate.compare.names import name_of
from pages.state.evaluate import rights
from pages.state.evaluate.compare_slots import Column
from pages.text.evaluate_compare import interval_text, kilobytes, seconds_text
from pages.text.evaluate_compare_models import AllModels
from pages.text.numbers import EMPTY, count, percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One model.

    Attributes:
        model: which.
        name: what it is called; a person may have typed it.
        facts: what it costs.
        right: which test images it reads right, (N,) bool; None where it has not read them.
        ranked: how it stands beside the best; None where it has not read them.
        is_best: whether it reads most of them right, the first of several.
    """

    model: Model
    name: str
    facts: Facts
    right: np.ndarray | None
    ranked: Ranked | None = None
    is_best: bool = False

    @property
    def correct(self) -> int | None:
        """How many test images it reads right."""
        return None if self.right is None else int(np.count_nonzero(self.right))


def rows_of(models: Sequence[Model]) -> list[Row]:
    """Return a row for each model, in their order.

    Raises:
        LabError: there are no images.
    """
    found = {str(one.name): right for one in models if (right := rights.known(one)) is not None}
    ranked = dict(zip(found, rank(list(found.values())), strict=True))
    counts = {name: np.count_nonzero(right) for name, right in found.items()}
    best = max(counts, key=counts.__getitem__, default=None)
    return [
        Row(
            model=one,
            name=name_of(one),
            facts=facts_of(one),
            right=found.get(str(one.name)),
            ranked=ranked.get(str(one.name)),
            is_best=str(one.name) == best,
        )
        for one in models
    ]


def ordered(rows: Sequence[Row], column: Column, *, is_descending: bool) -> list[Row]:
    """Return the rows in order of a column, the missing values last in either direction."""
    key = {row.model.name: _key(row, column) for row in rows}
    is_known = [row for row in rows if key[row.model.name] is not None]
    in_order = sorted(is_known, key=lambda row: key[row.model.name], reverse=is_descending)
    return in_order + [row for row in rows if key[row.model.name] is None]


def cell(row: Row, column: Column) -> str:
    """Return what a row says in a column; a name may have been typed."""
    correct, images = row.correct, 0 if row.right is None else len(row.right)
    match column:
        case "name":
            return AllModels.named(row.name)
        case "accuracy":
            return EMPTY if correct is None else percent(correct, images)
        case "interval":
            return EMPTY if correct is None else interval_text(correct, images)
        case "errors":
            return EMPTY if correct is None else count(images - correct)
        case "parameters":
            return count(row.facts.parameters)
        case "multiply_adds":
            return count(row.facts.multiply_adds)
        case "size":
            return kilobytes(row.facts.weights_bytes)
        case "seconds":
            return seconds_text(row.facts.seconds, is_further=row.facts.is_further)
        case "verdict":
            return AllModels.verdict(row.ranked, is_best=row.is_best)


def _key(row: Row, column: Column) -> Any:
    match column:
        case "name":
            return AllModels.named(row.name).casefold()
        case "accuracy" | "interval":
            return row.correct
        case "errors":
            return None if row.correct is None else -row.correct
        case "parameters":
            return row.facts.parameters
        case "multiply_adds":
            return row.facts.multiply_adds
        case "size":
            return row.facts.weights_bytes
        case "seconds":
            return row.facts.seconds
        case "verdict":
            return None if row.ranked is None else (not row.is_best, -row.ranked.p)
