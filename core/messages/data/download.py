"""What is said of the mirrors that MNIST is downloaded from."""

from __future__ import annotations

from typing import Literal

from core.messages.message import Message, sentence

Fault = Literal[
    "not_mnist",
    "too_long",
    "too_slow",
    "cut",
    "ended_early",
    "not_there",
    "foreign_redirect",
    "endless_redirects",
    "no_answer",
    "unknown_host",
    "untrusted",
    "unreachable",
]
_FAULT: dict[Fault, str] = {
    "not_mnist": "sends something that is not MNIST",
    "too_long": "sends more than MNIST has",
    "too_slow": "is too slow",
    "cut": "cut the connection",
    "ended_early": "ended the download too early",
    "not_there": "does not have it",
    "foreign_redirect": "hands on to an address of another kind",
    "endless_redirects": "hands on without end",
    "no_answer": "does not answer",
    "unknown_host": "cannot be found (is there a network?)",
    "untrusted": "cannot prove who it is",
    "unreachable": "cannot be reached, or cut the connection",
}


@sentence
def mirror_fault(*, fault: Fault) -> str:
    """Return what a mirror did instead of giving what was asked for; completes "this mirror ..."."""
    return _FAULT[fault]


@sentence
def mirror_error(*, code: int) -> str:
    """Return that a mirror answered with an error of HTTP; completes "this mirror ..."."""
    return f"answers with error {code}"


@sentence
def no_mirror(*, faults: tuple[tuple[str, Message], ...]) -> str:
    """No mirror gave MNIST; the faults are each mirror's host and what it did."""
    return f"No mirror gave it: {'; '.join(f'{host} {fault}' for host, fault in faults)}."


@sentence
def unreadable_mirrors(*, setting: str, off: str, address: str) -> str:
    """The setting that names mirrors holds something that is no address."""
    return (
        f'{setting} must be "{off}" or addresses that begin with http:// or https://, separated by spaces; '
        f"got {address!a}."
    )
