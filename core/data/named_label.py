"""A label whose class has a name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self


class NamedLabel(int):
    """A label that is said by the name of its class: a number like any other, save in a text.

    So what a sentence says of a digit it says of a class too. The names are those of `core.data.identity`, which hold
    nothing that Markdown or HTML would read.
    """

    name: str

    def __new__(cls, label: int, name: str) -> Self:
        """Return the label, 0 to 9, of a class of that name."""
        self = super().__new__(cls, label)
        self.name = name
        return self

    def __str__(self) -> str:
        return self.name

    def __format__(self, spec: str) -> str:
        return format(self.name, spec)

    def __reduce__(self) -> tuple:
        return NamedLabel, (int(self), self.name)


def said(label: int, class_names: Sequence[str] | None = None) -> int:
    """Return a label as every text says it: a digit as it is, a class of a data set of none by its name."""
    return label if class_names is None else NamedLabel(label, class_names[label])
