"""What a run went through and what a network answers, as CSV: text for any program that reads tables.

Comma, line feed, UTF-8; a first row of names. Numbers stand as Python writes them: as few digits as give the same
number back. Text stands in quotes, and where a spreadsheet would take it for a formula, behind an apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from core.inference.evaluation import DIGITS, Evaluation
from core.training.record.events import FIGURES, EpochEnded
from core.training.record.history import History
from core.training.settings.config import TrainingConfig
from core.training.settings.schedule import planned_rate

EPOCH_COLUMNS = ("epoch", *FIGURES, "learning_rate", "seconds")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a cell begins with that a spreadsheet computes

Cell = str | int | float | None


def history_csv(history: History, config: TrainingConfig) -> str:
    """Return a row for each epoch that ended; see `epoch_values`.

    Args:
        history: of the run.
        config: what it began with.
    """
    return csv_text(EPOCH_COLUMNS, [tuple(row.values()) for row in epoch_values(history, config)])


def histories_csv(runs: Iterable[tuple[str, History, TrainingConfig]]) -> str:
    """Return several runs' rows one below the other, each behind its run's name, which is a person's text."""
    rows = [(name, *row.values()) for name, history, config in runs for row in epoch_values(history, config)]
    return csv_text(("run", *EPOCH_COLUMNS), rows)


def predictions_csv(evaluation: Evaluation, class_names: Sequence[str] | None = None) -> str:
    """Return a row for each picture: its index, its label, the answer, ten logits and ten probabilities.

    Each of the last twenty is read back as the same float32. Where the classes are no digits, their names stand in the
    header; label and answer stay numbers.
    """
    names = [f"{what}_{name}" for what in ("logit", "probability") for name in class_names or range(DIGITS)]
    numbers = zip(
        evaluation.labels.tolist(),
        evaluation.predicted_digits.tolist(),
        evaluation.logits,
        evaluation.probabilities,
        strict=True,
    )
    return csv_text(
        ("index", "label", "answer", *names),
        ((index, label, answer, *logits, *shares) for index, (label, answer, logits, shares) in enumerate(numbers)),
    )


def confusion_csv(evaluation: Evaluation, class_names: Sequence[str] | None = None) -> str:
    """Return how many pictures of each digit (a row, "is") were read as each digit (a column, "read as").

    Where the classes are no digits, their names stand in the digits' place.
    """
    classes = class_names or range(DIGITS)
    rows = ((one, *counts) for one, counts in zip(classes, evaluation.confusion.tolist(), strict=True))
    return csv_text(("is", *(f"read as {one}" for one in classes)), rows)


def epoch_values(history: History, config: TrainingConfig) -> list[dict[str, float | None]]:
    """Return what is known of each epoch that ended, by `EPOCH_COLUMNS`.

    Losses are means per image in nats, those of training taken while it learned; accuracies are fractions, None without
    validation images. The learning rate is that of the epoch's last step, as a schedule and a person's changes have it;
    None where the log does not tell how many steps an epoch has. Seconds are of the epoch's steps and its validation.
    """
    return [
        {
            "epoch": epoch.epoch,
            **{name: getattr(epoch, name) for name in FIGURES},
            "learning_rate": _learning_rate(epoch, history, config),
            "seconds": epoch.duration_seconds,
        }
        for epoch in history.epochs
    ]


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return a table as CSV; a None is an empty cell."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    writer.writerow([_unspoken(name) for name in header])
    writer.writerows([_unspoken(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return text.getvalue()


def _unspoken(text: str) -> str:
    """Return text that no spreadsheet computes."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _learning_rate(epoch: EpochEnded, history: History, config: TrainingConfig) -> float | None:
    if history.started is None:
        return None
    steps = history.started.steps_per_epoch
    last = epoch.epoch * steps
    peaks = [event.value for event in history.steered if event.action == "learning_rate" and event.step < last]
    peak = next((peak for peak in reversed(peaks) if peak is not None), config.learning_rate)
    return planned_rate(peak=peak, step=last - 1, **config.course(steps))
