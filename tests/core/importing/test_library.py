"""Networks from files: kept whole or not at all, found again by another server, bounded, and damaged ones said."""

from __future__ import annotations

import errno
import itertools
import json
import os
import threading
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from core.data.input_scaling import Pixels
from core.errors import CheckpointError, DiskFullError, HomeError, ModelFileError, NotOwnerError
from core.export.model_files.model_note import ModelNote
from core.importing import library, room
from core.importing.library import ImportedModels
from core.training.record import checkpoints
from models.costs import MAX_PARAMETERS
from models.mlp import mlp
from tests.support.brought_models import SMALL, read_model

UNIT = ModelNote()
STANDARD = ModelNote(pixels=Pixels(offset=33.25, divisor=78.5), judges_each=True)
ODD_NAMES = [
    *("../../etc/x", "..\\x", "%2e%2e%2f", "a\0b", "C:\\x", "CON", "x" * 300, "\N{FIRE}", "\u202eabc", "", " "),
    *("![](http://x/y.png)", ":red[x]", "$$", "<script>", "\ud800"),
]


@pytest.fixture
def models(tmp_path: Path) -> ImportedModels:
    return ImportedModels(tmp_path / "models")


@pytest.fixture(autouse=True)
def _moments(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each model be younger than the one before, on a clock of any precision."""
    ticks = itertools.count(1.0)
    monkeypatch.setattr(library, "time", SimpleNamespace(time=lambda: next(ticks)))


def anew(models: ImportedModels) -> ImportedModels:
    """Return the folder as a server that is started later reads it."""
    return ImportedModels(models._folder)


def keep(models: ImportedModels, *, owner: str = "me", name: str = "mine", note: ModelNote = UNIT, **read):
    return models.keep(read_model(**read), owner=owner, name=name, note=note)


def on_disk(models: ImportedModels) -> set[str]:
    folder = models._folder
    return {str(path.relative_to(folder)) for path in folder.rglob("*")} if folder.exists() else set()


def test_kept_model_is_found_by_a_later_server_with_the_same_weights(models):
    read = read_model()
    kept = models.keep(read, owner="me", name=" mine ", note=STANDARD)
    assert (kept.name, kept.file_kind, kept.spec, kept.note) == ("mine", "keras", SMALL, STANDARD)
    assert models.find(kept.id) == kept
    assert anew(models).find(kept.id) == kept
    stored = checkpoints.read(Path(kept.network.path), digest=kept.network.digest)
    assert {name: array.tobytes() for name, array in stored.items()} == {
        name: array.tobytes() for name, array in read.weights.items()
    }
    assert on_disk(models) == {kept.id, f"{kept.id}/weights.npz", f"{kept.id}/model.json"}


def test_network_is_asked_as_the_note_says(models):
    logits = mlp(hidden=(2,), dropout=0, output="linear")
    assert keep(models, note=STANDARD).network.pixels == STANDARD.pixels
    assert keep(models, note=STANDARD, spec=logits).network.judges_each
    assert not keep(models, note=STANDARD).network.judges_each  # its softmax has the last word


def test_owner_s_models_come_newest_first_and_nobody_else_s(models):
    first, second, third = (keep(models, name=name) for name in ("first", "second", "third"))
    theirs = keep(models, owner="somebody")
    assert models.of_owner("me", limit=9) == [third, second, first]
    assert models.of_owner("me", limit=2) == [third, second]
    assert anew(models).of_owner("somebody", limit=9) == [theirs]
    assert models.of_owner("nobody", limit=9) == []


@pytest.mark.parametrize("name", ODD_NAMES, ids=range(len(ODD_NAMES)))
def test_name_is_kept_as_text_only(models, name):
    kept = keep(models, name=name)
    assert anew(models).find(kept.id).name == name.strip()[:80]
    assert {path.split("/")[0] for path in on_disk(models)} == {kept.id}
    models.rename(kept.id, name * 2, owner="me")
    assert anew(models).find(kept.id).name == (name * 2).strip()[:80]
    assert {path.split("/")[0] for path in on_disk(models)} == {kept.id}


def test_unknown_model_is_said_to_be_deleted_or_never_there(models):
    with pytest.raises(CheckpointError, match="was deleted, or it never was on this server"):
        models.find("0" * 32)
    assert on_disk(models) == set()


def test_renamed_and_scored_model_is_read_so_later(models):
    kept = keep(models)
    models.rename(kept.id, "other", owner="me")
    models.note_score(kept.id, 98, 100)
    for found in (models.find(kept.id), anew(models).find(kept.id)):
        assert (found.name, found.correct, found.count) == ("other", 98, 100)
        assert found.network == kept.network


def test_score_that_cannot_be_written_is_known_until_the_server_ends(models, monkeypatch):
    kept = keep(models)
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", _full)
        models.note_score(kept.id, 98, 100)
    assert models.find(kept.id).correct == 98
    assert anew(models).find(kept.id).correct is None
    models.note_score("0" * 32, 1, 2)  # of a model that is gone


def test_deleted_model_leaves_nothing(models):
    kept, other = keep(models), keep(models)
    models.delete(kept.id, owner="me")
    for server in (models, anew(models)):
        with pytest.raises(CheckpointError, match="deleted"):
            server.find(kept.id)
        assert server.of_owner("me", limit=9) == [other]
    assert not any(path.startswith((kept.id, ".")) for path in on_disk(models))


def test_somebody_else_can_neither_rename_nor_delete(models):
    kept = keep(models)
    with pytest.raises(NotOwnerError):
        models.rename(kept.id, "theirs", owner="somebody")
    with pytest.raises(NotOwnerError):
        models.delete(kept.id, owner="somebody")
    assert anew(models).find(kept.id) == kept


def test_owner_with_too_many_is_told_which_to_delete_and_others_are_not_kept_out(models, monkeypatch):
    monkeypatch.setattr(room, "MAX_PER_OWNER", 2)
    oldest, _ = keep(models, name="the *first*"), keep(models)
    before = on_disk(models)
    with pytest.raises(ModelFileError, match=r"You keep 2 networks .* oldest is “the \*first\*”"):
        keep(models)
    assert on_disk(models) == before
    keep(models, owner="somebody")
    models.delete(oldest.id, owner="me")
    keep(models)


def test_server_that_is_full_says_so_and_deletes_nothing(models, monkeypatch):
    keep(models, name="small")
    large = keep(models, name="large", spec=mlp(hidden=(9,), dropout=0))
    monkeypatch.setattr(room, "MAX_BYTES", models.find(large.id).weights.size_bytes + 20_000)
    with pytest.raises(ModelFileError, match=r"Delete one of yours, of which the largest is “large”, 0\.0 MiB\."):
        keep(models, spec=mlp(hidden=(9,), dropout=0))
    with pytest.raises(ModelFileError, match="Whoever runs this server can make room"):
        keep(models, owner="somebody", spec=mlp(hidden=(9,), dropout=0))
    assert len(anew(models).of_owner("me", limit=9)) == 2
    monkeypatch.setattr(room, "MAX_BYTES", 2**30)
    monkeypatch.setattr(room, "MAX_MODELS", 2)
    with pytest.raises(ModelFileError, match="at most 2 networks"):
        keep(models, owner="somebody")


def test_owner_with_too_large_ones_is_told_which_to_delete_and_others_are_not_kept_out(models, monkeypatch):
    keep(models, name="small")
    large = keep(models, name="large", spec=mlp(hidden=(9,), dropout=0))
    monkeypatch.setattr(room, "MAX_BYTES_PER_OWNER", large.weights.size_bytes + 20_000)
    with pytest.raises(ModelFileError, match=r"one person may keep .* of which the largest is “large”, 0\.0 MiB\."):
        keep(models, spec=mlp(hidden=(9,), dropout=0))
    keep(models, owner="somebody", spec=mlp(hidden=(9,), dropout=0))
    models.delete(large.id, owner="me")
    keep(models, spec=mlp(hidden=(9,), dropout=0))


def test_largest_network_has_room_twice():
    assert 2 * 4 * MAX_PARAMETERS <= room.MAX_BYTES_PER_OWNER < room.MAX_BYTES / 5


def _full(*_, **__):
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("call", ["fsync", "replace", "rename"])
def test_full_disk_leaves_nothing_and_is_said(models, monkeypatch, call):
    kept = keep(models)
    before = on_disk(models)
    with monkeypatch.context() as patch:
        patch.setattr(Path if call == "rename" else os, call, _full)
        with pytest.raises(DiskFullError, match="No room left"):
            keep(models)
        if call != "rename":
            with pytest.raises(DiskFullError, match="No room left"):
                models.rename(kept.id, "other", owner="me")
    assert on_disk(models) == before
    assert models.find(kept.id).name == anew(models).find(kept.id).name == "mine"
    assert models.of_owner("me", limit=9) == [kept]


def test_file_in_the_folder_s_place_breaks_no_list_and_is_said_when_keeping(models):
    models._folder.write_bytes(b"")
    assert models.of_owner("me", limit=9) == []
    with pytest.raises(CheckpointError, match="deleted"):
        models.find("0" * 32)
    with pytest.raises(HomeError, match="cannot change the folder"):
        keep(models)


def _changed(**entries: object):
    def change(folder: Path) -> None:
        path = folder / "model.json"
        path.write_text(json.dumps(json.loads(path.read_bytes()) | entries), "utf-8")

    return change


def _described_by(data: bytes):
    return lambda folder: (folder / "model.json").write_bytes(data)


DAMAGES = {
    "weights are gone": (lambda folder: (folder / "weights.npz").unlink(), "its weights are missing"),
    "weights are cut": (lambda folder: os.truncate(folder / "weights.npz", 99), "its weights are not whole"),
    "no description": (lambda folder: (folder / "model.json").unlink(), "cannot be read"),
    "empty description": (_described_by(b""), "cannot be read"),
    "description of zeros": (_described_by(bytes(400)), "cannot be read"),
    "no object": (_described_by(b"[]"), "cannot be read"),
    "nested without end": (_described_by(b"[" * 100_000), "cannot be read"),
    "no UTF-8": (_described_by(b'{"id": "\xff"}'), "cannot be read"),
    "another's": (_changed(id="1" * 32), "cannot be read"),
    "later version": (_changed(schema=2), "cannot be read"),
    "network that cannot be": (_changed(spec={"schema": 1}), "cannot be read"),
    "no note": (_changed(note=None), "cannot be read"),
    "owner is a number": (_changed(owner=3), "cannot be read"),
    "unknown kind": (_changed(file_kind="pickle"), "cannot be read"),
    "digest is a path": (_changed(digest="../" * 21 + "a"), "cannot be read"),
    "size below 0": (_changed(size_bytes=-1), "cannot be read"),
    "no moment": (_changed(created=float("nan")), "cannot be read"),
    "more right than there are": (_changed(correct=3, count=2), "cannot be read"),
    "half a score": (_changed(correct=3), "cannot be read"),
}


@pytest.mark.parametrize(("damage", "said"), DAMAGES.values(), ids=DAMAGES)
def test_damaged_model_is_left_out_and_said_with_what_helps(models, damage, said):
    kept, whole = keep(models), keep(models)
    damage(models._folder / kept.id)
    later = anew(models)
    assert later.of_owner("me", limit=9) == [whole]
    with pytest.raises(CheckpointError, match=f"{said}. Bring its file in again"):
        later.find(kept.id)
    with pytest.raises(CheckpointError):
        later.rename(kept.id, "other", owner="me")
    assert keep(later) in later.of_owner("me", limit=9)


def test_damaged_model_stays_its_owner_s_who_alone_can_delete_it(models, monkeypatch):
    kept, whole, theirs = keep(models, name="one"), keep(models), keep(models, owner="somebody")
    (kept.folder / "weights.npz").unlink()
    _changed(spec={"schema": 1})(theirs.folder)
    later = anew(models)
    (damaged,) = later.damaged_of("me")
    assert (damaged.id, damaged.name, damaged.what) == (kept.id, "one", "its weights are missing")
    assert [model.id for model in later.damaged_of("somebody")] == [theirs.id]
    with pytest.raises(NotOwnerError):
        later.delete(kept.id, owner="somebody")
    monkeypatch.setattr(room, "MAX_PER_OWNER", 2)
    with pytest.raises(ModelFileError, match=r"You keep 2 networks .* Damaged is “one”"):
        keep(later)
    later.delete(kept.id, owner="me")
    assert later.damaged_of("me") == anew(models).damaged_of("me") == []
    assert not any(path.startswith((kept.id, ".")) for path in on_disk(models))
    assert later.of_owner("me", limit=9) == [whole]


def test_damaged_model_whose_owner_is_lost_is_nobody_s(models):
    kept = keep(models)
    (kept.folder / "model.json").write_bytes(b"{")
    later = anew(models)
    assert later.damaged_of("me") == []
    with pytest.raises(CheckpointError, match="damaged"):
        later.delete(kept.id, owner="me")


def test_other_files_in_the_folder_are_passed_over_and_what_a_killed_server_left_goes(models):
    kept = keep(models)
    (models._folder / "notes.txt").write_text("mine", "utf-8")
    (models._folder / ".unfinished-x").mkdir()
    (models._folder / ".unfinished-x" / "weights.npz").write_bytes(b"half")
    later = anew(models)
    assert later.of_owner("me", limit=9) == [kept]
    assert ".unfinished-x" in on_disk(models)  # only who writes removes: a program that reads may come by
    keep(later)
    assert not any(path.startswith(".") for path in on_disk(models))
    assert "notes.txt" in on_disk(models)


def test_network_on_trial_can_be_asked_and_is_gone_afterwards(models):
    read = read_model()
    with models.on_trial(read, STANDARD) as network:
        stored = checkpoints.read(Path(network.path), digest=network.digest)
        assert (network.spec, network.pixels, network.on_trial) == (read.spec, STANDARD.pixels, True)
        assert all(np.array_equal(stored[name], array) for name, array in read.weights.items())
        keep(models)  # meanwhile, which tidies up nothing of it
        assert Path(network.path).exists()
        assert len(anew(models).of_owner("me", limit=9)) == 1
    assert not any(path.startswith(".") for path in on_disk(models))
    assert models.of_owner("me", limit=9) == anew(models).of_owner("me", limit=9)


def test_several_at_once_are_all_kept_within_the_bound(models, monkeypatch):
    monkeypatch.setattr(room, "MAX_PER_OWNER", 4)
    refused = []

    def bring() -> None:
        try:
            keep(models)
        except ModelFileError as error:
            refused.append(error)

    threads = [threading.Thread(target=bring) for _ in range(7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 3
    assert len(models.of_owner("me", limit=9)) == len(anew(models).of_owner("me", limit=9)) == 4
