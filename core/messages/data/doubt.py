"""What is refused where doubtful labels are looked for."""

from __future__ import annotations

from core.messages.message import sentence


@sentence
def too_few_to_part(*, count: int, fewest: int) -> str:
    """The training images cannot be parted into folds that a network learns from."""
    return f"Doubtful labels are looked for among at least {fewest} training images; there are {count}."
