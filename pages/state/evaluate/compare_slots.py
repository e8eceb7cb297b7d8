"""What the server remembers of two models that are compared on Evaluate: `pages.state.slots` goes on here."""

from __future__ import annotations

from typing import Literal, get_args

from pages.state.slot import Slot, SlotFamily

Column = Literal["name", "accuracy", "interval", "errors", "parameters", "multiply_adds", "size", "seconds", "verdict"]
COLUMNS: tuple[Column, ...] = get_args(Column)

AGAINST = Slot("against", str)  # name of the model that the selected one is compared with, as the URL writes it
COMPARE_SECOND = Slot("compare-second", str)  # widget: that model's name without its moment
COMPARE_SECOND_MOMENT = SlotFamily(Slot("compare-second-moment", object))  # widget, of a run: its moment
COMPARE_ONLY = SlotFamily(Slot("compare-only", object))  # component, read-only, of "a" or "b": the image chosen
COMPARE_REFUSAL = Slot("compare-refusal", tuple[str, str], default=("", ""))  # a run; why five more were refused
COMPARE_FINISHED = Slot("compare-finished", tuple[str, ...])  # runs that differ in their seed, when they were drawn
COMPARE_TABLE = Slot("compare-table", object)  # component, read-only: what was opened or sorted by
COMPARE_ORDER = Slot("compare-order", tuple[Column, bool], default=("accuracy", True))  # whether largest first
COMPARE_READ = Slot("compare-read", tuple[str, ...], default=())  # names of the models that are being read
