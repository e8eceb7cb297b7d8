"""What the models that are compared are called."""

from __future__ import annotations

from core.runs.log.models import Model
from pages.text.evaluate_compare import LETTERS, THE_PRETRAINED
from pages.text.model import ModelText
from pages.ui import run_titles


def name_of(model: Model) -> str:
    """Return what a model is called within a sentence, with its moment where it is not its run's newest.

    A person may have typed it.
    """
    return _at_its_moment(model, _title_of(model))


def names_of(first: Model, second: Model) -> tuple[str, str]:
    """Return what two models are called, told apart also where they are moments of one run or share a title."""
    models, titles = (first, second), (_title_of(first), _title_of(second))
    if first.name.run is not None and first.name.run == second.name.run:
        return tuple(ModelText.moment_of_run(titles[0], model.name.moment) for model in models)
    names = name_of(first), name_of(second)
    if titles[0] != titles[1] and names[0] != names[1]:
        return names
    return tuple(
        _at_its_moment(model, f"{title} ({letter})")
        for model, title, letter in zip(models, titles, LETTERS, strict=True)
    )


def _title_of(model: Model) -> str:
    if model.imported is not None:
        return model.imported.name or ModelText.NAMELESS
    return THE_PRETRAINED if model.record is None else run_titles.of_model(model)


def _at_its_moment(model: Model, title: str) -> str:
    is_newest = not model.moments or model.name.moment == model.moments[-1]
    return title if is_newest else ModelText.moment_of_run(title, model.name.moment)
