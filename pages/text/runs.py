"""What the Train page says of many runs: their table, their curves over one another, several values of one setting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import ClassVar

from core.messages.numbers import plain_number
from core.runs.log.run_record import MAX_NAME, MAX_NOTE, UnreadableRun
from core.runs.run_table import MAX_COMPARED, MAX_ROWS, Column, RunRow
from core.training.settings.config import TrainingConfig
from pages.text.changed_settings import changed_text
from pages.text.numbers import EMPTY, count, counted, day, percent
from pages.text.run import Run
from pages.text.settings import OPTIMIZERS
from pages.text.train import Setup


def when(seconds: float, zone: tzinfo | None) -> str:
    """Return a moment as 25 November, 14:51.

    Args:
        seconds: since the epoch of Unix.
        zone: whose clock tells it; None: this machine's.
    """
    moment = datetime.fromtimestamp(seconds, zone)
    return f"{day(moment)}, {moment:%H:%M}"


class Runs:
    """The table of runs."""

    TITLE = "Your runs"
    NO_RUNS = (
        "Nothing trained yet. Quick CNN takes under half a minute; press Start training. Runs belong to the browser "
        "that started them."
    )
    FILTER = "Filter"
    FILTER_HELP = "Words of a name, a note, a recipe or a status."
    HEADERS: ClassVar[dict[Column, str]] = {
        "name": "Run",
        "recipe": "Recipe",
        "status": "Status",
        "validation": "Best validation",
        "test": "Test",
        "parameters": "Parameters",
        "seconds": "Training time, s",
        "created": "Queued",
    }
    TICK = "Click a name to open a run. Tick runs to compare, rename or delete them."
    COMPARE = "Compare"
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
        return row.title

    @staticmethod
    def settings(config: TrainingConfig) -> str:
        rate = plain_number(config.learning_rate)
        return f"{counted(config.epochs, 'epoch')}, {OPTIMIZERS[config.optimizer].name}, learning rate {rate}"

    @staticmethod
    def details(row: RunRow) -> str:
        """Return what stands in small letters under a run's name."""
        parts = [
            Runs.settings(row.config),
            f"batch size {count(row.config.batch_size)}",
            changed_text(row.changed),
            Runs.origin(row),
            "" if row.is_mine else Runs.SOMEBODY_ELSES,
            Runs.DAMAGED if row.is_damaged else "",
        ]
        return ", ".join(filter(None, parts))

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
        parent = row.parent_title or "another run"
        return f"branched from epoch {row.parent_epoch} of {parent}" if row.parent_epoch else f"restarted {parent}"

    @staticmethod
    def status(row: RunRow) -> str:
        return Run.STATUSES[row.status] if row.queue_position is None else Run.in_line(row.queue_position)

    @staticmethod
    def cell(row: RunRow, column: Column, zone: tzinfo | None) -> str:
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
                    return EMPTY
                return percent(round(row.best_accuracy * row.validation_images), row.validation_images)
            case "test":
                return percent(row.correct, row.count) if row.correct is not None and row.count else EMPTY
            case "parameters":
                return count(row.parameters)
            case "seconds":
                return f"{row.seconds:.0f}" if row.seconds else EMPTY
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
        runs = counted(total, "run")
        return runs if shown == total else f"{count(shown)} of {runs}"

    @staticmethod
    def left_out(runs: int, *, is_newest_first: bool) -> str:
        return f"and {count(runs)} {'older' if is_newest_first else 'more'}"

    @staticmethod
    def all(total: int) -> str:
        return f"Show all {count(total)}"

    @staticmethod
    def ticked(rows: Sequence[RunRow]) -> str:
        return f"Ticked: {Runs.name(rows[0])}" if len(rows) == 1 else f"{len(rows)} runs ticked"

    @staticmethod
    def not_found(missing: int) -> str:
        which = "One of the runs" if missing == 1 else f"{missing} of the runs"
        return f"{which} in this address {'is' if missing == 1 else 'are'} not found; deleted, perhaps."

    @staticmethod
    def delete_help(rows: Sequence[RunRow]) -> str:
        which = Runs.name(rows[0]) if len(rows) == 1 else Runs.which(rows).capitalize()
        return f"{which}: curves and weights are removed for good."

    @staticmethod
    def really_delete(rows: Sequence[RunRow]) -> str:
        return f"Delete {Runs.which(rows)}"

    @staticmethod
    def which(rows: Sequence[RunRow]) -> str:
        return "this run" if len(rows) == 1 else f"these {len(rows)} runs"
