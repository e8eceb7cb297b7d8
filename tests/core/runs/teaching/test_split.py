"""Which own digits are learned from: at least one of each kind judges, and none that was learned from ever does."""

import numpy as np
import pytest

from core.errors import RunStateError
from core.own_digits.own_digit import OwnDigit
from core.runs.teaching.split import as_file, check_split, split_of, taught_of
from core.training.record.taught_digits import Learned, digest_of


def digit(label, number):
    image = np.zeros((28, 28), np.uint8)
    image[label, number] = 255
    return OwnDigit(id=f"{label:016x}{number:016x}", label=label, image=image, created=float(number))


def hand(each):
    return [digit(label, number) for label in range(10) for number in range(each)]


def pixels(digits):
    return [int(digit.image.argmax()) for digit in digits]


@pytest.mark.parametrize(
    ("count", "taught"), [(0, 0), (1, 1), (2, 1), (3, 2), (4, 3), (6, 3), (7, 3), (8, 4), (20, 10)]
)
def test_three_of_a_digit_are_learned_from_where_one_is_left_and_half_of_many(count, taught):
    assert taught_of(count) == taught


def test_more_drawings_never_move_one_from_learning_to_judging():
    counts = [taught_of(count) for count in range(60)]
    assert counts == sorted(counts)


def test_the_older_ones_are_learned_from_whatever_their_order():
    digits = hand(4)
    split, again = split_of(digits), split_of(digits[::-1])
    assert [digit.created for digit in split.taught] == [0.0, 1.0, 2.0] * 10
    assert [digit.created for digit in split.held_out] == [3.0] * 10
    assert pixels(again.taught) == pixels(split.taught)
    assert split.taught_counts == (3,) * 10
    assert split.held_out_counts == (1,) * 10


def test_what_a_model_has_learned_from_never_judges_it_though_older_ones_were_deleted():
    digits = hand(4)
    learned = as_file(split_of(digits)).learned.digests  # of each the first three
    left = [one for one in digits if one.created >= 2]
    assert [one.created for one in split_of(left, learned).held_out] == [3.0] * 10
    assert split_of([one for one in digits if one.created in (1.0, 2.0)], learned).held_out == ()
    assert {one.created for one in split_of(hand(6)[::-1], learned).held_out} == {3.0, 4.0, 5.0}


def test_a_picture_that_is_there_again_judges_nothing_whatever_its_label():
    digits = hand(4)
    first = digits[0].image
    again = [
        OwnDigit(id=f"{label:031x}f", label=label, image=first, created=9.0) for label in (0, 3)
    ]  # the newest of each, which would judge
    split = split_of([*digits, *again])
    assert not {digest_of(one.image) for one in split.taught} & {digest_of(one.image) for one in split.held_out}
    assert split.taught_counts == (4, 3, 3, 4, 3, 3, 3, 3, 3, 3)
    assert len(split.taught) + len(split.held_out) == 42
    assert split_of([digits[0], *again]).held_out == ()


def test_three_new_drawings_of_each_digit_are_always_enough():
    new = [digit(label, number) for label in range(10) for number in (20, 21, 22)]
    for count in range(20):
        sevens = [digit(7, number) for number in range(count)]
        assert split_of([*sevens, *new]).is_enough
        assert split_of([*sevens, *new], {digest_of(seven.image) for seven in sevens}).is_enough


def test_the_file_has_both_parts_and_remembers_what_was_learned_before():
    split = split_of(hand(3))
    file = as_file(split, Learned(digests=frozenset({b"x" * 32}), is_complete=False))
    assert file.images.shape == (30, 28, 28)
    assert file.is_taught.tolist() == [True] * 20 + [False] * 10
    assert file.labels.tolist() == [one.label for one in (*split.taught, *split.held_out)]
    assert len(file.learned.digests) == 21
    assert b"x" * 32 in file.learned.digests
    assert not file.learned.is_complete


def test_too_few_are_refused_with_both_counts():
    with pytest.raises(RunStateError, match="there are 6 and 4"):
        check_split(split_of([digit(1, number) for number in range(5)] + [digit(2, number) for number in range(5)]))
    check_split(split_of(hand(2)))
