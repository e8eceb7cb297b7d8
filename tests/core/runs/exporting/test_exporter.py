"""Files that are made when asked for: one after the other, kept with their model, and made again after a fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.engine.engine import Engine
from core.errors import ExportError, QueueFullError
from core.export.formats import Exported
from core.runs.exporting import exporter as exporter_module
from core.runs.exporting.exporter import Exporter, ExportState
from tests.support.exported_files import OTHER, RUN, ended, export_request
from tests.support.waiting import until

pytestmark = pytest.mark.process


def test_file_is_made_once_and_found_again_by_another_server(exporter: Exporter, tmp_path: Path) -> None:
    asked = export_request()
    assert exporter.state(asked) == ExportState(status="none")
    exporter.submit(asked)
    state = ended(exporter, asked)
    assert state.made == Exported(size_bytes=6, digest="00", correct=9, count=10, milliseconds_per_image=0.5)
    assert state.path is not None
    assert state.path.read_text("utf-8") == "a file"
    before = state.path.stat()
    exporter.submit(asked)
    assert exporter.state(asked) == state
    assert state.path.stat().st_ino == before.st_ino
    another = Exporter(lambda: pytest.fail("no engine is needed"), folder=tmp_path / "exports")
    assert another.state(asked) == state
    another.close()


def test_files_wait_for_each_other_and_tell_how_far_they_are(exporter: Exporter, tmp_path: Path) -> None:
    told = tmp_path / "told"
    first, second = export_request("first", target="make_file_when_told", told=str(told)), export_request("second")
    for _ in range(3):  # impatient clicks ask for nothing more
        exporter.submit(first)
        exporter.submit(second)
    until(lambda: exporter.state(first).progress is not None)
    assert exporter.state(first).status == "making"
    assert exporter.state(first).progress.fraction == 0.25
    assert exporter.state(second) == ExportState(status="waiting", ahead=1)
    told.touch()
    assert ended(exporter, first).status == ended(exporter, second).status == "made"


def test_what_cannot_be_made_says_why_and_leaves_nothing(exporter: Exporter, tmp_path: Path) -> None:
    asked = export_request(target="make_no_file")
    exporter.submit(asked)
    state = ended(exporter, asked)
    assert isinstance(state.error, ExportError)
    assert list((tmp_path / "exports").iterdir()) == []
    exporter.submit(asked)  # a person may try again
    assert ended(exporter, asked).status == "failed"


def test_models_files_go_with_it(exporter: Exporter, tmp_path: Path) -> None:
    told = tmp_path / "told"
    kept, made = export_request("kept", model=OTHER), export_request("made")
    going_on = export_request("going on", target="make_file_when_told", told=str(told))
    waiting = export_request("waiting")
    exporter.submit(kept)
    exporter.submit(made)
    ended(exporter, made)
    exporter.submit(going_on)
    until(lambda: exporter.state(going_on).status == "making")
    exporter.submit(waiting)
    exporter.remove(RUN)
    assert exporter.state(made).status == "none"
    assert exporter.state(waiting).status == "none"
    told.touch()
    until(lambda: exporter.state(going_on).status == "none")
    assert [path.parent.parent.name for path in (tmp_path / "exports").rglob("*.npz")] == [OTHER]
    assert exporter.state(kept).status == "made"


def test_what_was_looked_at_longest_ago_goes_where_all_take_too_much_room(exporter: Exporter) -> None:
    first, second, third = (export_request(letter * 1200) for letter in "abc")  # of which two fit
    for one in (first, second):
        exporter.submit(one)
        assert ended(exporter, one).status == "made"
    assert exporter.state(first).status == "made"  # looked at last
    exporter.submit(third)
    assert ended(exporter, third).status == "made"
    assert exporter.state(second).status == "none"
    assert exporter.state(first).status == "made"


def test_too_many_are_refused(exporter: Exporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporter_module, "MOST_WAITING", 1)
    told = tmp_path / "told"
    first = export_request("first", target="make_file_when_told", told=str(told))
    exporter.submit(first)
    until(lambda: exporter.state(first).status == "making")
    exporter.submit(export_request("second"))
    with pytest.raises(QueueFullError, match=r"^1 files wait"):
        exporter.submit(export_request("third"))
    told.touch()


def test_one_network_leaves_room_for_others(
    exporter: Exporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporter_module, "MOST_WAITING_OF_MODEL", 1)
    told = tmp_path / "told"
    first = export_request("first", target="make_file_when_told", told=str(told))
    exporter.submit(first)
    until(lambda: exporter.state(first).status == "making")
    exporter.submit(export_request("second"))
    with pytest.raises(QueueFullError, match=r"^1 files of this network's run wait"):
        exporter.submit(export_request("third"))
    other = export_request("third", model=OTHER)
    exporter.submit(other)
    told.touch()
    assert ended(exporter, other).status == "made"


def test_what_a_killed_server_left_half_made_goes_and_what_was_made_stays(exporter: Exporter, tmp_path: Path) -> None:
    exporter.submit(export_request())
    ended(exporter, export_request())
    exporter.close()
    half = tmp_path / "exports" / OTHER / "0123"
    (half / "tmpx").mkdir(parents=True)
    (half / "tmpx" / "x.npz").write_text("half", "utf-8")
    another = Exporter(lambda: Engine("exporter", log_folder=tmp_path / "logs"), folder=tmp_path / "exports")
    another.submit(export_request("more"))
    ended(another, export_request("more"))
    another.close()
    assert not half.parent.exists()
    assert another.state(export_request()).status == another.state(export_request("more")).status == "made"


def test_closing_ends_what_is_made_and_leaves_no_half_of_a_file(tmp_path: Path) -> None:
    exporter = Exporter(lambda: Engine("exporter", log_folder=tmp_path / "logs"), folder=tmp_path / "exports")
    asked = export_request(target="make_file_when_told", told=str(tmp_path / "never"))
    exporter.submit(asked)
    until(lambda: exporter.state(asked).progress is not None)
    exporter.close()
    assert exporter.state(asked).status == "none"
    exporter.wake()  # too late, and nothing happens
    assert list((tmp_path / "exports").rglob("*.npz")) == []
