"""Capsules of real runs, trained again by their own `verify.py`: in a process that has no other code of ours."""

import hashlib
import socket
import subprocess
import sys
import zipfile

import numpy as np
import pytest

from core.export.capsule.code import ROOT, source_files
from core.export.model_files.model_note import ModelNote
from core.importing.archive import SafeArchive
from core.importing.capsule import verify
from core.importing.capsule.capsule import read_capsule
from core.importing.capsule.replay import replay
from core.runs.log.models import ModelName
from core.training.record import checkpoints
from core.training.record.events import BestRestored
from tests.support.capsule_runs import NETWORK, OWNER, STEPS, CapsuleRuns

pytestmark = pytest.mark.process

VERIFY_ALL = """
import runpy, sys
from pathlib import Path

data, *folders = sys.argv[1:]
for arguments in ([data], [data, "--epochs", "1"]):
    print("== verify.py", *arguments[1:])
    sys.argv = ["verify.py", *arguments]
    if "core" in sys.modules:  # TensorFlow's threads can be set only once in a process
        import core.engine.keras_runtime
        core.engine.keras_runtime.load_keras = lambda threads: None
    try:
        runpy.run_path(str(Path(folders[0], "verify.py")), run_name="__main__")
    except SystemExit as end:
        print("exit code", end.code)
from core.importing.capsule.replay import replay
for folder in folders[1:]:
    print("==", Path(folder).name)
    work = Path(folder + "-work")
    work.mkdir()
    print("exit code", replay(Path(folder), work, data=Path(data), epochs=None))
print("== loaded")
for name, module in sys.modules.items():
    if name.split(".")[0] in ("core", "models"):
        print(Path(module.__file__).relative_to(Path(folders[0], "code")).as_posix())
"""


@pytest.fixture(scope="module")
def runs(tmp_path_factory, small_dataset):
    runs = CapsuleRuns(tmp_path_factory.mktemp("home"), small_dataset)
    yield runs
    runs.store.close()


@pytest.fixture(scope="module")
def capsules(runs, tmp_path_factory):
    """Write three capsules, and return their paths by what they are."""
    folder = tmp_path_factory.mktemp("capsules")
    paths = {name: folder / f"{name}.zip" for name in ("best", "stopped", "first")}
    runs.capsule(runs.parent, 2, paths["best"])
    runs.capsule(runs.branch, "stopped", paths["stopped"])
    runs.capsule(runs.parent, 1, paths["first"])
    return paths


@pytest.fixture(scope="module")
def said(capsules, small_dataset, tmp_path_factory):
    """Verify all three in one clean process, and return what each of them said, by its heading."""
    folder = tmp_path_factory.mktemp("elsewhere")
    unpacked = {name: folder / name for name in capsules}
    for name, path in capsules.items():
        unpack(path, unpacked[name])
    np.savez(
        folder / "mnist.npz",
        x_train=small_dataset.train_images,
        y_train=small_dataset.train_labels,
        x_test=small_dataset.test_images,
        y_test=small_dataset.test_labels,
    )
    arguments = [str(folder / "mnist.npz"), *(str(one) for one in unpacked.values())]
    done = subprocess.run(
        [sys.executable, "-I", "-c", VERIFY_ALL, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    parts = done.stdout.split("== ")[1:]
    return {part.partition("\n")[0].strip(): part.partition("\n")[2].strip().split("\n") for part in parts}


def test_runs_are_what_they_are_for(runs):
    parent, branch = runs.histories.of(runs.parent), runs.histories.of(runs.branch)
    assert [epoch.epoch for epoch in parent.epochs] == [1, 2, 3]
    assert parent.restored == BestRestored(epoch=2)
    assert [epoch.epoch for epoch in branch.epochs] == [2]
    assert branch.kept.epoch == 3
    assert 2 * STEPS < branch.kept.step < 3 * STEPS
    assert [one.action for one in branch.steered] == ["dropout_rate", "learning_rate", "stop"]


def test_steered_run_that_ended_early_is_verified_bit_for_bit(runs, said):
    digest = runs.histories.of(runs.parent).epochs[1].checkpoint.digest
    assert said["verify.py"][-1] == "exit code 0"
    assert said["verify.py"][-2] == f"Bit for bit the same: the weights' SHA-256 is {digest}."
    assert [line.split()[-1] for line in said["verify.py"] if line.strip()[:1].isdigit()] == ["yes"] * 3


def test_branch_that_was_stopped_within_an_epoch_is_verified_bit_for_bit(runs, said):
    digest = runs.histories.of(runs.branch).kept.checkpoint.digest
    assert said["stopped"][-2:] == [f"Bit for bit the same: the weights' SHA-256 is {digest}.", "exit code 0"]


def test_epoch_before_the_last_takes_no_more_training_than_it_needs(runs, said):
    digest = runs.histories.of(runs.parent).epochs[0].checkpoint.digest
    assert said["first"][-2:] == [f"Bit for bit the same: the weights' SHA-256 is {digest}.", "exit code 0"]
    assert len([line for line in said["first"] if line.strip()[:1].isdigit()]) == 1


def test_shorter_training_says_what_it_does_not_prove(said):
    assert said["verify.py --epochs 1"][-2:] == [
        "Bit for bit the same: the first epoch, and not the rest.",
        "exit code 0",
    ]


def test_capsule_takes_the_code_along_that_it_needs_and_no_more(said):
    assert set(said["loaded"]) == set(source_files()) - {"core/importing/capsule/verify.py"}


def test_capsule_that_is_brought_in_gives_the_same_bits(runs, capsules):
    kept = runs.histories.of(runs.branch).kept.checkpoint
    model = runs.registry.find(ModelName(runs.branch, "stopped"))
    read = read_capsule(SafeArchive(capsules["stopped"].read_bytes()))
    assert (read.kind, read.spec) == ("capsule", NETWORK)
    assert read.note == ModelNote(pixels=model.network.pixels, judges_each=model.network.judges_each)
    written = checkpoints.read(runs.folder / runs.branch / kept.name)
    assert {name: array.tobytes() for name, array in read.weights.items()} == {
        name: array.tobytes() for name, array in written.items()
    }


def test_same_network_gives_the_same_bytes(runs, capsules, tmp_path):
    again = runs.capsule(runs.branch, "stopped", tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == capsules["stopped"].read_bytes()
    assert again.size_bytes == capsules["stopped"].stat().st_size
    assert again.digest == hashlib.sha256(capsules["stopped"].read_bytes()).hexdigest()


@pytest.mark.parametrize("name", ["best", "stopped"])
def test_capsule_names_no_person_machine_run_or_place(runs, capsules, small_dataset, name):
    secrets = [OWNER, runs.parent, runs.branch, str(runs.folder), str(small_dataset.folder), str(ROOT)]
    with zipfile.ZipFile(capsules[name]) as archive:
        members = {one: archive.read(one) for one in archive.namelist()}
    found = [(one, secret) for one, data in members.items() for secret in secrets if secret.encode() in data]
    host = socket.gethostname()
    found += [(one, host) for one in ("capsule.json", "history.json") if host.encode() in members[one]]
    assert found == []


def unpack(capsule, folder):
    with zipfile.ZipFile(capsule) as archive:
        archive.extractall(folder)
    return folder


def flip_last_byte(path):
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))


@pytest.mark.parametrize(
    "name", ["weights.npz", "history.json", "code/core/training/loop/loop.py", "begin/epoch-001.npz"]
)
def test_file_of_which_one_bit_was_changed_is_named_before_anything_runs(capsules, tmp_path, capsys, name):
    folder = unpack(capsules["stopped"], tmp_path / "capsule")
    flip_last_byte(folder / name)
    assert verify.main(["mnist.npz"], folder=folder) == verify.UNUSABLE
    assert capsys.readouterr().out == f"Changed or missing: {name}. It is not what this capsule was written with.\n"


@pytest.mark.parametrize("text", [None, "", "[]", "{}", '{"files": {}}', '{"files": 3}', "[" * 100_000], ids=range(7))
def test_capsule_without_its_first_file_is_unusable(tmp_path, capsys, text):
    if text is not None:
        (tmp_path / "capsule.json").write_text(text, "utf-8")
    assert verify.main([], folder=tmp_path) == verify.UNUSABLE
    assert capsys.readouterr().out == "This cannot be compared: capsule.json is missing or damaged.\n"


def test_other_digits_than_the_network_learned_from_are_refused(capsules, bundled_dataset, tmp_path, capsys):
    folder = unpack(capsules["best"], tmp_path / "capsule")
    np.savez(
        tmp_path / "other.npz",
        x_train=bundled_dataset.train_images[:1500],
        y_train=bundled_dataset.train_labels[:1500],
        x_test=bundled_dataset.test_images[:298],
        y_test=bundled_dataset.test_labels[:298],
    )
    (tmp_path / "work").mkdir()
    assert replay(folder, tmp_path / "work", data=tmp_path / "other.npz", epochs=None) == verify.UNUSABLE
    assert "These are other digits than the network was trained on" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("data", "epochs", "words"),
    [("none.npz", None, "There is no file or folder called none.npz."), (None, 4, "--epochs must be from 1 to 3")],
    ids=["no file", "too many epochs"],
)
def test_what_cannot_be_done_is_said(capsules, tmp_path, capsys, data, epochs, words):
    folder = unpack(capsules["best"], tmp_path / "capsule")
    assert replay(folder, tmp_path, data=data and tmp_path / data, epochs=epochs) == verify.UNUSABLE
    assert capsys.readouterr().out.startswith(f"This cannot be compared: {words}")
