"""What is said round every page: its frame, and the control of the selected digit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from core.data.local_copies import Place
from core.training.record.events import TestEnded
from core.training.record.history import Status
from pages.text.numbers import count, megabytes, percent
from pages.text.pages import PageText


class Frame:
    """Around every page."""

    USED_WORDS = "Words used here"
    TRAIN_ANOTHER = "Train another network"  # the last page's link
    SORT_BY = "Sort by"  # before the heads of a table, on a phone
    MANY = "of them"  # images, before they are counted
    PREPARING = "Getting the digits ready. The first start takes a few seconds."
    TRY_AGAIN = "Try again"
    LOG_DAMAGED = (
        "The list of runs was damaged. It was moved aside and a new one started: earlier runs are not shown any more, "
        "their files are still in the folder for runs and data."
    )
    WHY = "Why?"
    OWN_FILE = "Use my file"
    OWN_FILE_HELP = (
        "Set `DIGITLAB_DATA` to one of these files, or to the folder that holds it, and start the server again:\n"
        "- `mnist.npz`, `mnist.pkl.gz`, or MNIST's four IDX files, plain or gzipped\n"
        "- CSV: Kaggle's `train.csv`, or `mnist_train.csv` and `mnist_test.csv`\n"
        "- the folder in which torchvision keeps MNIST, Fashion-MNIST, KMNIST, QMNIST or EMNIST's digits\n"
        "- images of 16 × 16 pixels, as USPS has them, in one of these forms"
    )
    USE_COPY = "Use it"
    LEAVE_COPY = "Stop using it"
    PREPARING_OTHERS = "Getting other digits ready."
    COPIES: ClassVar[dict[Place, str]] = {  # where it lies, by the program that keeps it; never the path
        "keras": "where Keras keeps it",
        "torchvision_here": "where torchvision keeps it beside the app",
        "torchvision_home": "where torchvision keeps it for this user",
    }
    _WHOSE: ClassVar[dict[Place, str]] = {
        "keras": "Keras's copy",
        "torchvision_here": "torchvision's copy beside the app",
        "torchvision_home": "torchvision's copy for this user",
    }
    _REMARKS: ClassVar[dict[str, str]] = {
        "test_held_out": "Each seventh labelled image is held out to test, {tests} in all: no others have labels.",
        "scaled_up": "Its images of 16 × 16 pixels are scaled to 20 × 20, in the middle of 28 × 28, as MNIST's were.",
    }

    @staticmethod
    def show_as_table(what: str) -> str:
        return f"Show as table: {what}"

    @staticmethod
    def back(page: PageText) -> str:
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
    def copy_offered(place: Place) -> str:
        return f"A copy of MNIST lies {Frame.COPIES[place]}."

    @staticmethod
    def use_copy(place: Place) -> str:
        """Return the button where several copies are offered."""
        return f"Use {Frame._WHOSE[place]}"

    @staticmethod
    def copy_in_use(place: Place) -> str:
        return f"These images are {Frame._WHOSE[place]}, on the server's machine."

    @staticmethod
    def copy_refused(place: Place, reason: str) -> str:
        """Return that a copy is not used; `reason` is Markdown."""
        return f"{Frame._WHOSE[place].capitalize()} cannot be used. {reason}"

    @staticmethod
    def remarks(remarks: Sequence[str], test_count: int) -> str:
        """Return what was done to a person's files, a sentence each."""
        return " ".join(Frame._REMARKS[one].format(tests=count(test_count)) for one in remarks if one in Frame._REMARKS)

    @staticmethod
    def why(reason: str) -> str:
        """Return what a failed download said, and what it means; `reason` is Markdown."""
        return f"{reason} Everything works with these digits as well; a network learns less from them."

    @staticmethod
    def _part(image_count: int) -> str:
        return f"{count(image_count)} of MNIST's 70,000 digits"


class Badge:
    """How the visitor's runs stand, in the head of every page."""

    WAITING = "Waiting in line"
    ICONS: ClassVar = {"active": "model_training", "finished": "check_circle", "ended": "error"}

    @staticmethod
    def training(fraction: float, *, others: int, is_paused: bool) -> str:
        """Return how far a run is, 0 to 1, and how many more of the visitor's are under way."""
        return f"{'Paused at' if is_paused else 'Training'} {fraction:.0%}".replace("%", " %") + Badge._more(others)

    @staticmethod
    def waiting(*, others: int) -> str:
        return Badge.WAITING + Badge._more(others)

    @staticmethod
    def done(name: str, test: TestEnded | None, status: Status) -> str:
        """Return how a run ended; its name, which may be long and a person's text, comes last, where it is cut off."""
        if status == "finished":
            return f"Done{f', {percent(test.correct, test.count)}' if test is not None else ''}: {name}"
        return f"{status.capitalize()}: {name}"

    @staticmethod
    def several(runs: int) -> str:
        return f"{count(runs)} runs are done"

    @staticmethod
    def _more(others: int) -> str:
        return f", and {count(others)} more" if others else ""


class Digit:
    """The selected digit: its control at the top of the page."""

    COLLECTION = "Images"
    COLLECTIONS: ClassVar = {"train": "Training images", "test": "Test images"}
    INDEX_HELP = "Counting starts at 0."
    RANDOM = "Random digit"
    MISSING = "There is no such digit. Its address names no picture of this data set."
    NONE = "none"
    DRAWING = "my last drawing"
    DRAWING_SHOWN = "This page follows your last drawing. A digit that you choose here takes its place."

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
    def named(split: str, index: int, label: int | str) -> str:
        return f"{Digit.name(split, index).capitalize()}, label {label}"
