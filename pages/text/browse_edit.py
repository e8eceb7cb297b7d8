"""What Browse's tab One digit says of the digit whose pixels are changed, and of what a network makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from core.inference.edits.flips import INK_FROM, Flip, Search
from pages.text.labels import label_text
from pages.text.numbers import a_digit, counted, share, sureness

Names = Sequence[str] | None


class Edit:
    """The editor, and the answer beside it."""

    NAME = "Editor of 28 × 28 pixels. Arrow keys move, Space changes a pixel, Shift and an arrow key change a line."
    WHERE = "row {row}, column {column}: {value} of 255"
    CHANGED = "row {row}, column {column}: {value} of 255, it was {before}"
    BRUSH = "What a click does"
    BRUSHES: ClassVar = {"flip": "Flip", "ink": "Ink", "rub": "Rub out", "restore": "Put back"}
    BRUSH_HELP = (
        f"Flip: paper becomes full ink, and ink, {INK_FROM} or more, becomes paper. A changed pixel has a frame. "
        "Nothing is centred or prepared again: the network gets these 784 numbers as they are."
    )
    INK = "Ink, 1 to 255"
    UNDO, UNDO_KEYS = "Undo", "Ctrl+Z"
    BACK = "Back to the original"
    BARS = "How sure the network is of each digit"

    @staticmethod
    def title(answer: int, target: int, names: Names) -> str:
        a, b = (label_text(one, names) for one in (answer, target))
        if names is not None:
            return f"How few pixels turn {a} into {b}?"
        return f"How few pixels turn {a_digit(answer)} into {a_digit(target)}?"

    @staticmethod
    def says(changed: int, before: tuple[int, float], now: tuple[int, float], names: Names) -> str:
        """Return how much is changed, and what the network said before and says now, each with its probability."""
        (old, was), (new, sure) = before, now
        first, second = label_text(old, names), label_text(new, names)
        if not changed:
            return f"**It reads {first}, {sureness(was)} sure.** Nothing is changed yet."
        pixels = f"{counted(changed, 'pixel')} changed"
        if new == old:
            return f"**It still reads {second}, {sureness(sure)} sure.** {pixels}; it was {sureness(was)} sure."
        return f"**It now reads {second}, {sureness(sure)} sure.** {pixels}; it read {first}, {sureness(was)} sure."

    @staticmethod
    def note(label: int, was: float, *, is_changed: bool, names: Names) -> str:
        parts = [names[label]] if names is not None else []
        return ", ".join([*parts, f"was {share(was)}"] if is_changed else parts)


class Flips:
    """What would help most, and the search."""

    TARGET = "Turn it into"
    HINT = "What would help most?"
    HINT_HELP = "Asks the network about each of the 784 pixels, turned round alone."
    FLIP = "Flip it"
    SEARCH = "Find few pixels"
    SEARCH_HELP = (
        "Begins at the original and flips, one after the other, the pixel that helps most: 784 questions a step."
    )
    STOP = "Stop"

    @staticmethod
    def hint(flip: Flip, value: int, target: int, before: float, names: Names) -> str:
        row, column = divmod(flip.index, 28)
        made = "paper to ink" if value < INK_FROM else "ink to paper"
        return (
            f"Row {row}, column {column}, {made}, helps most: {label_text(target, names)} would go from "
            f"{sureness(before)} to {sureness(flip.probability)}. It has a ring."
        )

    @staticmethod
    def searching(flipped: int, most: int, target: int, probability: float, names: Names) -> str:
        return (
            f"{counted(flipped, 'pixel')} flipped of at most {most}: {label_text(target, names)} has "
            f"{sureness(probability)}."
        )

    @staticmethod
    def found(search: Search, names: Names) -> str:
        """Return what a search that has ended came to."""
        pixels, target = counted(len(search.flipped), "pixel"), label_text(search.target, names)
        match search.standing:
            case "found":
                if len(search.flipped) == 1:
                    return f"**{pixels.capitalize()} does it:** for this network that is {target}."
                few = (
                    "No single flip does, so fewer there are not."
                    if len(search.flipped) == 2
                    else "Each step took the pixel that helped most at that moment: perhaps fewer would do."
                )
                return f"**{pixels.capitalize()} do it:** for this network that is {target}. {few}"
            case "stuck":
                return f"After {pixels} no single one brings {target} any closer. Two at once might."
            case "most":
                return f"{pixels.capitalize()} were not enough for {target}; the search ends there."
        return f"Stopped after {pixels}."
