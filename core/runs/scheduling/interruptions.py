"""What is said of an attempt that was cut off: when that came, and what is safe."""

from __future__ import annotations

from core.training.record.history import History


def during(history: History) -> str:
    """Return the rest of a sentence about an end: " during epoch 2. Epoch 1 is safe."."""
    last = history.last_epoch
    if not history.steps or history.steps[-1].epoch <= last:
        when = f" after epoch {last}" if last else " before the first epoch"
    else:
        when = f" during epoch {history.steps[-1].epoch}"
    several = f"Epochs 1 to {last} are safe." if history.keep_every == 1 else f"Epoch {last} is safe."
    safe = {0: "No epoch was finished.", 1: "Epoch 1 is safe."}.get(last, several)
    return f"{when}. {safe}"
