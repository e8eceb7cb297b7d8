"""Files of digits come back as they went, and what is no such file is refused in a sentence, without a half import."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import pickle
import tracemalloc
import zipfile

import numpy as np
import pytest

from benchmarks.stroke_files import read_drawing
from core.drawing.mnist_preprocess import to_mnist_image
from core.errors import OwnDigitsError
from core.own_digits.digit_files import MAX_UNPACKED_BYTES, read_file, write_jsonl
from core.own_digits.npz_file import write_npz
from tests.support.own_digits import BAR, digit, image

MOST_MIB = 100
STROKES = [[[80, 70], [195, 70], [135, 235]]]
DIGITS = [digit(1), digit(2, strokes=()), digit(13, strokes=(BAR, BAR[:1] + 0.5))]


def read(data: bytes, most: int = 500):
    return read_file(data, most=most)


def refusal(data: bytes) -> str:
    """Return the sentence of a refusal, which comes before much memory is taken."""
    tracemalloc.start()
    try:
        with pytest.raises(OwnDigitsError) as refused:
            read(data)
        assert tracemalloc.get_traced_memory()[1] < MOST_MIB << 20
    finally:
        tracemalloc.stop()
    return str(refused.value)


def line(**values: object) -> bytes:
    return json.dumps({"label": 7, "strokes": STROKES, **values}).encode() + b"\n"


def npz(**arrays: np.ndarray) -> bytes:
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


def images(count: int = 1) -> np.ndarray:
    return np.stack([image(number) for number in range(count)])


@pytest.mark.parametrize("write", [write_jsonl, write_npz, lambda digits: gzip.compress(write_jsonl(digits))])
def test_digits_come_back_as_they_went(write):
    found = read(write(DIGITS))
    assert found.count == len(DIGITS)
    for before, after in zip(DIGITS, found.digits, strict=True):
        assert (after.id, after.label, after.created) == (before.id, before.label, before.created)
        assert np.array_equal(after.image, before.image)
        assert len(after.strokes) == len(before.strokes)
        for one, other in zip(before.strokes, after.strokes, strict=True):
            assert np.allclose(one, other, atol=0.05)


def test_exported_lines_are_drawings_for_the_benchmarks():
    for written, own in zip(write_jsonl(DIGITS).splitlines(), DIGITS, strict=True):
        drawing = read_drawing(written, "line")
        assert drawing.label == own.label
        assert len(drawing.strokes) == len(own.strokes)


def test_exported_arrays_are_loaded_without_pickle():
    with np.load(io.BytesIO(write_npz(DIGITS)), allow_pickle=False) as arrays:
        assert (arrays["images"].shape, arrays["images"].dtype) == ((3, 28, 28), np.uint8)
        assert arrays["labels"].tolist() == [1, 2, 3]
        assert arrays["strokes_per_digit"].tolist() == [1, 0, 2]
        assert arrays["stroke_points"].shape == (5, 2)
    assert np.load(io.BytesIO(write_npz([])), allow_pickle=False)["images"].shape == (0, 28, 28)


def test_line_of_another_program_is_prepared_as_a_drawing():
    larger = [[[2 * x, 2 * y] for x, y in stroke] for stroke in STROKES]
    (own,) = read(b"\n  \n" + line(canvas=560, strokes=larger, writer="w1")).digits
    assert own.label == 7
    assert np.array_equal(own.image, to_mnist_image([np.array(STROKES[0], np.float64)]))
    assert own.strokes[0].tolist() == STROKES[0]


def test_pixels_alone_are_a_digit():
    (own,) = read(json.dumps({"label": 0, "pixels": image(5).ravel().tolist()}).encode()).digits
    assert np.array_equal(own.image, image(5))
    assert own.strokes == ()


@pytest.mark.parametrize("write", [write_jsonl, write_npz])
def test_more_than_may_be_kept_are_counted_alone(write):
    found = read(write([digit(number) for number in range(20)]), most=15)
    assert (len(found.digits), found.count) == (15, 20)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (b"text\n", "it is not JSON"),
        (b"\xff\xfe\n", "not text in UTF-8"),
        (b"[1, 2]\n", "must be an object"),
        (b"[" * 100_000 + b"\n", "it is not JSON"),
        (b'{"label": 1' + b"0" * 5000 + b"}\n", "it is not JSON"),
        (line(label=10), "from 0 to 9; got 10"),
        (line(label=7.5), "from 0 to 9; got 7.5"),
        (line(label="seven"), "from 0 to 9; got text"),
        (line(label=None), "from 0 to 9; got None"),
        (line(strokes=None), 'needs "strokes"'),
        (line(strokes=[]), 'needs "strokes"'),
        (line(strokes="x"), "lists of points"),
        (line(strokes=[[[1, 2, 3]]]), "lists of points"),
        (line(strokes=[[[float("nan"), 2]]]), "lists of points"),
        (line(strokes=[[[float("inf"), 2]]]), "lists of points"),
        (line(strokes=[[[True, 2]]]), "lists of points"),
        (line(strokes=[[["1", 2]]]), "lists of points"),
        (line(strokes=[[[10**400, 2]]]), "lists of points"),
        (line(strokes=[[[50_000, 2], [1, 2]]]), "from -2,800 to 2,800"),
        (line(strokes=[[[1, 2], [1, 2]]]), "only dots are drawn"),
        (line(strokes=[[[1, 2]]] * 501), "at most 500 strokes"),
        (line(strokes=[[[1, 2]] * 10_001]), "10,000 points"),
        (line(canvas=0), '"canvas"'),
        (line(canvas=1e-300), "from -2,800 to 2,800"),
        (line(canvas=float("nan")), '"canvas"'),
        (line(canvas="280"), '"canvas"'),
        (line(pixels=[0] * 784), "must have ink"),
        (line(pixels=[1] * 783), "784 whole numbers"),
        (line(pixels=[256] * 784), "784 whole numbers"),
        (line(pixels=[0.5] * 784), "784 whole numbers"),
        (line(pixels=[True] * 784), "784 whole numbers"),
    ],
)
def test_bad_line_is_named_with_its_rule(bad, said):
    sentence = refusal(line() + b"\n" + bad + line())
    assert "Line 3 of the file" in sentence
    assert said in sentence
    assert "Nothing was imported." in sentence


def bomb() -> bytes:
    return gzip.compress((b" " * 1_000_000 + b"\n") * (MAX_UNPACKED_BYTES // 1_000_000 + 1))


def objects() -> bytes:
    return npz(images=images(), labels=np.array([{"a": 1}], object))


def zip_of(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.npy", content)
    return file.getvalue()


def npy(header: dict, content: bytes = b"") -> bytes:
    file = io.BytesIO()
    np.lib.format.write_array_header_1_0(file, header)
    return file.getvalue() + content


HUGE = npy({"descr": "|u1", "fortran_order": False, "shape": (1 << 40, 28, 28)}, b"x" * 100)
GOOD_NPZ = write_npz(DIGITS)
ONE = np.array([1])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "holds no digits"),
        (b"\n \n", "holds no digits"),
        (gzip.compress(b"", mtime=0), "holds no digits"),
        (write_npz([]), "holds no digits"),
        (b"x" * (20 << 20) + b"x", "at most 20 MiB"),
        (b"x" * ((1 << 20) + 1), "Line 1 of the file is too long"),
        (bomb(), "at most 32 MiB are read, and unpacked"),
        (gzip.compress(b"\n" * 200_000, mtime=0), "at most 100,000"),
        (gzip.compress(line(), mtime=0)[:-9], "ends too early"),
        (b"\x1f\x8b\x08\x00garbage", "ends too early or cannot be unpacked"),
        (b"\x1f\x8b", "ends too early"),
        (b"PK\x03\x04 and no more", "not a whole zip"),
        (GOOD_NPZ[:-30], "not a whole zip"),
        (npz(pictures=images()), 'has no "images"; it holds pictures'),
        (npz(images=images()), 'has no "labels"'),
        (npz(images=images().astype(np.float32), labels=ONE), '"images" must be'),
        (npz(images=images()[:, :27], labels=ONE), '"images" must be'),
        (npz(images=images()[0], labels=ONE), '"images" must be'),
        (npz(images=images(2), labels=ONE), '"labels" must be'),
        (npz(images=images(), labels=np.array([1.5])), "from 0 to 9; got 1.5"),
        (npz(images=images(), labels=np.array([1j])), "plain numbers"),
        (npz(images=images(), labels=np.array([10])), "Digit 1 of the file, counted from 1"),
        (npz(images=np.zeros((1, 28, 28), np.uint8), labels=ONE), "must have ink"),
        (objects(), "plain numbers"),
        (zip_of(images=HUGE, labels=HUGE), "not as long as its header says"),
        (zip_of(images=b"no array", labels=b""), "does not start as NumPy's"),
        (zip_of(images=npy({"descr": "|u1", "fortran_order": False, "shape": (-1, 28, 28)}), labels=b""), "header"),
        (zip_of(images=b"\0" * (40 << 20), labels=b""), "at most 32 MiB"),
        (
            npz(images=images(), labels=ONE, strokes_per_digit=np.array([1 << 40]), stroke_lengths=ONE,
                stroke_points=np.zeros((1, 2))),
            "do not fit each other",
        ),
        (
            npz(images=images(), labels=ONE, strokes_per_digit=ONE, stroke_lengths=np.array([-5]),
                stroke_points=np.zeros((1, 2))),
            "do not fit each other",
        ),
        (
            npz(images=images(), labels=ONE, strokes_per_digit=ONE, stroke_lengths=ONE,
                stroke_points=np.full((1, 2), np.nan)),
            "two numbers",
        ),
    ],
)  # fmt: skip
def test_what_is_no_file_of_digits_is_refused(data, said):
    assert said in refusal(data)


def test_pickle_in_an_archive_is_not_run(tmp_path):
    class Payload:
        def __reduce__(self):
            return (open, (str(tmp_path / "made"), "w"))

    header = npy({"descr": "|O", "fortran_order": False, "shape": (1,)}, pickle.dumps(Payload()))
    assert "plain numbers" in refusal(zip_of(images=header, labels=header))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("seed", range(30))
def test_mutated_files_are_read_or_refused(seed):
    randomness = np.random.default_rng(seed)
    for whole in (GOOD_NPZ, gzip.compress(write_jsonl(DIGITS), mtime=0), write_jsonl(DIGITS)):
        data = bytearray(whole)
        for place in randomness.integers(0, len(data), 1 + seed % 7):
            data[place] = randomness.integers(0, 256)
        if seed % 3 == 0:
            del data[randomness.integers(1, len(data)) :]
        with contextlib.suppress(OwnDigitsError):  # nothing else may come out
            assert read(bytes(data)).digits
