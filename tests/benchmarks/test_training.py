"""Training speed beside others: what is made of the rates, and what the table and the figures say."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from benchmarks.training import PEERS_SCRIPT, best_peer_ratio, figures, importable, median_ratio, rows

WITHOUT_PEERS = {"app": [60.0, 30.0, 90.0], "fit": [20.0, 20.0, 30.0], "gemm": [1000.0, 1000.0, 1000.0]}
MLP = {
    **WITHOUT_PEERS,
    "bare": [64.0, 30.0, 100.0],
    "torch": [40.0, 40.0, 60.0],
    "jax": [50.0, 20.0, 75.0],
}
CNN = {**WITHOUT_PEERS, "torch": [30.0, 30.0, 60.0], "jax": [0.5, 0.5, 0.5]}
SHARES = dict.fromkeys(MLP, 1.0) | {"jax": 0.05}


def test_ratios_are_taken_within_a_round():
    rates = {"app": [10.0, 100.0, 30.0], "fit": [5.0, 25.0, 60.0]}
    assert median_ratio(rates, "app", "fit") == 2.0
    assert median_ratio(rates, "fit", "app") == 0.5


@pytest.mark.parametrize(
    ("rates", "expected"),
    [(MLP, 1.2), (CNN, 1.5), (WITHOUT_PEERS, None)],
    ids=["jax is best", "torch is best", "no peers"],
)
def test_best_peer_is_the_one_that_the_app_is_least_ahead_of(rates, expected):
    assert best_peer_ratio(rates) == expected


def test_figures_give_the_smaller_ratio_of_the_two_batch_sizes():
    slower = {**CNN, "app": [30.0, 15.0, 45.0]}
    assert figures({"mlp": MLP, "cnn32": CNN, "cnn128": slower}) == (
        "figures: mlp_vs_fit=3.00 cnn32_vs_fit=3.00 cnn128_vs_fit=1.50 "
        "mlp_vs_best_peer=1.20 cnn_vs_best_peer=0.75 live_cost=0.062"
    )


def test_figures_say_none_for_what_was_not_measured():
    found = {"mlp": {**WITHOUT_PEERS, "bare": [60.0, 30.0, 90.0]}, "cnn32": WITHOUT_PEERS, "cnn128": WITHOUT_PEERS}
    assert figures(found).endswith("mlp_vs_best_peer=none cnn_vs_best_peer=none live_cost=0.000")
    assert figures({"cnn32": CNN}) == (
        "figures: cnn32_vs_fit=3.00 mlp_vs_best_peer=none cnn_vs_best_peer=1.50 live_cost=none"
    )


def test_table_shows_rates_share_of_products_and_ratios():
    assert rows("cnn32", CNN, SHARES, multiply_adds=2) == [
        "cnn32     the article's fit        20     12%      3.00  1.50 to 3.00",
        "cnn32     Digit Lab                60     36%      1.00  1.00 to 1.00",
        "cnn32     PyTorch                  30     18%      1.50  1.00 to 2.00",
        "cnn32     JAX                       0      0%    120.00  60.00 to 180.00  (turns of 5.0% of an epoch)",
        "cnn32     2048 x 2048 float32 products: 0 GFLOP/s",
    ]


def test_table_says_which_peers_are_absent():
    lines = rows("cnn32", WITHOUT_PEERS, SHARES, multiply_adds=2)
    assert lines[2:4] == ["cnn32     PyTorch              absent", "cnn32     JAX                  absent"]


def test_peer_that_cannot_be_imported_is_absent(tmp_path, monkeypatch):
    for library in ("torch", "jax"):
        (tmp_path / f"{library}.py").write_text("raise OSError('libsomething.so is missing')" * (library == "torch"))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert importable(sys.executable) == ["jax"]


def test_turns_are_served_over_a_pipe_and_other_output_is_thrown_away():
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); from training_peers import serve\n"
        "def turn(share):\n    print('Epoch 1')\n    return int(60_000 * share), 2.5\n"
        "serve(turn)"
    )
    command = [sys.executable, "-c", program, str(PEERS_SCRIPT.parent)]
    done = subprocess.run(command, input="1.0\n0.5\n", capture_output=True, text=True, check=True)
    first, *answers = done.stdout.splitlines()
    assert first == "ready"
    assert [json.loads(answer) for answer in answers] == [
        {"images": 60_000, "seconds": 2.5},
        {"images": 30_000, "seconds": 2.5},
    ]
