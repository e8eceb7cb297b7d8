"""The sentence for a model's file that cannot be taken: what is wrong with it, and what to do."""

from __future__ import annotations

from core.errors import ModelFileError

SAVE_AGAIN = "Save the network again, then bring that file"


def refusal(what: str, remedy: str = SAVE_AGAIN, *, layer: int | None = None) -> ModelFileError:
    """Return the error that says `what`, a clause without its full stop, and the remedy, another.

    Args:
        what: is wrong.
        remedy: for it.
        layer: the index of the layer at fault in the file, from 0; None where no layer is.
    """
    return ModelFileError(f"{what}. {remedy}.", layer=layer)


def damaged(what: str) -> ModelFileError:
    """Return the error for a file that is not whole: `what` is a clause without its full stop."""
    return refusal(f"This file is damaged: {what}")
