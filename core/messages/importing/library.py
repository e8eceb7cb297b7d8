"""What is said of the networks from files, or changed here, that a server keeps: which is gone or damaged, and room."""

from __future__ import annotations

from typing import Literal

from core.messages.message import Message, sentence

_MIB = 2**20


@sentence
def missing() -> str:
    """A network that is not kept."""
    return "This model was deleted, or it never was on this server."


@sentence
def damage(*, kind: Literal["missing", "cut", "unknown"]) -> str:
    """Return what is wrong with a kept network, to be named in `damaged` and in lists."""
    return {
        "missing": "its weights are missing",
        "cut": "its weights are not whole",
        "unknown": "what is known of it cannot be read",
    }[kind]


@sentence
def damaged(*, damage: Message) -> str:
    """A kept network that cannot be used any more."""
    return f"This model is damaged: {damage}. If it came from a file, bring that in again."


@sentence
def not_the_owner() -> str:
    """Somebody else's network that is to be renamed or deleted."""
    return "This model is somebody else's. Only who keeps it can rename or delete it."


@sentence
def disk_is_full() -> str:
    """A network that could not be kept for want of room."""
    return "No room left to keep this network. Free some space, then try again."


@sentence
def folder_is_unusable(*, reason: str | None) -> str:
    """A folder that cannot be changed; the system's reason for it."""
    return (
        f"Digit Lab cannot change the folder that holds kept networks: {reason}. Try again, or let whoever runs "
        "this server look at it."
    )


@sentence
def too_many(*, count: int, candidate: Literal["damaged", "oldest"], name: str) -> str:
    """A person who keeps as many networks as one may; `candidate` says why the one called `name` is to go first."""
    which = "Damaged" if candidate == "damaged" else "The oldest"
    return (
        f"You keep {count} networks from files or changed here, as many as one person may. Delete one that you no "
        f"longer use, then keep this one. {which} is {_quoted(name)}."
    )


@sentence
def too_large_together(*, kept_bytes: int, size_bytes: int, most_bytes: int, largest: tuple[str, int] | None) -> str:
    """A network with which a person would keep more than one may; of theirs, the largest by name and bytes."""
    return (
        f"Your networks from files or changed here take {_mib(kept_bytes)}. This one has {_mib(size_bytes)}, and "
        f"one person may keep {_mib(most_bytes)}. {_delete(largest) if largest else 'Use fewer units or filters.'}"
    )


@sentence
def server_is_full(
    *, count: int, kept_bytes: int, size_bytes: int, most: int, most_bytes: int, largest: tuple[str, int] | None
) -> str:
    """A network with which this server would keep too much; of the person's own, the largest by name and bytes."""
    remedy = (
        _delete(largest)
        if largest
        else (
            "Whoever runs this server can make room: stop it, delete old folders in “models” in the folder for runs "
            "and data, and start it again."
        )
    )
    return (
        f"This server keeps {count:,} networks from files or changed here, which take {_mib(kept_bytes)}. This one has "
        f"{_mib(size_bytes)}, and at most {most:,} networks and {_mib(most_bytes)} are kept. {remedy}"
    )


def _delete(largest: tuple[str, int]) -> str:
    name, size_bytes = largest
    return f"Delete one of yours, of which the largest is {_quoted(name)}, {_mib(size_bytes)}."


def _quoted(name: str) -> str:
    return f"“{name}”" if name else "one without a name"


def _mib(size_bytes: int) -> str:
    return f"{size_bytes / _MIB:,.1f} MiB"
