"""What is said of the log of runs: its file, its rows, the states of a run, and the networks that it knows."""

from __future__ import annotations

from core.messages.message import Message, sentence


@sentence
def newer_version() -> str:
    """The file was written by a newer version."""
    return "The log of runs was written by a newer Digit Lab. Use that one, or another DIGITLAB_HOME."


@sentence
def no_room() -> str:
    """The disk is full."""
    return "No room left for the log of runs. Free some space, then try again."


@sentence
def changed_meanwhile() -> str:
    """A row breaks a rule of the tables, mostly because its run is gone."""
    return "This run was deleted or is in another state by now."


@sentence
def used_by_another_program() -> str:
    """Another program has locked the file."""
    return "Another program uses the log of runs. Close that, then try again."


@sentence
def unusable() -> str:
    """The file cannot be used, for whatever other reason."""
    return "The log of runs cannot be used. Its file may be damaged or locked."


@sentence
def no_such_run() -> str:
    """The log holds no run of that id."""
    return "There is no such run. It may have been deleted."


@sentence
def still_going() -> str:
    """Another attempt is asked for while one goes on."""
    return "This run is still going."


@sentence
def attempt_has_ended() -> str:
    """Something is to be added to an attempt that has ended."""
    return "This attempt has ended."


@sentence
def unreadable_run() -> str:
    """A run's row is damaged."""
    return "What the log holds of this run is damaged, so it cannot be shown any more. Other runs are not touched."


@sentence
def unreadable_settings(*, error: Message) -> str:
    """A run's network or settings cannot be had here."""
    return f"This run was written by another Digit Lab, or damaged: {error}"


@sentence
def no_epoch_yet() -> str:
    """A run has no network yet."""
    return "This run has not finished an epoch yet, so there is no network to ask."


@sentence
def not_stopped_within_an_epoch() -> str:
    """The network of a run's stop is asked for where it was not stopped within an epoch."""
    return "This run was not stopped within an epoch; choose one of its epochs."


@sentence
def no_such_epoch(*, epoch: int | str | None) -> str:
    """A run keeps no weights of that epoch."""
    return f"This run keeps no epoch {epoch}; choose one of those that it has."


@sentence
def unknown_scaling() -> str:
    """A run has not begun, and its inputs depend on the training images."""
    return "How this run scaled its pixels is not known yet, so its network cannot be asked."
