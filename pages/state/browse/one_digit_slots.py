"""What the session remembers of Browse's tab One digit; what is edited there stands beside its class."""

from __future__ import annotations

from typing import Literal

from pages.state.slot import Slot, one_of
from pages.state.slots import LABELS

Step = Literal["picture", "numbers", "divided", "row", "one-hot"]
STEPS: tuple[Step, ...] = ("picture", "numbers", "divided", "row", "one-hot")
BRUSHES = ("flip", "ink", "rub", "restore")
LAST = 27  # row and column

STEP = Slot("step", str)  # the step of the ladder as the URL writes it; None for the first
STEP_SHOWN: Slot[Step] = one_of("one-step", STEPS, default="picture")  # widget
ROW = Slot("one-row", int, within=range(LAST + 1))  # widget
COLUMN = Slot("one-column", int, within=range(LAST + 1))  # widget
PICKER = Slot("one-picture", object)  # component, read-only: the pixel that was chosen
STRIP = Slot("one-strip", object)  # component, read-only: the same, in the row of 784
NEAREST = Slot("one-nearest", object)  # component, read-only: the training image that was chosen
EDITOR = Slot("one-editor", object)  # component, read-only: the pixels as the browser sent them
BRUSH: Slot[str] = one_of("one-brush", BRUSHES, default="flip")  # widget
INK = Slot("one-ink", int, default=255, within=range(1, 256))  # widget
TARGET = Slot("one-target", int, within=LABELS)  # widget: what the digit is to be read as; None for the runner-up
