"""What is said of a capsule: that it cannot be taken or compared, and whether its training, done again, is the same."""

from __future__ import annotations

from typing import Literal

from core.messages.importing.files import SAVE_AGAIN
from core.messages.message import Message, sentence

_NAME_A_FILE = "Name a file or a folder with MNIST: python verify.py mnist.npz."
_CELL = 19  # characters of two figures


@sentence
def file_is_not_named(*, document: str, name: str) -> str:
    """A capsule whose document leaves out a file that belongs to it."""
    return f"This file is damaged: {document} in this capsule does not name {name}. {SAVE_AGAIN}"


@sentence
def file_was_changed(*, name: str) -> str:
    """A file of a capsule that is not what was written."""
    return (
        f"{name} in this capsule was changed: it is not what the capsule was written with. Bring the capsule as it was "
        "taken away."
    )


@sentence
def score_in_the_capsule(*, correct: int, count: int) -> str:
    """How many test images a network read right where its capsule was written."""
    return f"Its capsule says that it read {correct:,} of {count:,} test images right."


@sentence
def cannot_be_compared(*, error: Message) -> str:
    """A training that could not be done again."""
    return f"This cannot be compared: {error}"


@sentence
def epochs_out_of_bounds(*, most: int, received: int) -> str:
    """A number of epochs that did not end in the training."""
    return f"--epochs must be from 1 to {most}, as many as ended; got {received}."


@sentence
def no_such_data(*, name: str) -> str:
    """A file of MNIST that is not there."""
    return f"There is no file or folder called {name}. {_NAME_A_FILE}"


@sentence
def other_digits(*, expected: str, received: str) -> str:
    """Another data set than the training's, by its SHA-256."""
    return (
        "These are other digits than the network was trained on: their SHA-256 must be "
        f"{expected[:12]}..., and is {received[:12]}.... Name the file that was used."
    )


@sentence
def mnist_not_fetched() -> str:
    """MNIST that could not be downloaded."""
    return f"MNIST could not be fetched. {_NAME_A_FILE}"


@sentence
def no_room_for_checkpoints() -> str:
    """A full disk while it is trained again."""
    return "There is no room left for the checkpoints. Free some space, then try again."


@sentence
def other_environment(*, name: str, recorded: str, now: str | None) -> str:
    """A package's version or a property of the machine that is another one here; None where there is none."""
    return f"Another {name}: {recorded} when the capsule was written, {'none' if now is None else now} here."


@sentence
def other_device(*, recorded: str, now: str) -> str:
    """A training on another kind of processor."""
    return f"Another device: {recorded} then, {now} here."


@sentence
def epochs_header() -> str:
    """The two lines above those of the epochs."""
    return (
        "Each figure stands twice: as recorded, and now.\n"
        f"epoch  {'loss':>{_CELL}}  {'accuracy':>{_CELL}}  {'validation':>{_CELL}}  same"
    )


@sentence
def epoch_not_recorded(*, epoch: int) -> str:
    """An epoch that the capsule does not know."""
    return f"{epoch:>5}  was not recorded"


@sentence
def epoch_compared(
    *, epoch: int, loss: tuple[float, float], accuracies: tuple[tuple[float, float], ...], is_same: bool
) -> str:
    """An epoch as it was and as it is now: its loss, then the accuracies of which both are known."""
    cells = [_cell(loss, ".5f"), *(_cell(accuracy, ".2%") for accuracy in accuracies)]
    return f"{epoch:>5}  {'  '.join(cells)}  {'yes' if is_same else 'no'}"


@sentence
def epoch_contradicts(*, epoch: int) -> str:
    """An epoch that gives the recorded weights and other figures."""
    return f"epoch {epoch} gives the same weights, and other figures than those that are recorded."


@sentence
def test_figures_contradict() -> str:
    """Weights that are the recorded ones and read the test images otherwise."""
    return "the same weights read the test images otherwise than is recorded."


@sentence
def weights_contradict(*, name: str) -> str:
    """A file of weights that this training does not give."""
    return f"{name} holds other weights than this training gives."


@sentence
def not_the_same(*, reasons: tuple[Message, ...]) -> str:
    """The verdict on a training whose record contradicts it."""
    return f"Not the same: {' '.join(str(reason) for reason in reasons)}"


@sentence
def diverged() -> str:
    """The verdict on a training that lost its numbers here."""
    return "Not the same: here the loss stopped being a number."


@sentence
def same_weights(*, digest: str) -> str:
    """The verdict on a whole training that gave the recorded bits."""
    return f"Bit for bit the same: the weights' SHA-256 is {digest}."


@sentence
def same_first_epochs(*, count: int) -> str:
    """The verdict on a shorter training that gave the recorded bits."""
    epochs = "the first epoch" if count == 1 else f"the first {count} epochs"
    return f"Bit for bit the same: {epochs}, and not the rest."


@sentence
def no_accuracy() -> str:
    """The verdict on trainings that have no accuracy in common."""
    return "The bits differ, and there is no accuracy on both sides to compare."


@sentence
def accuracy_compared(
    *,
    split: Literal["test", "validation", "training"],
    recorded: float,
    now: float,
    bound: float,
    is_same: bool,
    is_same_environment: bool,
) -> str:
    """The verdict on a training that gave other bits: accuracies, and by how much chance may set them apart."""
    verdict = "The same within noise" if is_same else "Not the same"
    cause = " The bits differ: while it was trained, versions or machine may have been others than are recorded."
    return (
        f"{verdict}: {split} accuracy {now:.2%} against {recorded:.2%} recorded, where {bound * 100:.2f} points "
        f"between two trainings are chance.{cause if is_same and is_same_environment else ''}"
    )


def _cell(pair: tuple[float, float], form: str) -> str:
    recorded, now = pair
    return f"{recorded:{form}} {now:{form}}".rjust(_CELL)
