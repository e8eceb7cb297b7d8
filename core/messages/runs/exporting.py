"""What is said of a network's file that is not made."""

from __future__ import annotations

from core.messages.message import sentence


@sentence
def not_started() -> str:
    """The machine grants no process or thread to make files with."""
    return "Files cannot be made now: what makes them could not be started. Try again in a minute."


@sentence
def too_many_wait(*, most: int) -> str:
    """The queue of all files is full."""
    return f"{most} files wait to be made already. Try again in some minutes."


@sentence
def too_many_of_a_model_wait(*, most: int) -> str:
    """One model's share of the queue is full."""
    return f"{most} files of this network's run wait to be made already. Try again once some are made."


@sentence
def no_room() -> str:
    """The file cannot be written."""
    return "The file could not be kept on this server's disk. Free some space, then try again."


@sentence
def not_made() -> str:
    """The engine ended without a file."""
    return "The file was not made. Try again."


@sentence
def not_foreseen() -> str:
    """A bug kept the file from being made; it is logged."""
    return "The file was not made, for a reason that was not foreseen. Try again."


@sentence
def took_too_long() -> str:
    """The engine gave no sign of progress for long."""
    return "Making the file took too long, so it was given up. Try again."


@sentence
def capsule_of_the_pretrained_network() -> str:
    """A capsule of the network that the app brings along."""
    return (
        "The network that the app brings along was trained with more than MNIST: with digits and scribbles that the "
        "project makes. A capsule trains again with MNIST alone and would give another network. `make pretrained` in "
        "the project's folder trains this one."
    )


@sentence
def capsule_of_an_imported_model() -> str:
    """A capsule of a network that was trained elsewhere, or changed here."""
    return (
        "This network was brought in or changed here: no training that is known here gives it, so none can be proved. "
        "Train one here, and take its capsule."
    )
