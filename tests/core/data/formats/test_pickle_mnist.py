"""mnist.pkl.gz: Python 2's file is read, and what Python 3 makes of the same arrays."""

import gzip
import os
import pickle
import pickletools

import numpy as np
import pytest

from tests.support import python2_pickle as python2
from tests.support.python2_pickle import PAIR, pickled, tuple_of


def test_our_pickle_is_what_python_reads_as_python_2s(splits):
    read = pickle.loads(pickled(*splits), encoding="latin1")
    for pair, expected in zip(read, splits, strict=True):
        for values, wanted in zip(pair, expected, strict=True):
            assert values.dtype == wanted.dtype
            np.testing.assert_array_equal(values, wanted)
    assert {step.name for step, _, _ in pickletools.genops(pickled(*splits))} >= {"BINSTRING", "SHORT_BINSTRING"}


def test_python_2s_file_gives_all_training_images_and_the_test_images(packed, splits, load, arrays):
    dataset = load(packed(pickled(*splits)))
    assert dataset.source == "pickle"
    for name, expected in arrays.items():
        np.testing.assert_array_equal(getattr(dataset, name), expected)


def test_plain_pickle_is_read_and_so_is_one_in_a_folder(packed, splits, load):
    path = packed(pickled(*splits))
    digest = load(path).digest
    assert load(path.parent).digest == digest
    path.with_name("mnist.pkl").write_bytes(pickled(*splits))
    assert load(path.with_name("mnist.pkl")).digest == digest


def test_folder_prefers_npz_and_idx_files_to_the_pickle(packed, splits, npz, idx, load):
    folder = packed(pickled(*splits)).parent
    (folder / "train-images-idx3-ubyte").write_bytes(b"")
    assert load(folder).source == "pickle"  # one IDX file of four is no data set
    idx()
    assert load(folder).source == "idx"
    npz()
    assert load(folder).source == "npz"


@pytest.mark.parametrize("protocol", range(1, 6))
def test_file_that_python_3_pickled_is_read_too(packed, splits, load, arrays, protocol):
    found = load(packed(pickle.dumps(splits, protocol=protocol)))
    for name, expected in arrays.items():
        assert np.array_equal(getattr(found, name), expected)


@pytest.mark.parametrize(
    "written",
    [
        lambda splits: pickled(*splits),
        lambda splits: pickle.dumps(splits, protocol=2),
        lambda splits: pickle.dumps(splits, protocol=5),
    ],
    ids=["Python 2", "Python 3, protocol 2", "Python 3, protocol 5"],
)
def test_large_arrays_are_read_past_the_first_piece(packed, load, written):
    images = (np.arange(3000 * 784) % 256).astype(np.float32).reshape(-1, 784) / np.float32(256)
    labels = np.arange(3000) % 10
    splits = ((images[:1999], labels[:1999]), (images[1999:2999], labels[1999:2999]), (images, labels))
    dataset = load(packed(written(splits)))
    np.testing.assert_array_equal(dataset.test_images.reshape(-1, 784), images * 256)
    np.testing.assert_array_equal(dataset.train_images, dataset.test_images[:2999])


@pytest.mark.parametrize("protocol", [2, 5])
def test_arrays_stored_column_by_column_are_read_as_they_are(packed, splits, load, arrays, protocol):
    turned = [(np.asfortranarray(images), labels) for images, labels in splits]
    found = load(packed(pickle.dumps(turned, protocol=protocol)))
    np.testing.assert_array_equal(found.train_images, arrays["train_images"])


@pytest.mark.parametrize("count", [0, 2, 4])
def test_other_number_of_splits_is_refused(packed, refused, count):
    assert "three pairs" in refused(packed(python2.START + tuple_of(*[PAIR] * count) + python2.END))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda content: b"", id="D21-0-byte-gz"),
        pytest.param(lambda content: content[: len(content) // 2], id="D19-cut-in-half"),
        pytest.param(lambda content: content[:-8], id="D19-trailer-missing"),
        pytest.param(lambda content: content[:5], id="D19-cut-in-header"),
        pytest.param(lambda content: content[:-8] + bytes(4) + content[-4:], id="D20-bad-crc"),
        pytest.param(lambda content: gzip.compress(b""), id="D21-gzip-of-nothing"),
        pytest.param(lambda content: gzip.compress(pickled() + b"more"), id="goes-on"),
    ],
)
def test_damaged_file_is_called_damaged(packed, splits, refused, change):
    path = packed(pickled(*splits))
    path.write_bytes(change(path.read_bytes()))
    assert "damaged" in refused(path)


@pytest.mark.skipif(not os.environ.get("DIGITLAB_DATA"), reason="needs the real MNIST")
def test_whole_mnist_pickled_by_python_2_is_mnist(real_mnist, load, packed):
    expected = load(real_mnist)
    images = expected.train_images.reshape(-1, 784).astype(np.float32) / 256
    labels = expected.train_labels.astype(np.int64)
    test_images = expected.test_images.reshape(-1, 784).astype(np.float32) / 256
    test = (test_images, expected.test_labels.astype(np.int64))
    path = packed(pickled((images[:50_000], labels[:50_000]), (images[50_000:], labels[50_000:]), test))
    assert load(path).digest == expected.digest
