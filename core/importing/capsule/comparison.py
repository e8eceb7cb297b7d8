"""A capsule's training beside the same one now: a line for each epoch as it ends, and the verdict.

A capsule may also contradict itself: where the weights of an epoch are the same bits, its figures have to be too.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from core.export.capsule.document import WEIGHTS_NAME, CapsuleDocument, CapsuleHistory, EpochFigures
from core.export.surroundings import machine, versions
from core.importing.capsule.agreement import accuracies, expected_difference, has_same_figures, is_same_test
from core.training.record.events import EpochEnded, Event, ModelKept, RunEnded, RunStarted, TestEnded

AGREE, DIFFER, UNUSABLE = 0, 1, 2  # exit codes
_CELL = 19  # characters
_HEADER = [
    "Each figure stands twice: as recorded, and now.",
    f"epoch  {'loss':>19}  {'accuracy':>19}  {'validation':>19}  same",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How a capsule's training compares with the same one now."""

    code: int
    sentence: str


def surroundings_that_differ(document: CapsuleDocument) -> list[str]:
    """Return a sentence for each version and kind of machine that is another one here than where it was written."""
    lines = []
    for recorded, now in ((document.versions, versions()), (document.machine, machine())):
        for name, value in recorded.items():
            if now.get(name) != value:
                lines.append(f"Another {name}: {value} when the capsule was written, {now.get(name, 'none')} here.")
    return lines


def first_epochs(history: CapsuleHistory, count: int) -> CapsuleHistory:
    """Return what a shorter training can be compared with."""
    return dataclasses.replace(history, epochs=history.epochs[:count], test=None)


def compare(
    document: CapsuleDocument,
    recorded: CapsuleHistory,
    events: Iterable[Event],
    *,
    is_whole: bool,
    say: Callable[[str], None],
) -> Verdict:
    """Follow a training, and say of each epoch whether it is the same.

    Args:
        document: of the capsule.
        recorded: what the training is compared with.
        events: of the training.
        is_whole: whether it gives the weights that the capsule holds, and is not a shorter one.
        say: is given each line.

    Returns:
        The verdict.
    """
    training, now = document.training, CapsuleHistory(epochs=(), test=None)
    weights, has_diverged = None, False
    others = surroundings_that_differ(document)
    for event in events:
        match event:
            case RunStarted():
                if (event.compiled, event.device) != (training.started.compiled, training.started.device):
                    others.append(f"Another device: {training.started.device} then, {event.device} here.")
                for line in (*others, *_HEADER):
                    say(line)
            case EpochEnded():
                figures = EpochFigures.of(event)
                say(_line(recorded.epochs[len(now.epochs) :][:1], figures, recorded.decimals))
                now = dataclasses.replace(now, epochs=(*now.epochs, figures))
                if training.step is None and event.epoch == training.epoch:
                    weights = figures.weights
            case ModelKept():
                weights = event.checkpoint.digest
            case TestEnded():
                now = dataclasses.replace(now, test=event)
            case RunEnded():
                has_diverged = event.outcome == "diverged"
    wrong = [*_contradictions(recorded, now), *(_wrong_weights(document, recorded, now, weights) if is_whole else ())]
    if wrong:
        return Verdict(code=DIFFER, sentence="Not the same: " + " ".join(wrong))
    if _has_same_bits(recorded, now) and (weights == document.files[WEIGHTS_NAME] or not is_whole):
        what = f"the weights' SHA-256 is {weights}" if is_whole else f"{_counted(len(now.epochs))}, and not the rest"
        return Verdict(code=AGREE, sentence=f"Bit for bit the same: {what}.")
    if has_diverged:
        return Verdict(code=DIFFER, sentence="Not the same: here the loss stopped being a number.")
    return _within_noise(document, recorded, now, are_surroundings_the_same=not others)


def _contradictions(recorded: CapsuleHistory, now: CapsuleHistory) -> Iterator[str]:
    for one, other in zip(recorded.epochs, now.epochs, strict=False):
        if one.weights == other.weights and not has_same_figures(one, other, decimals=recorded.decimals):
            yield f"epoch {one.epoch} gives the same weights, and other figures than those that are recorded."


def _wrong_weights(
    document: CapsuleDocument, recorded: CapsuleHistory, now: CapsuleHistory, weights: str | None
) -> Iterator[str]:
    """Yield what is wrong with the weights in hand, or with their test, where the training is bit for bit the same."""
    if weights == document.files[WEIGHTS_NAME]:
        if recorded.test is not None and not is_same_test(recorded.test, now.test):
            yield "the same weights read the test images otherwise than is recorded."
    elif document.training.step is None and weights in {one.weights for one in recorded.epochs}:
        yield f"{WEIGHTS_NAME} holds other weights than this training gives."


def _has_same_bits(recorded: CapsuleHistory, now: CapsuleHistory) -> bool:
    if len(recorded.epochs) != len(now.epochs):
        return False
    if recorded.test is not None and not is_same_test(recorded.test, now.test):
        return False
    pairs = zip(recorded.epochs, now.epochs, strict=True)
    return all(_is_same_epoch(one, other, recorded.decimals) for one, other in pairs)


def _is_same_epoch(recorded: EpochFigures, now: EpochFigures, decimals: int | None) -> bool:
    return recorded.weights in (None, now.weights) and has_same_figures(recorded, now, decimals=decimals)


def _within_noise(
    document: CapsuleDocument, recorded: CapsuleHistory, now: CapsuleHistory, *, are_surroundings_the_same: bool
) -> Verdict:
    started = document.training.started
    both = accuracies(recorded, now, train_count=started.train_images, validation_count=started.validation_images)
    if both is None:
        return Verdict(code=UNUSABLE, sentence="The bits differ, and there is no accuracy on both sides to compare.")
    then, here = both
    bound = expected_difference(then.value, then.count)
    said = (
        f"{then.of} accuracy {here.value:.2%} against {then.value:.2%} recorded, where {bound * 100:.2f} points "
        f"between two trainings are chance."
    )
    if abs(here.value - then.value) > bound:
        return Verdict(code=DIFFER, sentence=f"Not the same: {said}")
    if are_surroundings_the_same:
        said += " The bits differ: while it was trained, versions or machine may have been others than are recorded."
    return Verdict(code=AGREE, sentence=f"The same within noise: {said}")


def _line(recorded: tuple[EpochFigures, ...], now: EpochFigures, decimals: int | None) -> str:
    """Return an epoch's line: what is recorded, what it is now, and whether that is the same."""
    if not recorded:
        return f"{now.epoch:>5}  was not recorded"
    then = recorded[0]
    cells = [_cell(then.loss, now.loss, ".5f"), _cell(then.accuracy, now.accuracy, ".2%")]
    if then.validation_accuracy is not None and now.validation_accuracy is not None:
        cells.append(_cell(then.validation_accuracy, now.validation_accuracy, ".2%"))
    same = "yes" if _is_same_epoch(then, now, decimals) else "no"
    return f"{now.epoch:>5}  {'  '.join(cells)}  {same}"


def _cell(recorded: float, now: float, form: str) -> str:
    return f"{recorded:{form}} {now:{form}}".rjust(_CELL)


def _counted(epochs: int) -> str:
    return "the first epoch" if epochs == 1 else f"the first {epochs} epochs"
