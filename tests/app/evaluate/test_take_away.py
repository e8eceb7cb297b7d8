"""The tab "Take away" as a person meets it: a file is chosen, made, tried, downloaded; nothing is made unasked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from core import lab
from core.errors import ExportError
from core.export.formats import FORMATS, Exported, ExportProgress
from core.runs.exporting.exporter import Exporter, ExportRequest, ExportState
from core.training.record.events import RunBranched, RunEnded
from pages.text.take_away import TakeAway, size
from pages.text.taught_run import TaughtRun
from tests.support.brought_models import keep
from tests.support.page_text import labels, text_of
from tests.support.written_runs import EPOCH, FILE, STARTED, TAUGHT

pytestmark = pytest.mark.app

MADE = Exported(size_bytes=148_023, digest="0" * 64, correct=9_912, count=10_000, milliseconds_per_image=0.416)


class Making:
    """What makes files in the exporter's place; a test says how far each is."""

    def __init__(self) -> None:
        self.states: dict[str, ExportState] = {}  # by the name of the file
        self.asked: list[ExportRequest] = []
        self.is_woken = False


@pytest.fixture
def making(monkeypatch: pytest.MonkeyPatch) -> Making:
    fake = Making()
    none = ExportState(status="none")
    monkeypatch.setattr(Exporter, "wake", lambda _: setattr(fake, "is_woken", True))
    monkeypatch.setattr(Exporter, "state", lambda _, request: fake.states.get(request.file_name, none))
    monkeypatch.setattr(Exporter, "submit", lambda _, request: fake.asked.append(request))
    return fake


def click(app, label: str) -> None:
    next(button for button in app.button if button.label == label).click().run()


@pytest.fixture
def take_away(visit, answering, making):
    """Return a function that opens the tab: `take_away(model=...)`."""
    return lambda **query: visit("evaluate.py", show="Take away", **query)


def test_nothing_is_made_before_it_is_asked_for(take_away, making):
    app = take_away()
    assert making.is_woken  # so that it is awake by the time that somebody has chosen
    assert making.asked == []
    assert "Make digits.keras" in labels(app)
    assert "load_model" in text_of(app)


def test_click_asks_for_the_file_of_the_selected_network(take_away, making):
    app = take_away()
    click(app, "Make digits.keras")
    (asked,) = making.asked
    assert (asked.model, asked.file_name, asked.args[1]) == ("pretrained", "digits.keras", "keras")


@pytest.mark.parametrize(("kind", "precision", "key"), [("npz", None, "npz"), ("tflite", "tflite_int8", "tflite_int8")])
def test_other_kinds_have_their_own_file_and_code(take_away, making, kind, precision, key):
    app = take_away()
    before = text_of(app)
    app.segmented_control(key="take-kind").set_value(kind).run()
    if precision:
        app.segmented_control(key="take-precision").set_value(precision).run()
    assert f"Make {FORMATS[key].file_name}" in labels(app)
    assert TakeAway.ABOUT[key] in text_of(app)
    assert FORMATS[key].file_name in text_of(app)
    assert text_of(app) != before


def test_file_that_is_made_says_how_it_did_and_can_be_downloaded(take_away, making, tmp_path: Path):
    making.states["digits.keras"] = ExportState(status="made", made=MADE, path=tmp_path / "digits.keras")
    app = take_away()
    assert "Download digits.keras" in labels(app)
    assert (
        "**digits.keras**, 148 kB. In Keras, this very file read 99.12 % of the test images right: 9,912 of 10,000. "
        "One image takes 0.42 ms on this server."
    ) in text_of(app)


@pytest.mark.parametrize(
    ("has_state", "said"), [(False, "the largest learning rate of the schedule"), (True, "of the last step")]
)
def test_what_fit_goes_on_with_is_said_as_it_is_in_the_file(take_away, making, tmp_path: Path, has_state, said):
    made = replace(MADE, has_state=has_state)
    making.states["digits.keras"] = ExportState(status="made", made=made, path=tmp_path / "file")
    (tmp_path / "file").write_bytes(b"")
    shown = text_of(take_away())
    assert TakeAway.GOING_ON in shown
    assert said in shown


def test_several_made_files_stand_beside_each_other(take_away, making, tmp_path: Path):
    for name in ("digits.keras", "digits-int8.tflite"):
        making.states[name] = ExportState(status="made", made=MADE, path=tmp_path / name)
    (table,) = [html for html in text_of(take_away()).split("\n") if TakeAway.MADE in html and "<table" in html]
    assert "digits-int8.tflite" in table
    assert "9,912 of 10,000" in table


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (ExportState(status="waiting", ahead=2), "Waiting: 2 files are made first."),
        (ExportState(status="waiting", ahead=1), "Waiting: 1 file is made first."),
        (ExportState(status="waiting", waking_seconds=3.0), "The converter is waking up (about 10 s)."),
        (ExportState(status="making"), "Making the file"),
        (
            ExportState(status="making", progress=ExportProgress(stage="measuring", fraction=0.4)),
            "Trying the file on the test images: 40 %",
        ),
    ],
    ids=["second in line", "first in line", "waking", "making", "measuring"],
)
def test_wait_says_how_far_it_is(take_away, making, state, said):
    making.states["digits.keras"] = state
    app = take_away()
    assert [element.proto.text for element in app.get("progress")] == [said]
    assert "Make digits.keras" not in labels(app)


def test_failure_says_why_and_can_be_tried_again(take_away, making):
    error = ExportError("TFLite has no such layer. Choose another format.")
    making.states["digits.keras"] = ExportState(status="failed", error=error)
    app = take_away()
    assert "TFLite has no such layer\\. Choose another format\\." in [error.value for error in app.error]
    click(app, "Make digits.keras")
    assert len(making.asked) == 1


def test_run_has_its_program_its_set_up_and_its_capsule(take_away, making, run_of):
    run = run_of("somebody", [STARTED, EPOCH, RunEnded(outcome="finished", epoch=1)])
    app = take_away(model=f"{run}.1")
    assert {"Download digits.py", "Download requirements.txt"} <= set(labels(app))
    assert "/train?recipe=quick-cnn" in text_of(app)
    make = next(label for label in labels(app) if "capsule" in label)
    click(app, make)
    assert making.asked[0].model == run


@pytest.mark.parametrize(
    "began", [TAUGHT, RunBranched(parent="f" * 32, epoch=1, checkpoint=FILE, optimizer=None, learned=FILE)]
)
def test_what_learned_own_drawings_has_no_program_nor_has_its_branch(take_away, run_of, began):
    run = run_of("somebody", [began, STARTED, EPOCH, RunEnded(outcome="finished", epoch=1)])
    app = take_away(model=f"{run}.1")
    assert "Download digits.py" not in labels(app)
    assert TaughtRun.NO_PROGRAM in text_of(app)


def test_set_up_opens_on_train_whichever_run_is_selected(take_away, visit, run_of):
    run = run_of("somebody", [STARTED, EPOCH, RunEnded(outcome="finished", epoch=1)])
    app = take_away(model="pretrained", run=run)
    (link,) = [element.proto for element in app.get("page_link") if element.proto.label == TakeAway.SET_UP]
    query = dict(parse_qsl(link.query_string))
    assert query["recipe"].startswith("quick-cnn~epochs.74~")
    app.switch_page("train.py")
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    assert app.number_input(key="train-epochs").value == 74
    assert "Start training" in [button.label for button in app.button]


def test_answers_can_be_taken_once_the_test_images_have_been_read(take_away, answering):
    answers = "All answers as CSV"
    answering.is_read = False
    app = take_away()
    assert answers not in labels(app)
    click(app, TakeAway.READ)
    assert not app.exception
    assert answers not in labels(app)
    assert "Reading the test images: " in app.get("progress")[0].proto.text
    answering.is_read = True
    app.run()
    assert answers in labels(app)
    assert TakeAway.READ not in labels(app)


@pytest.mark.parametrize(("count", "said"), [(148_023, "148 kB"), (2_700_000, "2.7 MB"), (10, "1 kB")])
def test_size_is_said_in_kilobytes_or_megabytes(count, said):
    assert size(count) == said


def test_words_name_the_file_as_it_is_called():
    assert f"load_model('{FORMATS['h5'].file_name}')" in TakeAway.ABOUT["h5"]


def test_capsule_is_called_a_strangers_program():
    assert "stranger" in TakeAway.ABOUT_CAPSULE


@pytest.mark.parametrize(
    ("kind", "said"), [("keras", TakeAway.ELSEWHERE), ("changed", TakeAway.CHANGED), ("changed", TakeAway.CHANGED_HERE)]
)
def test_only_a_network_from_a_file_is_said_to_be_trained_elsewhere(take_away, kind, said):
    kept = keep(lab.current().imported_models, kind=kind)
    text = text_of(take_away(model=f"file-{kept.id}"))
    assert said in text
    assert ("trained elsewhere" in text) == (kind == "keras")
