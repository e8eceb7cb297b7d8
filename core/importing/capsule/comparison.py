"""A capsule's training beside the same one now: a line for each epoch as it ends, and the verdict.

A capsule may also contradict itself: where the weights of an epoch are the same bits, its figures have to be too.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator

from core.export.capsule.document import WEIGHTS_NAME, CapsuleDocument, CapsuleHistory, EpochFigures
from core.export.surroundings import machine, versions
from core.importing.capsule.agreement import accuracies, has_same_figures, is_same_test, max_chance_difference
from core.messages.importing import capsule as messages
from core.messages.message import Message
from core.training.record.events import EpochEnded, Event, ModelKept, RunEnded, RunStarted, TestEnded

AGREE, DIFFER, UNUSABLE = 0, 1, 2  # exit codes


def environment_differences(document: CapsuleDocument) -> list[Message]:
    """Return a message for each version and kind of machine that is another one here than where it was written."""
    lines = []
    for recorded, now in ((document.versions, versions()), (document.machine, machine())):
        for name, value in recorded.items():
            if now.get(name) != value:
                lines.append(messages.other_environment(name=name, recorded=value, now=now.get(name)))
    return lines


def compare(
    document: CapsuleDocument,
    recorded: CapsuleHistory,
    events: Iterable[Event],
    *,
    is_whole: bool,
    report: Callable[[Message], None],
) -> tuple[int, Message]:
    """Follow a training, and say of each epoch whether it is the same.

    Args:
        document: of the capsule.
        recorded: what the training is compared with.
        events: of the training.
        is_whole: whether it gives the weights that the capsule holds, and is not a shorter one.
        report: is given each line, or several.

    Returns:
        The exit code, and the verdict.
    """
    training, now = document.training, CapsuleHistory(epochs=(), test=None)
    weights, has_diverged = None, False
    differences = environment_differences(document)
    for event in events:
        match event:
            case RunStarted():
                if (event.compiled, event.device) != (training.started.compiled, training.started.device):
                    differences.append(messages.other_device(recorded=training.started.device, now=event.device))
                for line in (*differences, messages.epochs_header()):
                    report(line)
            case EpochEnded():
                figures = EpochFigures.from_event(event)
                report(_line(recorded.epochs[len(now.epochs) :][:1], figures, recorded.decimals))
                now = dataclasses.replace(now, epochs=(*now.epochs, figures))
                if training.step is None and event.epoch == training.epoch:
                    weights = figures.weights
            case ModelKept():
                weights = event.checkpoint.digest
            case TestEnded():
                now = dataclasses.replace(now, test=event)
            case RunEnded():
                has_diverged = event.outcome == "diverged"
    contradictions = [
        *_epoch_contradictions(recorded, now),
        *(_weight_contradictions(document, recorded, now, weights) if is_whole else ()),
    ]
    if contradictions:
        return DIFFER, messages.not_the_same(reasons=tuple(contradictions))
    if _has_same_bits(recorded, now) and (weights == document.files[WEIGHTS_NAME] or not is_whole):
        if not is_whole:
            return AGREE, messages.same_first_epochs(count=len(now.epochs))
        return AGREE, messages.same_weights(digest=document.files[WEIGHTS_NAME])
    if has_diverged:
        return DIFFER, messages.diverged()
    return _within_noise(document, recorded, now, is_same_environment=not differences)


def _epoch_contradictions(recorded: CapsuleHistory, now: CapsuleHistory) -> Iterator[Message]:
    for then, again in zip(recorded.epochs, now.epochs, strict=False):
        if then.weights == again.weights and not has_same_figures(then, again, decimals=recorded.decimals):
            yield messages.epoch_contradicts(epoch=then.epoch)


def _weight_contradictions(
    document: CapsuleDocument, recorded: CapsuleHistory, now: CapsuleHistory, weights: str | None
) -> Iterator[Message]:
    """Yield what is wrong with the weights, or with their test, where the training is bit for bit the same."""
    if weights == document.files[WEIGHTS_NAME]:
        if recorded.test is not None and not is_same_test(recorded.test, now.test):
            yield messages.test_figures_contradict()
    elif document.training.step is None and weights in {epoch.weights for epoch in recorded.epochs}:
        yield messages.weights_contradict(name=WEIGHTS_NAME)


def _has_same_bits(recorded: CapsuleHistory, now: CapsuleHistory) -> bool:
    if len(recorded.epochs) != len(now.epochs):
        return False
    if recorded.test is not None and not is_same_test(recorded.test, now.test):
        return False
    pairs = zip(recorded.epochs, now.epochs, strict=True)
    return all(_is_same_epoch(then, again, recorded.decimals) for then, again in pairs)


def _is_same_epoch(recorded: EpochFigures, now: EpochFigures, decimals: int | None) -> bool:
    return recorded.weights in (None, now.weights) and has_same_figures(recorded, now, decimals=decimals)


def _within_noise(
    document: CapsuleDocument, recorded: CapsuleHistory, now: CapsuleHistory, *, is_same_environment: bool
) -> tuple[int, Message]:
    started = document.training.started
    both = accuracies(recorded, now, train_count=started.train_images, validation_count=started.validation_images)
    if both is None:
        return UNUSABLE, messages.no_accuracy()
    split, before, after, count = both
    bound = max_chance_difference(before, count)
    is_same = abs(after - before) <= bound
    message = messages.accuracy_compared(
        split=split,
        recorded=before,
        now=after,
        bound=bound,
        is_same=is_same,
        is_same_environment=is_same_environment,
    )
    return AGREE if is_same else DIFFER, message


def _line(recorded: tuple[EpochFigures, ...], now: EpochFigures, decimals: int | None) -> Message:
    """Return an epoch's line: what is recorded, what it is now, and whether that is the same."""
    if not recorded:
        return messages.epoch_not_recorded(epoch=now.epoch)
    then = recorded[0]
    accuracies = [(then.accuracy, now.accuracy)]
    if then.validation_accuracy is not None and now.validation_accuracy is not None:
        accuracies.append((then.validation_accuracy, now.validation_accuracy))
    return messages.epoch_compared(
        epoch=now.epoch,
        loss=(then.loss, now.loss),
        accuracies=tuple(accuracies),
        is_same=_is_same_epoch(then, now, decimals),
    )
