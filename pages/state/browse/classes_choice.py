"""What a person chose on Browse's tab Classes, in the address and in the widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from core.data.gallery import SPLITS, SplitName
from pages.state import state, url
from pages.state.browse import classes_slots as slots
from pages.state.browse.classes_slots import ClassView, NetworkKind
from pages.state.slot import Slot

T = TypeVar("T")
FIRST_A, FIRST_B = 4, 9  # the two that are mixed up most


@dataclass(frozen=True, slots=True)
class _Choice(Generic[T]):
    """One choice: where the address has it, its widget, what may be chosen, and what counts at first."""

    address: Slot[str | None]
    widget: Slot[T | None]
    values: Sequence[T]
    first: T

    def now(self) -> tuple[T, bool]:
        """Return what is chosen, and whether the address names something that there is not; sets the widget."""
        url.mirror(self.address)
        named = state.get(self.address)
        found = next((value for value in self.values if str(value) == named), None)
        chosen = self.first if found is None else found
        state.put(self.widget, chosen)
        return chosen, named is not None and found is None


_A = _Choice(slots.CLASS_A, slots.A_WIDGET, range(10), FIRST_A)
_B = _Choice(slots.CLASS_B, slots.B_WIDGET, range(10), FIRST_B)
_SPLIT = _Choice(slots.CLASS_SPLIT, slots.SPLIT_WIDGET, SPLITS, SPLITS[0])
_VIEW = _Choice(slots.CLASS_VIEW, slots.VIEW_WIDGET, slots.CLASS_VIEWS, slots.CLASS_VIEWS[0])
_INPUT = _Choice(slots.CLASS_INPUT, slots.INPUT_WIDGET, slots.NETWORK_KINDS, slots.NETWORK_KINDS[0])
_ALL: tuple[_Choice[Any], ...] = (_A, _B, _SPLIT, _VIEW, _INPUT)


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureChoice:
    """What the mean images and those below them show."""

    a: int
    b: int
    split: SplitName
    view: ClassView
    is_address_unknown: bool  # it names something that there is not, in whose place the first one counts


def pictures() -> PictureChoice:
    """Return what is chosen of the pictures; sets their widgets, so call it before they are drawn."""
    (a, unknown_a), (b, unknown_b) = _A.now(), _B.now()
    (split, unknown_split), (view, unknown_view) = _SPLIT.now(), _VIEW.now()
    unknown = unknown_a or unknown_b or unknown_split or unknown_view
    return PictureChoice(a=a, b=b, split=split, view=view, is_address_unknown=unknown)


def network_kind() -> tuple[NetworkKind, bool]:
    """Return for which network the inputs are shown, and whether the address names none; sets the widget."""
    return _INPUT.now()


def take(address: Slot[str | None], widget: Slot[Any]) -> None:
    """Take a widget's value into the address; a callback."""
    value = state.get(widget)
    url.put(address, None if value is None else str(value))


def choose_a(label: int) -> None:
    """Choose the first of the two labels; a callback."""
    url.put(slots.CLASS_A, str(label))


def swap(a: int, b: int) -> None:
    """Choose the two labels the other way round; a callback."""
    url.put_all(chosen := {slots.CLASS_A: str(b), slots.CLASS_B: str(a)}, chosen)  # one step for Back


def forget_unknown() -> None:
    """Take out of the address what names nothing; a callback."""
    for choice in _ALL:
        if state.get(choice.address) not in [str(value) for value in choice.values]:
            url.put(choice.address, None)
