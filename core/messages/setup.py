"""What is said of a set-up that an address describes."""

from __future__ import annotations

from typing import Literal

from core.messages.message import sentence

ValueKind = Literal["on or off", "a whole number", "a number"]


@sentence
def long_link(*, most: int, length: int) -> str:
    """The text of a set-up is longer than any that is written."""
    return f"A set-up in an address has at most {most:,} characters; got {length:,}."


@sentence
def unknown_recipe(*, key: str, known: tuple[str, ...]) -> str:
    """A set-up names a recipe that there is not."""
    return f"There is no recipe called {key!r}. Known: {', '.join(known)}."


@sentence
def unreadable_value(*, name: str, kind: ValueKind, value: str) -> str:
    """A setting's value is of another kind than the setting."""
    return f"{name.replace('_', ' ').capitalize()} must be {kind}; got {value!r}."
