"""The pictures that the project renders: shapes, places, papers, cameras, and the benchmark that reads them."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks import rendered
from benchmarks.made.scenes.cameras import CAMERAS, Shot, photograph
from benchmarks.made.scenes.inks import drawn, enlarged
from benchmarks.made.scenes.layouts import lay_out
from benchmarks.made.scenes.papers import PAPERS, sheet
from benchmarks.made.scenes.pens import redrawn
from benchmarks.made.scenes.readable import is_whole, parts_and_loops, readable
from benchmarks.made.scenes.scenes import render

RING = np.hypot(*np.mgrid[-64:64, -64:64]) < 64
RING &= np.hypot(*np.mgrid[-64:64, -64:64]) > 52
BAR = np.ones((128, 12), bool)
BLOCK = np.ones((128, 64), bool)


@pytest.fixture
def generator() -> np.random.Generator:
    return np.random.default_rng(5)


@pytest.mark.parametrize("digit", range(10))
def test_drawn_digits_are_whole_and_as_high_as_all(digit, generator):
    shape = drawn(digit, generator)
    assert shape.shape[0] == 128 or shape.shape[1] > 128
    assert parts_and_loops(shape)[1] in {0: {1, 2, 3}, 4: {0, 1}, 6: {1}, 8: {2}, 9: {1}, 2: {0, 1}}.get(digit, {0})


def test_enlarged_image_is_cropped_to_its_ink():
    image = np.zeros((28, 28), np.uint8)
    image[4:24, 12:16] = 255
    shape = enlarged(image)
    assert shape.shape[0] == 128
    assert 22 <= shape.shape[1] <= 30


@pytest.mark.parametrize("width", [0.06, 0.2])
def test_pen_draws_as_thick_as_asked(width):
    shape = redrawn(BAR, width)
    assert shape is not None
    assert shape.shape[1] == pytest.approx(128 * width, abs=1)


def test_pen_that_would_fill_a_loop_is_refused():
    assert redrawn(RING, 0.2) is not None
    assert redrawn(RING, 0.9) is None


@pytest.mark.parametrize(
    ("shape", "digit", "is_so"),
    [(RING, 0, True), (RING, 1, False), (RING, 8, False), (BAR, 1, True), (BAR, 7, True), (np.eye(128), 1, False)],
    ids=["0", "a ring is no 1", "nor an 8", "1", "7", "a slash is no 1"],
)
def test_whole_digits_enclose_what_they_should(shape, digit, is_so):
    assert is_whole(shape.astype(bool), digit) is is_so


def test_readable_images_lie_among_those_of_their_own_label():
    images = np.zeros((2, 28, 28), np.uint8)
    images[0, 4:24, 12:16] = images[1, 12:16, 4:24] = 255  # a bar that stands, one that lies
    train = np.repeat(images, 5, axis=0)
    assert readable(images, np.array([1, 1]), train, np.repeat([1, 2], 5)).tolist() == [0]


def test_column_stands_below_and_touching_digits_are_one_part(generator):
    column = lay_out([BLOCK] * 3, "column", height=50, line_width=5, boxed=False, generator=generator)
    touching = lay_out([BLOCK] * 2, "row, touching", height=50, line_width=5, boxed=False, generator=generator)
    assert parts_and_loops(column.ink > 0.5) == (3, 0)
    assert column.ink.shape[0] > 150
    assert parts_and_loops(touching.ink > 0.5) == (1, 0)


def test_boxes_stand_round_each_digit(generator):
    found = lay_out([BLOCK] * 2, "row", height=50, line_width=5, boxed=True, generator=generator)
    (left, top, right, bottom), second = found.boxes
    assert (right - left, bottom - top) == pytest.approx((75, 75))
    assert second[0] == pytest.approx(right, abs=2)


def test_lines_are_as_dark_as_a_share_of_the_ink(generator):
    paper = next(paper for paper in PAPERS if paper.name == "squared")
    page = sheet(paper, (200, 300), millimetre=8, ink=(0, 0, 0), boxes=(), baseline=100, generator=generator)
    assert page.shape == (200, 300, 3)
    assert 0.1 < page.mean(axis=2).min() / np.median(page) < 0.9


@pytest.mark.parametrize("camera", CAMERAS)
def test_camera_writes_a_picture_of_its_size(camera, generator):
    page = np.full((140, 240, 3), 0.8, np.float32)
    shot = CAMERAS[camera](generator)
    data = photograph(page, shot, bleed=20, digit_height=60, generator=generator)
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.format == ("JPEG" if shot.quality else "PNG")
        assert max(picture.size) == max(shot.side, 67)  # 20 pixels of a digit, which is 60 of 200


def test_shadow_takes_half_the_light(generator):
    page = np.full((300, 300, 3), 0.8, np.float32)
    data = photograph(page, Shot(side=300, shadow=0.5, quality=0), bleed=0, digit_height=100, generator=generator)
    grey = np.asarray(Image.open(io.BytesIO(data)).convert("L"))
    assert grey.max() == 204
    assert grey.min() == 102


@pytest.fixture
def digits(bundled_dataset) -> tuple[np.ndarray, np.ndarray]:
    return np.array(bundled_dataset.test_images), np.array(bundled_dataset.test_labels)


def test_same_seed_renders_the_same_picture(digits):
    one, again, other = (render("number", *digits, np.random.default_rng(seed)) for seed in (7, 7, 8))
    assert one == again != other
    assert 2 <= len(one.label) <= 6
    assert set(one.features) == {"paper", "pen", "camera", "layout"}


def test_single_shows_one_digit(digits):
    assert len(render("single", *digits, np.random.default_rng(1)).label) == 1


@pytest.mark.process
def test_benchmark_reads_what_it_renders(digits, monkeypatch, capsys, tmp_path: Path):
    monkeypatch.setattr(rendered, "readable_test_digits", lambda: digits)
    monkeypatch.setattr(sys, "argv", ["rendered", "--count", "2", "--wrong", str(tmp_path)])
    rendered.main()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "singles"
    assert lines[-1].startswith("figures: single=")
    assert [part.split("=")[0] for part in lines[-1].split()[1:]] == ["single", "number", "sure_wrong", "seconds_p95"]


def test_benchmark_without_data_says_so(monkeypatch, capsys):
    monkeypatch.delenv("DIGITLAB_DATA", raising=False)
    monkeypatch.setattr(sys, "argv", ["rendered"])
    with pytest.raises(SystemExit) as left:
        rendered.main()
    assert left.value.code == 2
    assert "Set DIGITLAB_DATA" in capsys.readouterr().err
