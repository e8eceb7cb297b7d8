"""The facts of a report, collected from the session, the log of runs and the data set."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from core import lab
from core.data.download.mirrors import MNIST_DIGEST
from core.evaluation.temperature import is_bound
from core.export.surroundings import requirements_text, versions
from core.inference.evaluation import Evaluation
from core.inference.pretrained import pretrained_history
from core.inference.robustness.sweep import Sweep
from core.runs.exporting.export_requests import config_of
from core.runs.log.models import Model
from core.training.record.history import History
from pages.parts.evaluate.report.facts import MOST_MISTAKES, Facts, Scaled
from pages.parts.evaluate.shared import too_kind
from pages.parts.evaluate.shared.program import program_of
from pages.state import cached, slots, url, visitor
from pages.state.classes import known
from pages.state.evaluate import calibration, evaluations, looks, toughness
from pages.text import pages as page_texts
from pages.text.evaluate_report import Report
from pages.text.model import ModelText
from pages.ui import run_titles

LONGEST_FILE_NAME = 40  # characters, of what a model is called


def gather(model: Model, evaluation: Evaluation, validation: Evaluation | None) -> Facts:
    """Return what is known of a model.

    Args:
        model: whose classes are those of the data set at hand.
        evaluation: its answers to the test images.
        validation: to those that its run held out; None where it held out none.

    Raises:
        LabError: there are no images, or what the run was cannot be read.
    """
    dataset, zone = cached.dataset(), visitor.time_zone()
    images, _ = cached.images_at("test", evaluation.mistakes[:MOST_MISTAKES])
    program = program_of(model)
    return Facts(
        model=model,
        title=title_of(model),
        moment="" if model.record is None else ModelText.at(model),
        about=Report.about(model, zone),
        note="" if model.record is None else model.record.note,
        made=datetime.now(zone),
        learned_from=known.of_model(model),
        judged_by=dataset.identity,
        is_same_data=is_judged_by_its_data(model),
        evaluation=evaluation,
        mistakes=images,
        validation=validation,
        calibration=calibration.of(model.network, evaluation, evaluations.images_read(model)),
        scaled=None if validation is None else _scaled(model, evaluation, validation),
        sweep=sweep_of(model),
        baselines=cached.baselines(),
        too_kind=too_kind.said_of(model),
        looks=looks.count(model),
        history=history_of(model),
        config=config_of(model),
        program=program,
        link=url.page_address(page_texts.TRAIN.path, slots.TRAIN_LINK, program.link),
        versions=versions(),
        requirements=requirements_text(),
    )


def _scaled(model: Model, evaluation: Evaluation, validation: Evaluation) -> Scaled | None:
    """Return what a temperature would do; None where none can be fitted on images that the model did not learn from."""
    images = evaluations.images_read(model, "validation")
    fitted = calibration.temperature(model.network, validation, images)
    if fitted is None or is_bound(fitted) or evaluations.may_have_learned(model, images):
        return None
    after = calibration.of(model.network, evaluation, evaluations.images_read(model), temperature=fitted)
    return Scaled(temperature=fitted, calibration=after)


def sweep_of(model: Model) -> Sweep | None:
    """Return how many damaged test images a model reads right, once all is counted; asks for nothing.

    Raises:
        LabError: there are no images.
    """
    sweep = toughness.sweeps_of([model.network], asks=[])[0].sweep
    return sweep if sweep.is_whole else None


def history_of(model: Model) -> History | None:
    """Return how a model was trained, with its step values; None where nobody knows.

    Raises:
        LabError: its log cannot be read.
    """
    if model.record is not None:
        return lab.current().histories.of(model.record.id)
    return pretrained_history() if model.imported is None else None


def title_of(model: Model) -> str:
    """Return what a report is about. A person may have typed it."""
    if model.imported is not None:
        return model.imported.name or ModelText.NAMELESS
    return ModelText.PRETRAINED if model.record is None else run_titles.title(model.record)


def is_judged_by_its_data(model: Model) -> bool:
    """Return whether a model learned from the data set at hand, as far as is known.

    Raises:
        LabError: there are no images.
    """
    if model.imported is not None:
        return False
    learned_from = MNIST_DIGEST if model.record is None else model.record.data
    return learned_from == cached.dataset().digest


def file_name_of(title: str) -> str:
    """Return the name of a report's file: the small letters and digits of a title, which a person may have typed."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_FILE_NAME].strip("-")
    return f"{name or 'network'}-report.html"
