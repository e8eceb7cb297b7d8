import numpy as np
import pytest


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
    assert "28 x 28 pixels without colour" in message


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
