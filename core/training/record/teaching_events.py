"""What happens only in a run that learns a person's own hand: from what it began, and what it learned and forgot.

The pictures themselves lie in the run's folder (`core.training.record.taught_digits`) and in no event.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.data.input_scaling import UNIT, Pixels
from core.training.record.checkpoint import Checkpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class RunTaught:
    """The run goes on from another model's weights with a person's own digits among its images; epochs count from 1."""

    parent: str  # name of that model; it may have been deleted since
    checkpoint: Checkpoint  # its weights, in this run's own folder
    digits: Checkpoint  # the person's digits, in the same folder
    taught: int  # digits that are learned from
    held_out: int  # digits that only judge
    own_share: float  # of each batch that is own digits, 0 to 1; the others are the data set's
    pixels: Pixels = UNIT  # how bytes become that model's inputs


@dataclass(frozen=True, slots=True, kw_only=True)
class HandTested:
    """The person's held-out digits and the test images were read by the model before and by the final weights."""

    labels: tuple[int, ...]  # of the held-out digits, in the order of their file
    before: tuple[int, ...]  # what each was read as, 0 to 9
    after: tuple[int, ...]
    test_before: int  # test images that were read right
    test_after: int
    test_count: int

    @property
    def count(self) -> int:
        """How many digits judged."""
        return len(self.labels)

    @property
    def correct_before(self) -> int:
        """How many of them the model before read right."""
        return _correct(self.labels, self.before)

    @property
    def correct_after(self) -> int:
        """How many of them are read right now."""
        return _correct(self.labels, self.after)


def _correct(labels: tuple[int, ...], answers: tuple[int, ...]) -> int:
    return sum(label == answer for label, answer in zip(labels, answers, strict=False))
