"""What is said of a run: while it waits and trains, and of how it ended."""

from __future__ import annotations

from typing import ClassVar

from core.messages.numbers import plain_number
from core.training.record.events import EpochEnded
from core.training.record.history import History
from core.training.record.keras_log import TrainingSpeed
from core.training.settings.config import TrainingConfig
from pages.text.numbers import EMPTY, count, counted, percent
from pages.text.settings import LOSSES
from pages.text.train import Setup, duration, waking

_ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


class Run:
    """During and after a run."""

    STOP, STOP_HELP = "Stop and keep", "Ends after this step; what was learned stays, and is tested."
    STOPPING = "Stopping after this step; then what was learned is tested."
    AGAIN = "Set up another run"
    COPY, COPY_HELP = "Use its settings", "Fills the form in with the settings and the network of this run."
    DELETE, REALLY_DELETE = "Delete", "Delete this run and its weights"
    DELETE_HELP = "The run, its curves and its weights are removed for good."
    BUILDING = "The network is being built."
    COMPILING = "The network is being compiled, which makes it faster afterwards (about 1 s)."
    TESTING = "All epochs are done. Now the test images."
    LEAVE, LEAVE_HELP = "Cancel", "This run will not be trained."
    SILENT = "The trainer has not answered for 10 s. It may come back; Stop and keep ends it and keeps the epochs."
    SLOW_TO_STOP = (
        "Stopping: the trainer is slow to follow, as on a busy machine. The model of its last step is waited for, 40 s "
        "at most."
    )
    SOMEBODY_ELSES = "You can watch this run. Only the person who started it can steer or delete it."
    NOT_FOUND = "There is no such run. It may have been deleted."
    SCALE = "Show"
    SCALES: ClassVar = {"accuracy": "Accuracy", "whole": "Whole range", "errors": "Errors (log)"}
    LOG, LOG_CHANGED = "Log, as Keras prints it", "Log, as Keras prints it, with what was changed"
    TABLE = "loss and accuracy of each epoch"
    HEADER = ("Epoch", "Train loss", "Train accuracy", "Validation loss", "Validation accuracy")
    WHY = "Why can validation look better than training?"
    BECAUSE = (
        "The train value is a mean over the epoch, taken while the network was still learning; validation is measured "
        "after it, by a network that has learned more. Where there is dropout, it also rests while validating."
    )
    DRAW, INSIDE, EVALUATE, TAKE_AWAY = "Draw with it", "Look inside it", "Evaluate it", "Take it away"
    STATUSES: ClassVar = {
        "queued": "waiting",
        "running": "training",
        "finished": "finished",
        "stopped": "stopped",
        "failed": "failed",
        "interrupted": "interrupted",
        "diverged": "diverged",
    }

    @staticmethod
    def damaged(rows: int) -> str:
        what = "One entry" if rows == 1 else f"{count(rows)} entries"
        return f"{what} of this run's log cannot be read and is left out here; everything else is shown."

    @staticmethod
    def waiting(position: int, slots: int) -> str:
        at_once = "one run trains" if slots == 1 else f"{count(slots)} runs train"
        return (
            f"{Run.in_line(position).capitalize()}: here {at_once} at a time. It starts by itself; you may leave the "
            "page."
        )

    @staticmethod
    def in_line(position: int) -> str:
        return f"{_ORDINALS[position] if position < len(_ORDINALS) else f'number {position}'} in line"

    @staticmethod
    def where(epoch: int, epochs: int, step: int, steps: int) -> str:
        return f"Epoch {epoch} of {epochs}, step {count(step)} of {count(steps)}"

    @staticmethod
    def speed(training: TrainingSpeed | None, learning_rate: float) -> str:
        """Return how fast a run goes and how long it still takes, where that is known, and its learning rate."""
        rate = f"learning rate {float(f'{learning_rate:.2g}'):g}"
        if training is None:
            return rate
        return (
            f"{count(round(training.images_per_second))} images/s, about {duration(training.seconds_left)} left, {rate}"
        )

    @staticmethod
    def waking(seconds: float) -> str:
        return f"{waking('trainer', seconds)} The run starts by itself."

    @staticmethod
    def result(history: History) -> str:
        test = history.test
        if test is None:
            return ""
        return (
            f"{percent(test.correct, test.count)} right: {count(test.correct)} of {count(test.count)} test images. "
            f"Loss {test.loss:.4f}."
        )

    @staticmethod
    def settings(config: TrainingConfig) -> str:
        return (
            f"{counted(config.epochs, 'epoch')}, batch size {count(config.batch_size)}, learning rate "
            f"{plain_number(config.learning_rate)}. {Setup.how(config)}"
        )

    @staticmethod
    def resume(history: History) -> str:
        return f"Resume from epoch {history.last_epoch}" if history.last_epoch else "Start again"

    @staticmethod
    def epoch_row(epoch: EpochEnded) -> tuple[str, ...]:
        values = (
            (epoch.loss, "{:.4f}"),
            (epoch.accuracy, "{:.2%}"),
            (epoch.validation_loss, "{:.4f}"),
            (epoch.validation_accuracy, "{:.2%}"),
        )
        return tuple(EMPTY if value is None else form.format(value) for value, form in values)

    @staticmethod
    def ended(history: History) -> str:
        ended = history.ended
        if ended is None:
            return ""
        if ended.reason is not None:
            return str(ended.reason)
        if history.status == "stopped" and history.checkpoint is None:
            return "Stopped before the first step."
        if history.status == "stopped":
            return f"Stopped in epoch {ended.epoch}; the model of that step is kept."
        return f"Finished: {counted(history.last_epoch, 'epoch')}, {duration(history.duration_seconds)}."

    @staticmethod
    def loss_kind(config: TrainingConfig) -> str:
        """Return which loss it is; both kinds of categorical cross-entropy are one number."""
        return LOSSES[config.loss].name.removeprefix("sparse ").removeprefix("categorical ")

    @staticmethod
    def stride(stride: int, most: int) -> str:
        """Return how a thin curve was drawn: one of every `stride` values, each a mean of at most `most` steps."""
        if stride == 1:
            return "Thin: a few steps at a time, while it learns. Thick: a whole epoch. Nothing is smoothed."
        each = f"each the mean of at most {counted(most, 'step')}"
        return f"Thin: one of every {stride} values, {each}. Thick: a whole epoch. Nothing is smoothed."

    @staticmethod
    def alt(what: str, history: History) -> str:
        if not history.epochs:
            return f"{what} of each step so far; the first epoch has not ended."
        last = history.epochs[-1]
        value = {
            "Loss": (last.loss, last.validation_loss, "{:.3f}"),
            "Accuracy": (last.accuracy, last.validation_accuracy, "{:.1%}"),
        }[what]
        train, validation, form = value
        validated = f", validation {form.format(validation)}" if validation is not None else ""
        return f"{what} after epoch {last.epoch}: train {form.format(train)}{validated}."
