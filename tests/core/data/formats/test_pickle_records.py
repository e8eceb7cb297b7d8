"""The arrays of a pickle: refused where their type, shape, order or length does not fit."""

import numpy as np
import pytest

from tests.support.python2_pickle import DTYPE, F4, LABELS, array, dtype, integer, short, string, tuple_of, with_images


@pytest.mark.parametrize(
    ("images", "words"),
    [
        pytest.param(array(tuple_of(integer(2), integer(784)), dtype(b"O8"), b"]"), "Python objects", id="objects"),
        pytest.param(array(tuple_of(integer(2), integer(784)), dtype(b"V8"), string(b"")), "records", id="records"),
        pytest.param(array(tuple_of(integer(2)), dtype(b"M8"), string(bytes(16))), "another kind", id="dates"),
        pytest.param(array(tuple_of(integer(-2), integer(784)), F4, string(b"")), "negative length", id="negative"),
        pytest.param(
            array(tuple_of(*[integer(2**31 - 1)] * 8), F4, string(b"")), "expected more than 9,223", id="huge-shape"
        ),
        pytest.param(
            array(tuple_of(integer(2), integer(784)), F4, string(bytes(6271))),
            "expected 6,272 bytes, got 6,271",
            id="one-short",
        ),
        pytest.param(
            array(tuple_of(b"\x8a\xff" + b"\x7f" * 255, integer(784)), F4, string(b"")), "more than", id="long-shape"
        ),
        pytest.param(array(b")", F4, string(bytes(4))), "one type and shape", id="single-number"),
        pytest.param(LABELS, "one type and shape", id="labels-as-images"),
        pytest.param(b"N", "must be a NumPy array", id="none"),
        pytest.param(
            array(tuple_of(integer(2), integer(784)), F4, string(np.full(1568, 0.3, "<f4").tobytes())),
            "converts to them exactly",
            id="not-exact",
        ),
        pytest.param(
            array(tuple_of(integer(2), integer(784)), F4, string(bytes(6272))).replace(b"\x89", b"\x88"),
            "Fortran order",
            id="column-by-column",
        ),
    ],
)
def test_refuses_arrays(packed, refused, images, words):
    assert words in refused(packed(with_images(images)))


def test_type_that_is_a_record_is_refused(packed, refused):
    fields = DTYPE + short(b"V8") + b"K\x00K\x01\x87R"
    fields += (
        tuple_of(b"K\x03", short(b"|"), b"N", tuple_of(short(b"a")), b"N", integer(8), integer(1), b"K\x00") + b"b"
    )
    assert "records" in refused(packed(with_images(array(tuple_of(integer(2)), fields, string(bytes(16))))))
