"""Every sentence that a person reads, page by page, and the glossary.

Words only: what is chosen and computed comes in as an argument. A second language is another file of this shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

APP = "Digit Lab"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    """What the frame of a page says."""

    file: str  # the page's script beside navigation.py
    title: str
    question: str
    lead: str
    handed_on: str  # the link on the page before this one
    terms: tuple[str, ...]  # the glossary's words that this page uses

    @property
    def path(self) -> str:
        """Return the page's address below the server's."""
        return self.file.removesuffix(".py")


BROWSE = PageWords(
    file="browse.py",
    title="Browse",
    question="What does the data look like?",
    lead="Handwritten digits, each a square of 28 x 28 numbers with the right answer attached.",
    handed_on="Next: more of these",
    terms=("pixel", "label", "split"),
)
TRAIN = PageWords(
    file="train.py",
    title="Train",
    question="How does a network learn it?",
    lead="It guesses, measures how wrong it was, and changes its numbers a little, thousands of times.",
    handed_on="Next: let a network learn them",
    terms=("parameter", "loss", "accuracy", "batch", "step", "epoch", "optimizer", "learning rate", "overfitting"),
)
PAGES = (BROWSE, TRAIN)


def count(number: int) -> str:
    """Return 10000 as 10,000."""
    return f"{number:,}"


def percent(part: int, whole: int) -> str:
    """Return a share with as many decimals as the whole allows: 98.42 % of 10,000, 98.4 % of 6,000, 98 % of 500."""
    decimals = 2 if whole >= 10_000 else 1 if whole >= 1_000 else 0
    return f"{100 * part / whole:.{decimals}f} %" if whole else "0 %"


class Frame:
    """Around every page."""

    USED_WORDS = "Words used here"
    PREPARING = "Getting the digits ready. The first start takes a few seconds."

    @staticmethod
    def show_as_table(what: str) -> str:
        return f"Show as table: {what}"

    @staticmethod
    def back(page: PageWords) -> str:
        return f"Back: {page.title}"

    @staticmethod
    def fallback(image_count: int) -> str:
        return (
            f"These are {count(image_count)} small digits, enlarged, not MNIST's 70,000: there was no copy of MNIST on "
            "this machine. Everything works with them; results are coarser. To use MNIST, set DIGITLAB_DATA to its "
            "file (mnist.npz) or to the folder with its four IDX files, and start the server again."
        )


class Digit:
    """The digit in hand: its control at the top of the page."""

    COLLECTION = "Images"
    COLLECTIONS: ClassVar = {"train": "Training images", "test": "Test images"}
    INDEX_HELP = "Counting starts at 0."
    RANDOM = "Random digit"
    MISSING = "There is no such digit. Its address names no picture of this data set."
    NONE = "none"

    @staticmethod
    def button(name: str) -> str:
        return f"Digit: {name}"

    @staticmethod
    def index(last: int) -> str:
        return f"Index, 0 to {count(last)}"

    @staticmethod
    def show(name: str) -> str:
        return f"Show {name}"

    @staticmethod
    def name(split: str, index: int) -> str:
        kind = "training" if split == "train" else split
        return f"{kind} image {count(index)}"

    @staticmethod
    def named(split: str, index: int, label: int) -> str:
        return f"{Digit.name(split, index).capitalize()}, label {label}"


class Browse:
    """The Browse page."""

    SPLIT = "Split"
    SPLITS: ClassVar = {"train": "Train", "validation": "Validation", "test": "Test"}
    USES: ClassVar = {
        "train": "Train: a network learns from these.",
        "validation": "Validation: checked while learning; the last tenth of the training images.",
        "test": "Test: looked at once, at the end.",
    }
    LABEL = "Digits to show; all when none is chosen"
    FIRST, PREVIOUS, NEXT, LAST = "First", "Previous", "Next", "Last"
    NOTHING_FOUND = "No image of this split has that label."
    SHOW_ALL = "Show all digits"
    PREVIOUS_DIGIT, NEXT_DIGIT = "Previous digit", "Next digit"
    SHIFT_LEFT, SHIFT_RIGHT = "Shift+Left", "Shift+Right"
    NUMBERS = "Show the numbers"
    ROW, COLUMN = "Row, 0 to 27", "Column, 0 to 27"
    LABEL_COUNTS = "how many there are of each digit"
    PIXEL_TABLE = "the 28 x 28 numbers of this picture"
    ROWS = "Row"
    DIGIT_HEADER, COUNT_HEADER, SHARE_HEADER = "Digit", "Images", "Share"

    @staticmethod
    def shown(image_count: int, shown: int, page: int, page_count: int) -> str:
        return f"{count(image_count)} images, {shown} shown, page {count(page)} of {count(page_count)}"

    @staticmethod
    def mosaic_alt(split: str, shown: int, page: int, page_count: int, first_row: str) -> str:
        return (
            f"{shown} handwritten digits of the {split} split, page {page} of {page_count}; "
            f"the first row reads {first_row}."
        )

    @staticmethod
    def picture_alt(split: str, index: int, label: int, ink_count: int, first_row: int, last_row: int) -> str:
        return (
            f"{Digit.name(split, index).capitalize()} is a {label}: {ink_count} of its 784 pixels hold ink, "
            f"in rows {first_row} to {last_row}."
        )

    @staticmethod
    def pixel(row: int, column: int, value: int) -> str:
        meaning = "paper" if value == 0 else "full ink" if value == 255 else "ink"
        return f"row {row}, column {column}: **{value}** of 255 ({meaning})"


GLOSSARY = {
    "pixel": "One of the 784 squares of a picture, a whole number from 0 (paper) to 255 (full ink).",
    "label": "The right answer that a person attached to a picture: 0 to 9.",
    "split": "Pictures kept for one use: to learn from, to check while learning, or to judge at the end.",
    "shape": "How many rows, columns and so on an array of numbers has: one picture is (28, 28).",
    "tensor": "An array of numbers with any number of axes; a batch of pictures is one.",
    "one-hot": "A label written as ten numbers, nine 0s and a 1 at the label's place.",
    "layer": "One stage of a network: it takes a tensor and gives the next one.",
    "parameter": "A number inside the network that training changes: a weight or a bias.",
    "weight": "A number that an input is multiplied by.",
    "bias": "A number that is added to a sum of weighted inputs.",
    "activation": "What a layer's cell puts out, and the function that shapes it.",
    "ReLU": "The activation that keeps positive numbers and turns negative ones into 0.",
    "kernel": "The small square of weights that a convolution slides over a picture.",
    "feature map": "The picture that one kernel makes of its input: bright where the kernel's pattern is.",
    "pooling": "Keeping one number, the largest or the mean, of each small block of a feature map.",
    "dropout": "Switching random cells off during training, so that no cell is relied on alone.",
    "logit": "A raw score for a digit, before softmax; it may be any number.",
    "softmax": "The step that turns ten logits into ten probabilities that add up to 1.",
    "probability": "How sure the network says it is, from 0 to 1.",
    "loss": "How wrong the network was, as one number: 0 is perfect, blind guessing is 2.303.",
    "optimizer": "The rule that turns the loss into small changes of the parameters.",
    "learning rate": "The size of each correction.",
    "batch": "The pictures that are looked at before one correction.",
    "step": "One correction, made from one batch.",
    "epoch": "One pass through all training pictures.",
    "accuracy": "The share of pictures that the network reads correctly.",
    "overfitting": "Learning the training pictures by heart: better on those, worse on new ones.",
    "receptive field": "The part of the picture that one cell of a later layer can see.",
}
