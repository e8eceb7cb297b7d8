"""The models that this person may compare: the newest of each of their runs, those from files, the pretrained one."""

from __future__ import annotations

from collections.abc import Mapping

from core import lab
from core.importing.disk_budget import MAX_PER_OWNER
from core.runs.log.models import PRETRAINED, Model
from pages.state import visitor
from pages.state.classes import known

MOST_RUNS = 24  # of this person, the newest


def newest(*, most: int = MOST_RUNS) -> list[Model]:
    """Return the newest model of each run and the models from files, then the pretrained network.

    Those that know other classes than the data set has are left out: see `left_out`.

    Args:
        most: runs, the newest.

    Raises:
        LabError: there are no images.
    """
    return [model for model in _all(most) if known.fits(model)]


def left_out(*, most: int = MOST_RUNS) -> list[Model]:
    """Return those that know other classes than the data set has."""
    return [model for model in _all(most) if not known.fits(model)]


def others(model: Model, *, most: int = MOST_RUNS) -> Mapping[str, Model]:
    """Return by its name each of `newest` that is not of the same run or file as a model."""
    same = model.name.without_moment
    return {str(other.name): other for other in newest(most=most) if other.name.without_moment != same}


def _all(most: int) -> list[Model]:
    registry, owner = lab.current().models, visitor.owner()
    runs = registry.of_owner(owner, limit=most)
    return [*runs, *registry.imported_of(owner, limit=MAX_PER_OWNER), registry.find(PRETRAINED)]
