"""What a data set is called, and what its ten labels mean."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Which data set it is.

    Attributes:
        name: as people write it, "Fashion-MNIST"; "" where nobody knows it.
        class_names: the ten labels' names in their order, where they are not the digits 0 to 9.
    """

    name: str
    class_names: tuple[str, ...] | None = None

    @property
    def is_digits(self) -> bool:
        """Whether its labels are the digits 0 to 9, as far as is known."""
        return self.class_names is None


MNIST = Identity(name="MNIST")
UNKNOWN = Identity(name="")
