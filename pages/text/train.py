"""What the Train page says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from core.runs.log.run_record import RunRecord
from core.runs.run_table import RunRow
from core.training.record.events import EpochEnded, StepsEnded
from core.training.record.history import History
from core.training.record.keras_log import Pace
from core.training.settings.augmentation import Augmentation
from core.training.settings.config import TrainingConfig
from core.training.settings.validate import plain_number
from pages.text.general import count, percent

OPTIMIZERS = {"adam": "Adam", "adamw": "AdamW", "rmsprop": "RMSprop", "sgd": "SGD"}
LOSSES = {
    "sparse_categorical_crossentropy": "sparse categorical cross-entropy",
    "categorical_crossentropy": "categorical cross-entropy",
    "binary_crossentropy": "binary cross-entropy",
    "mean_squared_error": "mean squared error",
}
_SCHEDULES = {
    "constant": "",
    "step": ", learning rate falling in steps",
    "cosine": ", learning rate falling to 0 along a cosine",
    "one_cycle": ", learning rate rising over the first third, then falling to 0",
}
_ORDINALS = ("", "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth")


def duration(seconds: float) -> str:
    """Return 130 as 2 min 10 s, 6 as 6 s."""
    whole = max(0, round(seconds))
    return f"{whole // 60} min {whole % 60} s" if whole >= 60 else f"{whole} s"


def waking(who: str, seconds: float) -> str:
    """Return that an engine wakes up, and how long it takes: as a rule, or so far, in tens of seconds."""
    so_far = seconds // 10 * 10
    if so_far < 20:
        return f"The {who} is waking up (about 10 s)."
    return f"The {who} is still waking up: {duration(so_far)} so far."


class Setup:
    """Before a run."""

    TABS: ClassVar = {"train": "Train", "network": "Network", "runs": "Runs"}
    RECIPE = "Recipe"
    TRAIN = "Train"
    TITLES: ClassVar = {
        "quick-cnn": "Quick CNN",
        "softmax": "Softmax regression",
        "tiny": "Tiny",
        "lenet-5": "LeNet-5",
        "quick-99": "Quick 99",
        "strong-reader": "Strong reader",
        "article-1a": "Article 1: dense, 512 and 512",
        "article-1b": "Article 1: dense, 256 and 64",
        "article-2": "Article 2: convolution, pooling, dense",
        "article-3": "Article 3: dense, 256",
        "article-4": "Article 4: two convolutions",
    }
    TEACHES: ClassVar = {
        "quick-cnn": "Two small convolutions with pooling: above 97 % after one pass over MNIST.",
        "softmax": "No hidden layer: each digit's score is one weighted sum of the 784 pixels, and that alone reads "
        "nine of ten.",
        "tiny": "How little it takes: fewer than 1,500 parameters, because a small kernel is used again all over the "
        "picture.",
        "lenet-5": "The network of LeCun and others (1998) in today's form: tanh, mean pooling; a softmax at the end "
        "and Adam are newer.",
        "quick-99": "Above 99 % of MNIST's test images after three passes: strides in place of pooling, batch "
        "normalisation, and a learning rate that rises high and falls to 0.",
        "strong-reader": "The network that the app brings along. Each epoch shifts, turns, stretches and shears the "
        "digits anew, so no picture comes twice. Takes 10 to 20 minutes on two cores with all of MNIST.",
        "article-1a": "Two wide dense layers with dropout. Dropout rests while validating, so validation can look "
        "better than training.",
        "article-1b": "A smaller dense network; of MNIST, 50,000 images train, 10,000 validate, 10,000 test.",
        "article-2": "One convolution and one pooling layer before the dense ones.",
        "article-3": "One dense layer and an unusual loss: binary cross-entropy prints numbers several times smaller.",
        "article-4": "Two convolutions; the last layer gives raw scores (logits), which is steadier to train.",
    }
    OWN = "Own network"

    @classmethod
    def title(cls, key: str) -> str:
        return cls.TITLES.get(key, cls.OWN)

    @classmethod
    def of(cls, run: RunRecord | RunRow) -> str:
        """Return what a run's network is called."""
        return cls.OWN if run.is_own_network else cls.title(run.recipe)

    @staticmethod
    def reported(accuracy: str) -> str:
        return f"The article reports {accuracy} of the test images."

    RECONSTRUCTED = (
        "Its text does not give the layers' sizes: these are our reconstruction, and its figure is not a replay."
    )

    @staticmethod
    def how(config: TrainingConfig) -> str:
        described = [f"{OPTIMIZERS[config.optimizer]}, {LOSSES[config.loss]}{_SCHEDULES[config.schedule]}."]
        if config.augmentation.is_on:
            described.append(Setup.augmentation(config.augmentation))
        return " ".join([*described, Setup.validation(config)])

    @staticmethod
    def augmentation(strengths: Augmentation) -> str:
        changes = (
            (strengths.shift_pixels, f"shifted by up to {strengths.shift_pixels:g} pixels"),
            (strengths.rotation_degrees, f"turned by up to {strengths.rotation_degrees:g}°"),
            (strengths.zoom_fraction, f"stretched by up to a factor of {1 + strengths.zoom_fraction:g}"),
            (strengths.shear_degrees, f"sheared by up to {strengths.shear_degrees:g}°"),
            (strengths.elastic_pixels, f"bent by about {strengths.elastic_pixels:g} pixels"),
        )
        named = ", ".join(words for strength, words in changes if strength)
        return (
            f"Training images are changed at random, anew in each epoch: {named}. That makes them harder to read than "
            "the validation images."
        )

    @staticmethod
    def validation(config: TrainingConfig) -> str:
        if config.validation_source == "test":
            return "Validates on the test images, as some articles do; the score is then a little too kind."
        if config.validation_fraction == 0:
            return "No validation: all training images train."
        share = round(100 * config.validation_fraction, 1)
        return f"Validates on the last {share:g} % of the training images, unshuffled, as Keras takes them."


class Run:
    """During and after a run."""

    STOP, STOP_HELP = "Stop and keep", "Ends after this step; what was learned stays, and is tested."
    STOPPING = "Stopping after this step; then what was learned is tested."
    AGAIN = "Set up another run"
    COPY = "Copy its settings"
    DELETE, REALLY_DELETE = "Delete", "Delete this run and its weights"
    DELETE_HELP = "The run, its curves and its weights are removed for good."
    BUILDING = "The network is being built."
    COMPILING = "The network is being compiled, which makes it faster afterwards (about 1 s)."
    TESTING = "All epochs are done. Now the test images."
    LEAVE, LEAVE_HELP = "Leave the line", "This run will not be trained."
    SILENT = "The trainer has not answered for 10 s. It may come back; Stop and keep ends it and keeps the epochs."
    SOMEBODY_ELSES = "You can watch this run. Only the person who started it can steer or delete it."
    NOT_FOUND = "There is no such run. It may have been deleted."
    SCALE = "Show"
    SCALES: ClassVar = {"accuracy": "Accuracy", "errors": "Errors (log)"}
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
    def waiting(place: int) -> str:
        ordinal = _ORDINALS[place] if place < len(_ORDINALS) else f"Number {place}"
        return f"{ordinal} in line. It starts by itself; you may leave the page."

    @staticmethod
    def where(epoch: int, epochs: int, step: int, steps: int) -> str:
        return f"Epoch {epoch} of {epochs}, step {count(step)} of {count(steps)}"

    @staticmethod
    def speed(pace: Pace | None, learning_rate: float) -> str:
        """Return how fast a run goes and how long it still takes, where that is known, and its learning rate."""
        rate = f"learning rate {float(f'{learning_rate:.2g}'):g}"
        if pace is None:
            return rate
        return f"{count(round(pace.images_per_second))} images/s, about {duration(pace.seconds_left)} left, {rate}"

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
    def epochs(number: int) -> str:
        return f"{count(number)} epoch{'s' if number != 1 else ''}"

    @staticmethod
    def layers(number: int) -> str:
        return f"{count(number)} layer{'s' if number != 1 else ''}"

    @staticmethod
    def settings(config: TrainingConfig) -> str:
        return (
            f"{Run.epochs(config.epochs)}, batch size {count(config.batch_size)}, learning rate "
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
        return tuple("none" if value is None else form.format(value) for value, form in values)

    @staticmethod
    def ended(history: History) -> str:
        ended = history.ended
        if ended is None:
            return ""
        if ended.message:
            return ended.message
        if history.status == "stopped" and history.checkpoint is None:
            return "Stopped before the first step."
        if history.status == "stopped":
            return f"Stopped in epoch {ended.epoch}; the model of that step is kept."
        seconds = sum(epoch.training_seconds + epoch.validation_seconds for epoch in history.epochs)
        return f"Finished: {Run.epochs(history.last_epoch)}, {duration(seconds)}."

    @staticmethod
    def stride(stride: int, steps: Sequence[StepsEnded]) -> str:
        if stride == 1:
            return "Thin: a few steps at a time, while it learns. Thick: a whole epoch. Nothing is smoothed."
        most = max(one.last_step - one.first_step + 1 for one in steps)
        each = f"each the mean of at most {count(most)} step{'s' if most != 1 else ''}"
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
