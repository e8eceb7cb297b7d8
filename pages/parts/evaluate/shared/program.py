"""The program that trains a network, where there is one; else why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from core import lab
from core.recipes import recipes
from core.runs.exporting.export_requests import config_of
from core.runs.log.models import Model
from core.runs.teaching.start import learned_digits
from core.setup_links import link_text
from core.training.settings.config import TrainingConfig
from pages.state.set_up import set_up_of
from pages.text.take_away import TakeAway
from pages.text.taught_run import TaughtRun


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """How a network can be trained again."""

    config: TrainingConfig | None  # what the program trains with; None where no program gives this network
    said: str  # what the program is, or why there is none
    link: str  # the set-up, as an address writes it


def program_of(model: Model) -> Program:
    """Return how a network can be trained again.

    Raises:
        LabError: there are no images, or what the run was cannot be read.
    """
    config = config_of(model)
    is_changed = model.imported is not None and model.imported.is_changed_here
    unknown = TakeAway.CHANGED if is_changed else TakeAway.ELSEWHERE
    if model.record is not None:
        learned = learned_digits(model, lab.current().histories, runs_folder=lab.current().runs_folder)
        if learned.digests or not learned.is_complete:  # itself, or a run that it branched from
            config, unknown = None, TaughtRun.NO_PROGRAM
    known = TakeAway.ABOUT_PROGRAM if model.record is not None else TakeAway.ABOUT_PRETRAINED_PROGRAM
    recipe = "" if model.record is None else model.record.recipe
    link = link_text(set_up_of(recipe, model.network.spec, config or recipes()[0].config))
    return Program(config=config, said=unknown if config is None else known, link=link)
