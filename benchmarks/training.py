"""Training speed beside the articles' own `fit`, PyTorch and JAX: the same networks, batch sizes and images.

`python -m benchmarks.training --peers PYTHON` needs DIGITLAB_DATA with the real MNIST and takes about ten minutes on
two cores. Each contestant lives in a process of its own, warmed up; in each round they take turns of an epoch, the
others blocked on a pipe: 60,000 training images, then the 10,000 test images as validation. What the app does beside
it (events, log, checkpoints, a session that polls) is in its time. A rate is training images by all seconds; ratios
are taken within a round, and their median is reported. `live_cost` is what the app's rate lacks to that of its bare
program, in another process and the same rounds. All run at the low priority at which the app trains. A peer that would
need long for an epoch takes turns of a part of it, training and validation alike. The share of the machine's float32
products reached counts three times the multiply-adds of a pass forward. What this interpreter, or the one that
`--peers` names, cannot import is absent.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.training_ours import settings
from benchmarks.training_peers import TURNS
from core.data.dataset import load_dataset

ROOT = Path(__file__).resolve().parent.parent
OURS = "benchmarks.training_ours"
PEERS_SCRIPT = ROOT / "benchmarks" / "training_peers.py"
PEERS = tuple(TURNS)
WORKLOADS = {"mlp": ("mlp", 128), "cnn32": ("cnn", 32), "cnn128": ("cnn", 128), "separable": ("separable", 128)}
TITLES = {"fit": "the article's fit", "app": "Digit Lab", "bare": "its bare program", "torch": "PyTorch", "jax": "JAX"}
EPOCH_IMAGES = 60_000
TRAINING_PASSES = 3  # what a step computes, in passes forward: one forward, and two back for weights and inputs
TRIAL_SHARE = 0.02  # of an epoch, to learn how fast a peer is
LONGEST_TURN_SECONDS = 5.0  # of a peer
CLOSE_SECONDS = 10

Rates = Mapping[str, Sequence[float]]  # by contestant: a rate per round


class Contestant:
    """A process that takes turns. Mutable: it trains on."""

    def __init__(self, name: str, workload: str, folder: Path, peers_python: str) -> None:
        """Start it.

        Args:
            name: one of `TITLES`, or "gemm".
            workload: one of `WORKLOADS`.
            folder: with the data as `core.data.dataset.load_dataset` keeps them.
            peers_python: the interpreter for PyTorch and JAX.
        """
        network, batch_size = WORKLOADS[workload]
        program = [peers_python, str(PEERS_SCRIPT)] if name in PEERS else [sys.executable, "-m", OURS]
        self.name = name
        self.share = TRIAL_SHARE if name in PEERS else 1.0  # of an epoch, that a turn takes
        self._log = folder.parent / f"{workload}-{name}.log"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [*program, name, network, str(batch_size), str(folder)],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,  # as the app's engine: Linux shares processors out by session first
            )

    def wait_ready(self) -> None:
        """Wait until it could take a turn.

        Raises:
            RuntimeError: the process has ended; with the end of what it said.
        """
        self._answer()

    def warm_up(self) -> None:
        """Take turns until everything is compiled; a slow peer's later turns are shorter."""
        if self.name in PEERS:
            self.rate()
            self.share = min(1.0, LONGEST_TURN_SECONDS * self.rate() / EPOCH_IMAGES)
        self.rate()

    def rate(self) -> float:
        """Take a turn and return images per second, of "gemm" multiply-adds.

        Raises:
            RuntimeError: as `wait_ready`.
        """
        print(self.share, file=self._process.stdin, flush=True)
        told = json.loads(self._answer())
        return told["images"] / told["seconds"]

    def close(self) -> None:
        """End the process."""
        with self._process:
            self._process.stdin.close()
            try:
                self._process.wait(CLOSE_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()

    def _answer(self) -> str:
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError(f"{self.name} ended by itself:\n{self._log.read_text(errors='replace')[-2000:]}")
        return answer


def median_ratio(rates: Rates, contestant: str, other: str) -> float:
    """Return the median over the rounds of one contestant's rate by the other's of the same round."""
    return statistics.median(mine / theirs for mine, theirs in zip(rates[contestant], rates[other], strict=True))


def best_peer_ratio(rates: Rates) -> float | None:
    """Return the app's median ratio to the peer where it is smallest; None without peers."""
    return min((median_ratio(rates, "app", peer) for peer in PEERS if peer in rates), default=None)


def figures(rates_by_workload: Mapping[str, Rates]) -> str:
    """Return the last line, for rates by workload."""
    peers = {workload: best_peer_ratio(rates) for workload, rates in rates_by_workload.items()}
    convolutions = [ratio for workload, ratio in peers.items() if workload != "mlp" and ratio is not None]
    shown = {
        f"{workload}_vs_fit": f"{median_ratio(rates, 'app', 'fit'):.2f}"
        for workload, rates in rates_by_workload.items()
    }
    shown["mlp_vs_best_peer"] = _shown(peers.get("mlp"))
    shown["cnn_vs_best_peer"] = _shown(min(convolutions, default=None))
    shown["live_cost"] = (
        f"{1 - median_ratio(rates_by_workload['mlp'], 'app', 'bare'):.3f}" if "mlp" in rates_by_workload else "none"
    )
    return "figures: " + " ".join(f"{name}={value}" for name, value in shown.items())


def rows(workload: str, rates: Rates, shares: Mapping[str, float], multiply_adds: int) -> list[str]:
    """Return the lines of a workload's table, a contestant each, peers that are absent too.

    Args:
        workload: its name.
        rates: of its contestants.
        shares: of an epoch that a turn of each took.
        multiply_adds: of one image through the network.
    """
    gemm = statistics.median(rates["gemm"])
    lines = []
    for name, title in TITLES.items():
        if name in rates:
            rate = statistics.median(rates[name])
            ratios = [ours / its for ours, its in zip(rates["app"], rates[name], strict=True)]
            lines.append(
                f"{workload:8}  {title:17}  {rate:8,.0f}  {TRAINING_PASSES * multiply_adds * rate / gemm:6.0%}  "
                f"{statistics.median(ratios):8.2f}  {min(ratios):.2f} to {max(ratios):.2f}"
                + (f"  (turns of {shares[name]:.1%} of an epoch)" if shares[name] < 1 else "")
            )
        elif name in PEERS:
            lines.append(f"{workload:8}  {title:17}    absent")
    return [*lines, f"{workload:8}  2048 x 2048 float32 products: {2 * gemm / 1e9:,.0f} GFLOP/s"]


def importable(python: str) -> list[str]:
    """Return which peers an interpreter can import."""
    return subprocess.run([python, str(PEERS_SCRIPT)], capture_output=True, text=True, check=True).stdout.split()


def race(names: Sequence[str], workload: str, rounds: int, folder: Path, peers_python: str) -> tuple[Rates, dict]:
    """Return the contestants' rates, a value per round, and the share of an epoch that a turn of each took."""
    rates: dict[str, list[float]] = {name: [] for name in names}
    with contextlib.ExitStack() as stack:
        contestants = [Contestant(name, workload, folder, peers_python) for name in names]
        for contestant in contestants:
            stack.callback(contestant.close)
        for contestant in contestants:
            contestant.wait_ready()
        for contestant in contestants:
            contestant.warm_up()
        for number in range(rounds):
            first = number % len(contestants)  # whoever begins, and follows whom, is not always the same
            for contestant in [*contestants[first:], *contestants[:first]]:
                rates[contestant.name].append(contestant.rate())
    return rates, {contestant.name: contestant.share for contestant in contestants}


def main() -> None:
    """Print a table, workload by workload, then one line of figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pairs", type=int, default=7, help="rounds")
    options.add_argument("--peers", default=sys.executable, help="a Python that may have torch and jax")
    options.add_argument("--workload", choices=[*WORKLOADS], action="append", help="only this one; may be repeated")
    given = options.parse_args()
    if given.pairs < 1:
        options.error(f"There must be at least one round; got {given.pairs}.")
    location = os.environ.get("DIGITLAB_DATA")
    if not location:
        sys.exit("Set DIGITLAB_DATA to the file or folder with the real MNIST.")
    peers = importable(given.peers)
    rates_by_workload = {}
    with tempfile.TemporaryDirectory(prefix="digitlab-training-") as home:
        dataset = load_dataset(Path(home), Path(location), make_fallback=_refuse)
        if dataset.train_count != EPOCH_IMAGES:
            sys.exit(f"This is not MNIST: {dataset.train_count:,} training images.")
        print("workload  contestant         images/s  of GEMM  app / it  in the rounds", flush=True)
        for workload in given.workload or WORKLOADS:
            names = ["fit", "app", *(["bare"] if workload == "mlp" else []), "gemm"]
            names[2:2] = peers if workload != "separable" else []
            rates_by_workload[workload], shares = race(names, workload, given.pairs, dataset.folder, given.peers)
            spec, _ = settings(*WORKLOADS[workload])
            print(*rows(workload, rates_by_workload[workload], shares, spec.multiply_adds), sep="\n", flush=True)
    print(figures(rates_by_workload))


def _shown(ratio: float | None) -> str:
    return "none" if ratio is None else f"{ratio:.2f}"


def _refuse() -> Any:
    raise AssertionError("a location was given")


if __name__ == "__main__":
    main()
