"""What the Inside page says of the canvas that stands on it."""

from __future__ import annotations


class Live:
    """A drawing that goes on while its way through the network is looked at."""

    BEGIN = "Draw your own"
    BEGIN_HELP = "A canvas opens here; the network follows your pen."
    CANVAS = "Canvas"
    NAME = "Drawing area for a pen, a finger or a mouse. “Draw with the keyboard”, above, does the same without one."
    KEYBOARD = "Draw with the keyboard"
    KEYBOARD_HELP = "Opens the pad on Draw. “Look inside this digit” there leads back here with what you drew."
    STAYS = "The last picture stays until there is a digit."
    ANOTHER = "Another picture is followed until the next stroke."
    FOLLOWED = "Each stroke is followed as soon as the pen is up."

    @staticmethod
    def several(count: int) -> str:
        return f"This looks like {count} digits; one is followed at a time. {Live.STAYS}"
