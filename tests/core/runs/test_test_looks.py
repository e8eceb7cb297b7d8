"""The honest counter: whose test scores a person has seen, family by family."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from core.recipes import recipe
from core.runs import test_looks
from core.runs.log.run_record import RunRecord
from core.runs.test_looks import TestLooks, family_of
from models.mlp import mlp

OWNER, OTHER = "a" * 32, "b" * 32


def record(**changes: object) -> RunRecord:
    quick = recipe("quick-cnn")
    assert quick is not None
    made = RunRecord(
        id="1" * 32,
        owner=OWNER,
        created=0.0,
        recipe="quick-cnn",
        name="",
        spec=quick.spec,
        config=quick.config,
        data="d" * 64,
    )
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]


def test_looks_are_a_persons_own_and_outlive_the_server(tmp_path: Path):
    looks = TestLooks(tmp_path)
    for model in ("one.1", "one.2", "one.1"):
        looks.note(OWNER, "family", model)
    for reader in (looks, TestLooks(tmp_path)):
        assert reader.seen(OWNER, "family") == {"one.1", "one.2"}
        assert reader.seen(OWNER, "another") == frozenset()
        assert reader.seen(OTHER, "family") == frozenset()


def test_file_does_not_name_its_person(tmp_path: Path):
    TestLooks(tmp_path).note(OWNER, "family", "one.1")
    assert OWNER not in "".join(path.name + path.read_text("utf-8") for path in tmp_path.iterdir())


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"family": 3}', b"[" * 100_000, b"\xff"], ids=lambda content: repr(content[:12])
)
def test_damaged_file_counts_as_none(tmp_path: Path, content: bytes):
    TestLooks(tmp_path).note(OWNER, "family", "one.1")
    (path,) = tmp_path.iterdir()
    path.write_bytes(content)
    looks = TestLooks(tmp_path)
    assert looks.seen(OWNER, "family") == frozenset()
    looks.note(OWNER, "family", "one.2")
    assert TestLooks(tmp_path).seen(OWNER, "family") == {"one.2"}


def test_disk_without_room_is_no_error(tmp_path: Path):
    """P9."""
    (tmp_path / "file").write_bytes(b"")
    looks = TestLooks(tmp_path / "file" / "below")
    looks.note(OWNER, "family", "one.1")
    assert looks.seen(OWNER, "family") == {"one.1"}


def test_what_is_kept_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for bound, most in (("MOST_FAMILIES", 2), ("MOST_LOOKS", 3), ("MOST_PEOPLE", 2)):
        monkeypatch.setattr(test_looks, bound, most)
    looks = TestLooks(tmp_path)
    for family in ("a", "b", "c"):
        for epoch in range(5):
            looks.note(OWNER, family, f"one.{epoch}")
    assert [len(looks.seen(OWNER, family)) for family in ("a", "b", "c")] == [0, 3, 3]
    for owner in ("1", "2", "3"):
        looks.note(owner, "a", "one.1")
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize(
    ("changes", "is_same"),
    [
        ({"id": "2" * 32, "name": "another try", "config": recipe("softmax").config}, True),
        ({"spec": mlp(hidden=(8,), dropout=0.0)}, True),
        ({"recipe": "softmax"}, False),
        ({"recipe": ""}, False),
        ({"data": "e" * 64}, False),
    ],
    ids=["other settings", "a changed network of the recipe", "another recipe", "no recipe", "another data set"],
)
def test_family_is_one_recipe_on_one_data_set(changes, is_same):
    assert (family_of(record(**changes)) == family_of(record())) == is_same


def test_networks_without_a_recipe_are_a_family_where_they_are_the_same():
    own = record(recipe="")
    assert family_of(own) == family_of(dataclasses.replace(own, id="2" * 32))
    assert family_of(own) != family_of(dataclasses.replace(own, spec=mlp(hidden=(8,), dropout=0.0)))
