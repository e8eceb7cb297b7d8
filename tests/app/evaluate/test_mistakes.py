"""Evaluate's tab "Mistakes" below the round: all of them, what every network misreads, labels that look wrong."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from core import lab
from core.inference.evaluation import Evaluation
from core.runs.jobs.job import JobState
from core.serving.inference_client import InferenceClient
from core.training.record.events import Checkpoint, EpochEnded
from pages.text.evaluate_mistakes import DoubtedLabels, SharedMistakes
from tests.support.component_events import data_of, send
from tests.support.doubted_labels import doubts
from tests.support.mistakes_page import (
    COMPARED,
    DOUBTED,
    ENDED,
    GALLERY,
    MISTAKES,
    components,
    indices,
    keys,
    tiles,
)
from tests.support.page_text import text_of
from tests.support.written_runs import EPOCH, STARTED

pytestmark = pytest.mark.app


def test_gallery_is_surest_first_with_sureness_or_by_loss(opened_mistakes) -> None:
    app = opened_mistakes()
    assert "All its mistakes: 4 of 10,000" in text_of(app)
    assert indices(app, GALLERY) == [17, 1, 34, 0]
    assert tiles(app, GALLERY)[0]["lines"] == ["\N{BALLOT X} 7 read as 2", "98.3 % sure"]
    assert "Some of these a person would misread too." in text_of(app)
    app.segmented_control(key="evaluate-order").set_value("loss").run()
    assert indices(app, GALLERY) == [17, 1, 34, 0]
    assert tiles(app, GALLERY)[0]["lines"] == ["\N{BALLOT X} 7 read as 2", "loss 6.27"]  # -ln(0.017 / 9)


def test_gallery_by_pair_has_a_heading_for_each_and_a_filter(opened_mistakes) -> None:
    app = opened_mistakes()
    app.segmented_control(key="evaluate-order").set_value("pair").run()
    shown = tiles(app, GALLERY)
    assert [tile["index"] for tile in shown] == [17, 0, 1, 34]
    assert [tile["heading"] for tile in shown] == [
        *("7 read as 2: 2 images", "", "2 read as 3: 1 image", "7 read as 1: 1 image")
    ]
    pairs = app.selectbox(key="evaluate-pair")
    assert pairs.options == [
        *("All: 4 images", "7 read as 2: 2 images", "2 read as 3: 1 image", "7 read as 1: 1 image")
    ]
    pairs.set_value(72).run()
    assert indices(app, GALLERY) == [17, 0]


def test_pair_that_another_network_does_not_mix_up_gives_way_to_all(opened_mistakes, answering) -> None:
    app = opened_mistakes()
    app.selectbox(key="evaluate-pair").set_value(72).run()
    answering.mistakes = {1: (3, 0.9), 34: (1, 0.7)}
    app.run()
    assert indices(app, GALLERY) == [1, 34]
    assert app.selectbox(key="evaluate-pair").value == -1
    assert not app.exception


def test_gallery_shows_24_and_further_ones_at_a_click(opened_mistakes, answering) -> None:
    answering.mistakes = {place: (6, 0.5 + place / 200) for place in range(5, 70)}  # some of them are sixes
    app = opened_mistakes()
    wrong = len(indices(app, GALLERY))
    assert wrong == 24
    more = app.button(key="gallery-more")
    assert more.label.startswith("Show 24 more of ")
    more.click().run()
    assert len(indices(app, GALLERY)) == 48
    app.button(key="gallery-more").click().run()
    assert "gallery-more" not in keys(app)
    app.segmented_control(key="evaluate-order").set_value("loss").run()
    assert len(indices(app, GALLERY)) == 24


def test_selected_mistake_is_marked_and_can_be_opened_elsewhere(opened_mistakes) -> None:
    app = opened_mistakes(digit="test-17")
    assert data_of(app, GALLERY)["chosen"] == 17
    links = {link.proto.label: link.proto for link in app.get("page_link")}
    for label in ("Open in Inside", "Open in Browse"):
        assert "digit=test-17" in links[label].query_string
    send(app, GALLERY, "chosen", 34)
    assert app.query_params["digit"] in ("test-34", ["test-34"])


def test_one_network_alone_needs_another(opened_mistakes) -> None:
    said = text_of(opened_mistakes())
    assert SharedMistakes.NEEDS_TWO in said
    assert "Train another network" in {link.proto.label for link in opened_mistakes().get("page_link")}


@pytest.fixture
def three(opened_mistakes, answering, run_of, monkeypatch) -> SimpleNamespace:
    """Give a person with two runs beside the pretrained network; what they read is there when a test says so."""
    owner = "e" * 32
    said, state = {}, SimpleNamespace(owner=owner, read=set())
    for number, mistakes in ((1, {17: (2, 0.9), 34: (9, 0.8)}), (2, {17: (1, 0.7), 0: (2, 0.9)})):
        kept = Checkpoint(name=f"epoch-00{number}.npz", digest=f"{number}{number}", size_bytes=1)
        values = {field: getattr(EPOCH, field) for field in EpochEnded.__dataclass_fields__}
        run_of(owner, [STARTED, EpochEnded(**(values | {"checkpoint": kept})), ENDED], name=f"Number {number}")
        said[kept.digest] = mistakes

    def evaluate(network) -> Evaluation:
        answering.mistakes = said.get(network.digest, MISTAKES)
        found = answering.evaluate(np.asarray(lab.current().dataset().test_labels))
        answering.mistakes = MISTAKES
        return found

    def known(_, network, dataset, images=None):
        return evaluate(network) if network.digest not in said or network.digest in state.read else None

    monkeypatch.setattr(InferenceClient, "known_evaluation", known)
    state.digests = list(said)
    return state


def test_networks_that_have_not_read_are_offered_and_then_counted(opened_mistakes, three) -> None:
    app = opened_mistakes(owner=three.owner)
    assert "Only one of your 3 networks has read the test images so far; it takes two." in text_of(app)
    assert app.button(key="evaluate-read-others").label == "Read the other 2 too"
    three.read = set(three.digests[:1])
    app.run()
    assert "2 of 10,000 images are read wrong by both of your networks." in text_of(app)  # 17 and 34
    assert app.button(key="evaluate-read-others").label == "Read the other one too"
    three.read = set(three.digests)
    app.run()
    said = text_of(app)
    assert "1 of 10,000 images is read wrong by all 3 of your networks." in said
    assert "By chance alone, were their mistakes independent, it would be under 0.1 images." in said
    assert "Counted: Number 2 (epoch 1); Number 1 (epoch 1); the pretrained network." in said
    assert tiles(app, COMPARED)[0]["lines"] == ["\N{BALLOT X} label 7", "read as 2 (2), 1 (1)"]
    assert "evaluate-read-others" not in keys(app)
    app = opened_mistakes(owner=three.owner, digit="test-17")
    assert "Test image 17, labelled 7: what each of them says" in text_of(app)


def test_reading_the_others_shows_how_far_it_is(opened_mistakes, three) -> None:
    app = opened_mistakes(owner=three.owner)
    app.button(key="evaluate-read-others").click().run()
    assert "Reading the test images" in text_of(app)
    assert "evaluate-read-others" not in keys(app)
    three.read = set(three.digests)
    app.run()
    assert "Reading the test images" not in text_of(app)
    assert COMPARED in components(app)


def test_doubtful_labels_are_looked_for_on_browse(opened_mistakes) -> None:
    app = opened_mistakes()
    assert DoubtedLabels.NOT_LOOKED in text_of(app)
    links = {link.proto.label: link.proto for link in app.get("page_link")}
    assert "pictures=test.preset-suspicious.10x10" in links[DoubtedLabels.LOOK].query_string


@pytest.mark.parametrize(("answer", "agreed"), [(1, [2654]), (0, [])])
def test_doubted_labels_that_it_misreads_likewise_are_shown(
    opened_mistakes, answering, monkeypatch, answer, agreed
) -> None:
    jobs = SimpleNamespace(state=lambda request, owner: JobState(status="done", result=doubts().to_arrays()))
    monkeypatch.setattr(lab.current(), "jobs", jobs)
    answering.mistakes = {2654: (answer, 0.8), 3: (7, 0.6)}
    app = opened_mistakes()
    answering.mistakes = {2654: (answer, 0.8), 3: (7, 0.6)}
    app.run()
    said = text_of(app)
    assert "Of the 3 images whose labels small networks doubt most, 1 is a test image." in said
    if agreed:
        assert "This network reads 1 of them as the doubt suggests, so 1 of its 2 mistakes may be the label's." in said
        assert tiles(app, DOUBTED)[0]["lines"] == ["label 6", "looks like 1"]
        assert indices(app, DOUBTED) == agreed
    else:
        assert "This network reads none of them as the doubt suggests." in said
        assert DOUBTED not in components(app)
