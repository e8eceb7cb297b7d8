"""What is said of an epoch's time: measured with such runs, or scaled from other networks."""

from __future__ import annotations

import pytest

from pages.text.setup import Before


@pytest.mark.parametrize(
    ("is_of_runs", "sentence"),
    [
        (True, "; about 4.3 s per epoch on this machine's 2 cores (measured with such runs), 13 s in all"),
        (
            False,
            "; roughly 4.3 s per epoch on this machine's 2 cores (scaled from two other networks' steps, measured on "
            "it), 13 s in all",
        ),
    ],
    ids=["of runs", "scaled"],
)
def test_scaled_estimate_says_that_it_is_rough(is_of_runs, sentence):
    assert Before.seconds(4.28, epochs=3, cores=2, is_of_runs=is_of_runs) == sentence
