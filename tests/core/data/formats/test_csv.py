"""CSV files as Kaggle, "MNIST in CSV" and OpenML offer them."""

from __future__ import annotations

import gzip
import io
import zipfile

import numpy as np
import pytest

from core.data.formats.csv_tables import text
from tests.support.csv_files import CSV_HEADER, KAGGLE_HEADER, csv_text

PANDAS_HEADER = ["label", *map(str, range(784))]


@pytest.fixture
def texts(arrays):
    """Return MNIST in CSV: the text of both files, with the header given."""

    def made(header=None, **options) -> tuple[bytes, bytes]:
        return tuple(
            csv_text(arrays[f"{split}_images"], arrays[f"{split}_labels"], header=header, **options)
            for split in ("train", "test")
        )

    return made


def zipped(**contents: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return file.getvalue()


def check(dataset, arrays) -> None:
    assert (dataset.source, dataset.remarks) == ("csv", ())
    for name, array in arrays.items():
        np.testing.assert_array_equal(getattr(dataset, name), array)


@pytest.mark.parametrize("header", [None, KAGGLE_HEADER, CSV_HEADER, PANDAS_HEADER], ids=["none", "k", "m", "pandas"])
def test_folder_with_both_files_is_the_data_set(csv, texts, load, arrays, header):
    train, test = texts(header)
    check(load(csv(**{"mnist_train.csv": train, "mnist_test.csv": test})), arrays)


def test_file_to_learn_from_brings_the_test_images_beside_it(csv, texts, load, arrays):
    train, test = texts()
    check(
        load(csv(**{"fashion-mnist_train.csv": train, "fashion-mnist_test.csv": test}) / "fashion-mnist_train.csv"),
        arrays,
    )


@pytest.mark.parametrize(
    "write",
    [
        pytest.param(lambda lines: lines.replace(b"\n", b"\r\n"), id="lines-of-windows"),
        pytest.param(lambda lines: b"\xef\xbb\xbf" + lines, id="mark-of-utf-8"),
        pytest.param(lambda lines: lines[:-1], id="no-line-feed-at-the-end"),
        pytest.param(lambda lines: lines + b"\n\r\n", id="empty-lines-at-the-end"),
        pytest.param(lambda lines: lines.replace(b",", b".0,").replace(b"\n", b".0\n"), id="whole-fractions"),
        pytest.param(gzip.compress, id="gzipped"),
    ],
)
def test_text_may_be_written_as_programs_write_it(csv, texts, load, arrays, write):
    train, test = map(write, texts())
    check(load(csv(**{"mnist_train.csv": train, "mnist_test.csv": test})), arrays)


def test_gzipped_files_may_be_named_so(csv, texts, load, arrays):
    train, test = map(gzip.compress, texts())
    check(load(csv(**{"mnist_train.csv.gz": train, "mnist_test.csv.gz": test})), arrays)


@pytest.mark.parametrize("size", [100, 3000, 1 << 20], ids=["less than a row", "about a row", "all"])
def test_pieces_may_end_anywhere(csv, texts, load, arrays, monkeypatch, size):
    monkeypatch.setattr(text, "_PIECE_BYTES", size)
    train, test = texts(KAGGLE_HEADER)
    check(load(csv(**{"mnist_train.csv": train, "mnist_test.csv": test + b"\n"})), arrays)


def test_zip_with_both_files_is_read(csv, texts, load, arrays):
    train, test = texts(CSV_HEADER)
    packed = zipped(**{"mnist_test.csv": test, "mnist_train.csv": train, "sample_submission.csv": b"a,b\n"})
    check(load(csv(**{"archive.zip": packed}) / "archive.zip"), arrays)


def test_label_may_stand_last_where_the_header_says_so(csv, texts, load, arrays):
    header = [*KAGGLE_HEADER[1:], "class"]
    train, test = texts(header, label_last=True)
    check(load(csv(**{"mnist_train.csv": train, "mnist_test.csv": test})), arrays)


@pytest.mark.parametrize("has_test", [True, False], ids=["test.csv without labels", "train.csv alone"])
def test_each_seventh_of_kaggles_train_csv_is_held_out(csv, load, arrays, has_test):
    images, labels = arrays["train_images"], arrays["train_labels"]
    files = {"train.csv": csv_text(images, labels, header=KAGGLE_HEADER), "sample_submission.csv": b"ImageId,Label\n"}
    if has_test:
        files["test.csv"] = csv_text(arrays["test_images"], None, header=KAGGLE_HEADER[1:])
    dataset = load(csv(**files))
    assert (dataset.source, dataset.remarks) == ("csv", ("test_held_out",))
    assert (dataset.train_count, dataset.test_count) == (35, 5)  # 40 // 7 = 5
    seventh = [6, 13, 20, 27, 34]
    np.testing.assert_array_equal(dataset.train_images, np.delete(images, seventh, axis=0))
    np.testing.assert_array_equal(dataset.train_labels, np.delete(labels, seventh))
    np.testing.assert_array_equal(dataset.test_images, images[seventh])
    np.testing.assert_array_equal(dataset.test_labels, labels[seventh])


def test_each_label_of_a_sorted_table_is_in_both_parts(csv, load, bundled_dataset):
    chosen = np.argsort(bundled_dataset.train_labels[:400], kind="stable")
    images, labels = bundled_dataset.train_images[chosen], bundled_dataset.train_labels[chosen]
    dataset = load(csv(**{"train.csv": csv_text(images, labels)}))
    assert set(dataset.train_labels) == set(dataset.test_labels) == set(range(10))


@pytest.mark.parametrize("count", [3, 6, 7, 13])
def test_few_rows_hold_out_one(csv, load, arrays, count):
    dataset = load(csv(**{"train.csv": csv_text(arrays["train_images"][:count], arrays["train_labels"][:count])}))
    assert (dataset.train_count, dataset.test_count) == (count - 1, 1)


def test_remark_is_still_there_when_the_kept_copy_is_opened(csv, load, arrays):
    folder = csv(**{"mnist_784.csv": csv_text(arrays["train_images"], arrays["train_labels"])})
    assert load(folder).remarks == load(folder).remarks == ("test_held_out",)


def test_one_table_of_any_name_is_read(csv, load, arrays):
    folder = csv(digits=csv_text(arrays["train_images"], arrays["train_labels"]))
    assert load(folder / "digits").test_count == 5


def test_several_sets_in_a_folder_are_named(csv, texts, refused):
    train, _ = texts()
    message = refused(csv(**{"mnist_train.csv": train, "fashion-mnist_train.csv": train}))
    assert message == (
        "The folder of DIGITLAB_DATA holds several data sets: fashion-mnist_train.csv, mnist_train.csv. "
        "Name one of them, for instance fashion-mnist_train.csv."
    )


def test_real_mnist_in_csv_is_mnist(real_mnist, tmp_path, load):
    with np.load(real_mnist / "mnist.npz") as archive:
        images, labels = archive["x_test"][:1000], archive["y_test"][:1000]
    (tmp_path / "train.csv").write_bytes(csv_text(images, labels, header=KAGGLE_HEADER))
    dataset = load(tmp_path / "train.csv")
    np.testing.assert_array_equal(dataset.test_images, images[6::7])
    np.testing.assert_array_equal(dataset.train_images, np.delete(images, np.s_[6::7], axis=0))
    assert (dataset.train_count, dataset.test_count) == (858, 142)


def test_labels_in_the_last_column_without_a_name_are_labels(csv, load, arrays):
    pixels = arrays["train_images"].reshape(len(arrays["train_labels"]), -1).copy()
    pixels[:, 0] = 0  # a corner is paper
    table = np.column_stack([pixels, arrays["train_labels"]])
    rows = "\n".join(",".join(map(str, row)) for row in table.tolist()).encode()
    dataset = load(csv(**{"mnist_5k.csv": rows}))
    labels = np.concatenate([dataset.train_labels, dataset.test_labels])
    assert np.bincount(labels).tolist() == np.bincount(arrays["train_labels"]).tolist()


def test_stray_table_beside_a_set_is_passed_over(csv, load, arrays):
    folder = csv(**{"results.csv": b"epoch,loss\n1,0.5\n"})
    np.savez(
        folder / "mnist.npz",
        **{
            f"{name[0]}_{split}": arrays[f"{split}_{kind}"]
            for split in ("train", "test")
            for name, kind in (("x", "images"), ("y", "labels"))
        },
    )
    assert load(folder).train_count == len(arrays["train_labels"])
