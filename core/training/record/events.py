"""What happens in a run, as values: the loop yields them, the store keeps them, the pages fold them into curves.

Losses are means per image in nats, accuracies are fractions, epochs and steps count from 1, seconds are of a monotonic
clock and count from the attempt's start.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from core.data.input_scaling import UNIT, Pixels
from core.messages.message import Message
from core.training.record.checkpoint import Checkpoint
from core.training.record.teaching_events import HandTested, RunTaught
from core.training.settings.commands import STEERABLE, Order

if TYPE_CHECKING:
    Action: TypeAlias = str
else:  # what is read from the log is one of these, or damaged
    Action = Literal[(*get_args(Order), *STEERABLE)]
ENDED_EARLY = "runs.endings.ended_early"  # the kind of a reason, of core.messages
Outcome = Literal["finished", "stopped", "failed", "interrupted", "diverged"]
FIGURES = ("loss", "accuracy", "validation_loss", "validation_accuracy")  # of an epoch, as `EpochEnded` names them


@dataclass(frozen=True, slots=True, kw_only=True)
class RunQueued:
    """An attempt was asked for and waits for a free engine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunBranched:
    """The run goes on from another run's epoch: its weights were copied; epochs count on from there."""

    parent: str  # id of the other run; it may have been deleted since
    epoch: int  # of the other run; 0 for its initial weights
    checkpoint: Checkpoint | None  # in this run's own folder; None for the initial weights, which the seed gives
    optimizer: Checkpoint | None  # None: the optimizer starts afresh
    learned: Checkpoint | None = None  # which own digits the weights have learned from; None: from none


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStarted:
    """The first step is about to be taken."""

    train_images: int
    validation_images: int
    steps_per_epoch: int
    threads: int  # within one operation; a convolution's bits depend on it
    compiled: bool  # by XLA; the bits depend on it
    device: str  # "CPU" or the GPU's name
    pixels: Pixels = UNIT  # how bytes become the network's inputs
    keep_every: int = 1  # n: only every n-th epoch, the best and the last keep their weights


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResumed(RunStarted):
    """Training goes on after an epoch that was kept; what came after it does not count."""

    from_epoch: int  # 0 for the very beginning


@dataclass(frozen=True, slots=True, kw_only=True)
class StepsEnded:
    """A few optimizer steps were taken; steps count over the whole run."""

    epoch: int
    first_step: int
    last_step: int
    mean_loss: float
    accuracy: float
    seconds: float

    @property
    def count(self) -> int:
        """How many steps."""
        return self.last_step - self.first_step + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerHealth:
    """How a layer fares after an epoch, measured on a fixed set of images."""

    name: str  # as Keras names it: "conv2d_1"
    weight_size: float | None  # root mean square of its kernel's entries; None without a kernel
    gradient_size: float | None  # the same of the loss's gradient by them; None without a kernel
    dead_fraction: float | None  # of a ReLU's units or maps: those that gave 0 to every image; None for others
    saturated_fraction: float | None  # of a hidden sigmoid's or tanh's values: within 1 % of a bound; None for others


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochEnded:
    """All training images were seen once more, the validation images were read, the weights are on the disk.

    They stay there while it is one of `History.kept_epochs`.
    """

    epoch: int
    loss: float  # mean over the epoch, while it learned
    accuracy: float
    validation_loss: float | None  # after the epoch; None without validation images
    validation_accuracy: float | None
    seconds: float  # since the attempt began
    training_seconds: float  # of this epoch's steps
    validation_seconds: float
    checkpoint: Checkpoint  # the model's weights
    optimizer: Checkpoint  # the optimizer's state, kept for a while
    confusion: tuple[int, ...] = ()  # validation images, 100 counts: digit by digit, what each was read as; or none
    sure_mistakes: int = 0  # validation images read wrong with a probability above 0.99
    health: tuple[LayerHealth, ...] = ()  # of every layer that has anything to say; empty in older logs

    @property
    def duration_seconds(self) -> float:
        """What this epoch took, its validation too."""
        return self.training_seconds + self.validation_seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSteered:
    """A person's command took effect after this step; or the run waits ("pause"), also by itself."""

    action: Action
    epoch: int
    step: int  # over the whole run; 0 before the first
    seconds: float
    value: float | None = None  # of a setting that was changed
    reason: Message | None = None  # why a run waits by itself

    def step_of_epoch(self, steps_per_epoch: int) -> int:
        """Return the step, counted within its epoch; 0 before the first of all."""
        return self.step - (max(self.epoch, 1) - 1) * steps_per_epoch


@dataclass(frozen=True, slots=True, kw_only=True)
class StepExplained:
    """One step in numbers: its images before and after, and one weight on its way."""

    step: int  # over the whole run
    images: tuple[int, ...]  # index in the training images of the batch's first few
    labels: tuple[int, ...]  # what they count as, wrong labels included
    before: tuple[float, ...]  # probability that each gave its label before the step, as when predicting
    after: tuple[float, ...]  # the same after it
    loss_before: float  # mean of -ln p over the whole batch, in nats
    loss_after: float
    weight: str  # "layer/name", the entry with the largest gradient of the last layer that has a kernel
    place: tuple[int, ...]  # index of the entry
    old: float
    gradient: float
    new: float
    learning_rate: float  # of this step
    clipped: float | None = None  # the gradient, where all were shortened together
    mean_before: float | None = None  # the optimizer's running mean of this weight's gradients; None: it keeps none
    mean_after: float | None = None
    square_before: float | None = None  # the same of their squares
    square_after: float | None = None
    carried: float | None = None  # what momentum added to the weight for the steps before; None without momentum
    decay: float = 0.0  # what weight decay added to it


@dataclass(frozen=True, slots=True, kw_only=True)
class BestRestored:
    """Early stopping: the weights of the epoch with the lowest validation loss are in place again."""

    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelKept:
    """The weights of a run that was stopped within an epoch are on the disk."""

    epoch: int
    step: int
    checkpoint: Checkpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class TestEnded:
    """The test images were read by the final weights, once."""

    __test__ = False  # not a test class, whatever pytest thinks of the name

    loss: float
    correct: int
    count: int

    @property
    def accuracy(self) -> float:
        """Fraction of the test images that were read right."""
        return self.correct / self.count


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEnded:
    """An attempt is over; exactly one per attempt."""

    outcome: Outcome
    # what is said of it, where the outcome does not say it all; older rows have a sentence, "message"
    reason: Message | None = field(default=None, metadata={"older_name": "message"})
    epoch: int = 0  # in which it ended; 0 before the first
    step: int = 0  # within that epoch; 0 where it does not matter

    @property
    def says_restored(self) -> bool:
        """True where the reason itself says that the weights of the best epoch are in place again."""
        return (
            self.reason is not None and self.reason.kind == ENDED_EARLY and self.reason.fields.get("restored") is True
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RowDamaged:
    """A row of the log that cannot be read: made by reading it, never written."""

    kind: str  # of the event that it held


Event = (
    RunQueued
    | RunBranched
    | RunTaught
    | RunStarted
    | RunResumed
    | StepsEnded
    | StepExplained
    | EpochEnded
    | RunSteered
    | ModelKept
    | BestRestored
    | TestEnded
    | HandTested
    | RunEnded
    | RowDamaged
)
