"""What a data set is called, what its ten labels mean, and how surely that is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Subject = Literal["digits", "clothes", "hiragana"]  # what its pictures show


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Which data set it is.

    Attributes:
        name: as people write it, "Fashion-MNIST"; "" where nobody knows it.
        class_names: the ten labels' names in their order, where they are not the digits 0 to 9.
        subject: what its pictures show, as far as is known.
        is_certain: its content is that of the published files; else its counts and pixels are alike.
    """

    name: str
    class_names: tuple[str, ...] | None = None
    subject: Subject = "digits"
    is_certain: bool = True

    @property
    def is_digits(self) -> bool:
        """Whether its labels are the digits 0 to 9, as far as is known."""
        return self.class_names is None

    @property
    def is_known(self) -> bool:
        """Whether it has a name."""
        return bool(self.name)


MNIST = Identity(name="MNIST")
UNKNOWN = Identity(name="", is_certain=False)
