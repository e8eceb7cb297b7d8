"""What Browse's tab Pictures says of its filters, orders and presets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from core.data.gallery import SplitName
from core.data.selection.image_query import ImageQuery, Reading
from core.messages.numbers import times
from pages.text.browse_pictures import OrderText
from pages.text.labels import label_text
from pages.text.numbers import a_digit, count, counted

Names = Sequence[str] | None  # of the ten labels, where they are no digits
_LONGEST_WORD = 20  # characters of it that are quoted


class Filters:
    """The controls above the mosaic."""

    SPLIT = "Split"
    SPLITS: ClassVar = {"train": "Train", "validation": "Validation", "test": "Test"}
    USES: ClassVar = {
        "train": "Train: a network learns from these.",
        "validation": "Validation: checked while learning; the last {images} training images.",
        "test": "Test: kept for the final score.",
    }
    LABEL = "Digits to show; all when none is chosen"
    READING = "What the selected network reads"
    READINGS: ClassVar = {"any": "Right and wrong", "right": "Right", "wrong": "Wrong"}
    SURENESS = "How sure it is of its answer, in percent"
    ORDER = "Order"
    ORDER_HELP_PIXELS = (
        "Closest to the mean: the Euclidean distance of its 784 pixels from the mean training image of its label."
    )
    ORDER_HELP = (
        f"{ORDER_HELP_PIXELS} Hardest: the largest loss of the selected network, the natural logarithm of 1 over the "
        "probability that it gives the label."
    )
    REVERSED = "Turn the order round"
    SIZE = "Size"
    SIZES: ClassVar = {
        "5x5": times(5, 5),
        "8x8": times(8, 8),
        "10x10": times(10, 10),
        "16x16": times(16, 16),
        "2x10": times(2, 10),
    }
    SEED = "Seed, 0 to 999,999"
    ANOTHER = "Another"
    PRESETS = "Presets"
    FIRST_20, HARDEST, RANDOM = "First 20 with labels", "Hardest 64", "Random page"
    FIRST_20_HELP = f"The first 20 training images, {times(2, 10)}, as the article about LeNet draws them."
    HARDEST_HELP = "The images of this split that cost the selected network the largest loss."
    RANDOM_HELP = "Images that match now, drawn by lot. The same seed gives the same page."
    CLEAR = "Show all"
    UNKNOWN_PRESET = "This address names a preset that is not known here. All pictures of the split are shown."
    NO_ANSWERS = (
        "This address asks for pictures by what this network answers, which is neither right nor wrong about these; "
        "that part of it does not count."
    )
    TWICE = "This address asks for pictures twice; the last counts."
    LEAVE_OUT = "Go on without it"
    TRY_AGAIN = "Try again"

    @staticmethod
    def jump(first: int, last: int) -> str:
        return f"Go to index, {count(first)} to {count(last)}"

    @staticmethod
    def more(active: int) -> str:
        return f"More filters ({active})" if active else "More filters"

    @staticmethod
    def past_the_end(page: int, last: int) -> str:
        return f"This address asks for page {count(page)}. The last one is {count(last)}, and is shown."

    @staticmethod
    def refused(words: Sequence[str], *, is_all: bool) -> str:
        """Return what an address asked for in vain, where that is all of it too; the words are Markdown."""
        listed = f": {', '.join(words)}" if words else ""
        rest = "All pictures of the split are shown." if is_all else "The rest of it counts."
        return f"This address asks for pictures by what is not known here{listed}. {rest}"

    @staticmethod
    def quoted(word: str) -> str:
        """Return a word of an address, cut where it is long."""
        return word if len(word) <= _LONGEST_WORD else f"{word[:_LONGEST_WORD]}\N{HORIZONTAL ELLIPSIS}"


class Waiting:
    """While something is worked out that the filters or the order need."""

    @staticmethod
    def network(split: SplitName, done: int, images: int, seconds: float | None) -> str:
        return (
            f"The selected network reads the {split} images: {count(done)} of {count(images)}{_left(seconds)}. "
            "Until then its part of the filters does not count."
        )

    @staticmethod
    def pixels(done: int, images: int, seconds: float | None) -> str:
        share = f"{100 * done // max(images, 1)} %"
        return f"Measuring all images: {share}{_left(seconds)}. Until then they stand by index."


class Found:
    """What a query found, in words."""

    @staticmethod
    def conditions(query: ImageQuery) -> str:
        """Return what is asked for beside split and digits, and the order: "Read wrong, 0 to 60 % sure; at random"."""
        asked = ", ".join(_of_network(query))
        order = ""
        if query.order != "index" or query.is_reversed:
            order = OrderText.names(is_reversed=query.is_reversed)[query.order].lower()
            order += f", seed {query.seed}" if query.order == "random" else ""
        said = "; ".join(part for part in (asked, order) if part)
        return f"{said[0].upper()}{said[1:]}." if said else ""

    @staticmethod
    def nothing(query: ImageQuery, names: Names) -> str:
        """Return why there is nothing: "No test image is a 4 and read wrong, 0 to 20 % sure."."""
        parts = ([_one_of(query.digits, names)] if query.digits else []) + _of_network(query)
        if not parts:
            return f"There is no {query.split} image."
        return f"No {query.split} image is {' and '.join(parts)}."

    @staticmethod
    def leave_out(query: ImageQuery, other: ImageQuery, images: int, names: Names) -> str:
        """Return the label of the button to `other`, which leaves out one filter of `query`, and how many it finds."""
        if query.digits != other.digits:
            what = "Any digit" if names is None else "Any label"
        elif query.reading != other.reading:
            what = "Read right or wrong"
        else:
            what = "However sure"
        return f"{what}: {counted(images, 'image')}"


def _of_network(query: ImageQuery) -> list[str]:
    readings: dict[Reading, str] = {"right": "read right", "wrong": "read wrong"}
    said = [readings[query.reading]] if query.reading else []
    if query.is_sureness_limited:
        said.append(f"answered {query.sureness[0]} to {query.sureness[1]} % sure")
    return said


def _one_of(digits: Sequence[int], names: Names) -> str:
    called = [a_digit(digit) if names is None else label_text(digit, names) for digit in digits]
    return called[0] if len(called) == 1 else f"{', '.join(called[:-1])} or {called[-1]}"


def _left(seconds: float | None) -> str:
    if seconds is None:
        return ""
    if seconds < 90:
        return f", about {max(round(seconds), 1)} s left"
    return f", about {round(seconds / 60)} min left"
