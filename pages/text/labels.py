"""How a label is called: the digit, or its name where the labels of a data set are no digits."""

from __future__ import annotations

from collections.abc import Sequence


def label_text(label: int, class_names: Sequence[str] | None = None) -> str:
    """Return 4 as "4", or the name at its place where the labels have names."""
    return str(label) if class_names is None else class_names[label]
