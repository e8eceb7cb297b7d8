"""What a person who watches a run costs it, as figures."""

from __future__ import annotations

import pytest

from benchmarks.watched import figures, lost, rows
from benchmarks.watching.subject import Spell


def spells(*seconds: float) -> list[Spell]:
    """Return a spell a round, by the seconds of its epochs."""
    return [Spell(epoch_seconds=each, server=0.01, engines=1.5, browser=0.25) for each in seconds]


def test_share_that_is_lost_is_within_a_round() -> None:
    measured = {"nobody": spells(2.0, 4.0, 3.0), "digits": spells(2.5, 4.0, 4.0)}
    assert lost(measured, "nobody") == 0
    assert lost(measured, "digits") == pytest.approx(0.2)  # of 0.2, 0 and 0.25


def test_figures_are_means_over_pictures_and_over_networks() -> None:
    measured = {
        "quick": {"nobody": spells(3.0), "digits": spells(4.0), "log": spells(3.0), "five": spells(4.0)},
        "cnn": {"nobody": spells(9.0), "kernels": spells(10.0), "five": spells(9.0)},
    }
    assert figures(measured) == "figures: quick=0.125 cnn=0.100 hidden=none five=0.125"


def test_row_tells_what_each_kept_busy() -> None:
    (alone, watched) = rows("quick", {"nobody": spells(3.0), "digits": spells(4.0)})
    assert alone.split() == ["quick", "nobody", "3.00", "0.000", "0.010", "1.500", "0.250"]
    assert watched.split() == ["quick", "digits", "4.00", "0.250", "0.010", "1.500", "0.250"]
