"""What the pages say of a run that learned a person's own hand, beside what they say of any run."""

from __future__ import annotations

from core.training.record.events import RunTaught
from pages.text.numbers import count, counted


class TaughtRun:
    """Where such a run began, and what it does not offer."""

    BRANCH_WITHOUT = "A branch of this run trains on without those drawings."
    SETTINGS_ALONE = "Another run with its settings begins with random weights, and without the drawings."
    NO_PROGRAM = (
        "It learned from somebody's own drawings, which no program holds, so no program gives it. Its network can be "
        "set up and trained again."
    )
    OWN_DIGIT = "An own digit"
    START = (
        "This run began with another model's weights, so how far they moved from a random start says nothing of it. "
        "What it learned of the hand stands with the run, under Train."
    )

    @staticmethod
    def origin(taught: RunTaught) -> str:
        return (
            f"Of each batch {round(100 * taught.own_share)} % are own digits: {counted(taught.taught, 'drawing')} "
            f"are learned from, {count(taught.held_out)} only judge. The rest are MNIST's, so that it is not forgotten."
        )

    @staticmethod
    def tile(label: int) -> str:
        return f"One of the own digits, label {label}"
