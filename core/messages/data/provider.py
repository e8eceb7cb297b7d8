"""What is said of a data set that does not come, or that is gone."""

from __future__ import annotations

from core.messages.message import Message, sentence


@sentence
def nothing_to_show(*, download: Message, fallback: Message) -> str:
    """MNIST could not be downloaded, and there are no other digits either."""
    return f"MNIST could not be downloaded. {download} {fallback}"


@sentence
def changed_while_read() -> str:
    """A person's own files are others than those that were just read."""
    return "The data set's file changed while it was read. Try again once it is no longer written."


@sentence
def copy_is_gone() -> str:
    """A copy that another program kept is not there any more."""
    return "It is no longer there."


@sentence
def network_silent() -> str:
    """A download has brought nothing for long."""
    return "The network does not answer."


@sentence
def digits_are_gone() -> str:
    """The data set that a run trains on was removed from the home."""
    return "The digits that this run was set up with are no longer here."
