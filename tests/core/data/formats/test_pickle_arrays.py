"""The arrays of a pickle: refused where their type, shape, order or length does not fit."""

import numpy as np
import pytest

from tests.support.python2_pickle import (
    DTYPE,
    F4,
    LABELS,
    NDARRAY,
    RECONSTRUCT,
    array,
    dtype,
    integer,
    short,
    string,
    tuple_of,
    with_images,
)

ENCODE = b"c_codecs\nencode\n"


def letters(text: str) -> bytes:
    """Return the opcodes of a text as Python 3 writes it."""
    content = text.encode()
    return b"X" + len(content).to_bytes(4, "little") + content


@pytest.mark.parametrize(
    ("images", "words"),
    [
        pytest.param(array(tuple_of(integer(2), integer(784)), dtype(b"O8"), b"]"), "Python objects", id="objects"),
        pytest.param(array(tuple_of(integer(2), integer(784)), dtype(b"V8"), string(b"")), "records", id="records"),
        pytest.param(array(tuple_of(integer(2)), dtype(b"M8"), string(bytes(16))), "another kind", id="dates"),
        pytest.param(array(tuple_of(integer(-2), integer(784)), F4, string(b"")), "negative length", id="negative"),
        pytest.param(
            array(tuple_of(*[integer(2**31 - 1)] * 8), F4, string(b"")), "promises more than 9,223", id="huge-shape"
        ),
        pytest.param(
            array(tuple_of(integer(2), integer(784)), F4, string(bytes(6271))),
            "expected 6,272 bytes, got 6,271",
            id="one-short",
        ),
        pytest.param(
            array(tuple_of(b"\x8a\xff" + b"\x7f" * 255, integer(784)), F4, string(b"")), "more than", id="long-shape"
        ),
        pytest.param(
            array(tuple_of(*[b"h\x00"] * 8), F4, string(b"")).replace(
                b"h\x00", b"\x8b" + (1 << 20).to_bytes(4, "little") + b"\x7f" * (1 << 20) + b"q\x00", 1
            ),
            "as Python 2 writes it",
            id="shape-of-mebibytes",
        ),
        pytest.param(array(b")", F4, string(bytes(4))), "one type and shape", id="single-number"),
        pytest.param(LABELS, "one type and shape", id="labels-as-images"),
        pytest.param(b"N", "not a whole pickle of NumPy arrays", id="none"),
        pytest.param(DTYPE + b"K\x01\x85R", "not a whole pickle", id="type-of-a-number"),
        pytest.param(NDARRAY + integer(2**31 - 1) + b"\x85R", "not a whole pickle", id="array-allocated"),
        pytest.param(NDARRAY, "not a whole pickle", id="array-itself"),
        pytest.param(
            array(tuple_of(integer(2)), F4, string(bytes(8))).replace(NDARRAY, DTYPE),
            "not a whole pickle",
            id="rebuilt-as-another-class",
        ),
        pytest.param(
            RECONSTRUCT + NDARRAY + tuple_of(integer(2**31 - 1), integer(2**31 - 1)) + short(b"b") + b"\x87R",
            "not a whole pickle",
            id="rebuilt-of-a-huge-shape",
        ),
        pytest.param(array(b"K\x05", F4, string(b"")), "not a whole pickle", id="shape-no-tuple"),
        pytest.param(array(tuple_of(b"N"), F4, string(b"")), "not a whole pickle", id="length-none"),
        pytest.param(array(tuple_of(*[b"K\x00"] * 400), F4, string(b"")), "one type and shape", id="400-dimensions"),
        pytest.param(array(tuple_of(integer(2)), b"N", string(bytes(8))), "not a whole pickle", id="type-none"),
        pytest.param(array(tuple_of(integer(2)), F4, b"N"), "not a whole pickle", id="data-none"),
        pytest.param(
            array(tuple_of(integer(2)), DTYPE + short(b"f4") + b"\x85R" + F4 + b"b", string(bytes(8))),
            "records",
            id="type-with-a-foreign-state",
        ),
        pytest.param(
            array(tuple_of(integer(2)), F4, ENCODE + letters("\u0100" * 8) + letters("latin1") + b"\x86R"),
            "not a whole pickle",
            id="letters-that-are-no-bytes",
        ),
        *(
            pytest.param(
                array(tuple_of(integer(2)), F4, ENCODE + letters("0" * 8) + letters(codec) + b"\x86R"),
                "not a whole pickle",
                id=f"encoded-as-{codec}",
            )
            for codec in ("utf-8", "rot13", "idna", "zlib", "unicode_escape")
        ),
        pytest.param(
            array(tuple_of(integer(2), integer(784)), F4, string(np.full(1568, 0.3, "<f4").tobytes())),
            "converts to them exactly",
            id="not-exact",
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


def test_encoding_the_same_letters_often_makes_nothing_large(packed, refused):
    text = letters("0" * (1 << 20)) + b"q\x00"
    calls = (ENCODE + b"h\x00" + letters("latin1") + b"\x86R") * 20
    assert "not a whole pickle of NumPy arrays" in refused(packed(with_images(b"(" + text + calls + b"t")))
