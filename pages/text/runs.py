"""What the Train page says of many runs: their table, their curves over one another, several values of one setting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import ClassVar, get_args

from core.data.input_scaling import PixelScale
from core.runs.log.run_record import MAX_NAME, MAX_NOTE, UnreadableRun
from core.runs.run_table import MAX_COMPARED, MAX_ROWS, Column, RunRow, differing
from core.runs.sweep import MAX_VALUES
from core.training.settings.config import TrainingConfig
from core.training.settings.optimizers import Optimizer
from core.training.settings.schedule import Schedule
from core.training.settings.validate import plain_number
from pages.text.general import count, percent
from pages.text.train import LOSSES, OPTIMIZERS, Run, Setup

_NAMES = OPTIMIZERS | LOSSES

_ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
NONE = "none"
MOST_SPELLED_OUT = 3  # settings with their values, in a sentence


def when(seconds: float, zone: tzinfo | None) -> str:
    """Return a moment as 25 Nov, 14:51.

    Args:
        seconds: since the epoch of Unix.
        zone: whose clock tells it; None: this machine's.
    """
    return datetime.fromtimestamp(seconds, zone).strftime("%d %b, %H:%M")


class Runs:
    """The table of runs."""

    TITLE = "Your runs"
    NO_RUNS = "Nothing trained yet. Quick CNN takes under half a minute; press Train."
    FILTER = "Filter"
    FILTER_HELP = "Words of a name, a note, a recipe or a status."
    HEADERS: ClassVar[dict[Column, str]] = {
        "name": "Run",
        "recipe": "Recipe",
        "status": "Status",
        "validation": "Best validation",
        "test": "Test",
        "parameters": "Parameters",
        "seconds": "Trained, s",
        "created": "Begun",
    }
    TICK = "Click a name to open a run. Tick runs to compare, rename or delete them."
    COMPARE = "Compare"
    SORT = "Sort by"
    UNTICK = "Untick all"
    FORGET = "Leave them out"
    DESCRIBE = "Name and note"
    NAME, NAME_HELP = "Name", f"At most {MAX_NAME} characters; empty for none."
    NOTE, NOTE_HELP = "Note", f"At most {count(MAX_NOTE)} characters: what you tried, what you saw."
    SAVE = "Save"
    DELETE = "Delete"
    SOMEBODY_ELSES = "somebody else's"
    DAMAGED = "partly damaged in the log"
    TOO_MANY = (
        f"{MAX_COMPARED} runs are ticked already, as many as can be told apart in one figure. Untick one of them first."
    )
    SHOW_ALL = "Show all runs"
    FIRST_ALONE = f"Show the first {MAX_ROWS} alone"
    TABLE = "Table of runs; click a column's head to sort"

    @staticmethod
    def name(row: RunRow) -> str:
        """Return a run's own name, or what it was set up with."""
        return row.name or Runs.settings(row.config)

    @staticmethod
    def short(row: RunRow, zone: tzinfo | None) -> str:
        """Return a run's own name, or its recipe and its moment, for where its recipe is not beside it."""
        return row.name or f"{Setup.of(row)}, {when(row.created, zone)}"

    @staticmethod
    def settings(config: TrainingConfig) -> str:
        rate = plain_number(config.learning_rate)
        return f"{Run.epochs(config.epochs)}, {OPTIMIZERS[config.optimizer]}, learning rate {rate}"

    @staticmethod
    def details(row: RunRow) -> str:
        """Return what stands in small letters under a run's name."""
        said = [
            Runs.settings(row.config) if row.name else "",
            f"batch size {count(row.config.batch_size)}",
            changed_text(row.changed),
            Runs.origin(row),
            "" if row.is_mine else Runs.SOMEBODY_ELSES,
            Runs.DAMAGED if row.is_damaged else "",
        ]
        return ", ".join(filter(None, said))

    @staticmethod
    def unreadable(run: UnreadableRun, zone: tzinfo | None) -> str:
        """Return what is said of a run that cannot be shown; `zone` as in `when`."""
        named = f' "{run.name}"' if run.name else ""
        begun = f" of {when(run.created, zone)}" if run.created is not None else ""
        return (
            f"Your run{named}{begun} cannot be shown: what the log holds of it is damaged, or of another Digit Lab. "
            "Your other runs are not touched."
        )

    @staticmethod
    def origin(row: RunRow) -> str:
        if row.parent is None:
            return ""
        return f"branched from epoch {row.parent_epoch} of another run" if row.parent_epoch else "restarted another run"

    @staticmethod
    def status(row: RunRow) -> str:
        if row.place is None:
            return Run.STATUSES[row.status]
        return f"{_ORDINALS[row.place]} in line" if row.place < len(_ORDINALS) else f"number {row.place} in line"

    @staticmethod
    def said(row: RunRow, column: Column, zone: tzinfo | None) -> str:
        """Return what a row says in a column; `zone` as in `when`."""
        match column:
            case "name":
                return Runs.name(row)
            case "recipe":
                return Setup.of(row)
            case "status":
                return Runs.status(row)
            case "validation":
                if row.best_accuracy is None:
                    return NONE
                return percent(round(row.best_accuracy * row.validation_images), row.validation_images)
            case "test":
                return percent(row.correct, row.count) if row.correct is not None and row.count else NONE
            case "parameters":
                return count(row.parameters)
            case "seconds":
                return f"{row.seconds:.0f}" if row.seconds else NONE
            case "created":
                return when(row.created, zone)

    @staticmethod
    def searched(row: RunRow) -> tuple[str, ...]:
        """Return what the filter looks in."""
        return (Runs.name(row), row.note, Setup.of(row), Runs.status(row), Runs.details(row))

    @staticmethod
    def tick(row: RunRow) -> str:
        return f"Compare {Runs.name(row)}"

    @staticmethod
    def nothing_found(text: str) -> str:
        return f"No run has these words: {text[:60]}"

    @staticmethod
    def shown(shown: int, total: int) -> str:
        runs = f"{count(total)} run{'s' if total != 1 else ''}"
        return runs if shown == total else f"{count(shown)} of {runs}"

    @staticmethod
    def left_out(runs: int, *, is_newest_first: bool) -> str:
        return f"and {count(runs)} {'older' if is_newest_first else 'more'}"

    @staticmethod
    def all(total: int) -> str:
        return f"Show all {count(total)}"

    @staticmethod
    def ticked(rows: Sequence[RunRow], zone: tzinfo | None) -> str:
        return f"Ticked: {Runs.short(rows[0], zone)}" if len(rows) == 1 else f"{len(rows)} runs ticked"

    @staticmethod
    def not_found(missing: int) -> str:
        which = "One of the runs" if missing == 1 else f"{missing} of the runs"
        return f"{which} in this address {'is' if missing == 1 else 'are'} not found; deleted, perhaps."

    @staticmethod
    def delete_help(rows: Sequence[RunRow]) -> str:
        return f"{Runs.which(rows).capitalize()}: curves and weights are removed for good."

    @staticmethod
    def really_delete(rows: Sequence[RunRow]) -> str:
        return f"Delete {Runs.which(rows)}"

    @staticmethod
    def which(rows: Sequence[RunRow]) -> str:
        return "this run" if len(rows) == 1 else f"these {len(rows)} runs"


class Compare:
    """Curves over one another."""

    TITLE = "Side by side"
    WHAT = "What is drawn"
    WHATS: ClassVar = {
        "accuracy": "Validation accuracy",
        "errors": "Validation errors",
        "validation_loss": "Validation loss",
        "loss": "Train loss",
    }
    LOG = "Logarithmic"
    BY = "Along"
    BYS: ClassVar = {"epoch": "Epochs", "step": "Steps", "second": "Seconds"}
    AXES: ClassVar = {"epoch": "Epochs", "step": "Steps", "second": "Seconds of training and validating"}
    UNITS: ClassVar = {
        "accuracy": "Validation accuracy, %",
        "errors": "Validation errors, %",
        "validation_loss": "Validation loss, nats",
        "loss": "Train loss, nats",
    }
    OTHER_LOSSES = (
        "These runs have losses of different kinds, whose numbers cannot be compared: binary cross-entropy, for one, "
        "prints numbers several times smaller. Accuracy is shown instead."
    )
    NOTHING = "Nothing to draw yet: none of these runs has ended an epoch."
    LINK = "The address of this page opens the same figure for anyone with a link to this server."
    EPOCH = "Epoch"

    @staticmethod
    def undrawn(names: Sequence[str]) -> str:
        return f"Without a curve here: {', '.join(names)}. No epoch has ended yet, or no images validate."

    @staticmethod
    def finding(what: str, ends: Sequence[tuple[str, float]]) -> str:
        """Return which run is best at the end.

        Args:
            what: one of `WHATS`.
            ends: a run's label and its last value, for each that has one.
        """
        named = Compare.WHATS[what].lower()
        if len(ends) == 1:
            return f"{Compare.WHATS[what]} at the end: {Compare.value(what, ends[0][1])}."
        sign = -1 if what == "accuracy" else 1
        (best, value), *_, (worst, last) = sorted(ends, key=lambda end: sign * end[1])
        if value == last:
            return f"All {len(ends)} runs end with the same {named}: {Compare.value(what, value)}."
        extreme, other = ("highest", "lowest") if what == "accuracy" else ("lowest", "highest")
        return (
            f"{best} ends with the {extreme} {named}, {Compare.value(what, value)}; the {other} is "
            f"{Compare.value(what, last)}, {worst}."
        )

    @staticmethod
    def differ(configs: Sequence[TrainingConfig]) -> str:
        """Return in which settings runs differ."""
        names = differing(configs)
        if not names or len(configs) < 2:
            return ""
        if len(names) > MOST_SPELLED_OUT or "augmentation" in names:
            return f"They differ in {', '.join(map(_lower, names))}."
        values = {name: ", ".join(dict.fromkeys(setting_text(one, name) for one in configs)) for name in names}
        return f"They differ in {', '.join(f'{_lower(name)} ({said})' for name, said in values.items())}."

    @staticmethod
    def value(what: str, value: float) -> str:
        return f"{value:.2f} %" if what in ("accuracy", "errors") else f"{value:.4f}"

    @staticmethod
    def labels(rows: Sequence[RunRow], zone: tzinfo | None) -> list[str]:
        """Return a different name for each of several runs: its own or its recipe, and what sets it apart from others.

        Two that nothing sets apart are numbered. `zone` as in `when`.
        """
        labels = [row.name or Setup.of(row) for row in rows]
        names = differing([row.config for row in rows])[:2] if rows else ()
        for add in (
            lambda row: ", ".join(f"{_lower(name)} {setting_text(row.config, name)}" for name in names),
            lambda row: when(row.created, zone),
        ):
            shared = {label for label in labels if labels.count(label) > 1}
            labels = [
                f"{label}, {add(row)}" if label in shared and add(row) else label
                for label, row in zip(labels, rows, strict=True)
            ]
        return [
            f"{label} ({labels[: place + 1].count(label)})" if labels.count(label) > 1 else label
            for place, label in enumerate(labels)
        ]

    @staticmethod
    def table(what: str) -> str:
        return f"{Compare.WHATS[what].lower()} of each run, by epoch"


class Sweep:
    """Several values of one setting."""

    OPEN = "Try several values"
    SETTING = "Setting"
    VALUES, VALUES_HELP = "Values", f"From 2 to {MAX_VALUES}, with commas between them."
    NAMES: ClassVar = {
        "learning_rate": "Learning rate",
        "batch_size": "Batch size",
        "optimizer": "Optimizer",
        "schedule": "Schedule",
        "momentum": "Momentum",
        "l2": "L2 penalty",
        "train_images": "Training images",
        "wrong_label_fraction": "Share of wrong labels",
        "pixel_scale": "Pixel scale",
        "epochs": "Epochs",
        "seed": "Seed",
        "loss": "Loss",
    }
    EXAMPLES: ClassVar = {
        "learning_rate": "0.0003, 0.003, 0.03",
        "batch_size": "32, 128, 512",
        "optimizer": ", ".join(get_args(Optimizer)),
        "schedule": ", ".join(get_args(Schedule)),
        "momentum": "0, 0.5, 0.9",
        "l2": "0, 0.0001, 0.001",
        "train_images": "1000, 5000, 20000",
        "wrong_label_fraction": "0, 0.1, 0.3",
        "pixel_scale": ", ".join(get_args(PixelScale)),
        "epochs": "1, 3, 10",
        "seed": "0, 1, 2",
    }

    @staticmethod
    def name(setting: str) -> str:
        return Sweep.NAMES.get(setting, setting.replace("_", " ").capitalize())

    @staticmethod
    def run(setting: str, value: str) -> str:
        """Return the name of one of the runs."""
        return f"{Sweep.name(setting)} {value}"

    @staticmethod
    def cost(runs: int, epochs: int, slots: int, *, title: str, of_run: bool) -> str:
        """Return what it takes; `title` is of the network, `of_run` whether all else is as in the run in view."""
        at_once = "one after the other" if slots == 1 else f"{min(slots, runs)} at once"
        where = "in the run in view" if of_run else "it is set up under Train"
        return f"{title}: {runs} runs, {Run.epochs(epochs)} in all, {at_once}. All else is as {where}."

    @staticmethod
    def train(runs: int) -> str:
        return f"Train all {runs}"


def _lower(name: str) -> str:
    text = Sweep.name(name)
    return text if text.startswith("L2") else text.lower()


def changed_text(changed: Sequence[tuple[str, float]]) -> str:
    """Return what was changed while a run trained, or nothing."""
    said = ", ".join(f"{name.replace('_', ' ')} to {plain_number(value)}" for name, value in changed)
    return f"changed on the way: {said}" if said else ""


def setting_text(config: TrainingConfig, name: str) -> str:
    """Return the value of a setting in words."""
    value = getattr(config, name)
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, float):
        return plain_number(value)
    return count(value) if isinstance(value, int) else _NAMES.get(value, str(value).replace("_", " "))
