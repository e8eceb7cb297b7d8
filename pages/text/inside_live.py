"""What the Inside page says of the canvas that stands on it."""

from __future__ import annotations

from core.messages.numbers import times


class Live:
    """A drawing that goes on while its way through the network is looked at."""

    BEGIN = "Draw your own"
    BEGIN_HELP = "Opens a drawing area here; the network follows what you draw."
    CANVAS = "Canvas"
    NAME = "Drawing area for a pen, a finger or a mouse. “Draw with the keyboard”, above, does the same without one."
    KEYBOARD, PEN = "Draw with the keyboard", "Draw with a pen"
    KEYBOARD_HELP = f"A pad of {times(28, 28)} pixels in place of the canvas: change one, and see what follows."
    PEN_HELP = "The canvas in place of the pad, for a pen, a finger or a mouse."
    STAYS = "The last picture stays until there is a digit."
    ANOTHER = "Another picture is followed until the next stroke."
    FOLLOWED = "Each stroke is followed as soon as the pen is up."
    PIXELS_ANOTHER = "Another picture is followed until the next change of a pixel."
    PIXELS_FOLLOWED = "Each change of a pixel is followed."

    @staticmethod
    def several(count: int) -> str:
        return f"This looks like {count} digits; one is followed at a time. {Live.STAYS}"
