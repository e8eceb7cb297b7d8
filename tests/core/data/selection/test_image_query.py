"""Which images are asked for, as an address writes it."""

from __future__ import annotations

import pytest

from core.data.selection.image_query import ImageQuery, ReadQuery


@pytest.mark.parametrize(
    ("query", "text"),
    [
        (ImageQuery(), "test"),
        (ImageQuery(split="validation", page=1), "validation.page-1"),
        (
            ImageQuery(
                split="train",
                digits=(4, 9),
                reading="wrong",
                sureness=(0, 60),
                order="hardest",
                is_reversed=True,
                size="16x16",
                page=3,
            ),
            "train.digits-49.wrong.sure-0-60.hardest.reversed.16x16.page-3",
        ),
        (ImageQuery(order="random", seed=42), "test.random-42"),
        (ImageQuery(preset="suspicious", size="5x5"), "test.preset-suspicious.5x5"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_query_is_read_back_as_it_is_written(query: ImageQuery, text: str) -> None:
    assert query.text == text
    assert ReadQuery.of(text) == ReadQuery(query)


@pytest.mark.parametrize(
    ("text", "understood", "refused"),
    [
        ("", "train", ("",)),
        ("digits-949", "train.digits-49", ()),
        ("test.nine.wrong", "test.wrong", ("nine",)),
        ("wrong.right", "train.wrong", ("right",)),
        ("sure-60-0", "train", ("sure-60-0",)),
        ("sure-0-101", "train", ("sure-0-101",)),
        ("page-0.7x7", "train", ("page-0", "7x7")),
        ("page-9999999", "train", ("page-9999999",)),
        ("random", "train", ("random",)),
        ("random-1000000", "train", ("random-1000000",)),
        ("hardest.ink", "train.hardest", ("ink",)),
        ("digits-٤", "train", ("digits-٤",)),
        ("preset-../../etc", "train", ("preset-", "", "/", "", "/etc")),
        ("preset-" + "a" * 21, "train", ("preset-" + "a" * 21,)),
        ("WRONG", "train", ("WRONG",)),
    ],
)
def test_what_means_nothing_is_refused_and_the_rest_counts(
    text: str, understood: str, refused: tuple[str, ...]
) -> None:
    read = ReadQuery.of(text, split="train")
    assert read.query.text == understood
    assert read.refused == refused


@pytest.mark.parametrize("text", ["a" * 1_000_000, "wrong." * 1000, "." * 119], ids=["long", "repeated", "stops"])
def test_text_that_is_too_long_is_refused_as_a_whole(text: str) -> None:
    read = ReadQuery.of(text)
    assert read.query == ImageQuery()
    assert len(read.refused) == 1
    assert len(read.refused[0]) <= 120


def test_query_knows_what_it_needs() -> None:
    assert ImageQuery(size="16x16", page=4, split="train").is_plain
    assert not ImageQuery(digits=(4,)).is_plain
    assert not ImageQuery(preset="suspicious").is_plain
    assert ImageQuery(reading="wrong").needs_network
    assert ImageQuery(sureness=(0, 99)).needs_network
    assert ImageQuery(order="hardest").needs_network
    assert not ImageQuery(order="hardest", preset="suspicious").needs_network
    assert ImageQuery(order="typical").needs_pixels
    assert ImageQuery(digits=(4,)).is_filtered
    assert not ImageQuery(order="ink").is_filtered
    assert (ImageQuery(size="2x10").columns, ImageQuery(size="2x10").page_size) == (10, 20)
