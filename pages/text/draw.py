"""What the Draw page says."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from core.messages.numbers import times
from pages.text.labels import are_named, read_as, reads
from pages.text.numbers import a_digit, sureness
from pages.text.train import waking


@dataclass(frozen=True, slots=True, kw_only=True)
class SurfaceText:
    """What is said beside something to draw on."""

    name: str  # of the surface, for who does not see it
    empty: str  # before something is drawn, where one digit is wanted
    empty_number: str  # the same where a number is read as well
    next: str  # what will happen
    next_by_finger: str = ""  # the same where there is no keyboard, if it differs
    because: str


_MNIST = (
    f"MNIST's digits were fitted into {times(20, 20)} pixels, centred by their ink, and have lines about 2.4 pixels "
    "wide. A network knows only what it was trained on, so yours is made the same way first. "
)
CANVAS = SurfaceText(
    name="Drawing area for a pen, a finger or a mouse. Keyboard, above, does the same without one.",
    empty="Draw a digit here, as large as you like.",
    empty_number="Draw a digit here, or a whole number.",
    next="As soon as you lift the pen, the network says what it reads and how sure it is.",
    because=_MNIST
    + "Without preparation the canvas holds a smaller, thinner digit in another place, and is misread far more often.",
)
PAD = SurfaceText(
    name=f"Pad of {times(28, 28)} pixels. Arrow keys move, Space paints or erases, Shift with an arrow key draws a "
    "line.",
    empty="Paint a digit here, pixel by pixel.",
    empty_number="Paint a digit here, or two.",
    next="The arrow keys move, Space paints or erases, and Shift with an arrow key draws a line. A pointer works too.",
    next_by_finger="A touch paints or erases, and a finger that moves draws a line.",
    because=_MNIST + "Your own pixels, as they are, often lie elsewhere and are thinner.",
)


class Draw:
    """The Draw page: what is drawn by hand, and its answer."""

    FACE = "How to give the network a digit"
    FACES: ClassVar = {"draw": "Draw", "photo": "Photo", "keyboard": "Keyboard", "mine": "My digits"}
    WAITING = "Your digit is waiting."
    UNDO, UNDO_KEYS = "Undo", "Ctrl+Z"
    REDO, REDO_KEYS = "Redo", "Ctrl+Shift+Z"
    CLEAR = "Clear"
    SHAPE = "Shape of the paper"
    SHAPES: ClassVar = {"square": "Square", "wide": "Wide"}
    WHERE = "row {row}, column {column}: {what}"  # of the pad's cursor, counted from 0
    INK, PAPER = "ink", "paper"
    FORGED = "The pad's pixels cannot be read: there must be 784 of them, each ink or paper. Clear it and paint again."
    ONLY_DOTS = "There is no digit to read yet: what is painted is smaller than 4 pixels."
    EXAMPLE = "Draw one for me"
    MORE = "Pen"
    PEN = "Pen width"
    PEN_HELP = (
        "How thick the line looks here. The network does not see it: your strokes are drawn again with a pen as thick "
        "as MNIST's."
    )
    INSIDE, INSIDE_HELP = "Look inside this digit", "Follow it through the network, sum by sum."

    BARS = "How sure the network is of each digit"
    PREPARED = "What the network gets"
    PREPARED_ALT = f"The drawing as the network gets it, {times(28, 28)} pixels."
    WHY = "Why is it prepared at all?"

    @staticmethod
    def waking(seconds: float) -> str:
        return f"{waking('network', seconds)} Draw meanwhile; it reads what you draw as soon as it can."

    @staticmethod
    def reads(answer: int) -> str:
        return f"It {reads(answer)} {a_digit(answer)}."

    NOT_SURE = "It is not sure."
    ONLY_TEN = (
        "A network that knows ten digits answers with one of them, whatever you draw. A judge beside it says whether "
        "it is a digit at all."
    )

    @staticmethod
    def sure(first: float, second: int, second_probability: float) -> str:
        sentence = f"{sureness(first, 0).capitalize()} sure"
        if not math.isfinite(second_probability) or round(100 * second_probability) == 0:
            return f"{sentence}."
        return f"{sentence}; next guess: {second} ({sureness(second_probability, 0)})."

    @staticmethod
    def closest(first: int, first_probability: float, second: int, second_probability: float) -> str:
        perhaps = "be none of the ten classes" if are_named([first]) else "not be a digit"
        return (
            f"Closest: {first} ({sureness(first_probability, 0)}) and {second} "
            f"({sureness(second_probability, 0)}). It may {perhaps}, or not like those it learned from."
        )

    @staticmethod
    def in_short(answer: int, probability: float) -> str:
        return f"{read_as(answer)} {answer}, {sureness(probability, 0)}"

    @staticmethod
    def in_doubt(answer: int) -> str:
        return f"not sure, perhaps {answer}"


class Photo:
    """The Draw page: picture files."""

    HOW = (
        "A photo of a digit or a number on paper, a scan or a screenshot: best in even light, with up to 60 digits. "
        "Nothing is kept once you leave but digits that you put among My digits."
    )
    EXAMPLE = "Until you bring one, an example:"
    GREY, GREY_ALT = "In grey", "The picture in grey, upright."
    INK, INK_ALT = "Taken for ink", "What was taken for ink in the picture."
    PREPARED, PREPARED_ALT = times(28, 28), f"The digit as the network gets it, {times(28, 28)} pixels."
    INVERTED = "Inverted: MNIST stores ink as bright on dark."

    @staticmethod
    def reading(number: int, of: int, name: str) -> str:
        """Return what is being read; the name comes in as Markdown."""
        return f"Reading picture {number} of {of}: {name}"
