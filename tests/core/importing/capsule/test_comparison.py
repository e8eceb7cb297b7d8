"""The verdict on a capsule, for trainings that are told and not done."""

import dataclasses
import re

import pytest

from core.export import surroundings
from core.export.capsule.document import CapsuleDocument, CapsuleHistory, CapsuleTraining, EpochFigures
from core.export.model_files.model_note import ModelNote
from core.importing.capsule import comparison
from core.importing.capsule.comparison import AGREE, DIFFER, UNUSABLE, compare
from core.training.record.events import FIGURES, Checkpoint, EpochEnded, ModelKept, RunEnded
from tests.support.capsules import CONFIG, SPEC, STARTED, TEST, epoch

WEIGHTS = "2" * 64
HISTORY = CapsuleHistory(epochs=(epoch(1), epoch(2)), test=TEST)
ENDED = RunEnded(outcome="finished", epoch=2)
OTHER_BITS = "e" * 64


def document(*, step=None, versions=None, weights=WEIGHTS):
    return CapsuleDocument(
        spec=SPEC,
        config=CONFIG,
        note=ModelNote(),
        training=CapsuleTraining(data="d", started=STARTED, epoch=2, step=step, begun_from=None, changes=()),
        versions=surroundings.versions() if versions is None else versions,
        machine=surroundings.machine(),
        files={"weights.npz": weights},
    )


def ended(figures: EpochFigures, **other) -> EpochEnded:
    file = Checkpoint(name="epoch.npz", digest=other.pop("weights", figures.weights), size_bytes=1)
    values = {name: getattr(figures, name) for name in ("epoch", *FIGURES)}
    seconds = {"seconds": 1.0, "training_seconds": 0.75, "validation_seconds": 0.25}
    return EpochEnded(**values | seconds | {"checkpoint": file, "optimizer": file} | other)


SAME = (STARTED, ended(epoch(1)), ended(epoch(2)), TEST, ENDED)


def verdict(events, *, recorded=HISTORY, is_whole=True, **about):
    said = []
    exit_code, message = compare(document(**about), recorded, iter(events), is_whole=is_whole, report=said.append)
    return exit_code, str(message), [line for message in said for line in str(message).split("\n")]


def test_same_bits_are_said_with_the_weights_digest():
    exit_code, said, lines = verdict(SAME)
    assert (exit_code, said) == (AGREE, f"Bit for bit the same: the weights' SHA-256 is {WEIGHTS}.")
    assert [line.split()[-1] for line in lines[-2:]] == ["yes", "yes"]


def test_shorter_training_is_compared_as_far_as_it_goes():
    exit_code, said, _ = verdict(
        SAME[:2], recorded=dataclasses.replace(HISTORY, epochs=HISTORY.epochs[:1], test=None), is_whole=False
    )
    assert (exit_code, said) == (AGREE, "Bit for bit the same: the first epoch, and not the rest.")


def test_weights_of_a_stop_are_those_that_the_run_keeps():
    kept = ModelKept(epoch=2, step=12, checkpoint=Checkpoint(name="stopped.npz", digest=WEIGHTS, size_bytes=1))
    recorded = dataclasses.replace(HISTORY, epochs=HISTORY.epochs[:1])
    exit_code, said, _ = verdict([*SAME[:2], kept, TEST], recorded=recorded, step=12)
    assert exit_code == AGREE
    assert "Bit for bit" in said


@pytest.mark.parametrize(
    ("correct", "code", "words"),
    [
        (915, AGREE, r"^The same within noise: test accuracy 91\.50% against 92\.00% recorded, where 5\.1\d points"),
        (860, DIFFER, r"^Not the same: test accuracy 86\.00% against 92\.00% recorded"),
    ],
    ids=["near", "far"],
)
def test_other_bits_are_judged_by_the_test_accuracy(correct, code, words):
    test = dataclasses.replace(TEST, correct=correct)
    exit_code, said, lines = verdict(
        [STARTED, ended(epoch(1), weights=OTHER_BITS), ended(epoch(2), weights=OTHER_BITS), test]
    )
    assert exit_code == code
    assert re.search(words, said)
    assert [line.split()[-1] for line in lines[-2:]] == ["no", "no"]


def test_without_a_test_the_last_epochs_validation_accuracy_counts():
    recorded = dataclasses.replace(HISTORY, test=None)
    events = [
        STARTED,
        ended(epoch(1), weights=OTHER_BITS),
        ended(epoch(2), weights=OTHER_BITS, validation_accuracy=0.5),
    ]
    exit_code, said, _ = verdict(events, recorded=recorded)
    assert exit_code == DIFFER
    assert said.startswith("Not the same: validation accuracy 50.00% against 91.00% recorded")


@pytest.mark.parametrize(
    ("events", "recorded", "about", "words"),
    [
        (
            SAME,
            dataclasses.replace(HISTORY, epochs=(epoch(1, loss=0.49), epoch(2))),
            {},
            "epoch 1 gives the same weights, and other figures than those that are recorded",
        ),
        (SAME, dataclasses.replace(HISTORY, test=dataclasses.replace(TEST, correct=999)), {}, "read the test images"),
        (SAME, HISTORY, {"weights": OTHER_BITS}, r"weights\.npz holds other weights than this training gives"),
    ],
    ids=["figure", "test", "weights"],
)
def test_capsule_that_contradicts_itself_is_not_the_same(events, recorded, about, words):
    exit_code, said, _ = verdict(events, recorded=recorded, **about)
    assert exit_code == DIFFER
    assert re.search(words, said)


def test_training_that_runs_away_is_not_the_same():
    exit_code, said, _ = verdict([STARTED, ended(epoch(1), weights=OTHER_BITS), RunEnded(outcome="diverged", epoch=2)])
    assert (exit_code, said) == (DIFFER, "Not the same: here the loss stopped being a number.")


def test_nothing_to_compare_is_unusable():
    exit_code, *_ = verdict([STARTED, RunEnded(outcome="stopped")], recorded=CapsuleHistory(epochs=(), test=None))
    assert exit_code == UNUSABLE


def test_other_versions_and_devices_are_said_before_the_first_epoch():
    gpu = dataclasses.replace(STARTED, device="/device:GPU:0")
    *_, lines = verdict([gpu, *SAME[1:]], versions={"keras": "2.0"})
    assert lines[0].startswith("Another keras: 2.0 when the capsule was written")
    assert lines[1] == "Another device: CPU then, /device:GPU:0 here."


def test_surroundings_that_are_the_same_say_nothing():
    assert comparison.environment_differences(document()) == []
