"""Where copies of MNIST are looked for, and how a choice among them is remembered."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.data import local_copies
from core.data.local_copies import CHOICE_NAME, LocalCopies, LocalCopy, usual_copies


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """Stand for a user's home and the folder in which the server was started."""
    (tmp_path / "user").mkdir()
    (tmp_path / "here").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    monkeypatch.delenv("KERAS_HOME", raising=False)
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path


def put_idx(folder: Path) -> None:
    folder.mkdir(parents=True)
    for name in ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"):
        (folder / f"{name}-ubyte.gz").touch()


def test_three_places_are_looked_into(machine):
    assert [(copy.place, copy.location) for copy in usual_copies()] == [
        ("keras", machine / "user" / ".keras" / "datasets" / "mnist.npz"),
        ("torchvision_here", machine / "here" / "data" / "MNIST" / "raw"),
        ("torchvision_home", machine / "user" / "data" / "MNIST" / "raw"),
    ]


def test_folder_that_keras_is_told_of_counts(machine, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(machine / "keras"))
    assert usual_copies()[0].location == machine / "keras" / "datasets" / "mnist.npz"


def test_server_started_in_the_users_home_looks_there_once(machine, monkeypatch):
    monkeypatch.chdir(machine / "user")
    assert [copy.place for copy in usual_copies()] == ["keras", "torchvision_here"]


def test_user_without_a_home_has_what_lies_beside_the_app(machine, monkeypatch):
    def nobody():
        raise RuntimeError("no home")

    monkeypatch.setattr(local_copies.Path, "home", nobody)
    assert [copy.place for copy in usual_copies()] == ["torchvision_here"]


def test_what_is_there_is_found_and_not_opened(machine):
    copies = LocalCopies(machine / "home", usual_copies())
    assert copies.found() == ()
    keras = machine / "user" / ".keras" / "datasets" / "mnist.npz"
    keras.parent.mkdir(parents=True)
    keras.write_bytes(b"damaged: that is said once it is read")
    put_idx(machine / "here" / "data" / "MNIST" / "raw")
    assert [copy.place for copy in copies.found()] == ["keras", "torchvision_here"]
    assert not (machine / "home").exists()


def test_folder_that_is_not_whole_is_no_copy(machine):
    raw = machine / "here" / "data" / "MNIST" / "raw"
    put_idx(raw)
    (raw / "t10k-labels-idx1-ubyte.gz").unlink()
    assert LocalCopies(machine / "home", usual_copies()).found() == ()


@pytest.fixture
def copies(tmp_path):
    return LocalCopies(tmp_path / "home", (COPY,))


COPY = LocalCopy(place="keras", location=Path("somewhere"))


def test_choice_outlives_the_server_and_names_no_path(copies, tmp_path):
    assert (copies.chosen(), copies.are_declined) == (None, False)
    copies.choose(COPY)
    again = LocalCopies(tmp_path / "home", (COPY,))
    assert (again.chosen(), again.are_declined) == (COPY, False)
    assert (tmp_path / "home" / CHOICE_NAME).read_text() == '{"place": "keras"}'
    again.choose(None)
    assert (copies.chosen(), copies.are_declined) == (None, True)
    copies.forget()
    assert (again.chosen(), again.are_declined) == (None, False)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"place": "elsewhere"}', b'{"place": ["keras"]}', b"\xff", b"{}"], ids=repr
)
def test_choice_that_cannot_be_understood_is_none(copies, tmp_path, content):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / CHOICE_NAME).write_bytes(content)
    assert (copies.chosen(), copies.are_declined) == (None, False)


def test_home_that_cannot_be_written_forgets(tmp_path):
    (tmp_path / "file").touch()
    copies = LocalCopies(tmp_path / "file" / "home", (COPY,))
    copies.choose(COPY)
    copies.forget()
    assert copies.chosen() is None


def test_folder_of_a_user_who_is_not_there_is_passed_over(machine, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", "~nobody-of-this-name/keras")
    assert [copy.place for copy in usual_copies()] == ["torchvision_here", "torchvision_home"]
