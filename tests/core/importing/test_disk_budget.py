"""How many networks from files one person and all may keep, and what is said to whoever brings one too many."""

from __future__ import annotations

import threading

import pytest

from core.errors import ModelFileError
from core.importing import disk_budget
from models.costs import MAX_PARAMETERS
from models.mlp import mlp
from tests.support.brought_models import keep, on_disk, opened_anew


def test_owner_with_too_many_is_told_which_to_delete_and_others_are_not_kept_out(models, monkeypatch):
    monkeypatch.setattr(disk_budget, "MAX_PER_OWNER", 2)
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
    monkeypatch.setattr(disk_budget, "MAX_BYTES", models.find(large.id).weights.size_bytes + 20_000)
    with pytest.raises(ModelFileError, match=r"Delete one of yours, of which the largest is “large”, 0\.0 MiB\."):
        keep(models, spec=mlp(hidden=(9,), dropout=0))
    with pytest.raises(ModelFileError, match="Whoever runs this server can make room"):
        keep(models, owner="somebody", spec=mlp(hidden=(9,), dropout=0))
    assert len(opened_anew(models).of_owner("me", limit=9)) == 2
    monkeypatch.setattr(disk_budget, "MAX_BYTES", 2**30)
    monkeypatch.setattr(disk_budget, "MAX_MODELS", 2)
    with pytest.raises(ModelFileError, match="at most 2 networks"):
        keep(models, owner="somebody")


def test_owner_with_too_large_ones_is_told_which_to_delete_and_others_are_not_kept_out(models, monkeypatch):
    keep(models, name="small")
    large = keep(models, name="large", spec=mlp(hidden=(9,), dropout=0))
    monkeypatch.setattr(disk_budget, "MAX_BYTES_PER_OWNER", large.weights.size_bytes + 20_000)
    with pytest.raises(ModelFileError, match=r"one person may keep .* of which the largest is “large”, 0\.0 MiB\."):
        keep(models, spec=mlp(hidden=(9,), dropout=0))
    keep(models, owner="somebody", spec=mlp(hidden=(9,), dropout=0))
    models.delete(large.id, owner="me")
    keep(models, spec=mlp(hidden=(9,), dropout=0))


def test_largest_network_has_room_twice():
    assert 2 * 4 * MAX_PARAMETERS <= disk_budget.MAX_BYTES_PER_OWNER < disk_budget.MAX_BYTES / 5


def test_several_at_once_are_all_kept_within_the_bound(models, monkeypatch):
    monkeypatch.setattr(disk_budget, "MAX_PER_OWNER", 4)
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
    assert len(models.of_owner("me", limit=9)) == len(opened_anew(models).of_owner("me", limit=9)) == 4
