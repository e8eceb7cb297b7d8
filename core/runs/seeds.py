"""Runs of one recipe that differ in their seed alone, however they were made, and the seeds of further ones."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.runs.log.run_record import RunRecord
from core.training.record.history import History
from core.training.settings.config import TrainingConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedRuns:
    """The runs of one recipe, each with another seed, the oldest first.

    Attributes:
        finished: that went to their end.
        active: that wait or train.
        seeds: of all that there ever were, also of those that failed.
    """

    finished: tuple[RunRecord, ...]
    active: tuple[RunRecord, ...]
    seeds: frozenset[int]


def is_repeatable(outline: History) -> bool:
    """Return whether its record says all of a run: it began with random weights, and nobody changed it on the way."""
    began_elsewhere = outline.branched is not None or outline.has_taught or bool(outline.lost_beginning)
    return not began_elsewhere and not outline.changed_settings


def seed_runs(record: RunRecord, records: Iterable[RunRecord], outlines: Mapping[str, History]) -> SeedRuns:
    """Return the runs that differ from one in their seed at most; of several with one seed the newest that counts.

    Args:
        record: the run.
        records: among which to look, in any order.
        outlines: what happened in each of them, by its id.
    """
    found = [other for other in records if _have_one_recipe(record, other) and is_repeatable(outlines[other.id])]
    alike = sorted(found, key=lambda other: other.created)
    finished = {other.config.seed: other for other in alike if outlines[other.id].status == "finished"}
    active = {other.config.seed: other for other in alike if outlines[other.id].is_active}
    return SeedRuns(
        finished=tuple(finished.values()),
        active=tuple(active.values()),
        seeds=frozenset(other.config.seed for other in alike),
    )


def with_further_seeds(config: TrainingConfig, taken: frozenset[int], count: int) -> list[TrainingConfig]:
    """Return the settings of so many further runs, each with the smallest seed from 1 that is not taken."""
    free = (seed for seed in itertools.count(1) if seed not in taken and seed != config.seed)
    return [config.changed(seed=seed) for seed in itertools.islice(free, count)]


def _have_one_recipe(record: RunRecord, other: RunRecord) -> bool:
    is_alike = (record.data, record.spec) == (other.data, other.spec)
    return is_alike and dataclasses.replace(other.config, seed=record.config.seed) == record.config
