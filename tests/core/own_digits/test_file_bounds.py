"""The drawings of one file are bounded together: a file of the largest ones is refused before it costs a minute."""

from __future__ import annotations

import io
import json
import tracemalloc

import numpy as np
import pytest

from core.errors import OwnDigitsError
from core.own_digits.digit_files import read_file
from tests.support.own_digits import image


def many_drawings(*, strokes: int, points: int, digits: int = 500) -> tuple[bytes, bytes]:
    """Return JSON lines and an archive of so many digits with so many strokes of so many points each."""
    stroke = [[80 + place % 100, 70 + place % 90] for place in range(points)]
    count = digits * strokes
    archive = io.BytesIO()
    np.savez_compressed(
        archive,
        images=np.stack([image(number) for number in range(digits)]),
        labels=np.zeros(digits, np.uint8),
        strokes_per_digit=np.full(digits, strokes),
        stroke_lengths=np.full(count, points),
        stroke_points=np.tile(np.array(stroke, np.float16), (count, 1)),
    )
    values = {"label": 7, "strokes": [stroke] * strokes, "pixels": image(1).ravel().tolist()}
    return (json.dumps(values).encode() + b"\n") * digits, archive.getvalue()


@pytest.mark.parametrize(("strokes", "points"), [(1, 10_000), (500, 1)], ids=["points", "strokes"])
def test_drawings_of_a_file_are_bounded_together(strokes, points):
    for data in many_drawings(strokes=strokes, points=points, digits=101):
        with pytest.raises(OwnDigitsError, match="at most 50,000 strokes and 300,000 points in all"):
            read_file(data, most=500)


def test_drawings_of_a_quick_hand_are_below_that():
    for data in many_drawings(strokes=3, points=60):
        assert len(read_file(data, most=500).digits) == 500


def test_archive_of_millions_of_empty_strokes_is_refused_before_they_are_numbers_of_python():
    file = io.BytesIO()
    np.savez_compressed(
        file,
        images=image(1)[None],
        labels=np.ones(1, np.uint8),
        strokes_per_digit=np.array([30 << 20]),
        stroke_lengths=np.zeros(30 << 20, np.uint8),
        stroke_points=np.zeros((0, 2)),
    )
    tracemalloc.start()
    try:
        with pytest.raises(OwnDigitsError, match="at most 50,000 strokes"):
            read_file(file.getvalue(), most=500)
        assert tracemalloc.get_traced_memory()[1] < 100 << 20
    finally:
        tracemalloc.stop()
