"""Sweeps in pieces: counted once for all, seen while they grow, kept on the disk, each visitor's in turn."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from core.errors import EngineFaultError
from core.inference.loaded_networks import StoredNetwork
from core.inference.robustness.conditions import CONDITIONS, STRENGTHS
from core.messages import engine as messages
from core.results.result_files import ResultFiles
from core.serving.robustness import sweeps
from core.serving.robustness.sweeps import KnownSweep, SweepClient, expected_seconds, swept_images
from models.cnn import cnn
from models.mlp import mlp
from tests.support.waiting import until

DATASET = SimpleNamespace(test_count=60, digest="d", folder="f")
NETWORK = StoredNetwork(spec=mlp(hidden=(9,), dropout=0.0), path="p", digest="w")
PLACES = {condition.key: place for place, condition in enumerate(CONDITIONS)}


class Engine:
    """Reads all but a tenth, and one more of each piece wrong for each condition and strength."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []
        self.fails = False
        self.may_answer = lambda: True

    def call(self, target: str, network: StoredNetwork, folder: str, key: str | None, strength: int, *where: int):
        until(lambda: self.may_answer())
        if self.fails:
            raise EngineFaultError(messages.not_foreseen())
        self.asked.append((network.digest, key, strength, *where))
        count = where[1]
        return count if key is None else count - PLACES[key] - strength


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeps, "IMAGES_PER_PIECE", 30)


def client(engine: Engine, folder: Path) -> SweepClient:
    return SweepClient(engine, ResultFiles(folder, most_bytes=10**6))  # type: ignore[arg-type]


def whole(asked: SweepClient, network: StoredNetwork = NETWORK, asker: str = "one") -> KnownSweep:
    until(lambda: asked.sweep(network, DATASET, asker=asker).sweep.is_whole)  # type: ignore[arg-type]
    return asked.sweep(network, DATASET, asker=None)  # type: ignore[arg-type]


def test_every_condition_and_strength_is_counted_over_all_images(tmp_path: Path) -> None:
    engine = Engine()
    found = whole(client(engine, tmp_path))
    assert (found.done, found.pieces, len(engine.asked)) == (146, 146, 146)
    expected = [[60 - 2 * (place + strength) for strength in range(1, 9)] for place in range(9)]
    assert found.sweep.right.tolist() == expected
    assert (found.sweep.clean, found.sweep.count) == (60, 60)
    assert found.sweep.mean_accuracy == pytest.approx((60 - 2 * (4 + 4.5)) / 60)
    assert found.seconds_left == 0


def test_what_is_known_shows_while_the_rest_is_counted(tmp_path: Path) -> None:
    engine = Engine()
    asked = client(engine, tmp_path)
    assert asked.sweep(NETWORK, DATASET, asker=None).done == 0
    engine.may_answer = lambda: len(engine.asked) < 2 * (1 + STRENGTHS) + 3 or engine.fails
    asked.sweep(NETWORK, DATASET, asker="one")
    until(lambda: len(engine.asked) == 21 and asked.sweep(NETWORK, DATASET, asker=None).done == 21)
    known = asked.sweep(NETWORK, DATASET, asker=None)
    assert (known.sweep.clean, known.sweep.known_conditions, known.sweep.is_whole) == (60, 1, False)
    assert known.sweep.accuracies(1)[:3] == (1, 56 / 60, None)
    assert known.seconds_left is not None
    engine.may_answer = lambda: True
    assert whole(asked).sweep.is_whole
    assert len(engine.asked) == 146


def test_sweep_is_kept_on_the_disk_and_counted_once_for_everybody(tmp_path: Path) -> None:
    engine = Engine()
    first = whole(client(engine, tmp_path))
    until(lambda: list(tmp_path.glob("*.result")))
    again = client(engine, tmp_path)
    found = again.sweep(NETWORK, DATASET, asker="two")
    np.testing.assert_array_equal(found.sweep.right, first.sweep.right)
    assert (found.sweep.is_whole, len(engine.asked)) == (True, 146)


@pytest.mark.parametrize(
    "other",
    [
        dataclasses.replace(NETWORK, digest="v"),
        dataclasses.replace(NETWORK, spec=mlp(hidden=(8,), dropout=0.0)),
        dataclasses.replace(NETWORK, judges_each=True),
    ],
    ids=["weights", "layers", "judges each"],
)
def test_another_network_is_another_sweep(other: StoredNetwork, tmp_path: Path) -> None:
    engine = Engine()
    asked = client(engine, tmp_path)
    whole(asked)
    until(lambda: list(tmp_path.glob("*.result")))
    assert asked.sweep(other, DATASET, asker=None).done == 0
    assert client(engine, tmp_path).sweep(other, DATASET, asker=None).done == 0
    assert asked.sweep(NETWORK, SimpleNamespace(test_count=60, digest="e", folder="f"), asker=None).done == 0


def test_several_networks_are_counted_one_after_the_other(tmp_path: Path) -> None:
    engine = Engine()
    asked = client(engine, tmp_path)
    both = [NETWORK, dataclasses.replace(NETWORK, digest="v")]
    until(lambda: all(known.sweep.is_whole for known in asked.sweeps(both, DATASET, asker="one")))
    assert [digest for digest, *_ in engine.asked] == ["w"] * 146 + ["v"] * 146


def test_two_visitors_take_turns(tmp_path: Path) -> None:
    engine = Engine()
    asked, other = client(engine, tmp_path), dataclasses.replace(NETWORK, digest="v")
    engine.may_answer = lambda: False
    asked.sweep(NETWORK, DATASET, asker="one")
    asked.sweep(other, DATASET, asker="two")
    engine.may_answer = lambda: True
    whole(asked, other, asker="two")
    turns = [digest for digest, *_ in engine.asked[:20]]
    assert turns == ["w", "v"] * 10


def test_engine_that_fails_is_told_once_and_then_asked_anew(tmp_path: Path) -> None:
    engine = Engine()
    engine.fails = True
    asked = client(engine, tmp_path)
    with pytest.raises(EngineFaultError):
        until(lambda: asked.sweep(NETWORK, DATASET, asker="one").sweep.is_whole)
    engine.fails = False
    assert whole(asked).sweep.is_whole


def test_damaged_file_is_counted_anew(tmp_path: Path) -> None:
    engine = Engine()
    whole(client(engine, tmp_path))
    until(lambda: list(tmp_path.glob("*.result")))
    (path,) = tmp_path.glob("*.result")
    path.write_bytes(path.read_bytes()[:-5])
    whole(client(engine, tmp_path))
    assert len(engine.asked) == 2 * 146


def test_full_disk_loses_nothing_but_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_self: ResultFiles, _identity: str, _arrays: object) -> None:
        raise OSError("no space")

    monkeypatch.setattr(ResultFiles, "write", full)
    assert whole(client(Engine(), tmp_path)).sweep.is_whole


def test_networks_that_compute_long_are_swept_over_fewer_images() -> None:
    many = SimpleNamespace(test_count=10_000)
    assert swept_images(mlp(), many) == 2000  # type: ignore[arg-type]
    assert swept_images(mlp(), DATASET) == 60  # type: ignore[arg-type]
    heavy = cnn(filters=(128, 256), dense=(64,))
    assert 100 <= swept_images(heavy, many) < 2000  # type: ignore[arg-type]
    assert 5 < expected_seconds(mlp(), many) < 60  # type: ignore[arg-type]
    assert expected_seconds(heavy, many) < 200  # type: ignore[arg-type]
