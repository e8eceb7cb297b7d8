"""Kept networks that are damaged: left out, said with what helps, and deleted by their owner alone."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from core.errors import CheckpointError, ModelFileError, NotOwnerError
from core.importing import disk_budget
from tests.support.brought_models import keep, on_disk, opened_anew


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
    later = opened_anew(models)
    assert later.of_owner("me", limit=9) == [whole]
    with pytest.raises(CheckpointError, match=f"{said}. If it came from a file, bring that in again"):
        later.find(kept.id)
    with pytest.raises(CheckpointError):
        later.rename(kept.id, "other", owner="me")
    assert keep(later) in later.of_owner("me", limit=9)


def test_damaged_model_stays_its_owner_s_who_alone_can_delete_it(models, monkeypatch):
    kept, whole, theirs = keep(models, name="one"), keep(models), keep(models, owner="somebody")
    (kept.folder / "weights.npz").unlink()
    _changed(spec={"schema": 1})(theirs.folder)
    later = opened_anew(models)
    (damaged,) = later.damaged_of("me")
    assert (damaged.id, damaged.name, str(damaged.damage)) == (kept.id, "one", "its weights are missing")
    assert [model.id for model in later.damaged_of("somebody")] == [theirs.id]
    with pytest.raises(NotOwnerError):
        later.delete(kept.id, owner="somebody")
    monkeypatch.setattr(disk_budget, "MAX_PER_OWNER", 2)
    with pytest.raises(ModelFileError, match=r"You keep 2 networks .* Damaged is “one”"):
        keep(later)
    later.delete(kept.id, owner="me")
    assert later.damaged_of("me") == opened_anew(models).damaged_of("me") == []
    assert not any(path.startswith((kept.id, ".")) for path in on_disk(models))
    assert later.of_owner("me", limit=9) == [whole]


def test_damaged_model_whose_owner_is_lost_is_nobody_s(models):
    kept = keep(models)
    (kept.folder / "model.json").write_bytes(b"{")
    later = opened_anew(models)
    assert later.damaged_of("me") == []
    with pytest.raises(CheckpointError, match="damaged"):
        later.delete(kept.id, owner="me")
