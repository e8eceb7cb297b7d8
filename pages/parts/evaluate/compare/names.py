"""What the models that are compared are called."""

from __future__ import annotations

from core.runs.log.models import Model
from pages.text.evaluate_compare import THE_PRETRAINED
from pages.text.model import ModelText
from pages.ui import run_titles


def name_of(model: Model) -> str:
    """Return what a model is called within a sentence, with its moment where it is not its run's newest.

    A person may have typed it.
    """
    if model.imported is not None:
        return model.imported.name or ModelText.NAMELESS
    if model.record is None:
        return THE_PRETRAINED
    title = run_titles.of_model(model)
    is_newest = not model.moments or model.name.moment == model.moments[-1]
    return title if is_newest else ModelText.moment_of_run(title, model.name.moment)


def names_of(first: Model, second: Model) -> tuple[str, str]:
    """Return what two models are called, told apart also where they are moments of one run."""
    names = name_of(first), name_of(second)
    is_one_run = first.name.run is not None and first.name.run == second.name.run
    if not is_one_run:
        return (f"{names[0]} (A)", f"{names[1]} (B)") if names[0] == names[1] else names
    title = run_titles.of_model(first)
    return tuple(ModelText.moment_of_run(title, model.name.moment) for model in (first, second))
