"""The row of one setting: all that is known of it beside its meaning and its words. It is its field's metadata.

Checks, documents, addresses, forms, sweeps, steering, estimates of time and the Keras script read the rows.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from core.training.settings.validate import check_choice, check_flag, check_number, check_whole

Group = Literal["how", "from", "long", ""]
GROUPS: tuple[Group, ...] = get_args(Group)
Timing = Literal["value", "is_on"]
_ROW = "setting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting of a run."""

    default: Any
    low: float = 0.0  # bounds of a number
    high: float = 1.0
    is_zero_off: bool = False  # 0 is allowed too, below `low`: off
    choices: tuple[str, ...] = ()  # of a name
    since: int = 1  # version of the documents that have it
    # other settings, with the values of theirs where alone it does something; () for any but 0
    only: Mapping[str, tuple[object, ...]] = field(default_factory=dict)
    group: Group = ""  # what it is about; "" for none of the form's groups
    row: int = 0  # in which its field stands; 0 for those that are always in sight
    # of its field's plus and minus: by how much, or a ladder: the values that they go through, in order
    step: float | tuple[float, ...] = 0.05
    zero: str = ""  # what its field says in place of 0
    is_wide: bool = False  # its field has long names
    sweep: str = ""  # example values, with commas between them; "" where it is not swept
    is_steerable: bool = False  # a person may change it while a run trains
    is_of_branches: bool = False  # the form of a branch has it
    keras: str = ""  # an argument of every optimizer of Keras that it is, where it is not 0
    timing: Timing | None = None  # runs take the same time with the same value, or where it is on or off in both

    @property
    def kind(self) -> type:
        """int, float, bool or str."""
        return type(self.default)

    def check(self, name: str, value: object) -> None:
        """Raise ConfigError, which names the setting, unless it can have the value."""
        if self.choices:
            check_choice(name, value, self.choices)
        elif self.kind is bool:
            check_flag(name, value)
        elif self.kind is int:
            check_whole(name, value, int(self.low), int(self.high))
        else:
            check_number(name, value, self.low, self.high, is_zero_off=self.is_zero_off)

    def likeness(self, value: object) -> object:
        """Return what two runs have in common in this setting where their steps take the same time."""
        return value != self.default if self.timing == "is_on" else value


def setting(default: Any, low: float = 0.0, high: float = 1.0, *, names: Any = None, **row: Any) -> Any:
    """Return a dataclass's field with its row.

    Args:
        default: also says of which kind it is.
        low: smallest number that it can be.
        high: largest.
        names: a Literal of what it can be instead.
        row: more of `Setting`'s fields; "all" in a sweep is every name; a whole number's step is 1 unless given.
    """
    row.setdefault("is_of_branches", row.get("is_steerable", False))  # what changes on the way may begin otherwise
    if type(default) is int:
        row.setdefault("step", 1)
    if row.get("is_zero_off"):
        row.setdefault("zero", "off")
    if row.get("sweep") == "all":
        row["sweep"] = ", ".join(get_args(names))
    made = Setting(default=default, low=low, high=high, choices=get_args(names), **row)
    return field(default=default, metadata={_ROW: made})


def rows(kind: type) -> dict[str, Setting]:
    """Return the rows of a dataclass's settings by name, in order."""
    return {one.name: one.metadata[_ROW] for one in dataclasses.fields(kind) if _ROW in one.metadata}
