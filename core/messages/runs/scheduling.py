"""What is refused of runs that wait or train, and of how many may."""

from __future__ import annotations

from core.messages.message import sentence


@sentence
def still_starting() -> str:
    """A command for a run whose engine is not ready."""
    return "The trainer is still waking up. Try again in some seconds."


@sentence
def beginning_is_lost() -> str:
    """A run cannot go on: the row that says with which weights it began is damaged."""
    return "Where this run began cannot be read: that entry of its log is damaged, so it cannot go on."


@sentence
def nothing_to_resume() -> str:
    """A run that ended by itself or by its owner is to be resumed."""
    return "This run was not cut off, so there is nothing to resume."


@sentence
def not_training(*, waits: bool) -> str:
    """A command for a run that waits in line, or is over."""
    return f"This run has {'not begun' if waits else 'ended'}."


@sentence
def not_the_owner() -> str:
    """A person wants to steer or delete somebody else's run."""
    return "This run belongs to somebody else. You can watch it; only they can steer or delete it."


@sentence
def too_many_of_yours(*, waiting: int, most: int, jobs: int = 0) -> str:
    """A person has as many runs, and jobs such as a map of digits, in line as one may have."""
    of_yours = f"{waiting} of your runs and {jobs} of your other jobs" if jobs else f"{waiting} of your runs"
    return f"{of_yours} wait already. At most {most} can wait. Wait for one to end, or stop one."


@sentence
def line_is_full(*, waiting: int, jobs: int = 0) -> str:
    """All together have as many runs and jobs in line as there may be."""
    of_all = f"{waiting} runs and {jobs} other jobs" if jobs else f"{waiting} runs"
    return f"{of_all} wait already. Try again in some minutes."


@sentence
def bad_training_slots(*, most: int, text: str) -> str:
    """The variable that says how many runs train at once; `text` is its value, at most 20 characters."""
    return f"DIGITLAB_TRAINING_SLOTS must be a whole number from 1 to {most}; got {text!r}."
