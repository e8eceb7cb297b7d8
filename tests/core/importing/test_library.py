"""Networks from files: kept whole or not at all, and found again by another server."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from core.data.input_scaling import Pixels
from core.errors import CheckpointError, DiskFullError, HomeError, NotOwnerError
from core.export.model_files.model_note import ModelNote
from core.training.record import checkpoints
from models.mlp import mlp
from tests.support.brought_models import SMALL, keep, on_disk, opened_anew, read_model

STANDARD = ModelNote(pixels=Pixels(offset=33.25, divisor=78.5), judges_each=True)
ODD_NAMES = [
    *("../../etc/x", "..\\x", "%2e%2e%2f", "a\0b", "C:\\x", "CON", "x" * 300, "\N{FIRE}", "\u202eabc", "", " "),
    *("![](http://x/y.png)", ":red[x]", "$$", "<script>", "\ud800"),
]


def test_kept_model_is_found_by_a_later_server_with_the_same_weights(models):
    read = read_model()
    kept = models.keep(read, owner="me", name=" mine ", note=STANDARD)
    assert (kept.name, kept.file_kind, kept.spec, kept.note) == ("mine", "keras", SMALL, STANDARD)
    assert models.find(kept.id) == kept
    assert opened_anew(models).find(kept.id) == kept
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
    assert opened_anew(models).of_owner("somebody", limit=9) == [theirs]
    assert models.of_owner("nobody", limit=9) == []


@pytest.mark.parametrize("name", ODD_NAMES, ids=range(len(ODD_NAMES)))
def test_name_is_kept_as_text_only(models, name):
    kept = keep(models, name=name)
    assert opened_anew(models).find(kept.id).name == name.strip()[:80]
    assert {path.split("/")[0] for path in on_disk(models)} == {kept.id}
    models.rename(kept.id, name * 2, owner="me")
    assert opened_anew(models).find(kept.id).name == (name * 2).strip()[:80]
    assert {path.split("/")[0] for path in on_disk(models)} == {kept.id}


def test_unknown_model_is_said_to_be_deleted_or_never_there(models):
    with pytest.raises(CheckpointError, match="was deleted, or it never was on this server"):
        models.find("0" * 32)
    assert on_disk(models) == set()


def test_renamed_and_scored_model_is_read_so_later(models):
    kept = keep(models)
    models.rename(kept.id, "other", owner="me")
    models.note_score(kept.id, 98, 100)
    for found in (models.find(kept.id), opened_anew(models).find(kept.id)):
        assert (found.name, found.correct, found.count) == ("other", 98, 100)
        assert found.network == kept.network


def test_model_whose_folder_is_gone_is_not_renamed_and_its_folder_not_made(models):
    kept = keep(models)
    shutil.rmtree(kept.folder)
    with pytest.raises(HomeError):
        models.rename(kept.id, "other", owner="me")
    assert not kept.folder.exists()


def test_score_that_cannot_be_written_is_known_until_the_server_ends(models, monkeypatch):
    kept = keep(models)
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", _full)
        models.note_score(kept.id, 98, 100)
    assert models.find(kept.id).correct == 98
    assert opened_anew(models).find(kept.id).correct is None
    models.note_score("0" * 32, 1, 2)  # of a model that is gone


def test_deleted_model_leaves_nothing(models):
    kept, other = keep(models), keep(models)
    models.delete(kept.id, owner="me")
    for server in (models, opened_anew(models)):
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
    assert opened_anew(models).find(kept.id) == kept


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
    assert models.find(kept.id).name == opened_anew(models).find(kept.id).name == "mine"
    assert models.of_owner("me", limit=9) == [kept]


def test_file_in_the_folder_s_place_breaks_no_list_and_is_said_when_keeping(models):
    models._folder.write_bytes(b"")
    assert models.of_owner("me", limit=9) == []
    with pytest.raises(CheckpointError, match="deleted"):
        models.find("0" * 32)
    with pytest.raises(HomeError, match="cannot change the folder"):
        keep(models)


def test_other_files_in_the_folder_are_passed_over_and_what_a_killed_server_left_goes(models):
    kept = keep(models)
    (models._folder / "notes.txt").write_text("mine", "utf-8")
    (models._folder / ".unfinished-x").mkdir()
    (models._folder / ".unfinished-x" / "weights.npz").write_bytes(b"half")
    later = opened_anew(models)
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
        assert len(opened_anew(models).of_owner("me", limit=9)) == 1
    assert not any(path.startswith(".") for path in on_disk(models))
    assert models.of_owner("me", limit=9) == opened_anew(models).of_owner("me", limit=9)
