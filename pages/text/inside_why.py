"""What *Why this answer* on the Inside page says."""

from __future__ import annotations

from typing import ClassVar

from core.inference.attribution.attribution import CLASS_MAPS, ENOUGH, Completeness, Method
from core.inference.attribution.methods import NOISY_COPIES
from core.inference.attribution.target import Target
from core.messages.numbers import times
from models.layers import FUNCTIONS
from pages.text.inside import number
from pages.text.labels import the_label
from pages.text.numbers import count

ARROW = "\N{RIGHTWARDS ARROW}"


def logit_of(target: Target) -> str:
    """Return what is explained: "logit of 4", or "logit of 4 minus logit of 9"."""
    name = f"logit of {target.digit}"
    return name if target.against is None else f"{name} minus logit of {target.against}"


def named(target: Target) -> str:
    """Return what a map is for: "4", or "4 and not 9"."""
    return str(target.digit) if target.against is None else f"{target.digit} and not {target.against}"


class Why:
    """What is explained, and how."""

    DIGIT, AGAINST, METHOD = "Why this digit", "and not", "Method"
    NOTHING = "\N{EN DASH}"  # no second digit
    METHODS: ClassVar[dict[Method, str]] = {
        "occlusion": "Occlusion",
        "gradient": "Gradient",
        "gradient-input": "Gradient × input",
        "integrated-gradients": "Integrated gradients",
        "smoothgrad": "SmoothGrad",
        "grad-cam": "Grad-CAM",
        "grad-cam-plus": "Grad-CAM++",
    }
    TELLS: ClassVar[dict[Method, str]] = {
        "occlusion": (
            "A square is erased and the picture read again: a plain fact about the network. Strokes that can stand in "
            "for each other look unimportant, since each is erased alone."
        ),
        "gradient": (
            "What a small change of each pixel would do. It shows where the network is sensitive, not what made it "
            "decide."
        ),
        "gradient-input": (
            "The gradient, counted only where there is ink. Exact for a linear network, a first guess for others; "
            "paper never counts."
        ),
        "integrated-gradients": (
            "The gradient, averaged on the way from paper to this picture, times the ink. The parts add up to the "
            "change of the output; another start than paper would give others."
        ),
        "smoothgrad": (
            f"The mean gradient of {NOISY_COPIES} noisy copies. Smoother to look at than one gradient, but no new "
            "information."
        ),
        "grad-cam": (
            "Which places of a layer's maps speak for the digit. It is as coarse as those maps, and tells where, not "
            "what, and nothing that speaks against."
        ),
        "grad-cam-plus": (
            "As Grad-CAM, but each place of a map has a weight of its own, which finds several places better. Just as "
            "coarse, and nothing that speaks against."
        ),
    }
    LAYER = "Convolution"
    ROW = "Row"
    PICTURE = "The picture"
    DOWNLOAD = "Map as CSV"
    WORKING = "Asking the network"
    NO_MAPS = (
        "This network has no convolution. A CNN would add Grad-CAM and Grad-CAM++, because its maps keep rows and "
        "columns."
    )

    NO_NUMBERS = (
        "Its scores for this picture are no numbers: they left the range of 32-bit floating point. There is no answer "
        "to explain."
    )
    NO_MAP = "No map: on the way to it the network left the range of 32-bit floating point."

    SHUFFLED = (
        "This network gets its pixels in another order, so that places of its maps are no places of the picture: "
        "Grad-CAM and Grad-CAM++ would say nothing."
    )

    @staticmethod
    def runner_up(digit: int, other: int) -> str:
        return f"Why {digit} and not {other}?"

    @staticmethod
    def title(method: Method, target: Target) -> str:
        digits = f"{target.digit}" if target.against is None else f"{target.digit}, not {target.against}"
        return f"{Why.METHODS[method]} for {digits}"

    @staticmethod
    def colours(target: Target, *, is_signed: bool, is_slope: bool = False) -> str:
        """Return how a map is read; the outline is that of the digit. A slope tells what more ink would do."""
        if not is_signed:
            return "The stronger the colour, the more a place speaks for it. The outline is the digit."
        other = "against it" if target.against is None else f"for {target.against}"
        if is_slope:
            than = "" if target.against is None else f" above {the_label(target.against)}"
            rises = f"more ink there would raise {the_label(target.digit)}{than}"
            return f"Green: {rises}; purple: lower it. The outline is the digit."
        return f"Green speaks for {target.digit}, purple {other}. The outline is the digit."

    @staticmethod
    def alt(method: Method, target: Target, row: int, column: int, value: float, *, equal: int = 1) -> str:
        """Return what a map shows; row and column are of its cell furthest from 0, the first of `equal` ones."""
        what = "speaks most for" if value >= 0 else "speaks most against"
        like = f", as {count(equal - 1)} other{'s' if equal > 2 else ''}" if equal > 1 else ""
        return (
            f"{Why.METHODS[method]}: row {row}, column {column} {what} {named(target)}, with {number(value, 3)}{like}."
            if value
            else f"{Why.METHODS[method]}: 0 everywhere; nothing speaks for {named(target)}"
            f"{'' if method in CLASS_MAPS else ' or against it'}."
        )

    @staticmethod
    def size(rows: int, columns: int, *, behind: str | None) -> str:
        """Return how large a class map is; `behind` is the function that a later layer applies to the maps first."""
        cells = f"{times(rows, columns)} cells, stretched over the picture."
        return cells if behind is None else f"{cells} The maps are taken after their {FUNCTIONS[behind].text}."


class Sums:
    """Integrated gradients add up, or do not."""

    @staticmethod
    def text(found: Completeness) -> str:
        sums = (
            f"The 784 parts add up to **{number(found.total)}**. Output {number(found.output)}, for paper "
            f"{number(found.baseline)}: difference **{number(found.difference)}**, {Sums._apart(found)} with "
            f"{count(found.steps)} steps."
        )
        most = f"{ENOUGH:g}" if abs(found.difference) < 1 else "1 %"
        return sums if found.is_complete else f"{sums} More than {most}: this network bends too often for so few steps."

    @staticmethod
    def _apart(found: Completeness) -> str:
        """Return how far the sum is from the difference: in percent of it, or as it is where that is below 1."""
        if abs(found.difference) < 1:
            return f"{number(abs(found.total - found.difference), 3)} apart"
        return f"{found.gap * 100:.1f} % apart"


class Scrambled:
    """The same method on a network that has learned nothing."""

    SWITCH = "Beside it: scrambled weights"
    TITLE = "With scrambled weights"
    TEXT = (
        "Every weight stands at a random place of its kernel: nothing learned is left. A map that still looks the same "
        "shows the picture, not the network (Adebayo et al., 2018)."
    )


class Compare:
    """All methods side by side."""

    TITLE = "Compare methods"
    NAME = "All methods"

    @staticmethod
    def text(target: Target) -> str:
        return f"All for {named(target)}, each on its own scale: compare places, not brightness."
