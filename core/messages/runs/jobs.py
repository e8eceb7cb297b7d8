"""What is said of a longer job, such as a map of digits, that was not done."""

from __future__ import annotations

from core.messages.message import sentence


@sentence
def not_the_owner() -> str:
    """A person wants to stop what somebody else has asked for."""
    return "Somebody else asked for this first. You see how far it is; only they can stop it."


@sentence
def no_room() -> str:
    """The result cannot be written."""
    return "What came of it could not be kept on this server's disk. Free some space, then try again."


@sentence
def without_result() -> str:
    """The engine ended without one."""
    return "It ended without a result. Try again."


@sentence
def not_foreseen() -> str:
    """A bug; it is logged."""
    return "It could not be done, for a reason that was not foreseen. Try again."


@sentence
def engine_is_silent() -> str:
    """The process that does it gave no sign of life for long, and was ended."""
    return "What computes it stopped to answer, so it was given up. Try again."


@sentence
def took_too_long() -> str:
    """It told no progress for long."""
    return "It made no progress for long, so it was given up. Try again."
