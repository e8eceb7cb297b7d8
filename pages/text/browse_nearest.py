"""What Browse's tab One digit says of the nearest training images and of their vote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from core.inference.likeness.vote import Vote
from pages.text.frame import Digit
from pages.text.labels import label_short, label_text
from pages.text.numbers import count, counted

Names = Sequence[str] | None


class Nearest:
    """The ten nearest training images."""

    TITLE = "The ten nearest training images"
    HEADER: ClassVar = ("Image", "Label", "Distance")
    TABLE = "the nearest training images"
    LEFT_OUT = "It is a training image itself: it is not counted among its own neighbours."
    NONE = "There is no other training image."

    @staticmethod
    def title(shown: int) -> str:
        return Nearest.TITLE if shown == 10 else f"The nearest {counted(shown, 'training image')}"

    @staticmethod
    def vote(found: Vote, label: int, names: Names) -> str:
        """Return what a vote of the images says, and whether the label agrees."""
        first = [label_text(one, names) for one in found.first]
        if len(first) > 1:
            tied = ", ".join(first[:-1]) + f" and {first[-1]}"
            each = f"{found.most} votes each" if found.most > 1 else "one vote each"
            nearest = label_text(found.nearest, names)
            breaks = (
                f"the nearest of all breaks the tie: {nearest}"
                if found.nearest in found.first
                else "by convention the smallest number is read"
            )
            return f"**A tie: {tied} have {each}; {breaks}.** {Nearest._agrees(found.answer, label, names)}"
        is_alone, is_all = found.voters == 1, found.most == found.voters
        said = "It" if is_alone else f"All {found.voters}" if is_all else f"{found.most} of {found.voters}"
        says = "say" if found.most > 1 else "says"
        return (
            f"**{said} {says} {first[0]}: a vote of them would read {first[0]}.** "
            f"{Nearest._agrees(found.answer, label, names)}"
        )

    @staticmethod
    def _agrees(answer: int, label: int, names: Names) -> str:
        return "The label says so too." if answer == label else f"The label says {label_text(label, names)}."

    @staticmethod
    def about(images: int) -> str:
        return (
            f"By the Euclidean distance of the pixels, among {count(images)} training images. Two pictures that differ "
            "in one pixel, paper here and full ink there, are 1 apart. Nothing was learned for this: the images "
            "themselves are the model."
        )

    @staticmethod
    def tile(label: int, distance: float, names: Names) -> tuple[str, str]:
        return f"label {label_short(label, names)}", f"{distance:.2f} away"

    @staticmethod
    def tile_alt(split: str, index: int, label: int, distance: float, names: Names) -> str:
        name = Digit.name(split, index).capitalize()
        return f"Open {name.lower()}, label {label_text(label, names)}, {distance:.2f} away"

    @staticmethod
    def finding(labels: Sequence[int], names: Names) -> str:
        return f"The nearest training images; their labels: {', '.join(label_text(label, names) for label in labels)}"
