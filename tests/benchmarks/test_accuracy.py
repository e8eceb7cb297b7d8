"""The race to 99 %: ratios by seed, failures, runs that never get there, and a clock that stops."""

from __future__ import annotations

import dataclasses
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from benchmarks import accuracy, accuracy_runs
from benchmarks.accuracy import figures, in_a_process, ratio, row
from benchmarks.accuracy_runs import Clock, Race

OURS = Race(epochs=3, seconds=5.0, accuracy=0.9912, reached=True, final_accuracy=0.9912, cores=1.7)
ARTICLE = Race(epochs=8, seconds=100.0, accuracy=0.9903, reached=True, final_accuracy=0.9903, cores=1.9)
FAILED = dataclasses.replace(OURS, accuracy=0.9899, reached=False, final_accuracy=0.9899)
NEVER = dataclasses.replace(ARTICLE, epochs=10, seconds=125.0, accuracy=0.9893, reached=False)


@pytest.mark.parametrize(
    ("ours", "article", "expected"),
    [(OURS, ARTICLE, 20.0), (OURS, NEVER, 25.0), (FAILED, ARTICLE, 0.0), (FAILED, NEVER, 0.0)],
    ids=["both", "article never", "ours failed", "neither"],
)
def test_ratio_counts_all_of_an_article_that_never_gets_there_and_nothing_for_a_failure(ours, article, expected):
    assert ratio(ours, article) == expected


def test_figures_are_medians_over_seeds_of_ratios_within_a_seed():
    slow = dataclasses.replace(OURS, seconds=50.0, final_accuracy=0.9920)
    pairs = [(OURS, ARTICLE), (slow, NEVER), (OURS, NEVER)]
    assert figures(pairs) == "figures: speedup_to_99=20.00 median_accuracy=0.9912 failed=0"


def test_failures_are_counted_and_pull_the_median_down():
    pairs = [(FAILED, ARTICLE), (FAILED, NEVER), (OURS, ARTICLE)]
    assert figures(pairs) == "figures: speedup_to_99=0.00 median_accuracy=0.9899 failed=2"


def test_row_puts_epochs_without_success_in_brackets():
    said = row(4, FAILED, NEVER).split()
    assert said == ["4", "(3)", "5.00", "98.99%", "1.70", "(10)", "125.00", "98.93%", "1.90", "0.00"]


def test_clock_leaves_out_what_happens_while_it_is_stopped(monkeypatch):
    now = [10.0]
    timing = SimpleNamespace(perf_counter=lambda: now[0], process_time=lambda: 2 * now[0])
    monkeypatch.setattr(accuracy_runs, "time", timing)
    clock = Clock()
    now[0] += 3.0
    with clock.stopped():
        now[0] += 60.0
    now[0] += 4.0
    with clock.stopped():
        now[0] += 60.0
    assert (clock.seconds, clock.processor_seconds) == (7.0, 14.0)


def test_process_gives_its_last_line_and_a_failed_one_says_why(tmp_path, monkeypatch):
    (tmp_path / "spoken.py").write_text(
        "import json, sys\n"
        "print('something else')\n"
        "print(json.dumps(sys.argv[1:])) if '3' in sys.argv else sys.exit('no such seed')\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert in_a_process("spoken", side="ours", seed=3) == ["--side", "ours", "--seed", "3"]
    with pytest.raises(RuntimeError, match="no such seed"):
        in_a_process("spoken", seed=4)


def test_races_take_turns_and_end_with_the_figures(monkeypatch, capsys):
    asked = []

    def raced(module: str, **options: object) -> dict:
        asked.append((options["side"], options["seed"]))
        return dataclasses.asdict(OURS if options["side"] == "ours" else ARTICLE)

    monkeypatch.setattr(accuracy, "in_a_process", raced)
    monkeypatch.setattr(accuracy, "real_mnist", lambda home: None)
    monkeypatch.setattr(sys, "argv", ["accuracy", "--seeds", "2"])
    accuracy.main()
    assert asked == [("ours", 0), ("article", 0), ("ours", 1), ("article", 1)]
    assert capsys.readouterr().out.splitlines()[-1] == ("figures: speedup_to_99=20.00 median_accuracy=0.9912 failed=0")


def test_race_without_a_location_of_mnist_ends_with_a_sentence(tmp_path, monkeypatch):
    monkeypatch.delenv("DIGITLAB_DATA", raising=False)
    with pytest.raises(SystemExit, match="Set DIGITLAB_DATA"):
        accuracy.real_mnist(tmp_path)


def test_other_data_than_mnist_is_refused(tmp_path, monkeypatch):
    images, labels = np.zeros((20, 28, 28), np.uint8), np.arange(20) % 10
    np.savez(tmp_path / "small.npz", x_train=images, y_train=labels, x_test=images[:10], y_test=labels[:10])
    monkeypatch.setenv("DIGITLAB_DATA", str(tmp_path / "small.npz"))
    with pytest.raises(SystemExit, match="not MNIST: 20 training and 10 test images"):
        accuracy.real_mnist(tmp_path / "home")
