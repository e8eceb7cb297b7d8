"""Files that are known and not read: each is called by its name, and the sentence says what to do."""

from __future__ import annotations

import io
import re
import zipfile

import numpy as np
import pytest

HDF5 = b"\x89HDF\r\n\x1a\n" + bytes(600)


def zip_of(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, b"content")
    return file.getvalue()


def text_of(array: np.ndarray) -> bytes:
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


CASES = [
    pytest.param(
        "emnist-digits.mat", b"MATLAB 5.0 MAT-file, Platform" + bytes(500), ["MATLAB", "gzip files"], id="mat"
    ),
    pytest.param("digits", b"MATLAB 5.0 MAT-file, Platform" + bytes(500), ["MATLAB", "loadmat"], id="mat-by-content"),
    pytest.param("digits.mat", b"who knows" * 9, ["MATLAB"], id="mat-by-name"),
    pytest.param("a.mat", b"MATLAB 7.3 MAT-file" + bytes(493) + HDF5, ["HDF5", "numpy.savez"], id="mat-7.3"),
    pytest.param("usps.h5", HDF5, ["HDF5", "numpy.savez"], id="h5"),
    pytest.param("mnist.parquet", b"PAR1" + bytes(50), ["Parquet", "as CSV"], id="parquet"),
    pytest.param("training.pt", zip_of("training/data.pkl", "training/version"), ["PyTorch", "IDX"], id="pt"),
    pytest.param("digits", zip_of("archive/data.pkl", "archive/data/0"), ["PyTorch"], id="pt-by-content"),
    pytest.param("a.pth", b"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.", ["PyTorch"], id="old-pth"),
    pytest.param("model.pt", b"\x80\x02cos\nsystem\n(S'true'\ntR.", ["PyTorch", "never opened"], id="pickle-called-pt"),
    pytest.param("mnist-train.tfrecord-00000-of-00001", b"\0" * 64, ["TFRecord", "numpy.savez"], id="tfds"),
    pytest.param("mnist.tfrecord", b"\0" * 64, ["TFRecord"], id="tfrecord"),
    pytest.param("7.png", b"\x89PNG\r\n\x1a\n" + bytes(40), ["pictures", "mnist.npz"], id="png"),
    pytest.param("mnist_784.arff", b"@RELATION mnist_784\n", ["ARFF", "as CSV"], id="arff"),
    pytest.param("x_train.npy", text_of(np.zeros(3)), ["one array", "four"], id="npy"),
    pytest.param("data.tar", bytes(257) + b"ustar" + bytes(300), ["archive", "Unpack it"], id="tar"),
    pytest.param("gzip.zip", zip_of("gzip/emnist-digits-train-images-idx3-ubyte.gz"), ["archive"], id="zip-of-gz"),
    pytest.param("mnist_png.zip", zip_of("0/1.png"), ["archive"], id="zip-of-png"),
    pytest.param("kmnist-train-imgs.npz", zip_of("arr_0.npy"), ["four files", "folder"], id="one-of-kmnist"),
    pytest.param("train.zip", zip_of("a.csv", "b.csv"), ["several CSV files", "Unpack it"], id="zip-of-two-csv"),
]


@pytest.mark.parametrize(("name", "content", "words"), CASES)
def test_file_is_named_and_refused_with_what_to_do(tmp_path, refused, name, content, words):
    path = tmp_path / "source" / name
    path.parent.mkdir()
    path.write_bytes(content)
    message = refused(path)
    for word in [name, *words]:
        assert word in message


@pytest.mark.parametrize("name", ["emnist-digits.mat", "train.parquet", "training.pt", "mnist.tfrecord", "usps.h5"])
def test_folder_with_nothing_else_says_so_too(tmp_path, refused, name):
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "readme.txt").write_text("Digits.")
    (folder / name).write_bytes(bytes(600))
    assert refused(folder).startswith(f"{name} is ")


@pytest.mark.parametrize("below", ["", "0", "training/0"])
def test_folder_of_pictures_is_named(tmp_path, refused, below):
    folder = tmp_path / "source" / below
    folder.mkdir(parents=True)
    (folder / "1.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    message = refused(tmp_path / "source")
    assert message == (
        "The folder of DIGITLAB_DATA is of pictures (PNG or the like), one file a digit, which are not read. "
        "Use mnist.npz, CSV or IDX files of the same data set."
    )


def test_pictures_beside_an_incomplete_data_set_are_not_what_is_wrong(idx, refused):
    folder = idx()
    (folder / "notes.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "train-labels-idx1-ubyte").unlink()
    assert "train-labels-idx1-ubyte is missing" in refused(folder)


def test_emnist_without_its_digits_is_told_from_a_folder_without_anything(tmp_path, refused):
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "emnist-letters-train-images-idx3-ubyte.gz").write_bytes(b"\x1f\x8b" + bytes(50))
    assert refused(folder).startswith(
        "Of EMNIST only the digits are read; emnist-digits-train-images-idx3-ubyte is missing."
    )


def test_two_lines_for_emnists_mat_do_what_they_promise(tmp_path, load, refused, arrays, monkeypatch):
    import scipy.io

    def part(split):
        images = (
            arrays[f"{split}_images"].transpose(0, 2, 1).reshape(-1, 784)
        )  # column by column, as MATLAB stores them
        return {"images": images, "labels": arrays[f"{split}_labels"][:, None]}

    folder = tmp_path / "source"
    folder.mkdir()
    scipy.io.savemat(folder / "emnist-digits.mat", {"dataset": {"train": part("train"), "test": part("test")}})
    message = refused(folder / "emnist-digits.mat")
    lines = re.search(r"d = .*\}\)$", message)
    assert lines is not None
    monkeypatch.chdir(folder)
    exec(f"import numpy, scipy.io\n{lines[0]}", {})  # a scope of its own, as a script has
    dataset = load(folder / "mnist.npz")
    for name, array in arrays.items():
        np.testing.assert_array_equal(getattr(dataset, name), array)
