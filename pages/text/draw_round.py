"""What Draw says in a guided round: each digit three times, in mixed order."""

from __future__ import annotations

from typing import ClassVar

from pages.text.numbers import a_digit, count, counted


class Round:
    """The guided round."""

    START = "Draw each digit three times"
    ABOUT = (
        "30 digits in mixed order, about two minutes. You may leave and go on later, until this page is loaded anew."
    )
    ANEW = "Begin a new round"
    SURFACE = "What to draw with"
    SURFACES: ClassVar = {"pen": "Pen, finger or mouse", "keyboard": "Keyboard"}
    NEXT, NEXT_HELP = "Next", "Keeps what is drawn."
    BY_KEY = "The Enter key is Next."
    SKIP, SKIP_HELP = "Skip", "Go on without this one."
    BACK, BACK_HELP = "Back", "Draw the digit before once more; what was kept for it is deleted."
    LEAVE = "Leave for now"
    HIDDEN = "What the network reads is not shown before the end, so that you write as you always do."
    DONE = "See all your digits"

    @staticmethod
    def go_on(place: int, of: int) -> str:
        return f"Go on with the round ({place} of {of} done)"

    @staticmethod
    def prompt(digit: int, place: int, of: int) -> str:
        return f"Draw {a_digit(digit)} ({place} of {of})"

    @staticmethod
    def canvas(digit: int, surface: str) -> str:
        """Return the name of what is drawn on, for who does not see it."""
        return f"Draw {a_digit(digit)} here. {surface}"

    @staticmethod
    def nothing(digit: int) -> str:
        return f"There is nothing to keep yet. Draw {a_digit(digit)}, then go on; or skip it."

    @staticmethod
    def over(kept: int, skipped: int) -> str:
        said = f"{count(kept)} kept"
        return f"{said}, {count(skipped)} skipped." if skipped else f"{said}."

    @staticmethod
    def read_right(score: str, interval: str) -> str:
        return f"This network reads {score} right ({interval})."

    @staticmethod
    def waiting(kept: int) -> str:
        return f"The network is waking up; then it says how many of these {counted(kept, 'digit')} it reads right."

    TEACH = "Under My digits you see which ones it misreads, and can teach it your hand."
