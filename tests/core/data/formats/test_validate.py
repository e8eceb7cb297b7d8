import gzip
import struct

import numpy as np
import pytest

from tests.support import python2_pickle as python2
from tests.support.python2_pickle import F4, PAIR, array, integer, string, tuple_of

MANY = 50_000  # images that take 39 MB: more than a refusal may
LARGE = bytes(MANY * 28 * 28)


@pytest.mark.parametrize("count", [pytest.param(39, id="D7-one-label-short"), pytest.param(41, id="D7-one-label-long")])
def test_counts_must_be_equal(npz, refused, count):
    message = refused(npz(y_train=np.zeros(count, np.uint8)))
    assert "40 images" in message
    assert f"{count} labels" in message


@pytest.mark.parametrize("label", [pytest.param(10, id="D8-10"), pytest.param(255, id="D8-255")])
@pytest.mark.parametrize("key", ["y_train", "y_test"])
def test_first_label_that_is_no_digit_is_named(npz, refused, key, label):
    labels = np.zeros(40 if key == "y_train" else 12, np.uint8)
    labels[[5, 9]] = label
    assert f"{key} in mnist.npz must hold digits from 0 to 9; label 5 (counted from 0) is {label}." in refused(
        npz(**{key: labels})
    )


@pytest.mark.parametrize(
    ("shape", "shown"),
    [
        pytest.param((40, 27, 28), "(40, 27, 28)", id="D9-27x28"),
        pytest.param((40, 28, 28, 3), "(40, 28, 28, 3)", id="D9-colour"),
        pytest.param((40, 28, 28, 1), "(40, 28, 28, 1)", id="D9-one-channel"),
        pytest.param((40, 784), "(40, 784)", id="D9-flat"),
        pytest.param((), "()", id="D9-a-number"),
    ],
)
def test_shape_of_images_is_named(npz, refused, shape, shown):
    message = refused(npz(x_train=np.zeros(shape, np.uint8)))
    assert f"got shape {shown}." in message
    assert "28\u00a0×\u00a028 pixels without colour" in message


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"x_train": np.zeros((MANY, 28, 27), np.uint8)}, "got shape (50000, 28, 27).", id="images"),
        pytest.param({"x_test": np.zeros((MANY, 28, 27), np.uint8)}, "got shape (50000, 28, 27).", id="test-images"),
        pytest.param({"y_test": np.zeros((MANY, 784), np.uint8)}, "got shape (50000, 784).", id="labels"),
        pytest.param({"x_train": np.zeros((MANY, 28, 28), np.uint8)}, "50,000 images and", id="counts"),
        pytest.param({"y_train": np.zeros(MANY * 784, np.uint8)}, "39,200,000 labels", id="counts-of-labels"),
    ],
)
def test_large_arrays_that_do_not_fit_are_refused_from_their_headers(npz, refused, changes, words):
    assert words in refused(npz(**changes))


@pytest.mark.parametrize(
    ("key", "shape", "words"),
    [
        pytest.param("train_images", (MANY, 14, 56), "got shape (50000, 14, 56).", id="images"),
        pytest.param("test_images", (MANY, 28, 28), "50,000 images and", id="counts"),
        pytest.param("test_labels", (MANY * 784,), "39,200,000 labels", id="counts-of-labels"),
    ],
)
def test_large_idx_files_that_do_not_fit_are_refused_from_their_headers(idx, refused, key, shape, words):
    content = struct.pack(f">{1 + len(shape)}I", 0x0800 + len(shape), *shape) + LARGE
    assert words in refused(idx(packed=True, **{key: gzip.compress(content, compresslevel=1)}))


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        pytest.param((MANY // 4, 14, 56), "got shape (25000, 14, 56).", id="images"),
        pytest.param((MANY // 4, 784), "25,000 images and", id="counts"),
        pytest.param((MANY // 4, 28, 29), "expected 40,600,000 bytes, got 39,200,000 bytes.", id="length"),
    ],
)
def test_large_arrays_of_a_pickle_that_do_not_fit_are_refused_from_their_headers(tmp_path, refused, shape, words):
    images = array(tuple_of(*map(integer, shape)), F4, string(LARGE))
    pair = images + python2.LABELS + b"\x86"
    path = tmp_path / "source" / "mnist.pkl.gz"
    path.parent.mkdir()
    path.write_bytes(gzip.compress(python2.START + pair + pair + PAIR + b"\x87" + python2.END, compresslevel=1))
    assert words in refused(path)


@pytest.mark.parametrize("shape", [(40, 10), (), (40, 1)], ids=["one-hot", "a-number", "column"])
def test_shape_of_labels_is_named(npz, refused, shape):
    assert "one digit per image" in refused(npz(y_train=np.zeros(shape, np.uint8)))


@pytest.mark.parametrize(("images", "labels"), [("x_train", "y_train"), ("x_test", "y_test")], ids=["train", "test"])
def test_each_split_has_an_image(npz, refused, images, labels):
    empty = {images: np.zeros((0, 28, 28), np.uint8), labels: np.zeros(0, np.uint8)}
    assert "at least one image" in refused(npz(**empty))


def test_fractions_and_wide_integers_are_kept_as_the_bytes_that_they_mean(npz, load, arrays):
    images, labels = arrays["train_images"], arrays["train_labels"]
    dataset = load(npz(x_train=(images / 255).astype(np.float32), y_train=labels.astype(np.int64)))
    np.testing.assert_array_equal(dataset.train_images, images)
    np.testing.assert_array_equal(dataset.train_labels, labels)


@pytest.mark.parametrize(
    ("value", "dtype"),
    [
        pytest.param(0.3, "f4", id="D10-no-fraction"),
        pytest.param(300, "i2", id="D11-int16"),
        pytest.param(np.nan, "f4", id="D12-nan"),
    ],
)
def test_last_pixel_without_counterpart_is_refused_though_writing_has_begun(npz, refused, arrays, value, dtype):
    images = (arrays["test_images"] / (255 if dtype == "f4" else 1)).astype(dtype)
    images[11, 27, 27] = value
    assert "x_test in mnist.npz must hold whole numbers from 0 to 255" in refused(npz(x_test=images))


def test_one_training_image_leaves_none_to_validate_with(npz, refused):
    one = {"x_train": np.zeros((1, 28, 28), np.uint8), "y_train": np.zeros(1, np.uint8)}
    assert "at least two images" in refused(npz(**one))
