"""What is said of a branch and of a sweep that cannot be started."""

from __future__ import annotations

from typing import Literal

from core.messages.message import sentence


@sentence
def branch_of_another_network() -> str:
    """A branch has another network than its parent."""
    return "A branch keeps its parent's network; only dropout rates may differ."


@sentence
def branch_without_epochs(*, epoch: int, epochs: int) -> str:
    """A branch has nothing left to train."""
    return f"A branch from epoch {epoch} needs more epochs than that; got {epochs}. Raise Epochs."


@sentence
def branch_of_another_seed(*, seed: int, parent_seed: int) -> str:
    """A branch from the initial weights has another seed than its parent, and so other weights."""
    return (
        f"The same initial weights need the same seed, {parent_seed}; got {seed}. "
        "With another seed it would be another run."
    )


@sentence
def cannot_be_swept(*, setting: str, known: tuple[str, ...]) -> str:
    """A sweep over another setting than those that can be swept."""
    return f"This setting cannot be swept: {setting!r}. Known: {', '.join(known)}."


@sentence
def not_so_many_values(*, most: int, text: str) -> str:
    """A sweep has one value alone, too many, or one of them twice."""
    return f"A sweep takes from 2 to {most} different values, with commas between them; got {text!r}."


@sentence
def not_a_value(*, kind: Literal["whole number", "number"], text: str) -> str:
    """A value of a sweep is no number."""
    return f"Each value must be a {kind}; got {text!r}."


@sentence
def comma_is_unclear(*, before: str, after: str, number: str) -> str:
    """A comma in a sweep's values that may be a decimal one, or one of thousands, or part two values."""
    return (
        f"{before},{after} may be {number}, or {before} and {after}. Write {number}, or {before}, {after} with a space."
    )


@sentence
def too_few_own_digits(*, taught: int, held_out: int, least_taught: int, least_held_out: int) -> str:
    """A person's own digits are too few to teach a model, or to judge what it learned."""
    return (
        f"To learn a hand takes at least {least_taught} drawings to learn from and {least_held_out} to judge by; there "
        f"are {taught} and {held_out}. Draw each digit three times."
    )
