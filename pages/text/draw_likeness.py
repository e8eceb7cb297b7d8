"""What the Draw page says of how like the training images a digit is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from core.data.identity import MNIST, Identity
from core.inference.likeness.measures import Measure, Standing
from core.messages.numbers import times
from pages.text.labels import are_named
from pages.text.numbers import a_digit, count, share, sureness

_UNUSUAL_FROM = 0.95  # share of the training images beyond which a measure lies, from where on it is unusual


class Likeness:
    """Ink, pen width, box, slant and weight among a digit's training images, and the nearest of them."""

    TITLE = "Is my digit like MNIST?"
    COMPARE = "Compare with the training images of"
    WAITING = "Looking at the training images ..."
    NAMES: ClassVar[dict[Measure, str]] = {
        "ink": "Ink",
        "pen": "Pen width",
        "width": "Width of its box",
        "slant": "Slant",
        "sideways": "Weight, sideways",
        "downwards": "Weight, up and down",
    }
    TABLE = "What was measured, and how"
    HEADER: ClassVar = ("Measure", "Yours", "5 % lie below", "Median", "5 % lie above", "Less", "More", "Definition")
    NEAREST = "The five nearest training images"
    _DEFINITIONS: ClassVar[dict[Measure, str]] = {
        "ink": f"Share of full ink in the {times(28, 28)} pixels.",
        "pen": "Twice the ink's area over the length of its outline, in pixels.",
        "width": "Width over height of the smallest box round the ink. The longer side of both is always 20 pixels.",
        "slant": "The shear that would make it upright, from second moments, in degrees.",
        "sideways": "Centre of mass less the middle of the box, in pixels; to the right is above 0.",
        "downwards": "Centre of mass less the middle of the box, in pixels; down is above 0.",
    }
    _THAN: ClassVar[dict[Measure, tuple[str, str]]] = {  # where it is less, and where it is more
        "ink": ("less", "more"),
        "pen": ("thinner", "thicker"),
        "width": ("narrower", "wider"),
        "slant": ("further left", "further right"),
        "sideways": ("further left", "further right"),
        "downwards": ("higher", "lower"),
    }
    _UNUSUAL: ClassVar[dict[Measure, tuple[str, str]]] = {
        "ink": ("has less ink", "has more ink"),
        "pen": ("has thinner lines", "has thicker lines"),
        "width": ("is narrower", "is wider"),
        "slant": ("leans further to the left", "leans further to the right"),
        "sideways": ("has its weight further left", "has its weight further right"),
        "downwards": ("has its weight higher", "has its weight lower"),
    }
    _ADVICE: ClassVar[dict[Measure, tuple[str, str]]] = {
        "ink": ("draw it with longer lines", "draw it with shorter lines"),
        "width": ("draw it wider", "draw it narrower"),
        "slant": ("lean it more to the right", "lean it less to the right"),
        "sideways": ("draw its right part larger", "draw its left part larger"),
        "downwards": ("draw its lower part larger", "draw its upper part larger"),
    }
    _BECAUSE: ClassVar[dict[Measure, tuple[str, str]]] = {  # where another pen changes nothing
        "pen": (
            "whatever the pen, its lines are made about as wide as MNIST's, and few or short ones measure thinner.",
            "whatever the pen, its lines are made about as wide as MNIST's, and ones that lie close together measure "
            "thicker. Leave more paper between them to be more like MNIST's.",
        ),
    }

    @staticmethod
    def value(measure: Measure, value: float) -> str:
        """Return a measure with its unit."""
        match measure:
            case "ink":
                return f"{share(value)} of the square"
            case "pen":
                return f"{value:.1f} pixels"
            case "width":
                return f"{value:.2f} of its height"
            case "slant":
                return _aside(value, "\N{DEGREE SIGN}", decimals=0, ways=("to the left", "to the right"))
            case "sideways":
                return _aside(value, " pixels", decimals=1, ways=("to the left", "to the right"))
            case "downwards":
                return _aside(value, " pixels", decimals=1, ways=("up", "down"))

    @staticmethod
    def number(measure: Measure, value: float) -> str:
        """Return a measure as a table has it."""
        if measure == "ink":
            return share(value)
        rounded = f"{value:.{2 if measure == 'width' else 1}f}"
        rounded = rounded.lstrip("-") if float(rounded) == 0 else rounded
        return rounded.replace("-", "\N{MINUS SIGN}")

    @staticmethod
    def definition(measure: Measure) -> str:
        return Likeness._DEFINITIONS[measure]

    @staticmethod
    def than(measure: Measure, standing: Standing) -> str:
        """Return where it stands, such as "wider than 97 %"."""
        if not standing.passed:
            return "as all of them"
        return f"{Likeness._THAN[measure][standing.is_more]} than {_passed(standing)}"

    @staticmethod
    def advice(digit: int, measure: Measure, standing: Standing, *, of: str) -> str:
        """Return what to do about the most unusual measure or why it is so, or that there is nothing to do.

        Args:
            digit: with whose training images it is compared.
            measure: which.
            standing: where it stands.
            of: whose they are: `of_mnist`.
        """
        theirs = f"{of} pictures of {digit}" if are_named([digit]) else f"{of} {digit}s"
        if standing.passed / standing.count < _UNUSUAL_FROM:
            return f"Your {digit} is well within {theirs}: by each measure it is among their middle 90 %."
        unusual = f"Your {digit} {Likeness._UNUSUAL[measure][standing.is_more]} than {_passed(standing)} of {theirs}"
        if measure in Likeness._BECAUSE:
            return f"{unusual}: {Likeness._BECAUSE[measure][standing.is_more]}"
        return f"{unusual}: {Likeness._ADVICE[measure][standing.is_more]} to be more like them."

    @staticmethod
    def title(data: Identity) -> str:
        """Return what the expander is called, by the name of the data set."""
        if data.name == MNIST.name:
            return Likeness.TITLE
        mine = "digit" if data.is_digits else "drawing"
        return f"Is my {mine} like {data.name or 'the training images'}?"

    @staticmethod
    def of(*, is_mnist: bool) -> str:
        return "MNIST's" if is_mnist else "the training images'"

    @staticmethod
    def compared(digit: int, images: int) -> str:
        return (
            f"Each line is the training images of {a_digit(digit)}, all {count(images)} of them, from the least to the "
            "most; their middle 90 % are thick. The mark is yours."
        )

    @staticmethod
    def none_of(digit: int) -> str:
        return f"There is no training image of {a_digit(digit)} to compare with. Choose another digit."

    @staticmethod
    def nearest(labels: Sequence[int], images: int) -> str:
        """Return what the nearest images are, and among how many they were looked for."""
        named = ", ".join(map(str, labels))
        return (
            f"By the Euclidean distance of their pixels, among all {count(images)} training images. Their labels: "
            f"{named}. Two pictures that differ in one pixel, paper here and full ink there, are 1 apart."
        )

    @staticmethod
    def neighbour(label: int, index: int, distance: float) -> tuple[str, str, str]:
        return f"label {label}", f"image {index}", f"{distance:.2f} away"

    @staticmethod
    def neighbour_alt(label: int, index: int) -> str:
        return f"Training image {index}, {a_digit(label)}."


def _passed(standing: Standing) -> str:
    """Return how many of the others a value passes, as a share; all of them only where it is so."""
    return "all" if standing.passed == standing.count else sureness(standing.passed / standing.count, 0)


def _aside(value: float, unit: str, *, decimals: int, ways: tuple[str, str]) -> str:
    rounded = f"{abs(value):.{decimals}f}{unit}"
    return rounded if round(value, decimals) == 0 else f"{rounded} {ways[value > 0]}"
