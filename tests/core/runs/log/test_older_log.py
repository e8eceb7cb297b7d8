"""A log of runs that the version of 28 November wrote, with sentences where there are kinds and fields today.

Everything that it said is said word for word (tests/fixtures/log_of_53b1413/README.md), but for one mended sentence: of
a run whose end cannot be read it said that it had finished.
"""

from __future__ import annotations

import gzip
import json
from datetime import UTC
from pathlib import Path
from types import SimpleNamespace

import pytest

from core.data.cache import Record
from core.data.dataset import open_cached
from core.errors import RunDamagedError
from core.export.capsule.document import CapsuleHistory, to_bytes
from core.export.history_document import history_json
from core.runs.log.histories import Histories
from core.runs.log.store import Store
from core.runs.run_table import run_row
from core.runs.scheduling.supervisor import Supervisor
from core.training.diagnosis.rules import diagnoses
from core.training.record.events import RunEnded, RunSteered
from core.training.record.history import History
from core.training.settings.config import SCHEMA
from pages.parts.train.run import controls
from pages.parts.train.run.log import lines_of
from pages.text.doctor import Doctor
from pages.text.run import Run
from pages.text.runs import Runs
from pages.text.setup import Guess
from pages.text.steer import Rewind, Steer

FOLDER = Path(__file__).parents[3] / "fixtures" / "log_of_53b1413"
EXPECTED = json.loads((FOLDER / "expected.json").read_text("utf-8"))
RUNS = EXPECTED["runs"]
MENDED = {"its end's row is damaged": "How this run ended cannot be read: that entry of its log is damaged."}


def unpack(folder: Path) -> Path:
    path = folder / "runs.sqlite3"
    path.write_bytes(gzip.decompress((FOLDER / "runs.sqlite3.gz").read_bytes()))
    return path


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    store = Store(unpack(tmp_path_factory.mktemp("older")))
    yield store
    store.close()


def waiting_reason(history: History) -> str:
    command = controls.last_command(history)
    if command is None or not controls.is_held(history):
        return ""
    return Steer.held(str(command.reason), history.last_epoch)


@pytest.mark.parametrize("expected", RUNS, ids=lambda run: run["key"])
def test_run_is_folded_as_ever(store, expected):
    history = Histories(store).of(expected["run"])
    branched, best = history.branched, history.best
    assert expected["fold"] == {
        "status": history.status,
        "is_paused": history.is_paused,
        "can_resume": history.can_resume,
        "stop_is_asked": history.stop_is_asked,
        "epochs": [epoch.epoch for epoch in history.epochs],
        "kept_epochs": [epoch.epoch for epoch in history.kept_epochs],
        "first_epoch": history.first_epoch,
        "last_epoch": history.last_epoch,
        "best": best.epoch if best else None,
        "last_step": history.steps[-1].last_step if history.steps else 0,
        "restored_epoch": history.restored.epoch if history.restored else None,
        "branched_from": [branched.parent, branched.epoch] if branched else None,
        "checkpoint": history.checkpoint.name if history.checkpoint else None,
        "damaged_rows": history.damaged_rows,
    }


@pytest.mark.parametrize("expected", RUNS, ids=lambda run: run["key"])
def test_every_end_and_every_pause_is_said_word_for_word(store, expected):
    history, moments = History(), []
    for index, event in enumerate(store.events(expected["run"])[0]):
        history = history.extended([event])
        if isinstance(event, RunEnded) or (isinstance(event, RunSteered) and event.reason is not None):
            said = {"ended": Run.ended(history), "restored": Rewind.restored(history)}
            said["waiting_reason"] = waiting_reason(history)
            reason = str(event.reason or "")
            fields = {"event": index, "kind": type(event).__name__, "epoch": event.epoch, "step": event.step}
            moments.append(fields | {"reason": reason} | said)
    whole = (
        {"ended": moment["reason"], "restored": "", "waiting_reason": ""} | moment for moment in expected["moments"]
    )
    assert moments == list(whole)


@pytest.mark.parametrize("expected", [run for run in RUNS if not run["refusal"]], ids=lambda run: run["key"])
def test_pages_say_of_a_run_what_they_said(store, expected):
    record, history = store.record(expected["run"]), Histories(store).of(expected["run"])
    settings = Runs.settings(record.config)  # what a run without a name was called then
    row_of_run = run_row(record, history, owner=EXPECTED["owner"], title=record.name or settings)
    details = Runs.details(row_of_run)
    said = {
        "ended": Run.ended(history),
        "restored": Rewind.restored(history),
        "result": Run.result(history),
        "resume": Run.resume(history) if history.can_resume else None,
        "guess": None if record.guess is None else Guess.beside(record.guess, history),
        "is_held": controls.is_held(history),
        "waiting_reason": waiting_reason(history),
        "log": lines_of(record, history),
        "status": Runs.status(row_of_run),
        "name": Runs.name(row_of_run),
        "details": details if record.name else details.removeprefix(f"{settings}, "),
        "doctor": [
            {"kind": found.kind, "title": Doctor.title(found.evidence), "evidence": Doctor.evidence(found.evidence)}
            for found in diagnoses(record.spec, record.config, history)
        ],
    }
    assert said == expected["said"] | ({"ended": MENDED[expected["key"]]} if expected["key"] in MENDED else {})


@pytest.mark.parametrize("expected", [run for run in RUNS if not run["refusal"]], ids=lambda run: run["key"])
def test_downloaded_history_has_the_same_sentences(store, expected):
    record, history = store.record(expected["run"]), Histories(store).of(expected["run"])
    document = json.loads(history_json(history, spec=record.spec, config=record.config))
    assert document["status"] == expected["fold"]["status"]
    assert [list(change.values()) for change in document["changes"]] == expected["changes"]


@pytest.mark.parametrize("expected", [run for run in RUNS if run["refusal"]], ids=lambda run: run["key"])
def test_run_that_could_not_be_read_cannot_be_read_and_says_so(store, expected):
    with pytest.raises(RunDamagedError) as caught:
        store.record(expected["run"])
    said_now = expected["refusal"].replace("versions 1 to 3.", f"versions 1 to {SCHEMA}.")  # it was 3 then
    assert str(caught.value) == said_now
    assert Run.ended(Histories(store).of(expected["run"])) == expected["said"]["ended"]


def test_runs_that_cannot_be_shown_are_named(store):
    unreadable = store.unreadable(owner=EXPECTED["owner"])
    assert [
        {"run": run.id, "name": run.name, "created": run.created, "said": Runs.unreadable(run, UTC)}
        for run in unreadable
    ] == EXPECTED["unreadable"]


def test_next_server_ends_what_was_left_in_the_same_words(tmp_path):
    store = Store(unpack(tmp_path))
    assert [list(left) for left in store.unfinished()] == EXPECTED["unfinished"]
    histories = Histories(store)
    pool = SimpleNamespace(free_count=0, spare=None, begin_closing=lambda: None, close=lambda: None)  # nothing trains
    supervisor = Supervisor(store, histories, runs_folder=tmp_path, pool=pool, data_folder=str)  # type: ignore[arg-type]
    supervisor.close()
    of_key = {run["key"]: histories.of(run["run"]) for run in RUNS if run["key"] in EXPECTED["taken_over"]}
    store.close()
    assert {
        key: {"outcome": history.status, "ended": Run.ended(history)} for key, history in of_key.items()
    } == EXPECTED["taken_over"]


def test_copy_of_a_data_set_whose_record_holds_notes_is_opened():
    index = json.loads((FOLDER / "data" / "sources.json").read_text("utf-8"))
    (record,) = (Record.from_json(entry) for entry in index.values())
    dataset = open_cached(FOLDER, record.digest)
    assert dataset is not None
    assert dataset.digest == record.digest


def test_history_of_a_capsule_is_read_and_written_with_its_sentences():
    written = (FOLDER / "capsule-history.json").read_bytes()
    history = CapsuleHistory.from_bytes(written)
    assert [step.action for step in history.steered if step.reason is not None] == ["pause", "pause"]
    assert json.loads(to_bytes(history.to_json())) == json.loads(written)
