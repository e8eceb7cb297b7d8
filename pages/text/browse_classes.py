"""What Browse's tab Classes says of what goes into a network, and how many images there are of each label."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from pages.state.browse.classes_slots import NetworkKind
from pages.text.numbers import count, percent


def byte_size(byte_count: int) -> str:
    """Return 47040000 as 47 MB, 7840000 as 7.8 MB, 60000 as 60 kB, in thousands of thousands."""
    for least, unit in ((1_000_000, "MB"), (1_000, "kB")):
        if byte_count >= least:
            size = byte_count / least
            return f"{size:.1f} {unit}" if size < 9.95 else f"{count(round(size))} {unit}"
    return f"{byte_count} bytes"


class GoesIn:
    """The card "What goes in": shapes, types and bytes of each split, before and after preparation."""

    TITLE = "What goes in"
    KIND = "Which network the images are prepared for"
    KINDS: ClassVar[dict[NetworkKind, str]] = {"dense": "For a dense network", "convolution": "For a convolution"}
    BEFORE = "Before: as they are read"
    AFTER = "After: as a network gets them"
    HEADER: ClassVar = ("Array", "Shape", "Type", "Values", "Size")
    BYTES, LABELS_RANGE, UNIT, ONE_HOT = "0 to 255", "0 to 9", "0 to 1", "one 1"
    PREPARED: ClassVar[dict[NetworkKind, str]] = {
        "dense": "Each image is laid out as one row of 784 numbers and divided by 255.",
        "convolution": "Each image stays a square, gets an axis for its one channel, and is divided by 255.",
    }
    LABELS = (
        "Each label becomes ten numbers, a 1 at its place and nine 0s (one-hot). A network with a sparse loss takes "
        "the labels as they are; what it learns is the same."
    )
    WHY = "mnist.pkl.gz is another case"
    PICKLE = (
        "The first article also reads mnist.pkl.gz. Its images are already flat and 0 to 1, (50000, 784) float32, "
        "with 10,000 to validate and 10,000 to test: there is nothing to reshape or divide. Dividing once more would "
        "leave almost nothing of the ink, and a network would learn from it much more slowly."
    )
    PICKLE_YOURS = "These images came from such a file. They were turned back into bytes, so all here is the same."

    @staticmethod
    def shape(shape: Sequence[int]) -> str:
        """Return a shape as Keras and NumPy print it."""
        return str(tuple(shape))

    @staticmethod
    def validation(held_out: int, training: int, fraction: float) -> str:
        return (
            f"The last {100 * fraction:g} % of the training images, {count(held_out)} of {count(training)}, validate: "
            "they are cut off unshuffled, as Keras does with validation_split."
        )

    @staticmethod
    def memory(images: int, kept: int, converted: int) -> str:
        return (
            f"All {count(images)} images take {byte_size(kept)} as bytes and would take {byte_size(converted)} as "
            "float32, four times as much. So they are kept as bytes, and each batch is converted when its turn comes."
        )


class Counts:
    """How many images of each label every split has."""

    TITLE = "How many of each"
    TRAINING = "training images"
    HEADER_LABEL = "Label"
    BARS = "How many images of each label, and which share of the split they are"
    TABLE = "how many there are of each label"

    @staticmethod
    def split_header(name: str, images: int) -> str:
        return f"{name}, {count(images)}"

    @staticmethod
    def share_header(name: str) -> str:
        return f"{name}, share"

    @staticmethod
    def finding(names: Sequence[str], counts: Sequence[int], split: str) -> str:
        """Return which label has most images and which fewest.

        Args:
            names: of the labels.
            counts: of each.
            split: what the images are called: "training images".
        """
        total, most, fewest = sum(counts), max(counts), min(counts)
        if most == fewest:
            return f"Each label has as many {split}: {count(most)} of {count(total)}."
        largest, smallest = counts.index(most), counts.index(fewest)
        return (
            f"Of {count(total)} {split}, {names[largest]} is the most frequent label: {count(most)} "
            f"({percent(most, total)}). {names[smallest]} is the rarest: {count(fewest)} ({percent(fewest, total)})."
        )

    @staticmethod
    def always(name: str, right: int, of: int) -> str:
        return (
            f"Always saying {name} would be right for {percent(right, of)} of the test images: a network must do "
            "better."
        )

    @staticmethod
    def missing(names: Sequence[str], split: str) -> str:
        return f"Among the {split} images there is none of {', '.join(names)}."
