"""What makes several clicks on one button a single run, and what a click was refused for."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from core.errors import LabError
from pages.state import slots, state


def run_nonce() -> str:
    """Return what marks this set-up; it stays the same until `renew_run_nonce`, however often Train is clicked."""
    return state.setdefault(slots.TRAIN_NONCE, secrets.token_hex(16))


def renew_run_nonce() -> None:
    """Mark the next set-up as another one."""
    state.pop(slots.TRAIN_NONCE)


def branch_nonce(parent: str) -> str:
    """Return what marks the branches that begin while this run is selected, until a person comes back to it.

    A second click may come late, with the address of the run that the first one left, and be taken for a way back.
    """
    if state.get(slots.BRANCH_NONCE)[0] != parent:
        state.put(slots.BRANCH_NONCE, (parent, secrets.token_hex(16)))
    return state.get(slots.BRANCH_NONCE)[1]


@contextmanager
def keep_refusal() -> Iterator[None]:
    """Keep a LabError as what a click was refused for."""
    try:
        yield
    except LabError as error:
        refuse(error)


def refuse(error: Exception) -> None:
    """Keep what a click was refused for, until the page shows it."""
    state.put(slots.TRAIN_REFUSAL, error)
