"""Every sentence that a person reads: here what all pages share, in the other modules page by page, and the glossary.

Words only: what is chosen and computed comes in as an argument. A second language is another folder of this shape.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

APP = "Digit Lab"
NO_NUMBER = "no number"  # for NaN and infinity


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    """What the frame of a page says."""

    file: str  # the page's script beside navigation.py
    title: str
    question: str
    lead: str
    handed_on: str  # the link on the page before this one; {images} stands for how many there are
    handed_network: str = ""  # the same where the page before this one shows a network, which the link takes along
    terms: tuple[str, ...]  # the glossary's words that this page uses

    @property
    def path(self) -> str:
        """Return the page's address below the server's; the first page is the server's own."""
        return "" if self.file == "start.py" else self.file.removesuffix(".py")


START = PageWords(
    file="start.py",
    title="Start",
    question="How can a machine read a digit when all it gets is 784 numbers?",
    lead="Guess the digit from its numbers, then let a network try.",
    handed_on="To the start",
    terms=("pixel", "label", "probability", "parameter"),
)
BROWSE = PageWords(
    file="browse.py",
    title="Browse",
    question="What does the data look like?",
    lead="Handwritten digits, each a square of 28 x 28 numbers with the right answer attached.",
    handed_on="Next: {images} more of these",
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
INSIDE = PageWords(
    file="inside.py",
    title="Inside",
    question="What does it compute?",
    lead="Follow one digit through this network, sum by sum, to the ten probabilities.",
    handed_on="Next: look inside a network",
    handed_network="Look inside this network",
    terms=("layer", "kernel", "feature map", "pooling", "activation", "ReLU", "weight", "bias", "logit", "softmax"),
)
DRAW = PageWords(
    file="draw.py",
    title="Draw",
    question="Can it read me?",
    lead="Draw a digit and see what the network is given, what it answers, and how sure it is.",
    handed_on="Now with your own handwriting",
    terms=("pixel", "probability", "softmax"),
)
EVALUATE = PageWords(
    file="evaluate.py",
    title="Evaluate",
    question="How good is it, really?",
    lead="Test digits, which are kept for this alone, counted honestly.",
    handed_on="How often is it wrong?",
    terms=("accuracy", "loss", "label", "probability", "split"),
)
PAGES = (START, BROWSE, TRAIN, INSIDE, DRAW, EVALUATE)


def count(number: int) -> str:
    """Return 10000 as 10,000."""
    return f"{number:,}"


def percent(part: int, whole: int) -> str:
    """Return a share with as many decimals as the whole allows: 98.42 % of 10,000, 98.4 % of 6,000, 98 % of 500."""
    decimals = 2 if whole >= 10_000 else 1 if whole >= 1_000 else 0
    return f"{100 * part / whole:.{decimals}f} %" if whole else "0 %"


def megabytes(byte_count: int) -> str:
    """Return 11490434 as 11.5, in millions of bytes."""
    return f"{byte_count / 1e6:.1f}"


def sureness(probability: float) -> str:
    """Return 0.9403 as 94.0 %, for a sentence; nothing is called 100.0 % or 0.0 % that is not."""
    return share(probability).replace(">", "over").replace("<", "under")


def share(probability: float) -> str:
    """Return 0.9403 as 94.0 %, for a table; nothing is called 100.0 % or 0.0 % that is not, and NaN "no number"."""
    if not math.isfinite(probability):
        return NO_NUMBER
    tenths = round(1000 * probability)
    return "> 99.9 %" if tenths == 1000 else "< 0.1 %" if tenths == 0 else f"{tenths / 10:.1f} %"


class Frame:
    """Around every page."""

    USED_WORDS = "Words used here"
    MANY = "many"  # images, before they are counted
    PREPARING = "Getting the digits ready. The first start takes a few seconds."
    TRY_AGAIN = "Try again"
    LOG_DAMAGED = (
        "The list of runs was damaged. It was moved aside and a new one begun: earlier runs are not shown any more, "
        "their files are still in the folder for runs and data."
    )
    WHY = "Why?"
    OWN_FILE = "Use my file"
    OWN_FILE_HELP = (
        "Set `DIGITLAB_DATA` to your `mnist.npz` or `mnist.pkl.gz`, or to the folder with one of them or with MNIST's "
        "four IDX files, and start the server again."
    )

    @staticmethod
    def show_as_table(what: str) -> str:
        return f"Show as table: {what}"

    @staticmethod
    def back(page: PageWords) -> str:
        return f"Back: {page.title}"

    @staticmethod
    def fetching(done_bytes: int, total_bytes: int) -> str:
        return f"Fetching MNIST: {megabytes(done_bytes)} of {megabytes(total_bytes)} MB. Browsing starts by itself."

    @staticmethod
    def fallback(image_count: int, *, can_download: bool) -> str:
        """Return which digits these are, and why they are not all of MNIST."""
        why = "it could not be downloaded" if can_download else "downloading is switched off"
        return f"{Frame._part(image_count)}: {why}."

    @staticmethod
    def fallback_meanwhile(image_count: int, done_bytes: int, total_bytes: int) -> str:
        """Return which digits these are while the download goes on; no total before it has begun."""
        how_far = f": {megabytes(done_bytes)} of {megabytes(total_bytes)} MB" if total_bytes else ""
        return f"{Frame._part(image_count)}, until all of it is here{how_far}."

    @staticmethod
    def why(reason: str) -> str:
        """Return what a failed download said, and what it means; `reason` is Markdown."""
        return f"{reason} Everything works with these digits as well; a network learns less from them."

    @staticmethod
    def _part(image_count: int) -> str:
        return f"{count(image_count)} of MNIST's 70,000 digits"


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
