"""Which image is meant, and which images stand on a page.

An image's name is its collection and its index there, counted from 0: `test-1`. The validation split is a view of
the last training images, so its images keep their training names and a name never changes its meaning.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal, Self

import numpy as np

from core.data import splits
from core.data.splits import Collection

if TYPE_CHECKING:
    from core.data.dataset import Dataset

SplitName = Literal["train", "validation", "test"]

SPLITS: tuple[SplitName, ...] = ("train", "validation", "test")
PAGE_COLUMNS = 8
PAGE_SIZE = PAGE_COLUMNS * PAGE_COLUMNS  # images

_NAME = re.compile(r"(train|test)-(0|[1-9][0-9]{0,8})", re.ASCII)


@dataclass(frozen=True, slots=True)
class ImageName:
    """The collection that an image belongs to, and its index there from 0."""

    collection: Collection
    index: int

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Return the name that `text` spells (as `str` does), or None: the text comes from a URL."""
        match = _NAME.fullmatch(text)
        return cls(match[1], int(match[2])) if match else None  # type: ignore[arg-type]

    def __str__(self) -> str:
        return f"{self.collection}-{self.index}"


@dataclass(frozen=True, eq=False)
class LabeledImage:
    """One image with its name, label and split.

    Attributes:
        pixels: (28, 28) uint8, 0 paper to 255 full ink, row 0 at the top.
    """

    name: ImageName
    split: SplitName
    label: int
    pixels: np.ndarray

    @cached_property
    def ink_count(self) -> int:
        """Return how many of the 784 pixels hold any ink."""
        return int(np.count_nonzero(self.pixels))

    @cached_property
    def ink_rows(self) -> tuple[int, int]:
        """Return the first and the last row with ink; (0, 0) for an empty image."""
        rows = np.flatnonzero(self.pixels.any(axis=1))
        return (int(rows[0]), int(rows[-1])) if len(rows) else (0, 0)


@dataclass(frozen=True, eq=False)
class Gallery:
    """Images of either collection in any order, in pages; no image stands in it twice.

    Attributes:
        indices: (n,) int64: where the images stand in their collections.
        is_test: (n,) bool: which of them are test images; the others are training images.
        page_size: images of a page, at least 1.
    """

    indices: np.ndarray
    is_test: np.ndarray
    page_size: int = PAGE_SIZE

    @classmethod
    def of(cls, names: Sequence[ImageName], *, page_size: int = PAGE_SIZE) -> Self:
        """Return the gallery of these images, in their order."""
        indices = np.array([name.index for name in names], np.int64)
        is_test = np.array([name.collection == "test" for name in names], bool)
        return cls(indices=_frozen(indices), is_test=_frozen(is_test), page_size=page_size)

    @property
    def count(self) -> int:
        """Return the number of images."""
        return len(self.indices)

    @property
    def page_count(self) -> int:
        """Return the number of pages, at least 1."""
        return max(1, -(-self.count // self.page_size))

    def clamp(self, page: int) -> int:
        """Return the page nearest to `page` that exists; pages count from 1."""
        return min(max(page, 1), self.page_count)

    def page(self, page: int) -> Self:
        """Return the gallery of one page's images, counted from 1."""
        there = slice((page - 1) * self.page_size, page * self.page_size)
        return replace(self, indices=self.indices[there], is_test=self.is_test[there])

    @property
    def names(self) -> list[ImageName]:
        """Return the images' names, in the gallery's order; of a page, not of 60,000."""
        return [self.name_at(position) for position in range(self.count)]

    def name_at(self, position: int) -> ImageName:
        """Return the name of the image at a position from 0."""
        return ImageName("test" if self.is_test[position] else "train", int(self.indices[position]))

    def position(self, name: ImageName) -> int | None:
        """Return the position of the image, from 0, or None where it is not in this gallery."""
        found = np.flatnonzero((self.indices == name.index) & (self.is_test == (name.collection == "test")))
        return int(found[0]) if len(found) else None

    def page_of(self, name: ImageName) -> int | None:
        """Return the page that shows the image, or None."""
        position = self.position(name)
        return None if position is None else position // self.page_size + 1

    def neighbour(self, name: ImageName, step: int) -> ImageName | None:
        """Return the image `step` positions after (or before) this one, or None past either end.

        From an image that is not in the gallery, a step forwards leads to its first image and one back to its last.
        """
        if not self.count:
            return None
        position = self.position(name)
        target = (0 if step > 0 else self.count - 1) if position is None else position + step
        return self.name_at(target) if 0 <= target < self.count else None


def spread_indices(count: int, most: int) -> np.ndarray:
    """Return which of `count` images stand for all, (n,) int64: `most` of them or all, evenly spread."""
    return np.linspace(0, count - 1, min(most, count)).round().astype(np.int64)


def pictures_of(dataset: Dataset, gallery: Gallery) -> tuple[np.ndarray, np.ndarray]:
    """Return (n, 28, 28) uint8 images and (n,) uint8 labels of a gallery, in its order; for a page of one."""
    images = np.empty((gallery.count, *dataset.train_images.shape[1:]), np.uint8)
    labels = np.empty(gallery.count, np.uint8)
    for collection, here in (("test", gallery.is_test), ("train", ~gallery.is_test)):
        stored = dataset.arrays_of(collection)
        images[here], labels[here] = stored[0][gallery.indices[here]], stored[1][gallery.indices[here]]
    return images, labels


def split_bounds(dataset: Dataset, split: SplitName) -> tuple[int, int]:
    """Return (first, end): the range of indices that a split takes up in its collection."""
    if split == "test":
        return 0, dataset.test_count
    border = splits.kept_count(dataset.train_count, source="last", fraction=dataset.validation_fraction)
    return (0, border) if split == "train" else (border, dataset.train_count)


def find_image(dataset: Dataset, name: ImageName) -> LabeledImage | None:
    """Return the image of that name, or None where the collection is shorter."""
    images, labels = dataset.arrays_of(name.collection)
    if name.index >= len(images):
        return None
    split: SplitName = name.collection
    if split == "train" and name.index >= split_bounds(dataset, "train")[1]:
        split = "validation"
    pixels = np.array(images[name.index])
    pixels.setflags(write=False)
    return LabeledImage(name=name, split=split, label=int(labels[name.index]), pixels=pixels)


def _frozen(array: np.ndarray) -> np.ndarray:
    array.setflags(write=False)
    return array
