"""The benchmark of non-digits: what it draws, that nobody was trained with it, what it counts."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from benchmarks import unknown
from benchmarks.made.non_digits import damaged_digits, training_pictures, training_signs, training_strokes
from benchmarks.made.non_digits.non_digits import SHARES
from benchmarks.made.unknown import letters, unknown_pictures, unknown_strokes
from benchmarks.made.unknown.blank_sheets import blank_sheet
from benchmarks.unknown import Found, Measured, Read
from core.drawing.mnist_preprocess import to_mnist_image

SEVEN = {"label": 7, "canvas": 280, "strokes": [[[70, 60], [210, 60]], [[210, 60], [120, 230]]]}
ONE_AND_ONE = {"label": 1, "canvas": 280, "strokes": [[[60, 40], [60, 240]], [[220, 40], [220, 240]]]}


def test_nothing_is_measured_with_what_is_trained_with() -> None:
    trained = training_strokes.KINDS | training_signs.KINDS | training_pictures.KINDS | damaged_digits.KINDS
    measured = unknown_strokes.KINDS | unknown_pictures.KINDS
    assert trained.keys() == SHARES.keys()
    assert trained.keys() & measured.keys() == set()
    assert set(trained.values()) & set(measured.values()) == set()


@pytest.mark.parametrize("kind", unknown_strokes.KINDS.values(), ids=unknown_strokes.KINDS)
def test_drawing_lies_on_the_canvas_and_has_ink(kind) -> None:
    for seed in range(3):
        strokes = kind(np.random.default_rng(seed))
        points = np.concatenate(strokes)
        assert points.min() >= 0
        assert points.max() <= 280
        assert to_mnist_image(strokes).max() > 127


@pytest.mark.parametrize("kind", unknown_pictures.KINDS.values(), ids=unknown_pictures.KINDS)
def test_picture_holds_something(kind) -> None:
    grey = kind(np.random.default_rng(1))
    assert grey.shape == (160, 160)
    assert grey.dtype == np.uint8
    assert np.ptp(grey) > 20


@pytest.mark.parametrize("left_out", list("ODQUouIiljJZzSsGbBgqy"))
def test_no_letter_is_a_digit(left_out: str) -> None:
    assert left_out not in letters.CAPITALS | letters.SMALL | letters.OTHERS


def test_letter_is_written_in_another_hand_each_time() -> None:
    rng = np.random.default_rng(0)
    first, second = (np.concatenate(letters.capital(rng)) for _ in range(2))
    assert first.shape != second.shape or not np.allclose(first, second)


def test_blank_sheets_are_jpeg_files_in_either_direction_and_as_the_seed_says() -> None:
    sheets = [blank_sheet(np.random.default_rng(seed)) for seed in (0, 1, 2, 3, 0)]
    assert {Image.open(io.BytesIO(sheet)).size for sheet in sheets} == {(320, 240), (240, 320)}
    assert sheets[0] == sheets[4] != sheets[1]


def test_non_digits_are_drawn_as_the_seed_says_each_kind_by_its_share() -> None:
    drawn, again, other = (list(unknown.draw_unknown(100, seed)) for seed in (5, 5, 6))
    kinds = [name for name, _ in drawn]
    assert set(kinds) == unknown_strokes.KINDS.keys() | unknown_pictures.KINDS.keys()
    assert (kinds.count("Latin capital"), kinds.count("heart"), kinds.count("wood")) == (13, 2, 2)
    assert all(_same(one[1], two[1]) for one, two in zip(drawn, again, strict=True))
    assert not any(_same(one[1], two[1]) for one, two in zip(drawn, other, strict=True))


def test_two_thousand_are_two_thousand(monkeypatch: pytest.MonkeyPatch) -> None:
    for kinds in (unknown_strokes.KINDS, unknown_pictures.KINDS):
        for name in kinds:
            monkeypatch.setitem(kinds, name, lambda rng: np.zeros((8, 8), np.uint8))
    assert sum(1 for _ in unknown.draw_unknown(2000, 0)) == 2000


def _same(one: list[np.ndarray] | bytes, two: list[np.ndarray] | bytes) -> bool:
    if isinstance(one, bytes) or isinstance(two, bytes):
        return one == two
    return len(one) == len(two) and all(map(np.array_equal, one, two))


def test_surest_digit_of_a_picture_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    sure = np.array([0.2, 0.9, 0.4])
    monkeypatch.setattr(unknown, "answers_of", lambda images, network: (np.array([3, 5, 7]), sure))
    image = np.zeros((28, 28), np.uint8)
    found = unknown.read([Found([image, image]), Found(), Found([image], trust=0.5)])
    np.testing.assert_array_equal(found.sureness, [0.9, 0, 0.2])
    np.testing.assert_array_equal(found.answers, [5, 10, 7])


@pytest.fixture
def measured() -> Measured:
    return Measured(
        kinds=np.array(["heart", "heart", "wood", "wood"]),
        unknown=Read(sureness=np.array([0.9, 0.6, 0.5, 0.0]), answers=np.array([0, 4, 4, 10])),
        mnist=Read(sureness=np.array([0.9, 0.95, 0.4, 0.99]), answers=np.array([7, 2, 1, 0])),
        strokes=Read(sureness=np.array([0.0, 0.8]), answers=np.array([10, 3])),
        blank=Read(sureness=np.array([0.7]), answers=np.array([1])),
    )


def test_figures_at_a_threshold(measured: Measured) -> None:
    expected = {"confident": 0.75, "mnist_refused": 0.25, "strokes_refused": 0.5, "blank_digits": 1}
    assert measured.shares(0.5) == expected
    assert measured.shares(0.92)["mnist_refused"] == 0.5


def test_table_has_a_line_a_kind(measured: Measured) -> None:
    lines = list(unknown.table(measured, 0.55))
    assert lines[1].split() == ["heart", "2", "100.0%", "0", "(1)"]
    assert lines[2].split() == ["wood", "2", "0.0%", "-"]


def test_curve_goes_from_a_tenth_to_ninety_five_hundredths(measured: Measured) -> None:
    lines = list(unknown.curve(measured))
    assert [line.split()[0] for line in (lines[1], lines[-1])] == ["0.10", "0.95"]
    assert lines[-1].split() == ["0.95", "0", "0.5", "1", "0"]


@pytest.fixture
def run(tmp_path: Path, monkeypatch, capsys):
    """Return a function that runs the benchmark on few drawings and gives what it printed and its exit code."""

    def ran(*options: str, strokes: str = "") -> tuple[str, str, int]:
        (tmp_path / "people.jsonl").write_text(strokes, "utf-8")
        few = SimpleNamespace(test_images=np.stack([to_mnist_image([np.array([[140.0, 40], [140, 240]])])] * 3))
        monkeypatch.setattr(unknown, "real_mnist", lambda home: few)
        monkeypatch.setenv("DIGITLAB_DATA", str(tmp_path / "mnist.npz"))
        monkeypatch.setattr(unknown, "STROKES", ("people.jsonl",))
        monkeypatch.setattr(sys, "argv", ["unknown", *options])
        code = 0
        try:
            unknown.main()
        except SystemExit as left:
            code = int(left.code)
        said = capsys.readouterr()
        return said.out, said.err, code

    return ran


@pytest.mark.process
def test_all_is_measured_and_the_last_line_has_the_figures(run) -> None:
    people = "\n".join(map(json.dumps, [SEVEN, SEVEN, ONE_AND_ONE, {"label": 1, "strokes": []}]))
    out, _, code = run("--count", "1", "--sheets", "2", "--threshold", "0.1", "--curve", strokes=people)
    assert code == 0
    kinds = len(unknown_strokes.KINDS) + len(unknown_pictures.KINDS)
    assert len(out.splitlines()) == 1 + kinds + 1 + 18 + 1
    words = dict(word.split("=") for word in out.splitlines()[-1].removeprefix("figures: ").split())
    assert list(words) == ["confident", "mnist_refused", "strokes_refused", "blank_digits"]
    assert (words["mnist_refused"], words["strokes_refused"]) == ("0", "0.5")


@pytest.mark.parametrize(
    ("options", "strokes", "said"),
    [
        ((), "", "There is no drawing in the files of strokes."),
        ((), "{", "Line 1 of people.jsonl is not JSON"),
        (("--strokes", "nowhere.jsonl"), "", "nowhere.jsonl cannot be read"),
        (("--threshold", "1.5"), "", "a threshold is from 0 to 1; got 1.5"),
        (("--count", "0"), "", "at least 1; got 0"),
    ],
    ids=["no drawings", "no JSON", "no file", "threshold", "no pictures"],
)
def test_bad_input_is_named_and_ends_it(run, options, strokes, said) -> None:
    _, err, code = run(*options, strokes=strokes)
    assert said in err
    assert "Traceback" not in err
    assert code == 2
