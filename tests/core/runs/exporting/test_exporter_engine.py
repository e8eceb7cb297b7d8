"""The engine that makes files: started when one is likely to be asked for, replaced, refused by the machine."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from core.engine.engine import Engine
from core.errors import EngineDiedError, EngineError
from core.runs.exporting import exporter as exporter_module
from core.runs.exporting.exporter import Exporter
from tests.support.exported_files import ended, export_request
from tests.support.waiting import until

pytestmark = pytest.mark.process


def test_engine_that_dies_fails_that_file_alone(exporter: Exporter, tmp_path: Path) -> None:
    deadly, good = export_request(target="die_making"), export_request()
    exporter.submit(deadly)
    exporter.submit(good)
    assert isinstance(ended(exporter, deadly).error, EngineDiedError)
    assert ended(exporter, good).status == "made"
    assert len(list((tmp_path / "exports").rglob("*.npz"))) == 1


def test_engine_leaves_after_a_while_without_work_and_comes_back(
    exporter: Exporter, engines: list[Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporter_module, "IDLE_SECONDS", 0.0)
    first, second = export_request("one"), export_request("two")
    exporter.submit(first)
    ended(exporter, first)
    until(lambda: engines[-1].is_closed)
    exporter.submit(second)
    assert ended(exporter, second).status == "made"
    assert len(engines) == 2


def test_worn_engine_is_replaced(exporter: Exporter, engines: list[Engine], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporter_module, "JOBS_PER_PROCESS", 1)
    asked = [export_request(name) for name in ("one", "two")]
    for one in asked:
        exporter.submit(one)
    assert [ended(exporter, one).status for one in asked[1:]] == ["made"]
    until(lambda: engines[0].is_closed)
    assert len(engines) >= 2


def test_waking_starts_the_engine_before_anything_is_asked(exporter: Exporter, engines: list[Engine]) -> None:
    exporter.wake()
    until(lambda: engines and engines[0].status == "ready")


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
        exporter.submit(export_request())
        assert isinstance(ended(exporter, export_request()).error, EngineError)
    assert "can't start new thread" in capfd.readouterr().err
    exporter.submit(export_request())
    assert ended(exporter, export_request()).status == "made"


def test_exporter_that_gets_no_thread_says_so_and_is_tried_again(
    exporter: Exporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as short_of_threads:
        short_of_threads.setattr(threading.Thread, "start", refuse)
        exporter.wake()
        exporter.submit(export_request())
        assert isinstance(exporter.state(export_request()).error, EngineError)
    exporter.submit(export_request())
    assert ended(exporter, export_request()).status == "made"
