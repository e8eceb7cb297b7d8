"""Names of pictures, and pages of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.data.gallery import Gallery, ImageName, find_image, pictures_of, split_bounds


@pytest.fixture
def dataset() -> Dataset:
    """Give 200 training and 130 test images; the label is the index modulo 10, so is every pixel of row 0."""
    arrays = {}
    for collection, count in (("train", 200), ("test", 130)):
        labels = np.arange(count) % 10
        images = np.zeros((count, 28, 28), np.uint8)
        images[:, 0, :] = labels[:, None]
        arrays |= {f"{collection}_images": images, f"{collection}_labels": labels.astype(np.uint8)}
    return Dataset(**arrays, digest="0" * 64, source="npz", folder=Path())


def gallery_of(dataset: Dataset, digit: int | None = None) -> Gallery:
    """Return the test images, or those of a digit."""
    indices = np.flatnonzero((dataset.test_labels == digit) if digit is not None else dataset.test_labels >= 0)
    return Gallery.of([ImageName("test", int(index)) for index in indices])


@pytest.mark.parametrize("name", [ImageName("test", 0), ImageName("train", 59_999)], ids=str)
def test_name_is_read_back_as_it_is_written(name: ImageName) -> None:
    assert ImageName.parse(str(name)) == name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "test",
        "test-",
        "test--1",
        "test-01",
        "test-1.0",
        " test-1",
        "test-1\n",
        "validation-1",
        "test-1٣",
        "test-9999999999",
    ],
)
def test_what_is_no_name_is_none(text: str) -> None:
    assert ImageName.parse(text) is None


@pytest.mark.parametrize(
    ("split", "bounds"),
    [("train", (0, 180)), ("validation", (180, 200)), ("test", (0, 130))],
    ids=lambda value: str(value),
)
def test_validation_is_the_last_tenth_of_the_training_images(
    dataset: Dataset, split: str, bounds: tuple[int, int]
) -> None:
    assert split_bounds(dataset, split) == bounds


def test_validation_is_what_the_data_set_holds_out_where_it_says_so(bundled_dataset: Dataset) -> None:
    assert split_bounds(bundled_dataset, "train") == (0, 3500)
    assert split_bounds(bundled_dataset, "validation") == (3500, 4000)
    found = find_image(bundled_dataset, ImageName("train", 3500))
    assert found is not None
    assert found.split == "validation"


def test_pages_hold_64_and_the_last_the_rest(dataset: Dataset) -> None:
    gallery = gallery_of(dataset)
    assert gallery.page_count == 3
    assert gallery.page(1).indices.tolist() == list(range(64))
    assert gallery.page(3).indices.tolist() == [128, 129]
    assert [gallery.clamp(page) for page in (0, 1, 3, 4)] == [1, 1, 3, 3]


def test_gallery_holds_images_of_both_collections_in_any_order(dataset: Dataset) -> None:
    names = [ImageName("test", 7), ImageName("train", 199), ImageName("train", 7), ImageName("test", 0)]
    gallery = Gallery.of(names, page_size=3)
    assert gallery.names == names
    assert [gallery.position(name) for name in names] == [0, 1, 2, 3]
    assert gallery.position(ImageName("train", 0)) is None
    assert gallery.page_of(names[3]) == 2
    assert gallery.neighbour(names[0], 1) == names[1]
    assert gallery.neighbour(names[2], -1) == names[1]
    images, labels = pictures_of(dataset, gallery)
    assert labels.tolist() == [7, 9, 7, 0]
    assert images[:, 0, 5].tolist() == [7, 9, 7, 0]


def test_no_picture_is_one_empty_page(dataset: Dataset) -> None:
    dataset.test_labels[:] = 0
    gallery = gallery_of(dataset, 9)
    assert (gallery.count, gallery.page_count, gallery.page(1).indices.tolist()) == (0, 1, [])
    assert gallery.neighbour(ImageName("test", 0), 1) is None


def test_place_of_a_picture_on_its_page(dataset: Dataset) -> None:
    gallery = gallery_of(dataset)
    name = ImageName("test", 65)
    assert gallery.page_of(name) == 2
    assert gallery.page_of(ImageName("train", 65)) is None
    assert gallery.page_of(ImageName("test", 130)) is None


def test_neighbours_end_where_the_gallery_ends(dataset: Dataset) -> None:
    gallery = gallery_of(dataset, 3)
    assert gallery.neighbour(ImageName("test", 3), 1) == ImageName("test", 13)
    assert gallery.neighbour(ImageName("test", 3), -1) is None
    assert gallery.neighbour(ImageName("test", 123), 1) is None


def test_step_from_outside_leads_to_an_end(dataset: Dataset) -> None:
    gallery = gallery_of(dataset, 3)
    assert gallery.neighbour(ImageName("train", 7), 1) == ImageName("test", 3)
    assert gallery.neighbour(ImageName("train", 7), -1) == ImageName("test", 123)


def test_picture_knows_its_label_split_and_ink(dataset: Dataset) -> None:
    picture = find_image(dataset, ImageName("train", 187))
    assert picture is not None
    assert (picture.label, picture.split, picture.ink_count, picture.ink_rows) == (7, "validation", 28, (0, 0))
    assert picture.pixels[:2, 5].tolist() == [7, 0]
    assert not picture.pixels.flags.writeable


@pytest.mark.parametrize("name", [ImageName("train", 200), ImageName("test", 130)], ids=str)
def test_picture_past_the_end_is_none(dataset: Dataset, name: ImageName) -> None:
    assert find_image(dataset, name) is None
