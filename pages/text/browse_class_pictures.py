"""What Browse's tab Classes says of mean images, their differences, typical images and pixels that are never used."""

from __future__ import annotations

from typing import ClassVar

from core.data.gallery import SplitName
from core.inference.classes.difference import MoreInk, Part
from pages.state.browse.classes_slots import ClassView
from pages.text.frame import Digit
from pages.text.labels import Names
from pages.text.numbers import count, counted, percent, portion
from pages.text.train import waking

_WHERE: dict[Part, str] = {
    "top left": "at the top left",
    "top": "at the top",
    "top right": "at the top right",
    "left": "at the left",
    "middle": "in the middle",
    "right": "at the right",
    "bottom left": "at the bottom left",
    "bottom": "at the bottom",
    "bottom right": "at the bottom right",
}


class Averages:
    """The ten mean images, or how far images spread about them."""

    TITLE = "What they look like on average"
    SPLIT = "Images that are averaged"
    SPLITS: ClassVar[dict[SplitName, str]] = {"train": "training", "validation": "validation", "test": "test"}
    VIEW = "What is shown of them"
    VIEWS: ClassVar[dict[ClassView, str]] = {"mean": "Mean", "spread": "Spread"}
    ABOUT: ClassVar[dict[ClassView, str]] = {
        "mean": (
            "Each pixel is the mean over the {split} images of a label, {images} in all: strong where nearly all have "
            "ink. Click one to make it A."
        ),
        "spread": (
            "Each pixel is its standard deviation over the {split} images of a label, {images} in all: strong where "
            "some have ink and others none. Click one to make it A."
        ),
    }
    WAITING = "Adding the images up ..."
    WAITING_EXTREMES = "Comparing each image with the mean of its label ..."
    AGAIN = "Try again"
    SCALE = "Share of full ink"
    NO_IMAGE = "no image"

    @staticmethod
    def waking(seconds: float) -> str:
        return f"{waking('network', seconds)} Then the images are added up."

    @staticmethod
    def figure(view: ClassView, split: str) -> str:
        what = "mean images" if view == "mean" else "pictures of the spread"
        return f"Ten {what} of the {split} images, one for each label"

    @staticmethod
    def tile(name: str, view: ClassView, images: int) -> str:
        if not images:
            return f"{name}: there is no image of it"
        what = "Mean" if view == "mean" else "Spread"
        return f"{what} of {counted(images, 'image')} of {name}"

    @staticmethod
    def marks(*, is_a: bool, is_b: bool) -> str:
        return "A and B" if is_a and is_b else "A" if is_a else "B" if is_b else ""


class Minus:
    """The difference of two mean images."""

    A, B = "A", "B"
    SWAP = "Swap A and B"
    SAME = "A and B are the same: nothing is left. Choose another B."

    @staticmethod
    def why(class_names: Names = None) -> str:
        """Return what a difference of two means has to do with telling them apart."""
        several = (
            "people write one digit in several"
            if class_names is None
            else "the pictures of one class differ in several"
        )
        return (
            "Comparing an image with ten mean images is the simplest classifier that there is, and it is linear: "
            "between two means the border is one straight cut, half way. What it gets wrong is where "
            f"{several} ways, which a mean blurs into one. A network can keep such ways apart."
        )

    @staticmethod
    def title(a: str, b: str) -> str:
        return f"{a} minus {b}"

    @staticmethod
    def mean(name: str) -> str:
        return f"Mean of {name}"

    @staticmethod
    def none_of(name: str, split: str) -> str:
        return f"There is no {split} image of {name}, so it has no mean. Choose another label."

    @staticmethod
    def sentence(a: str, b: str, more: MoreInk | None, less: MoreInk | None) -> str:
        """Return where a mean has more ink than another, and where less; as Markdown."""
        parts = []
        if more is not None:
            parts.append(f"**Green: {a} has more ink than {b}**, above all {Minus._place(more)}.")
        if less is not None:
            parts.append(f"**Purple: {b} has more**, above all {Minus._place(less)}.")
        return " ".join(parts) or "The two means are equal."

    @staticmethod
    def alt(a: str, b: str, more: MoreInk | None, less: MoreInk | None) -> str:
        return f"{Minus.title(a, b)}. {Minus.sentence(a, b, more, less).replace('**', '')}"

    @staticmethod
    def _place(place: MoreInk) -> str:
        return (
            f"{_WHERE[place.part]} (most in row {place.row}, column {place.column}: on average "
            f"{100 * place.here:.0f} % of full ink against {100 * place.there:.0f} %)"
        )

    @staticmethod
    def told_apart(training: int, right: int, of: int, right_of_all: int, all_: int) -> str:
        """Return how well two means do, and all ten."""
        return (
            f"With these two means alone, each image going to the nearer one, {count(right)} of {count(of)} test "
            f"images of the two are told apart ({portion(right, of)}). With all ten means it is "
            f"{percent(right_of_all, all_)} of {count(all_)}. The means are those of all {count(training)} training "
            "images."
        )


class Typical:
    """The images nearest to the mean of their label, and those furthest from it."""

    NEAR, FAR = "Most typical", "Least typical"
    OPEN, FIND = "Open it in One digit", "Find it in Pictures"
    TITLE = "Most and least typical images of A"
    TAKE = "Click one to take it in hand."
    TABLE = "their distances to the mean"
    HEADER: ClassVar = ("Image", "Distance")

    @staticmethod
    def measure(name: str, split: str, names: Names) -> str:
        far = "Bold, wide or slanted writing" if names is None else "A picture that is shifted, or has more ink,"
        return (
            f"Measured by the distance of all 784 pixels to the mean image of {name} among the {split} images "
            "(Euclidean; two pictures that differ in one pixel, paper here and full ink there, are 1 apart). "
            f"{far} lies far away, however well it can be read."
        )

    @staticmethod
    def figure(title: str, name: str, shown: int) -> str:
        return f"{title}: {counted(shown, 'image')} of {name}"

    @staticmethod
    def tile(split: str, index: int, distance: float) -> str:
        return f"{Digit.name(split, index).capitalize()}, {distance:.2f} from the mean"

    @staticmethod
    def lines(index: int, distance: float) -> tuple[str, str]:
        return count(index), f"{distance:.2f}"

    @staticmethod
    def chosen(split: str, index: int, label: str) -> str:
        return f"{Digit.name(split, index).capitalize()}, label {label}, is in hand."

    @staticmethod
    def row(split: str, index: int, distance: float) -> tuple[str, str]:
        return Digit.name(split, index).capitalize(), f"{distance:.2f}"


class NeverUsed:
    """How many training images have ink at each pixel, and which pixels none has."""

    TITLE = "Pixels that are never used"
    SCALE = "Training images with ink there (logarithmic)"
    HATCHED = "Hatched: no training image has ink there."
    TABLE = "how many training images have ink at each pixel"
    ROW = "Row"

    @staticmethod
    def alt(never: int, images: int, most: int, row: int, column: int) -> str:
        return (
            f"For each of 784 pixels, how many of {count(images)} training images have ink there: {never} have it in "
            f"none; row {row}, column {column} in {count(most)}, the most."
        )

    @staticmethod
    def sentence(never: int, images: int) -> str:
        if not never:
            return f"**Each of the 784 pixels has ink in some of the {count(images)} training images.**"
        are = "pixel is" if never == 1 else "pixels are"
        return f"**{never} of 784 {are} paper in all {count(images)} training images.**"

    @staticmethod
    def weights(never: int, width: int, recipe: str) -> str:
        return (
            f"The first layer of the recipe *{recipe}* has {width} weights for each of them: {count(never * width)} "
            "weights that get 0 from every training image, so training leaves them as chance made them."
        )

    @staticmethod
    def in_test(pixels: int) -> str:
        """Return at how many of these pixels a test image has ink."""
        if not pixels:
            return "No test image has ink there either."
        one = pixels == 1
        return (
            f"At {pixels} of them some test image does have ink: there the network adds what chance left in "
            f"{'that weight' if one else 'those weights'}."
        )
