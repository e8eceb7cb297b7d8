"""A picture's label in words: the digit, or the name of its class where a data set's labels are not digits.

Most sentences take a label as `core.data.named_label.said` gives it, and say it by its name without knowing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from core.data.identity import MNIST
from core.data.named_label import NamedLabel, said

Names = Sequence[str] | None  # the ten classes' names in their order; None: the labels are the digits 0 to 9
LABELS = range(10)
_MNIST = re.compile(r"\bMNIST\b")
_DIGIT = re.compile(r"\b([Dd])igit(s?)\b")


def label_short(label: int, class_names: Names = None) -> str:
    """Return a label for a tight place, a bar, a tile, a pill, a column: "7" or "Sneaker"."""
    return str(label) if class_names is None else class_names[label]


def all_said(class_names: Names = None) -> tuple[int, ...]:
    """Return the ten labels, each as `said` gives it."""
    return tuple(said(label, class_names) for label in LABELS)


def are_named(labels: Iterable[int]) -> bool:
    """Return whether labels are said by the names of their classes."""
    return any(isinstance(label, NamedLabel) for label in labels)


def read_as(*labels: int) -> str:
    """Return how a sentence says that a network answers these: "read as", or of classes "taken for"."""
    return "taken for" if are_named(labels) else "read as"


def reads(*labels: int) -> str:
    """Return how a sentence says that a network answers this: "reads", or of a class "says"."""
    return "says" if are_named(labels) else "reads"


def label_text(label: int, class_names: Names = None) -> str:
    """Return a label where its number tells something as well: "7" or "7 (Sneaker)"."""
    return str(label) if class_names is None else f"{int(label)} ({class_names[label]})"


def the_label(label: int) -> str:
    """Return a label that `said` gives as a sentence names it: "the 4" or "Sneaker"."""
    return str(label) if are_named([label]) else f"the {label}"


def of_pictures(text: str, class_names: Names = None) -> str:
    """Return a sentence about digits, or the same about pictures where a data set's labels are no digits."""
    if class_names is None:
        return text
    text = text.replace("which digit it is", "what it shows")
    return _DIGIT.sub(lambda found: f"{_cased('picture', found)}{found[2]}", text)


def of_classes(text: str, class_names: Names = None) -> str:
    """Return a sentence about the ten digits, or the same about ten classes where the labels are no digits."""
    plural = {"": "", "s": "es"}
    return (
        text if class_names is None else _DIGIT.sub(lambda found: f"{_cased('class', found)}{plural[found[2]]}", text)
    )


def of_data_set(text: str, name: str) -> str:
    """Return a sentence about MNIST, or the same about the data set of another name; "" where nobody knows it."""
    return text if name == MNIST.name else _MNIST.sub(name or "this data set", text)


def thing(class_names: Names = None) -> str:
    """Return what one of a data set's pictures is called: "digit", or "picture" where its labels are no digits."""
    return "digit" if class_names is None else "picture"


def _cased(word: str, found: re.Match[str]) -> str:
    return word.capitalize() if found[1].isupper() else word
