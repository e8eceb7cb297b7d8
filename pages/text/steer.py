"""What the Train page says of a run that is steered, told step by step, or gone back in."""

from __future__ import annotations

from collections.abc import Sequence

from core.messages.numbers import plain_number
from core.training.record.events import EpochEnded, RunBranched, RunSteered, StepExplained
from core.training.record.history import History
from core.training.settings.config import MAX_EPOCHS, TrainingConfig
from pages.text.changed_settings import setting_name_within
from pages.text.numbers import count, share
from pages.text.settings import Field
from pages.text.weight_step import MINUS


class Steer:
    """While a run trains."""

    PAUSE, PAUSE_HELP = "Pause", "Takes no further step until you go on."
    GO_ON, GO_ON_HELP = "Go on", "Trains on from here."
    STEP, STEP_HELP = "One step", "Takes one step, tells it in numbers, and pauses."
    EPOCH, EPOCH_HELP = "One epoch", "Trains to the end of this epoch, and pauses."
    NO_PAUSE, NO_PAUSE_HELP = "Do not pause then", "Trains on after the end of this epoch."
    SCHEDULED = ("Largest learning rate", "The schedule scales it from step to step; this is its largest value.")
    MORE = "More steering"
    NO_ROOM = "No room left to write down what happens. Training is paused; free some space, and it goes on."

    @staticmethod
    def paused(where: str) -> str:
        return f"Paused {where}."

    @staticmethod
    def from_now_on(changes: Sequence[str]) -> str:
        """Return what was changed during a pause: `changes` are names with their values."""
        return f" From the next step on: {', '.join(changes)}." if changes else ""

    @staticmethod
    def way_on(*, minutes: int) -> str:
        return (
            "Go on, take one step or one epoch, or change a setting first. While others wait in line, a pause ends by "
            f"itself after {minutes} minutes."
        )

    @staticmethod
    def after(steered: RunSteered, steps_per_epoch: int) -> str:
        """Return where a run pauses: after step 312 of epoch 1."""
        step = steered.step_of_epoch(steps_per_epoch)
        if steered.step == 0:
            return "before the first step"
        if step == steps_per_epoch:
            return f"after epoch {steered.epoch}"
        return f"after step {count(step)} of epoch {steered.epoch}"

    @staticmethod
    def until(where: str) -> str:
        return f"{where}; pauses at the end of this epoch"

    @staticmethod
    def held(reason: str, last_epoch: int) -> str:
        """Return why a run waits by itself, and what is safe."""
        safe = {0: "", 1: " Epoch 1 is safe."}.get(last_epoch, f" Epochs 1 to {last_epoch} are safe.")
        return reason + safe

    @classmethod
    def number(cls, name: str, config: TrainingConfig) -> tuple[str, str]:
        """Return label and help of the field of a setting."""
        is_scheduled = name == "learning_rate" and config.is_scheduled
        return cls.SCHEDULED if is_scheduled else Field.NAMES[name]

    @staticmethod
    def refused(why: str, now: float) -> str:
        return f"{why} It stays at {plain_number(now)}."

    @staticmethod
    def setting(name: str, config: TrainingConfig) -> str:
        """Return a setting's name within a sentence."""
        if name == "learning_rate" and config.is_scheduled:
            return "largest learning rate"
        return setting_name_within(name)

    @staticmethod
    def change(steered: RunSteered, before: float, config: TrainingConfig, steps_per_epoch: int) -> str:
        """Return a change as a line of the log."""
        assert steered.value is not None
        step = steered.step_of_epoch(steps_per_epoch)
        return (
            f"epoch {max(steered.epoch, 1)}, step {count(step)}: {Steer.setting(steered.action, config)} "
            f"{plain_number(before)} to {plain_number(steered.value)}"
        )

    @staticmethod
    def waited(steered: RunSteered, steps_per_epoch: int) -> str:
        step = steered.step_of_epoch(steps_per_epoch)
        return f"epoch {max(steered.epoch, 1)}, step {count(step)}: {steered.reason}"

    @staticmethod
    def mark(steered: RunSteered) -> str:
        """Return a change in a few letters, for a line on a curve."""
        assert steered.value is not None
        return f"{setting_name_within(steered.action)} {plain_number(steered.value)}"


class Step:
    """One step in numbers."""

    TITLE = "One step in numbers"
    LABELS_HELP = "Under each: its label, the probability given to that before the step, and, bold, after it."
    AUGMENTED = "They are shown as they are in the data; the network got them changed at random."
    SHUFFLED = "They are shown as they are in the data; the network got their pixels in another order."
    HEADER = ("In the batch", "Training image", "Label", "Before", "After")
    TABLE = "the step's first images"

    @staticmethod
    def tile(label: int, index: int) -> str:
        return f"Training image {count(index)}, label {label}"

    @staticmethod
    def images(shown: int, batch: int) -> str:
        return f"The first {shown} of the batch's {count(batch)} images. {Step.LABELS_HELP}"

    @staticmethod
    def chance(before: float, after: float) -> tuple[str, str]:
        return share(before), share(after)

    @staticmethod
    def loss(step: StepExplained, batch: int) -> str:
        direction = "lower" if step.loss_after < step.loss_before else "not lower"
        return (
            f"Over the whole batch of {count(batch)} images the mean of {MINUS}ln p, with p the probability given to "
            f"the label, went from **{step.loss_before:.4f}** to **{step.loss_after:.4f}**: {direction} for these "
            "images. Both are taken as when predicting."
        )

    @staticmethod
    def place(step: StepExplained) -> str:
        """Return which weight it is: dense, kernel row 12, column 3."""
        layer, _, name = step.weight.partition("/")
        axes = ("row", "column") if len(step.place) == 2 else ("row", "column", "input map", "output map")
        where = ", ".join(f"{axis} {index}" for axis, index in zip(axes, step.place, strict=False))
        return f"{layer}, {name} {where}"

    @staticmethod
    def weight(index: str) -> str:
        return (
            f"One weight of all: **{index}** (counting from 0), the one with the largest gradient of the last layer "
            "that has a kernel. A positive gradient says that the loss rises with this weight: by itself it moves the "
            "weight down, a negative one up."
        )


class Rewind:
    """Going back to an epoch, and the branch that begins there."""

    TITLE = "Go back to an epoch, and train on from there"
    LEAD = (
        "Keeps what was learned by then: a branch trains on from that epoch, with other settings if you like. It is a "
        "run of its own: this one stays as it is, and both curves are drawn together."
    )
    EPOCH = ("From epoch", "0 is before the first step: the same initial weights.")
    EPOCHS = ("Epochs", f"In all, those before the branch included; at most {MAX_EPOCHS}.")
    RESTART = "Restart from the same initial weights"
    COMES_ALONG = "What the optimizer remembers of earlier steps comes along."
    AFRESH = "The optimizer starts afresh: "
    OTHER = "what another one remembers is of no use to it."
    NOT_KEPT = "what it remembered is kept only for the last three epochs and every tenth."
    ONLY_THE_LAST = "what it remembered is kept only for the last epoch."
    FROM_THE_BEGINNING = "The optimizer starts as it did the first time."
    STARTED_AFRESH = "The optimizer started afresh at the branch: its memory of earlier steps did not come along."
    PARENT_TRAIN, PARENT_VALIDATION = "run before, train", "run before, validation"

    @staticmethod
    def begin(epoch: int) -> str:
        return f"Branch from epoch {epoch}" if epoch else Rewind.RESTART

    @staticmethod
    def moment(epoch: int) -> str:
        return str(epoch) if epoch else "initial weights"

    @staticmethod
    def reached(epoch: int, ended: EpochEnded | None) -> str:
        if epoch == 0:
            return "The initial weights: nothing learned yet."
        if ended is None:
            return f"After epoch {epoch}, where this branch began."
        if ended.validation_accuracy is None:
            return f"After epoch {epoch}: train accuracy {ended.accuracy:.2%}.".replace("%", " %")
        return f"After epoch {epoch}: validation accuracy {ended.validation_accuracy:.2%}.".replace("%", " %")

    @staticmethod
    def origin(epoch: int) -> str:
        return f"Branched from epoch {epoch} of" if epoch else "Restarted from the same initial weights as"

    IN_GREY = "(its curves are grey)"

    @staticmethod
    def lost(branched: RunBranched) -> str:
        return f"{Rewind.origin(branched.epoch)} a run that has been deleted since."

    @staticmethod
    def restored(history: History) -> str:
        """Return that the best epoch's weights are back, where the end's own sentence does not say it."""
        if history.restored is None or (history.ended is not None and history.ended.says_restored):
            return ""
        return (
            f"Validation loss was lowest after epoch {history.restored.epoch}, so the weights of that epoch are back; "
            "the test was taken with them."
        )
