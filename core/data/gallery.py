"""Which picture is meant, and which pictures stand on a page.

A picture's name is its collection and its index there, counted from 0: `test-1`. The validation split is a view of
the last training images, so its pictures keep their training names and a name never changes its meaning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, Self

import numpy as np

from core.data import splits
from core.data.statistics import indices_of_label

if TYPE_CHECKING:
    from core.data.dataset import Dataset

Collection = Literal["train", "test"]
Split = Literal["train", "validation", "test"]

SPLITS: tuple[Split, ...] = ("train", "validation", "test")
PAGE_COLUMNS = 8
PAGE_SIZE = PAGE_COLUMNS * PAGE_COLUMNS  # pictures

_NAME = re.compile(r"(train|test)-(0|[1-9][0-9]{0,8})", re.ASCII)


@dataclass(frozen=True, slots=True)
class PictureName:
    """The collection that a picture belongs to, and its index there from 0."""

    collection: Collection
    index: int

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Return the name that `text` spells (as `str` does), or None: the text comes from a URL."""
        found = _NAME.fullmatch(text)
        return cls(found[1], int(found[2])) if found else None  # type: ignore[arg-type]

    def __str__(self) -> str:
        return f"{self.collection}-{self.index}"


@dataclass(frozen=True, eq=False)
class Picture:
    """One picture with its name, label and split.

    Attributes:
        pixels: (28, 28) uint8, 0 paper to 255 full ink, row 0 at the top.
    """

    name: PictureName
    split: Split
    label: int
    pixels: np.ndarray

    @cached_property
    def ink_count(self) -> int:
        """Return how many of the 784 pixels hold any ink."""
        return int(np.count_nonzero(self.pixels))

    @cached_property
    def ink_rows(self) -> tuple[int, int]:
        """Return the first and the last row with ink; (0, 0) for an empty picture."""
        rows = np.flatnonzero(self.pixels.any(axis=1))
        return (int(rows[0]), int(rows[-1])) if len(rows) else (0, 0)

    def value(self, row: int, column: int) -> int:
        """Return the pixel at (row, column), 0 to 255."""
        return int(self.pixels[row, column])


@dataclass(frozen=True, eq=False)
class Gallery:
    """The pictures of one split, or those of them with one label, dealt out in pages.

    Attributes:
        indices: (n,) int, rising: where the pictures stand in their collection.
    """

    collection: Collection
    indices: np.ndarray

    @property
    def count(self) -> int:
        """Return the number of pictures."""
        return len(self.indices)

    @property
    def page_count(self) -> int:
        """Return the number of pages, at least 1."""
        return max(1, -(-self.count // PAGE_SIZE))

    def clamp(self, page: int) -> int:
        """Return the page nearest to `page` that exists; pages count from 1."""
        return min(max(page, 1), self.page_count)

    def page(self, page: int) -> np.ndarray:
        """Return the indices on one page, counted from 1: (n,) int with n at most 64."""
        return self.indices[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]

    def position(self, name: PictureName) -> int | None:
        """Return at which place from 0 the picture stands, or None where it is not in this gallery."""
        place = int(np.searchsorted(self.indices, name.index))
        found = name.collection == self.collection and place < self.count and self.indices[place] == name.index
        return place if found else None

    def page_of(self, name: PictureName) -> int | None:
        """Return the page that shows the picture, or None."""
        place = self.position(name)
        return None if place is None else place // PAGE_SIZE + 1

    def place_on_page(self, name: PictureName, page: int) -> int | None:
        """Return at which place from 0 the picture stands on that page, or None where it is not there."""
        place = self.position(name)
        return place % PAGE_SIZE if place is not None and place // PAGE_SIZE + 1 == page else None

    def neighbour(self, name: PictureName, step: int) -> PictureName | None:
        """Return the picture `step` places after (or before) this one, or None past either end.

        From a picture that is not in the gallery, a step forwards leads to its first picture and one back to its last.
        """
        if not self.count:
            return None
        place = self.position(name)
        target = (0 if step > 0 else self.count - 1) if place is None else place + step
        return PictureName(self.collection, int(self.indices[target])) if 0 <= target < self.count else None


def spread_indices(count: int, most: int) -> np.ndarray:
    """Return which of `count` pictures stand for all, (n,) int64: `most` of them or all, evenly spread."""
    return np.linspace(0, count - 1, min(most, count)).round().astype(np.int64)


def open_gallery(dataset: Dataset, split: Split, label: int | None = None) -> Gallery:
    """Return the pictures of a split, of one label or (None) of all."""
    labels = dataset.test_labels if split == "test" else dataset.train_labels
    first, end = split_bounds(dataset, split)
    chosen = indices_of_label(labels[first:end], label) + first
    chosen.setflags(write=False)
    return Gallery(collection="test" if split == "test" else "train", indices=chosen)


def split_bounds(dataset: Dataset, split: Split) -> tuple[int, int]:
    """Return (first, end): the range of indices that a split takes up in its collection."""
    if split == "test":
        return 0, dataset.test_count
    fraction = dataset.validation_fraction
    border = splits.split(dataset.train_count, source="last", fraction=fraction).kept_count
    return (0, border) if split == "train" else (border, dataset.train_count)


def find_picture(dataset: Dataset, name: PictureName) -> Picture | None:
    """Return the picture of that name, or None where the collection is shorter."""
    images, labels = (
        (dataset.test_images, dataset.test_labels)
        if name.collection == "test"
        else (dataset.train_images, dataset.train_labels)
    )
    if name.index >= len(images):
        return None
    first_validation, _ = split_bounds(dataset, "validation")
    split: Split = "test" if name.collection == "test" else "train"
    if split == "train" and name.index >= first_validation:
        split = "validation"
    pixels = np.array(images[name.index])
    pixels.setflags(write=False)
    return Picture(name=name, split=split, label=int(labels[name.index]), pixels=pixels)
