"""A round of naming: its time is the pictures', and an answer names the picture that it was given for."""

from __future__ import annotations

import numpy as np

from core.evaluation.naming_round import NamingRound

BEGUN = NamingRound(seed=7, indices=(40, 2, 11))
LABELS = np.zeros(50, np.uint8)
LABELS[[40, 2, 11]] = 5, 8, 1


def test_time_runs_from_the_moment_that_a_picture_is_shown_until_it_is_named() -> None:
    shown = BEGUN.show(100.0)
    assert (BEGUN.seconds_at(100.0), shown.seconds_at(103.5)) == (0.0, 3.5)
    named = shown.name(0, 5, 104.0)
    assert (named.place, named.answers, named.seconds) == (1, (5,), (4.0,))
    assert named.seconds_at(200.0) == 4.0  # the next is not shown yet
    assert named.show(200.0).name(1, 3, 202.5).total_seconds == 6.5


def test_picture_that_is_drawn_again_was_shown_when_it_was_first() -> None:
    assert BEGUN.show(100.0).show(130.0).shown_at == 100.0


def test_second_click_names_nothing() -> None:
    named = BEGUN.show(100.0).name(0, 5, 101.0)
    assert named.name(0, 5, 101.1) is named
    shown = named.show(101.1)
    assert shown.name(0, 5, 101.2) is shown


def test_picture_that_was_not_shown_is_not_named() -> None:
    assert BEGUN.name(0, 5, 101.0) is BEGUN


def test_round_is_over_after_the_last_and_counts_what_is_right() -> None:
    now = BEGUN
    for place, label in enumerate((5, 3, 1)):
        assert not now.is_over
        now = now.show(10.0 * place).name(place, label, 10.0 * place + 1.0)
    assert now.is_over
    assert (now.total_seconds, now.right(LABELS)) == (3.0, 2)
    assert now.show(99.0) is now
    assert now.name(3, 1, 99.0) is now


def test_clock_that_is_set_back_takes_no_time_away() -> None:
    shown = BEGUN.show(100.0)
    assert shown.seconds_at(40.0) == 0.0
    assert shown.name(0, 5, 40.0).seconds == (0.0,)
