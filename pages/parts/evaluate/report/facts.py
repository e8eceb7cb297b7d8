"""Everything that a report is made of, as values: what writes the page asks nothing and nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from core.data.baselines import Baselines
from core.data.identity import Identity
from core.inference.evaluation import Evaluation
from core.inference.robustness.sweep import Sweep
from core.runs.log.models import STOPPED, Model
from core.training.record.events import EpochEnded
from core.training.record.history import History
from core.training.settings.config import TrainingConfig
from pages.parts.evaluate.shared.program import Program
from pages.state.evaluate.calibration import Calibration
from pages.text.labels import Names

MOST_MISTAKES = 20  # that are shown as pictures


@dataclass(frozen=True, slots=True, kw_only=True)
class Scaled:
    """A network's calibration at a temperature that was fitted on images held out."""

    temperature: float
    calibration: Calibration


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Facts:
    """What is known of a network, of how it was trained, and of its answers."""

    model: Model
    title: str  # what it is called; a person may have typed it
    moment: str  # of its run, "after epoch 3"; "" of no run's
    about: str  # where it comes from, in a sentence
    note: str  # a person's, to its run; or ""
    made: datetime  # the report, by the person's clock
    learned_from: Identity  # the data set
    judged_by: Identity
    is_same_data: bool
    evaluation: Evaluation  # of the test images
    mistakes: np.ndarray  # (n, 28, 28) uint8: the surest ones, in their order, at most MOST_MISTAKES
    validation: Evaluation | None  # of the images that its run held out; None where there are none
    calibration: Calibration  # on the test images
    scaled: Scaled | None  # the same at a temperature; None without images that were held out
    sweep: Sweep | None  # over damaged test images, all of it; None where that is not counted
    baselines: Baselines | None
    too_kind: str  # what makes the score so, or ""
    looks: int | None  # of how many networks of its family the test score was seen; None of no run's
    history: History | None  # None where none is known
    config: TrainingConfig | None  # what its training began with; None where that is not known
    program: Program
    link: str  # address of its set-up
    versions: dict[str, str]  # of what computes on this server
    requirements: str  # the same as a requirements.txt

    @property
    def names(self) -> Names:
        """The classes' names, where the labels are no digits."""
        return self.judged_by.class_names

    @property
    def at(self) -> float | None:
        """When its weights were these, in epochs from the beginning of its run; None without a history."""
        history, moment = self.history, self.model.name.moment
        if history is None or history.started is None:
            return None
        if moment == STOPPED:
            return None if history.kept is None else history.kept.step / history.started.steps_per_epoch
        return float(moment) if isinstance(moment, int) else float(history.last_epoch)

    @property
    def epochs(self) -> tuple[EpochEnded, ...]:
        """The epochs that it went through, as far as its run's log has them."""
        at = self.at
        return () if self.history is None or at is None else tuple(e for e in self.history.epochs if e.epoch <= at)
