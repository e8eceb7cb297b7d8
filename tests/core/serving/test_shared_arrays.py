"""Arrays that all visitors share, wherever they are in an answer."""

from __future__ import annotations

import numpy as np
import pytest

from core.inference.attribution.deletion import DeletionCurve
from core.serving.shared_arrays import bytes_of, frozen


def test_arrays_of_answers_within_answers_are_counted_and_made_read_only():
    curve = DeletionCurve(probabilities=np.zeros(21))
    answer = {"curves": [curve, (np.zeros(3, np.float32), "text", None)]}
    assert bytes_of(answer) == 21 * 8 + 3 * 4
    assert frozen(answer) is answer
    with pytest.raises(ValueError, match="read-only"):
        curve.probabilities[0] = 1
