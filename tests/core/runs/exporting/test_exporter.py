"""Files that are made when asked for: one after the other, kept with their model, and made again after a fault."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.engine.engine import Engine
from core.errors import EngineDiedError, EngineError, ExportError, QueueFullError
from core.export.formats import Exported
from core.runs.exporting import exporter as exporter_module
from core.runs.exporting.exporter import Exporter, ExportRequest, ExportState
from tests.support.waiting import until

TARGETS = "tests.support.targets:"
RUN, OTHER = "a" * 32, "b" * 32


@pytest.fixture
def engines() -> list[Engine]:
    """Every engine that was made, in order."""
    return []


@pytest.fixture
def exporter(tmp_path: Path, engines: list[Engine]) -> Iterator[Exporter]:
    def make_engine() -> Engine:
        engines.append(Engine("exporter", log_folder=tmp_path / "logs"))
        return engines[-1]

    exporter = Exporter(make_engine, folder=tmp_path / "exports", most_bytes=3000)
    yield exporter
    exporter.close()


def request(text: str = "a file", *, model: str = RUN, target: str = "make_file", **named: str) -> ExportRequest:
    args = (text,) if target.startswith("make_file") else ()
    return ExportRequest(
        model=model,
        key=hashlib.sha256(f"{text} {target}".encode()).hexdigest(),
        file_name="x.npz",
        target=TARGETS + target,
        args=args,
        named=named,
    )


def ended(exporter: Exporter, asked: ExportRequest) -> ExportState:
    until(lambda: exporter.state(asked).status in ("made", "failed"))
    return exporter.state(asked)


def test_file_is_made_once_and_found_again_by_another_server(exporter: Exporter, tmp_path: Path) -> None:
    asked = request()
    assert exporter.state(asked) == ExportState(status="none")
    exporter.ask(asked)
    state = ended(exporter, asked)
    assert state.made == Exported(size_bytes=6, digest="00", correct=9, count=10, milliseconds_per_image=0.5)
    assert state.path is not None
    assert state.path.read_text("utf-8") == "a file"
    before = state.path.stat()
    exporter.ask(asked)
    assert exporter.state(asked) == state
    assert state.path.stat().st_ino == before.st_ino
    another = Exporter(lambda: pytest.fail("no engine is needed"), folder=tmp_path / "exports")
    assert another.state(asked) == state
    another.close()


def test_files_wait_for_each_other_and_tell_how_far_they_are(exporter: Exporter, tmp_path: Path) -> None:
    told = tmp_path / "told"
    first, second = request("first", target="make_file_when_told", told=str(told)), request("second")
    for _ in range(3):  # impatient clicks ask for nothing more
        exporter.ask(first)
        exporter.ask(second)
    until(lambda: exporter.state(first).progress is not None)
    assert exporter.state(first).status == "making"
    assert exporter.state(first).progress.fraction == 0.25
    assert exporter.state(second) == ExportState(status="waiting", ahead=1)
    told.touch()
    assert ended(exporter, first).status == ended(exporter, second).status == "made"


def test_what_cannot_be_made_says_why_and_leaves_nothing(exporter: Exporter, tmp_path: Path) -> None:
    asked = request(target="make_no_file")
    exporter.ask(asked)
    state = ended(exporter, asked)
    assert isinstance(state.error, ExportError)
    assert list((tmp_path / "exports").iterdir()) == []
    exporter.ask(asked)  # a person may try again
    assert ended(exporter, asked).status == "failed"


def test_engine_that_dies_fails_that_file_alone(exporter: Exporter, tmp_path: Path) -> None:
    deadly, good = request(target="die_making"), request()
    exporter.ask(deadly)
    exporter.ask(good)
    assert isinstance(ended(exporter, deadly).error, EngineDiedError)
    assert ended(exporter, good).status == "made"
    assert len(list((tmp_path / "exports").rglob("*.npz"))) == 1


def test_models_files_go_with_it(exporter: Exporter, tmp_path: Path) -> None:
    told = tmp_path / "told"
    kept, made = request("kept", model=OTHER), request("made")
    going_on = request("going on", target="make_file_when_told", told=str(told))
    waiting = request("waiting")
    exporter.ask(kept)
    exporter.ask(made)
    ended(exporter, made)
    exporter.ask(going_on)
    until(lambda: exporter.state(going_on).status == "making")
    exporter.ask(waiting)
    exporter.remove(RUN)
    assert exporter.state(made).status == "none"
    assert exporter.state(waiting).status == "none"
    told.touch()
    until(lambda: exporter.state(going_on).status == "none")
    assert [path.parent.parent.name for path in (tmp_path / "exports").rglob("*.npz")] == [OTHER]
    assert exporter.state(kept).status == "made"


def test_what_was_looked_at_longest_ago_goes_where_all_take_too_much_room(exporter: Exporter) -> None:
    first, second, third = (request(letter * 1200) for letter in "abc")  # of which two fit
    for one in (first, second):
        exporter.ask(one)
        assert ended(exporter, one).status == "made"
    assert exporter.state(first).status == "made"  # looked at last
    exporter.ask(third)
    assert ended(exporter, third).status == "made"
    assert exporter.state(second).status == "none"
    assert exporter.state(first).status == "made"


def test_engine_leaves_after_a_while_without_work_and_comes_back(
    exporter: Exporter, engines: list[Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporter_module, "IDLE_SECONDS", 0.0)
    first, second = request("one"), request("two")
    exporter.ask(first)
    ended(exporter, first)
    until(lambda: engines[-1].is_closed)
    exporter.ask(second)
    assert ended(exporter, second).status == "made"
    assert len(engines) == 2


def test_worn_engine_is_replaced(exporter: Exporter, engines: list[Engine], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporter_module, "JOBS_PER_PROCESS", 1)
    asked = [request(name) for name in ("one", "two")]
    for one in asked:
        exporter.ask(one)
    assert [ended(exporter, one).status for one in asked[1:]] == ["made"]
    until(lambda: engines[0].is_closed)
    assert len(engines) >= 2


def test_waking_starts_the_engine_before_anything_is_asked(exporter: Exporter, engines: list[Engine]) -> None:
    exporter.wake()
    until(lambda: engines and engines[0].status == "ready")


def test_too_many_are_refused(exporter: Exporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporter_module, "MOST_WAITING", 1)
    told = tmp_path / "told"
    first = request("first", target="make_file_when_told", told=str(told))
    exporter.ask(first)
    until(lambda: exporter.state(first).status == "making")
    exporter.ask(request("second"))
    with pytest.raises(QueueFullError, match=r"^1 files wait"):
        exporter.ask(request("third"))
    told.touch()


def test_one_network_leaves_room_for_others(
    exporter: Exporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporter_module, "MOST_WAITING_OF_MODEL", 1)
    told = tmp_path / "told"
    first = request("first", target="make_file_when_told", told=str(told))
    exporter.ask(first)
    until(lambda: exporter.state(first).status == "making")
    exporter.ask(request("second"))
    with pytest.raises(QueueFullError, match=r"^1 files of this network's run wait"):
        exporter.ask(request("third"))
    other = request("third", model=OTHER)
    exporter.ask(other)
    told.touch()
    assert ended(exporter, other).status == "made"


@pytest.mark.parametrize("refused", ["start", "make"])
def test_engine_that_the_machine_refuses_fails_what_waits_and_is_tried_again(
    exporter: Exporter, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], refused: str
) -> None:
    def refuse(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as short_of_threads:
        if refused == "start":
            short_of_threads.setattr(Engine, "start", refuse)
        else:
            short_of_threads.setattr(exporter, "_make_engine", refuse)
        exporter.ask(request())
        assert isinstance(ended(exporter, request()).error, EngineError)
    assert "can't start new thread" in capfd.readouterr().err
    exporter.ask(request())
    assert ended(exporter, request()).status == "made"


def test_exporter_that_gets_no_thread_says_so_and_is_tried_again(
    exporter: Exporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as short_of_threads:
        short_of_threads.setattr(threading.Thread, "start", refuse)
        exporter.wake()
        exporter.ask(request())
        assert isinstance(exporter.state(request()).error, EngineError)
    exporter.ask(request())
    assert ended(exporter, request()).status == "made"


def test_what_a_killed_server_left_half_made_goes_and_what_was_made_stays(exporter: Exporter, tmp_path: Path) -> None:
    exporter.ask(request())
    ended(exporter, request())
    exporter.close()
    half = tmp_path / "exports" / OTHER / "0123"
    (half / "tmpx").mkdir(parents=True)
    (half / "tmpx" / "x.npz").write_text("half", "utf-8")
    another = Exporter(lambda: Engine("exporter", log_folder=tmp_path / "logs"), folder=tmp_path / "exports")
    another.ask(request("more"))
    ended(another, request("more"))
    another.close()
    assert not half.parent.exists()
    assert another.state(request()).status == another.state(request("more")).status == "made"


def test_closing_ends_what_is_made_and_leaves_no_half_of_a_file(tmp_path: Path) -> None:
    exporter = Exporter(lambda: Engine("exporter", log_folder=tmp_path / "logs"), folder=tmp_path / "exports")
    asked = request(target="make_file_when_told", told=str(tmp_path / "never"))
    exporter.ask(asked)
    until(lambda: exporter.state(asked).progress is not None)
    exporter.close()
    assert exporter.state(asked).status == "none"
    exporter.wake()  # too late, and nothing happens
    assert list((tmp_path / "exports").rglob("*.npz")) == []
