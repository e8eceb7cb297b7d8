"""The file of a capsule: what is in it, written whole or not at all."""

import dataclasses
import errno
import hashlib
import json
import os
import zipfile
from pathlib import Path

import pytest

from core.data.bundled_digits import FALLBACK_DIGEST
from core.data.download.mirrors import MNIST_DIGEST
from core.errors import CheckpointError, DiskFullError
from core.export.capsule.capsule import SMALL_DIGITS_PACKAGE
from core.export.capsule.code import ROOT, source_files
from core.export.capsule.document import CapsuleDocument, CapsuleHistory
from core.export.keras_script import script
from core.training.record.events import Checkpoint, RunBranched
from tests.support import capsules


@pytest.fixture
def members(tmp_path):
    with zipfile.ZipFile(capsules.write(tmp_path)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_first_file_says_the_sha256_of_every_other(members):
    files = json.loads(members["capsule.json"])["files"]
    assert files == {name: hashlib.sha256(data).hexdigest() for name, data in members.items() if name != "capsule.json"}


def test_network_settings_weights_and_history_are_those_that_were_given(members, tmp_path):
    stored = capsules.stored_network(tmp_path / "again")
    document = CapsuleDocument.from_bytes(members["capsule.json"])
    training, history = capsules.training_of(stored)
    assert (document.spec, document.config, document.training) == (capsules.SPEC, capsules.CONFIG, training)
    assert CapsuleHistory.from_bytes(members["history.json"]) == history
    assert members["weights.npz"] == Path(stored.path).read_bytes()
    assert members["digits.py"].decode() == script.script(capsules.SPEC, capsules.CONFIG)


def test_program_and_code_are_our_own_source(members):
    assert members["verify.py"] == (ROOT / "core/importing/capsule/verify.py").read_bytes()
    code = {name.removeprefix("code/"): data for name, data in members.items() if name.startswith("code/")}
    assert code == source_files()
    assert sum(map(len, code.values())) < 550_000  # a reader of every kind of data is among them


def test_requirements_are_the_versions_that_are_installed_and_those_that_this_app_names(tmp_path):
    lines = set(requirements(tmp_path, FALLBACK_DIGEST).splitlines())
    ours = set((ROOT / "requirements.txt").read_text("utf-8").splitlines())
    assert {line.partition("==")[0] for line in lines & ours} == {"tensorflow", "keras", "numpy", "mlxtend"}
    assert {line for line in lines if "==" in line} <= ours


def requirements(folder, data):
    stored = capsules.stored_network(folder)
    training, _ = capsules.training_of(stored)
    learned = dataclasses.replace(training, data=data)
    with zipfile.ZipFile(capsules.write(folder, stored=stored, training=learned)) as archive:
        return archive.read("requirements.txt").decode()


def test_network_that_learned_from_mnist_needs_no_other_digits(tmp_path):
    text = requirements(tmp_path, MNIST_DIGEST)
    assert SMALL_DIGITS_PACKAGE not in text
    assert "own digits" not in text


def test_network_that_learned_from_a_persons_file_needs_that_file_and_no_package(tmp_path):
    text = requirements(tmp_path, "d" * 64)
    assert SMALL_DIGITS_PACKAGE not in text
    assert "own digits: verify.py needs that file." in text


def test_it_says_that_its_program_is_to_be_trusted_no_more_than_a_strangers(members):
    assert "any stranger's" in members["README.txt"].decode()


def test_weights_that_are_not_those_of_the_network_are_refused_and_nothing_is_written(tmp_path):
    stored = capsules.stored_network(tmp_path)
    Path(stored.path).write_bytes(b"other")
    with pytest.raises(CheckpointError, match="damaged"):
        capsules.write(tmp_path, stored=stored)
    assert [path.name for path in tmp_path.iterdir()] == ["weights.npz"]


def test_beginning_of_a_branch_that_is_missing_is_refused(tmp_path):
    stored = capsules.stored_network(tmp_path)
    training, _ = capsules.training_of(stored)
    gone = Checkpoint(name="epoch-001.npz", digest="0" * 64, size_bytes=9)
    begun = RunBranched(parent="", epoch=1, checkpoint=gone, optimizer=None)
    with pytest.raises(CheckpointError, match=r"epoch-001\.npz are missing"):
        capsules.write(
            tmp_path,
            stored=stored,
            training=dataclasses.replace(training, begun_from=begun),
            begin_folder=str(tmp_path),
        )


def test_full_disk_is_said_and_leaves_the_older_file(tmp_path, monkeypatch):
    stored = capsules.stored_network(tmp_path)
    before = capsules.write(tmp_path, stored=stored).read_bytes()

    def refuse(handle):
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(DiskFullError, match="No room left"):
        capsules.write(tmp_path, stored=stored)
    assert (tmp_path / "capsule.zip").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["capsule.zip", "weights.npz"]
