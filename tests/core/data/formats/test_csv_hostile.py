"""CSV files that are not what they should be: each is refused with its row and what is wrong with it."""

from __future__ import annotations

import gzip
import io
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data.formats.csv_tables import text
from core.data.formats.csv_tables.rows import BadRowError, numbers_of
from tests.support.csv_files import KAGGLE_HEADER, csv_text

GOOD = ",".join(["7", *["0"] * 784]).encode()
HEADER = ",".join(KAGGLE_HEADER).encode()


def with_value(column: int, value: bytes) -> bytes:
    values = GOOD.split(b",")
    values[column] = value
    return b",".join(values)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        pytest.param(with_value(0, b"x"), "value 1 must be a digit from 0 to 9 (label); it is x.", id="label-x"),
        pytest.param(
            with_value(5, b"256"), "value 6 must be a whole number from 0 to 255 (pixel); it is 256.", id="256"
        ),
        pytest.param(
            with_value(5, b"-1"), "value 6 must be a whole number from 0 to 255 (pixel); it is -1.", id="minus"
        ),
        pytest.param(with_value(784, b"0.5"), "value 785 must be a whole number", id="fraction"),
        pytest.param(with_value(5, b"1e2"), "it is 1e2.", id="exponent"),
        pytest.param(with_value(5, b"nan"), "it is nan.", id="nan"),
        pytest.param(with_value(5, b" 7"), "it is  7.", id="space"),
        pytest.param(with_value(5, b"7.0.0"), "it is 7.0.0.", id="two-points"),
        pytest.param(with_value(5, b"0000"), "it is 0000.", id="four-figures"),
        pytest.param(
            with_value(5, b""), "value 6 must be a whole number from 0 to 255 (pixel); there is nothing.", id="no"
        ),
        pytest.param(with_value(5, b'"' * 3000), 'it is """"""""""""""""""""...', id="quotes"),
        pytest.param(with_value(5, b"=cmd()"), "it is =cmd().", id="formula"),
        pytest.param(with_value(5, b"\xff\x00\x1b[2J"), r"it is \xff\x00\x1b[2J.", id="bytes-of-a-terminal"),
        pytest.param(with_value(5, "٣".encode()), r"it is \xd9\xa3.", id="figures-of-another-script"),
        pytest.param(
            GOOD.rpartition(b",")[0], "must have 785 values, as its first row has; it has 784 values.", id="784"
        ),
        pytest.param(GOOD + b",0", "it has 786 values.", id="786"),
        pytest.param(b"7", "it has one value.", id="1"),
        pytest.param(b"", "is empty.", id="empty"),
        pytest.param(b"0" * 40_000, "it has one value.", id="long"),
    ],
)
@pytest.mark.parametrize("before", [1, 700], ids=["early", "in another piece"])
def test_bad_row_is_refused_by_its_number(csv, refused, row, words, before):
    message = refused(csv(**{"train.csv": b"\n".join([HEADER, *[GOOD] * before, row, GOOD, b""])}))
    assert message.startswith(f"Row {before + 2} of train.csv")
    assert words in message


def test_bad_first_row_is_no_header(csv, refused):
    message = refused(csv(**{"train.csv": with_value(0, b"x") + b"\n" + GOOD + b"\n"}))
    assert message.startswith("Row 1 of train.csv, value 1 must be a digit from 0 to 9 (label); it is x.")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", ["train.csv is damaged: it is empty"], id="D1-empty"),
        pytest.param(b"\n\n", ["its first row has one value"], id="blank"),
        pytest.param(HEADER + b"\n", ["train.csv must hold at least one image"], id="header-alone"),
        pytest.param(HEADER + b"\n" + GOOD, ["at least 3 images"], id="one-row"),
        pytest.param(HEADER + b"\n" + GOOD + b"\n" + GOOD, ["at least 3 images"], id="two-rows"),
        pytest.param(b"a;b;c\n1;2;3\n", ["separated by commas", "has one value"], id="semicolons"),
        pytest.param(b",".join([b"0"] * (1 + 27 * 28)) + b"\n", ["28", "784 pixels", "757 values"], id="D9-27x28"),
        pytest.param(b",".join([b"0"] * (1 + 3 * 784)) + b"\n", ["2,353 values"], id="D9-colour"),
        pytest.param(HEADER.partition(b",")[2] + b"\n" + GOOD[2:] + b"\n", ["has no labels"], id="no-labels"),
        pytest.param(b"0" * 100_000, ["Row 1", "too long"], id="one-endless-line"),
        pytest.param(b'"' * 100_000, ["Row 1", "too long"], id="quote-bomb"),
        pytest.param(GOOD + b"\n" + b"\n" * 100_000 + GOOD, ["Row 2", "is empty"], id="blank-lines"),
        pytest.param("label,pixel0\n".encode("utf-16"), ["train.csv"], id="utf-16"),
        pytest.param(GOOD + b"\r" + GOOD, ["first row has 1,569 values"], id="lines-of-an-old-mac"),
    ],
)
def test_refuses_what_is_no_table(csv, refused, content, words):
    message = refused(csv(**{"train.csv": content}) / "train.csv")
    for word in words:
        assert word in message


def test_label_beyond_the_digits_is_refused_by_its_index(csv, refused, arrays):
    labels = arrays["train_labels"].copy()
    labels[:] = 3
    labels[4] = 12
    assert "12" in refused(csv(**{"train.csv": csv_text(arrays["train_images"], labels)}))


@pytest.mark.parametrize(
    "damage", [lambda packed: packed[:-30], lambda packed: packed[:-8] + bytes(8)], ids=["cut", "crc"]
)
def test_damaged_gzip_is_refused(csv, refused, arrays, damage):
    packed = gzip.compress(csv_text(arrays["train_images"], arrays["train_labels"]))
    assert "train.csv.gz is damaged" in refused(csv(**{"train.csv.gz": damage(packed)}))


@pytest.mark.parametrize("kind", ["gzip", "zip"])
def test_bomb_is_refused_before_much_of_it_is_read(csv, refused, kind):
    """Rows without ink pack to a thousandth: 200 MB of them to little."""
    rows = (GOOD + b"\n") * 128_000
    if kind == "zip":
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("train.csv", rows)
        name, packed = "train.csv.zip", file.getvalue()
    else:
        name, packed = "train.csv.gz", gzip.compress(rows, compresslevel=1)
    message = refused(csv(**{name: packed}), most_bytes=100 << 20)
    assert "is too large: it unpacks to more text" in message


def test_file_that_is_too_long_is_refused_unread(csv, refused, monkeypatch):
    folder = csv(**{"train.csv": GOOD + b"\n"})
    monkeypatch.setattr(text, "MAX_ARRAY_BYTES", 100)
    message = refused(folder)
    assert "train.csv is too large: at most 100 bytes are read" in message


@given(st.lists(st.lists(st.integers(0, 255), min_size=3, max_size=3), min_size=1, max_size=9))
def test_what_was_written_is_what_is_read(rows):
    lines = "".join(f"{','.join(map(str, row))}\n" for row in rows).encode()
    np.testing.assert_array_equal(numbers_of(lines, 3), rows)


@settings(max_examples=500)
@given(st.text('0129.,-x\r\n "', max_size=40))
def test_anything_else_is_refused_at_a_row_that_is_there(written):
    """The quick way and the slow one, which says what is wrong, never disagree."""
    content, numbers, row = written.encode() + b"\n", None, 0
    try:
        numbers = numbers_of(content, 3)
    except BadRowError as fault:
        row = fault.row
    assert 0 <= row < content.count(b"\n")
    if numbers is not None:
        lines = content.replace(b"\r\n", b"\n").split(b"\n")[:-1]
        assert numbers.tolist() == [[int(float(value)) for value in line.split(b",")] for line in lines]


@pytest.mark.parametrize("cut", ["mnist_train.csv.zip", "mnist_test.csv.zip"])
def test_damaged_zip_beside_a_sound_file_is_refused_and_not_passed_over(csv, refused, arrays, cut):
    text = csv_text(arrays["train_images"], arrays["train_labels"])
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(cut.removesuffix(".zip"), text)
    other = "mnist_test.csv" if "train" in cut else "mnist_train.csv"
    message = refused(csv(**{cut: file.getvalue()[: len(file.getvalue()) // 2], other: text}))
    assert f"{cut} is damaged" in message


def test_file_of_test_images_alone_names_the_one_that_is_missing(csv, refused, arrays):
    message = refused(csv(**{"mnist_test.csv": csv_text(arrays["test_images"], arrays["test_labels"])}))
    assert "mnist_train.csv" in message
