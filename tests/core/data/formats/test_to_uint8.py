import numpy as np
import pytest

from core.data.formats.reading import NamedArray
from core.data.formats.validate import to_uint8
from core.errors import DataError

ALL = np.arange(256, dtype=np.uint8)


def convert(array, *, fractions=True):
    return to_uint8(NamedArray(name="x_train in mnist.npz", values=array), fractions=fractions)


@pytest.mark.parametrize(
    "values",
    [
        pytest.param((ALL / 255.0).astype(np.float64), id="D10-float64"),
        pytest.param(ALL.astype(np.float32) / np.float32(255), id="D10-float32-divided"),
        pytest.param((ALL / 255.0).astype(np.float32), id="D10-float32-rounded"),
        pytest.param((ALL / 255.0).astype(np.float16), id="D10-float16-rounded"),
        pytest.param(ALL.astype(np.float16) / np.float16(255), id="D10-float16-divided"),
        pytest.param((ALL / 255.0).astype(">f4"), id="D10-float32-big-endian"),
    ],
)
def test_fractions_of_255_are_exact(values):
    numbers = convert(values)
    np.testing.assert_array_equal(numbers, ALL)
    assert numbers.dtype == np.uint8


@pytest.mark.parametrize("dtype", ["f2", "f4", "f8"])
def test_fractions_of_256_are_exact(dtype):
    numbers = convert((ALL / 256.0).astype(dtype))
    np.testing.assert_array_equal(numbers, ALL)


@pytest.mark.parametrize(
    "dtype", [pytest.param(name, id=f"D11-{name}") for name in ("i2", ">i2", "i4", "i8", "u2", "u8", "f4", "f8", ">f8")]
)
def test_whole_numbers_of_any_type_are_exact(dtype):
    numbers = convert(ALL.astype(dtype))
    np.testing.assert_array_equal(numbers, ALL)


def test_uint8_stays_as_it_is():
    assert convert(ALL) is ALL


def test_floats_of_only_zero_and_one_mean_no_ink_and_full_ink():
    numbers = convert(np.array([0, 1, 1, 0], np.float32))
    assert numbers.tolist() == [0, 255, 255, 0]


def test_first_deciding_value_decides_for_the_ones_before_it():
    assert convert(np.array([1.0, 0.0, 7.0])).tolist() == [1, 0, 7]
    assert convert(np.array([1.0, 0.0, 7 / 255])).tolist() == [255, 0, 7]


def test_labels_have_no_fractions():
    assert convert(np.array([0.0, 1.0]), fractions=False).tolist() == [0, 1]
    with pytest.raises(DataError, match=r"at \[0\] it holds 0\.2"):
        convert(np.array([0.2]), fractions=False)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        pytest.param([0, 0.3], r"at \[1\] it holds 0\.3", id="D10-no-fraction"),
        pytest.param([0.2, 0.2000001], r"at \[1\] it holds 0\.2000001", id="D10-nearly"),
        pytest.param([0.2, 1.2], r"at \[1\] it holds 1\.2", id="D10-fraction-above-one"),
        pytest.param([7.0, 0.2], r"at \[1\] it holds 0\.2", id="D10-mixed"),
        pytest.param([0, -1.0], r"at \[1\] it holds -1\.0", id="D10-from-minus-one-to-one"),
        pytest.param([0, 256.0], r"at \[1\] it holds 256\.0", id="D10-above-255"),
        pytest.param([np.nan, 3.0], r"at \[0\] it holds nan", id="D12-nan-first"),
        pytest.param([0.2, np.nan], r"at \[1\] it holds nan", id="D12-nan-later"),
        pytest.param([3.0, np.inf], r"at \[1\] it holds inf", id="D12-infinite"),
        pytest.param([3.0, -np.inf], r"at \[1\] it holds -inf", id="D12-minus-infinite"),
    ],
)
def test_refuses_what_is_not_exact(values, words):
    with pytest.raises(DataError, match=words):
        convert(np.array(values, np.float64))


@pytest.mark.parametrize(
    ("value", "dtype"),
    [
        pytest.param(256, "i2", id="D11-above"),
        pytest.param(-1, "i2", id="D11-below"),
        pytest.param(2**63, "u8", id="D11-far-above"),
        pytest.param(-128, "i1", id="D11-int8"),
    ],
)
def test_refuses_integers_outside_a_byte_at_their_index(value, dtype):
    images = np.zeros((3, 28, 28), dtype)
    images[2, 5, 7] = value
    with pytest.raises(DataError, match=rf"x_train in mnist.npz .* at \[2, 5, 7\] it holds {value}\."):
        convert(images)
