"""Data sets in the folders and under the names that torchvision, EMNIST, QMNIST and KMNIST give them."""

from __future__ import annotations

import gzip
import io
import struct

import numpy as np
import pytest

NAMES = {
    "lecun": ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"),
    "emnist": tuple(f"emnist-digits-{one}" for one in ("train-images-idx3", "train-labels-idx1"))
    + tuple(f"emnist-digits-{one}" for one in ("test-images-idx3", "test-labels-idx1")),
}
KMNIST = ("kmnist-train-imgs", "kmnist-train-labels", "kmnist-test-imgs", "kmnist-test-labels")


def idx_bytes(array: np.ndarray) -> bytes:
    return struct.pack(f">{1 + array.ndim}I", 0x0800 + array.ndim, *array.shape) + array.tobytes()


def qmnist_labels(labels: np.ndarray, *, columns: int = 8, magic: int = 0x0C02) -> bytes:
    table = np.zeros((len(labels), columns), ">i4")
    table[:, :1] = labels[:, None]
    table[:, 1:] = 70_000  # the number of the picture, and so on: no uint8
    return struct.pack(">3I", magic, *table.shape) + table.tobytes()


def npz_bytes(**arrays: np.ndarray) -> bytes:
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


@pytest.fixture
def put(tmp_path, arrays):
    """Write four files of one kind below a root, into the folder named; give the root."""

    def write(below: str, *, kind="lecun", packed=False, replaced: dict[str, bytes] | None = None):
        folder = tmp_path / "source" / below
        folder.mkdir(parents=True, exist_ok=True)
        if kind == "qmnist":
            contents = {
                f"qmnist-{split}-images-idx3-ubyte": idx_bytes(arrays[f"{split}_images"]) for split in ("train", "test")
            } | {
                f"qmnist-{split}-labels-idx2-int": qmnist_labels(arrays[f"{split}_labels"])
                for split in ("train", "test")
            }
        elif kind == "kmnist":
            contents = {
                f"{name}.npz": npz_bytes(arr_0=array) for name, array in zip(KMNIST, arrays.values(), strict=True)
            }
        else:
            contents = {
                f"{name}-ubyte": idx_bytes(array) for name, array in zip(NAMES[kind], arrays.values(), strict=True)
            }
        for name, content in (contents | (replaced or {})).items():
            if packed:
                (folder / f"{name}.gz").write_bytes(gzip.compress(content))
            else:
                (folder / name).write_bytes(content)
        return tmp_path / "source"

    return write


def check(dataset, arrays, source="idx") -> None:
    assert (dataset.source, dataset.remarks) == (source, ())
    for name, array in arrays.items():
        np.testing.assert_array_equal(getattr(dataset, name), array)


@pytest.mark.parametrize("location", ["", "MNIST", "MNIST/raw"])
@pytest.mark.parametrize("packed", [True, False], ids=["gz", "unpacked"])
def test_torchvisions_root_may_be_named_or_a_folder_below_it(put, load, arrays, location, packed):
    check(load(put("MNIST/raw", packed=packed) / location), arrays)


@pytest.mark.parametrize(
    ("below", "kind"),
    [
        ("FashionMNIST/raw", "lecun"),
        ("KMNIST/raw", "lecun"),
        ("QMNIST/raw", "qmnist"),
        ("EMNIST/raw", "emnist"),
        ("gzip", "emnist"),
    ],
)
@pytest.mark.parametrize("packed", [True, False], ids=["gz", "unpacked"])
def test_torchvisions_other_sets_are_read(put, load, arrays, below, kind, packed):
    root = put(below, kind=kind, packed=packed)
    check(load(root), arrays)
    check(load(root / below), arrays)


def test_emnists_other_parts_do_not_get_in_the_way(put, load, arrays):
    root = put("EMNIST/raw", kind="emnist")
    (root / "EMNIST" / "raw" / "emnist-letters-train-images-idx3-ubyte").write_bytes(b"letters")
    check(load(root), arrays)


def test_kmnists_four_npz_files_are_read(put, load, arrays):
    check(load(put("", kind="kmnist")), arrays, source="npz")


def test_several_sets_below_a_root_are_named(put, refused):
    put("MNIST/raw")
    put("EMNIST/raw", kind="emnist")
    assert refused(put("FashionMNIST/raw")) == (
        "The folder of DIGITLAB_DATA holds several data sets: MNIST, FashionMNIST, EMNIST. "
        "Name one of them, for instance MNIST."
    )


def test_one_of_several_sets_may_be_named(put, load, arrays):
    put("FashionMNIST/raw")
    check(load(put("MNIST/raw") / "FashionMNIST"), arrays)


@pytest.mark.parametrize("below", ["MNIST/raw", "raw", ""])
def test_missing_file_is_named_wherever_the_others_lie(put, refused, below):
    root = put(below)
    (root / below / "t10k-labels-idx1-ubyte").unlink()
    assert "t10k-labels-idx1-ubyte is missing" in refused(root)


def test_missing_label_file_of_qmnist_is_named(put, refused):
    root = put("QMNIST/raw", kind="qmnist")
    (root / "QMNIST" / "raw" / "qmnist-test-labels-idx2-int").unlink()
    assert "qmnist-test-labels-idx2-int is missing" in refused(root)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(qmnist_labels(np.zeros(40), magic=0x0801), ["3074", "got 2049", "QMNIST's labels"], id="D3-magic"),
        pytest.param(qmnist_labels(np.zeros(40), columns=7), ["eight numbers", "holds 7"], id="seven-columns"),
        pytest.param(qmnist_labels(np.zeros(40), columns=0), ["eight numbers", "holds 0"], id="no-columns"),
        pytest.param(qmnist_labels(np.zeros(39)), ["40 images", "39 labels"], id="D7-one-label-less"),
        pytest.param(qmnist_labels(np.full(40, 300)), ["whole numbers from 0 to 255", "300"], id="D8-label-300"),
        pytest.param(qmnist_labels(np.zeros(40))[:-1], ["expected 1,292 bytes", "got 1,291"], id="D4-short"),
        pytest.param(qmnist_labels(np.zeros(40)) + b"\0", ["expected 1,292 bytes", "got 1,293"], id="D5-long"),
        pytest.param(struct.pack(">3I", 0x0C02, 1 << 31, 8), ["too large", "68,719,476,736"], id="D6-huge"),
        pytest.param(b"\0\0\x0c\x02\0", ["5 bytes", "12"], id="D4-cut-in-the-header"),
    ],
)
def test_damaged_labels_of_qmnist_are_refused(put, refused, content, words):
    message = refused(put("", kind="qmnist", replaced={"qmnist-train-labels-idx2-int": content}))
    assert "qmnist-train-labels-idx2-int" in message
    for word in words:
        assert word in message


def test_kmnist_without_its_array_is_refused(put, refused):
    message = refused(put("", kind="kmnist", replaced={"kmnist-test-imgs.npz": npz_bytes(other=np.zeros(3))}))
    assert "kmnist-test-imgs.npz has no array arr_0" in message


def test_folder_with_very_much_in_it_is_refused_soon(tmp_path, refused):
    folder = tmp_path / "source"
    folder.mkdir()
    for number in range(3000):
        (folder / f"{number}.txt").touch()
    assert "train-images-idx3-ubyte is missing" in refused(folder)
