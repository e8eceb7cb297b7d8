"""What Inside says of the digits that excite a map or a unit, and of pictures that are made to."""

from __future__ import annotations

import math
from collections.abc import Sequence

from core.inference.standout import Standout
from pages.text.inside import number
from pages.text.inside_learned import short
from pages.text.numbers import NO_NUMBER, a_digit, count
from pages.text.ties import listed, tie


class Excites:
    """The training digits that excite a map or unit most, and a picture that is made to."""

    SEARCHING = "Looking through the training images"
    MEANS = "Mean for each label"
    HEADER = ("Training image", "Label", "Value")
    MEANS_HEADER = ("Label", "Images", "Mean value")
    BARS_HEADER = ("Label", "", "Mean")
    OPEN = "Open one of these images"
    MAKE, AGAIN = "Make a picture that excites it", "Another start"
    MAKING = "Climbing the gradient"
    MADE = "Made by gradient ascent"
    NOTHING_YET = (
        "No training image: a picture that is changed step by step, from noise, so that this value grows. It takes "
        "some seconds."
    )
    FLAT = "The gradient is 0 at this start, so that no step changes anything. Try another start."
    FRAMED = "; what the cell sees is framed"
    SHUFFLED = (
        "This network gets its pixels in another order: what a cell sees is scattered over the picture, so that no "
        "frame can show it."
    )
    WHY = (
        "Each filter is a detector: the nine training images with the largest values in its map show what it looks "
        "for, and the frame which pixels that one cell sees. Units of later layers see more. Pure detectors are rare: "
        "if labels differ, look for a stroke that the framed parts share."
    )
    WHY_MADE = (
        "The picture starts as noise. Each of 200 steps follows the gradient of the map's middle cell, before its "
        "function, back to the pixels. Fading, blurring and shifting keep it readable; pixels stay between paper and "
        "ink. It often passes every training image, so a large value alone says little about real digits."
    )

    @staticmethod
    def title(what: str, place: int, searched: int) -> str:
        return f"The training images that excite {what} {place} most, of {count(searched)}"

    @staticmethod
    def nothing(what: str, place: int, searched: int) -> str:
        return (
            f"{what.capitalize()} {place} gives 0 for all {count(searched)} training images: it is dead, and what "
            "comes behind it learns nothing from it."
        )

    @staticmethod
    def of_labels(labels: Sequence[int]) -> str:
        """Return which label most of the strongest have."""
        times_ = max(map(labels.count, labels))
        most = sorted(label for label in set(labels) if labels.count(label) == times_)
        if times_ == len(labels):
            return f"All {len(labels)} are labelled {most[0]}."
        if times_ == 1:
            return f"Their {len(labels)} labels are all different."
        if len(most) > 1:
            return f"Of the {len(labels)}, {times_} each are labelled {listed(most)}."
        return f"{times_} of the {len(labels)} are labelled {most[0]}."

    @staticmethod
    def labels_say(labels: Sequence[int], values: Sequence[float]) -> str:
        """Return what the labels of the images say, the largest value first."""
        if len(values) > 1 and values[0] == values[-1]:
            return Excites.alike(len(values), values[0])
        return Excites.of_labels(labels)

    @staticmethod
    def alike(shown: int, value: float) -> str:
        """Return that the images shown say nothing, since all have the same value."""
        return (
            f"All {shown} have the same value, {short(value)}: these are the first such images, and which labels they "
            "have says nothing."
        )

    @staticmethod
    def picture(label: int, value: float) -> str:
        return f"label {label}: {short(value)}"

    @staticmethod
    def alt(index: int, label: int, value: float, *, is_framed: bool) -> str:
        framed = Excites.FRAMED if is_framed else ""
        return f"Training image {count(index)}, {a_digit(label)}, value {short(value)}{framed}"

    @staticmethod
    def figure(what: str, place: int, labels: Sequence[int], values: Sequence[float]) -> str:
        first = f"{len(labels)} training images that excite {what} {place} most"
        return f"{first}, from {short(values[0])} to {short(values[-1])}. {Excites.labels_say(labels, values)}"

    @staticmethod
    def option(index: int, label: int) -> str:
        return f"Training image {count(index)}, label {label}"

    @staticmethod
    def mean(value: float) -> str:
        return number(value) if math.isfinite(value) else NO_NUMBER

    @staticmethod
    def means_alt(best: Standout, label: int) -> str:
        """Return which mean stands out; `label` is its place as it is said."""
        alone = f"the largest is that of {label}: {number(best.value)}"
        said = tie(best, "mean", f"that of {label}", how="equally large")
        return f"Mean value for each label; {said or alone}"

    @staticmethod
    def made(value: float, best: float, start: int) -> str:
        return f"It reaches **{short(value)}**; the best training image reaches {short(best)}. Start {start + 1}."

    @staticmethod
    def made_alt(value: float, *, is_framed: bool) -> str:
        framed = Excites.FRAMED if is_framed else ""
        return f"The picture after 200 steps of gradient ascent, value {short(value)}{framed}"

    @staticmethod
    def progress(done: int, of: int) -> str:
        return f"{Excites.SEARCHING}: {round(100 * done / of)} %"

    @staticmethod
    def climbing(done: int, of: int) -> str:
        return f"{Excites.MAKING}: {round(100 * done / of)} %"

    @staticmethod
    def caption(what: str, place: int) -> str:
        return f"the images that excite {what} {place} most"

    @staticmethod
    def means_caption(what: str, place: int) -> str:
        return f"the mean value of {what} {place} for each label"
