"""The Lab as a server opens it: its home, its data, its refusals. No run is trained here."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
import sys

import numpy as np
import psutil
import pytest

from core import lab
from core.data.download.mirrors import MNIST_DIGEST, mirrors_from
from core.dataset_provider import DatasetProgress, DatasetProvider
from core.errors import ConfigError, DataError, DiskFullError, HomeError, RunStateError, StoreError
from core.recipes import recipe
from core.runs import run_starter
from core.training.record import checkpoints
from core.training.record.events import RunEnded
from core.training.settings.config import TrainingConfig
from tests.support.local_mirror import forget, local_mirror, serve
from tests.support.waiting import at_once, until
from tests.support.written_runs import EPOCH, create

pytestmark = pytest.mark.process

QUICK = recipe("quick-cnn")


@pytest.fixture
def opened(tmp_path):
    """A Lab on the small digits, whose engines have not started yet."""
    opened = lab.Lab(home=tmp_path / "home", data=None, slots=1)
    yield opened
    opened.close()


def test_without_data_the_small_digits_are_made_in_a_child(opened):
    dataset = opened.dataset()
    assert dataset.is_fallback
    assert (dataset.train_count, dataset.test_count) == (4000, 1000)
    assert opened.dataset_provider.progress == DatasetProgress(stage="failed")
    assert not opened.dataset_provider.can_download


def test_data_that_cannot_be_read_are_refused_whenever_they_are_asked_for(tmp_path):
    (tmp_path / "mnist.npz").write_bytes(b"no archive")
    opened = lab.Lab(home=tmp_path / "home", data=tmp_path / "mnist.npz", slots=1)
    try:
        for _ in range(2):
            with pytest.raises(DataError, match=r"mnist\.npz"):
                opened.dataset()
    finally:
        opened.close()


def test_thirty_sessions_at_once_on_an_empty_home_share_one_download(tmp_path, real_mnist, monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    files = {path.name: path.read_bytes() for path in real_mnist.glob("mnist.npz")}
    with local_mirror(files) as mirror:
        opened = lab.Lab(home=tmp_path / "home", data=None, slots=1, mirrors=mirrors_from(mirror.address))
        try:
            given = at_once(30, opened.dataset)
        finally:
            opened.close()
    assert {(dataset.digest, dataset.test_count) for dataset in given} == {(MNIST_DIGEST, 10_000)}
    assert mirror.requests == ["/mnist/mnist.npz"]


def test_run_of_the_small_digits_finds_them_after_mnist_has_come(tmp_path, real_mnist, monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with local_mirror({path.name: path.read_bytes() for path in real_mnist.glob("mnist.npz")}) as mirror:
        mirror.behave = forget
        opened = lab.Lab(home=tmp_path / "home", data=None, slots=1, mirrors=mirrors_from(mirror.address))
        try:
            run = opened.run_starter.start(QUICK.spec, TrainingConfig(batch_size=100), owner="me", nonce="1")
            small = opened.dataset()
            mirror.behave = serve
            opened.dataset_provider.try_again()
            until(lambda: not opened.dataset().is_fallback, seconds=30)
            record = opened.store.record(run)
            assert record.data == small.digest
            assert opened._data_folder(record.data) == str(small.folder)
        finally:
            opened.close()


def test_home_below_a_file_is_refused_without_its_path(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(HomeError, match="cannot be written") as caught:
        lab.Lab(home=tmp_path / "file" / "home", data=None, slots=1)
    assert str(tmp_path) not in str(caught.value)


def test_second_server_on_one_home_is_refused(opened):
    program = (
        "import sys; from pathlib import Path; from core import lab\n"
        "try: lab.Lab(home=Path(sys.argv[1]), data=None, slots=1)\n"
        "except lab.HomeError as error: print(str(error))"
    )
    command = [sys.executable, "-c", program, str(opened.home)]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    assert result.stdout.startswith("Another Digit Lab is using this folder")


def test_home_is_free_again_after_closing(tmp_path):
    for _ in range(2):
        lab.Lab(home=tmp_path, data=None, slots=1).close()


def test_batch_larger_than_the_data_is_refused_before_anything_is_queued(opened):
    with pytest.raises(ConfigError, match="3,600") as caught:
        opened.run_starter.start(QUICK.spec, TrainingConfig(batch_size=4000), owner="me", nonce="1")
    assert caught.value.fields["field"] == "batch_size"
    assert opened.store.records() == []


@pytest.mark.parametrize("refusing", ["log", "disk"])
def test_branch_that_is_refused_leaves_no_files(opened, monkeypatch, refusing):
    folder, config, write = opened.home / "runs", TrainingConfig(epochs=3, batch_size=100), checkpoints.write
    parent = create(opened.store, spec=QUICK.spec, config=config, data=opened.dataset().digest)
    weights = write(folder / parent / "weights.npz", {"state": np.zeros(1)})
    ended = dataclasses.replace(EPOCH, checkpoint=weights, optimizer=weights)
    opened.store.append(parent, 1, [ended, RunEnded(outcome="stopped")])
    made = []

    def refuse(*args):
        if refusing == "disk":
            write(*args)
        made.append(len(list(folder.iterdir())))
        raise DiskFullError("No room left. Free some space, then try again.")

    monkeypatch.setattr(*((opened.store, "create") if refusing == "log" else (checkpoints, "write")), refuse)
    with pytest.raises(DiskFullError):
        opened.run_starter.start_branch(parent, 1, QUICK.spec, config, owner="me", nonce="1")
    assert made == [2]  # folders, before it was refused
    assert [path.name for path in folder.iterdir()] == [parent]


def test_sweep_is_started_whole_or_not_at_all(opened, monkeypatch):
    runs = [("slow", TrainingConfig(batch_size=100)), ("quick", TrainingConfig(batch_size=100, learning_rate=0.01))]
    monkeypatch.setattr(run_starter.secrets, "token_hex", lambda _: "a" * 32)  # so that the log refuses the second
    with pytest.raises(RunStateError):
        opened.run_starter.start_sweep(QUICK.spec, runs, owner="me", nonce="1")
    assert opened.store.records() == []


def test_engines_that_are_starting_leave_with_the_lab(tmp_path, monkeypatch):
    monkeypatch.setattr(lab, "FIRST_PAGE_SECONDS", 0.0)
    before = set(psutil.Process().children())
    opened = lab.Lab(home=tmp_path, data=None, slots=2)
    engines = [opened.inference_engine, *opened.engines]
    until(lambda: engines[0].status == "starting")
    opened.close()
    assert [engine.status for engine in engines] == ["ended"] * 3
    assert set(psutil.Process().children()) <= before


def test_home_with_a_damaged_run_opens_and_ends_what_was_unfinished(tmp_path, real_mnist):
    """The case j-damaged-row: two runs, one of them unfinished with a row that holds "{"."""
    if not (real_mnist / "cases").is_dir():
        pytest.skip("DIGITLAB_DATA names no folder with the cases")
    shutil.copyfile(real_mnist / "cases" / "j-damaged-row.sqlite3", tmp_path / "runs.sqlite3")
    opened = lab.Lab(home=tmp_path, data=None, slots=1)
    try:
        damaged, good = (next(one for one in opened.store.records() if one.name == name) for name in ("", "a good run"))
        history = opened.histories.of(damaged.id)
        assert (history.status, history.damaged_rows) == ("interrupted", 1)
        assert opened.histories.of(good.id).status == "finished"
        assert opened.histories.of(good.id).damaged_rows == 0
    finally:
        opened.close()


def test_lab_that_cannot_be_opened_leaves_nothing_at_work(tmp_path, monkeypatch):
    """A page tries again at each run: what was begun must not pile up."""

    def refuse(*_, **__):
        raise StoreError("The log of runs cannot be used.")

    closed, before = [], set(psutil.Process().children())
    close = DatasetProvider.close
    monkeypatch.setattr(DatasetProvider, "close", lambda provider: closed.append(provider) or close(provider))
    monkeypatch.setattr(lab, "Supervisor", refuse)
    for _ in range(2):
        with pytest.raises(StoreError):
            lab.Lab(home=tmp_path, data=None, slots=1)
    assert len(closed) == 2
    until(lambda: set(psutil.Process().children()) <= before, seconds=20)
    monkeypatch.undo()
    lab.Lab(home=tmp_path, data=None, slots=1).close()
