"""The report that is handed in: made when asked for, with the evaluation's numbers, and asking nobody for anything."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core import lab
from core.recipes import recipe
from core.training.record.events import BestRestored, ModelKept, RunBranched, RunEnded, RunSteered
from core.training.settings.config import TrainingConfig
from pages.text.evaluate_report import ReportCard
from tests.support.brought_models import keep
from tests.support.clothes import NAMES
from tests.support.page_text import labels, text_of
from tests.support.report_page import report_in
from tests.support.written_runs import EPOCH, FILE, STARTED, STEPS, TAUGHT, TEST

pytestmark = pytest.mark.app

# Test images of MNIST: 0 is a 7, 1 is a 2, 17 is a 7, 34 is a 7.
MISTAKES = {0: (2, 0.61), 17: (2, 0.983), 1: (3, 0.9), 34: (1, 0.7)}
FINISHED = RunEnded(outcome="finished", epoch=1)
SECOND = replace(EPOCH, epoch=2, loss=0.1, accuracy=0.97, validation_loss=0.05, validation_accuracy=0.985)
SLOWER = RunSteered(action="learning_rate", epoch=1, step=211, seconds=2.0, value=0.0005)
EVENTS = {
    "finished": [STARTED, STEPS, EPOCH, TEST, FINISHED],
    "steered": [STARTED, STEPS, SLOWER, EPOCH, SECOND, TEST, RunEnded(outcome="finished", epoch=2)],
    "stopped": [
        STARTED,
        STEPS,
        EPOCH,
        ModelKept(epoch=2, step=500, checkpoint=FILE),
        RunEnded(outcome="stopped", epoch=2, step=78),
    ],
    "without validation": [
        replace(STARTED, validation_images=0),
        replace(EPOCH, validation_loss=None, validation_accuracy=None),
        FINISHED,
    ],
    "runs away": [STARTED, replace(STEPS, mean_loss=float("inf")), replace(EPOCH, loss=float("nan")), FINISHED],
    "restored": [STARTED, EPOCH, SECOND, BestRestored(epoch=1), TEST, RunEnded(outcome="finished", epoch=2)],
    "taught": [TAUGHT, STARTED, EPOCH, FINISHED],
    "branch": [RunBranched(parent="f" * 32, epoch=1, checkpoint=FILE, optimizer=None), STARTED, SECOND],
    "still training": [STARTED, STEPS, EPOCH],
}


@pytest.mark.usefixtures("answering", "swept")
def test_nothing_is_made_before_it_is_asked_for(visit):
    app = visit("evaluate.py", show="Take away")
    assert ReportCard.MAKE in labels(app)
    assert "evaluate-report-made" not in app.session_state
    app.button(key="take-report").click().run()
    assert "Download pretrained-network-report.html" in labels(app)
    assert ReportCard.PRINT in text_of(app)


@pytest.mark.usefixtures("real_mnist")
def test_numbers_are_those_of_the_evaluation(report, answering):
    answering.mistakes = MISTAKES
    page = report()
    said = page.text_of("p")
    assert "99.96 % right: 9,996 of 10,000 (95 % interval 99.90 to 99.98). Loss 0.004." in said
    assert "On the 5,000 images that were held out while it trained: 99.9 %, 4,996 right" in said
    matrix = page.rows("matrix")
    assert matrix[1] == ["is", *map(str, range(10))]
    assert matrix[2 + 7] == ["7", "", "1", "2", "", "", "", "", "1,025", "", ""]
    assert matrix[2 + 2] == ["2", "", "", "1,031", "1", "", "", "", "", "", ""]
    assert "Most often: 7 read as 2: 2 images; 2 read as 3: 1 image; 7 read as 1: 1 image." in said
    assert "Hardest is the 7: 3 of 1,028 wrong. Easiest is the 0: 0 of 980 wrong." in said
    cells = [row.text for row in page.all("tr")]
    assert "21,0321,03199.8 %99.9 %99.9 %" in cells
    assert [image.attributes["alt"] for image in page.all("img")] == [
        "Test image 17, a 7, read as 2, 98.3 % sure",
        "Test image 1, a 2, read as 3, 90.0 % sure",
        "Test image 34, a 7, read as 1, 70.0 % sure",
        "Test image 0, a 7, read as 2, 61.0 % sure",
    ]
    assert "Expected calibration error 0.21 points (95 % interval" in said
    assert "99,626 parameters" in said
    page.check()


def test_pretrained_networks_report_has_its_history_and_its_program(report):
    page = report()
    assert [heading.text for heading in page.all("h2")][-1] == "11 Appendix: the program"
    assert len(page.all("polyline")) == 8  # steps, train, validation; the diagonal and the bin's interval
    assert "It learned from MNIST" in page.text_of("p")
    assert "74 epochs of 429 steps took 37 min 27 s" in page.text_of("p")
    assert "keras.Sequential" in page.text_of("code")
    page.check()


@pytest.mark.parametrize("kind", EVENTS)
def test_every_kind_of_run_has_its_report(report, run_of, kind):
    run = run_of("somebody", EVENTS[kind])
    page = report(model=run)
    page.check()
    assert page.text_of("h1").startswith("Quick CNN" if kind != "taught" else "")
    said = page.text_of("p")
    assert ("keras.Sequential" in page.text_of("code")) == (kind != "taught")
    assert ("Changed by hand while it trained" in said) == (kind == "steered")
    if kind == "steered":
        assert "epoch 1, step 211: learning rate 0.003 to 0.0005" in page.text_of("li")
    if kind == "stopped":
        assert "These are its weights when it was stopped, of 3 epochs that were set." in said
    if kind == "taught":
        assert "are own digits" in said


def test_earlier_epoch_is_marked_in_the_curves(report, run_of):
    run = run_of("somebody", EVENTS["steered"])
    page = report(model=f"{run}.1")
    assert [text.text for text in page.all("text")].count("this network") == 2
    assert "1 epoch of 422 steps took 4 s" in page.text_of("p")
    page.check()


@pytest.mark.parametrize("kind", ["keras", "changed"])
def test_network_from_a_file_has_no_history_and_says_so(report, kind):
    kept = keep(lab.current().imported_models, kind=kind, name="Mine")
    page = report(model=f"file-{kept.id}")
    assert page.text_of("h1") == "Mine"
    assert "A file of weights holds no history, so there are no curves." in page.text_of("p")
    assert [heading.text for heading in page.all("h2")][-1] == "10 What this score does not say"
    assert "held out while it trained" not in page.text_of("p")
    page.check()


def test_digits_that_it_has_seen_are_said_to_be_seen(report, bundled_dataset, monkeypatch):
    monkeypatch.setattr("pages.state.cached.dataset", lambda: bundled_dataset)
    page = report()
    assert "it has seen each with its label" in page.text_of("p")
    assert "held out while it trained" not in page.text_of("p")
    page.check()


def test_classes_are_said_by_their_names(report, run_of, clothes, answering):
    answering.mistakes = {0: (7, 0.9), 1: (5, 0.8)}
    run = run_of("somebody", EVENTS["finished"], data=clothes.digest)
    page = report(model=run)
    page.check()
    assert page.rows("matrix")[1] == ["is", *NAMES]
    assert "5 Class by class" in page.text_of("h2")
    assert "It learned from Fashion-MNIST" in page.text_of("p")
    assert all("taken for" in image.attributes["alt"] for image in page.all("img"))
    assert "digit" not in " ".join(page.text_of(tag) for tag in ("h2", "th", "figcaption")).lower()


def test_network_of_other_classes_has_none(visit, answering, clothes):
    app = visit("evaluate.py", show="Take away")
    assert ReportCard.OTHER_CLASSES in text_of(app)
    assert ReportCard.MAKE not in labels(app)


def test_renamed_run_has_another_report(visit, report, run_of, answering):
    run = run_of("somebody", EVENTS["finished"], name="Before")
    app = visit("evaluate.py", show="Take away", model=run)
    assert report(app).text_of("h1") == "Before after epoch 1"
    lab.current().store.set_name_and_note(run, name="After", note="")
    app.run()
    assert report_in(app).text_of("h1") == "After after epoch 1"
    assert "Download after-report.html" in labels(app)


@pytest.mark.usefixtures("swept")
def test_report_waits_for_the_images_to_be_read(visit, answering):
    answering.is_read = False
    app = visit("evaluate.py", show="Take away")
    app.button(key="take-report").click().run()
    assert "evaluate-report-made" not in app.session_state
    assert "Reading the test images: " in app.get("progress")[0].proto.text
    answering.is_read = True
    app.run()
    assert "Download pretrained-network-report.html" in labels(app)


def test_looks_at_the_test_images_are_counted(visit, report, run_of):
    of_family = {"recipe_key": "lenet-5", "spec": recipe("lenet-5").spec}
    first, second = (run_of("somebody", EVENTS["finished"], config=TrainingConfig(seed=n), **of_family) for n in (7, 8))
    app = visit("evaluate.py", show="Take away", model=first)
    assert "It is the first network of this family" in report(app).text_of("p")
    app.query_params["model"] = second
    app.run()
    page = report(app)
    assert "has looked at the test score of 2 networks of this family" in page.text_of("p")
    assert "The test images were looked at 2 times in this family." in page.text_of("li")


def test_run_that_is_judged_by_its_validation_says_so(report, run_of):
    config = TrainingConfig(validation_source="test")
    page = report(model=run_of("somebody", EVENTS["finished"], config=config))
    assert "the score is a little too kind" in page.text_of("p")
    assert "held out while it trained" not in page.text_of("p")
    page.check()
