"""How often this person has looked at the test images with a family of runs: the honest counter."""

from __future__ import annotations

from core import lab
from core.runs.log.models import Model
from core.runs.log.run_record import RunRecord
from core.runs.test_looks import family_of
from pages.state import visitor

MOST_RUNS = 100  # of this person that are looked through, the newest


def note(model: Model) -> None:
    """Note that this person sees the test score of a run's network."""
    if model.record is not None:
        lab.current().test_looks.note(visitor.owner(), family_of(model.record), str(model.name))


def has_seen(model: Model) -> bool:
    """Return whether this person has seen a network's test score, or one of no run's: that is no secret."""
    return model.record is None or model.test is not None or str(model.name) in _seen(model.record)


def count(model: Model) -> int | None:
    """Return of how many networks of its family this person has seen the test score; None of a network of no run.

    A finished run of theirs counts as seen: Train shows its score when it ends.
    """
    if model.record is None:
        return None
    family, seen = family_of(model.record), set(_seen(model.record))
    for other in lab.current().models.of_owner(visitor.owner(), limit=MOST_RUNS):
        if other.test is not None and other.record is not None and family_of(other.record) == family:
            seen.add(str(other.name))
    return len(seen)


def _seen(record: RunRecord) -> frozenset[str]:
    return lab.current().test_looks.seen(visitor.owner(), family_of(record))
