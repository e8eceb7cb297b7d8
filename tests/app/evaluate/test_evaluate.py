"""Evaluate as a person meets it: the score with its count, what is mixed up, the mistakes one by one."""

from __future__ import annotations

import json

import numpy as np
import pytest

from core import lab
from core.data.download.mirrors import MNIST_DIGEST
from core.inference.evaluation import DigitScore, Evaluation
from core.training.record.events import RunEnded
from core.training.settings.config import TrainingConfig
from pages.state import cached
from pages.text.evaluate import Digits, Score
from pages.ui.matrix.cells import level
from tests.support.page_text import text_of
from tests.support.written_runs import EPOCH, STARTED

pytestmark = pytest.mark.app

# Test images of MNIST: 0 is a 7, 1 is a 2, 17 is a 7, 34 is a 7.
MISTAKES = {0: (2, 0.61), 17: (2, 0.983), 1: (3, 0.9), 34: (1, 0.7)}


def components(app) -> dict[str, dict]:
    """Return what the components of ours were given, by their names."""
    given = {
        element.proto.component_name: json.loads(element.proto.json or "{}") for element in app.get("bidi_component")
    }
    return {name: json.loads(data["json"]) if "json" in data else data for name, data in given.items()}


def tiles(app) -> list[dict[str, list]]:
    """Return the tiles of the mix-up."""
    found = [json.loads(element.proto.json) for element in app.get("bidi_component") if "tiles" in element.proto.json]
    return [json.loads(gallery["json"])["tiles"] for gallery in found]


@pytest.mark.usefixtures("real_mnist")
def test_score_has_its_count_and_its_interval(visit, answering):
    answering.mistakes = MISTAKES
    said = text_of(visit("evaluate.py"))
    assert "99.96 % right: 9,996 of 10,000 (95 % interval 99.90 to 99.98). Loss 0.004." in said
    assert "Trained on MNIST by the makers of this app; " in said
    assert said.count("test images read right") == 1  # among the models; below the score it would be the same again


@pytest.mark.usefixtures("real_mnist")
def test_largest_mix_up_is_chosen_at_first_with_its_pictures(visit, answering):
    answering.mistakes = MISTAKES
    app = visit("evaluate.py")
    assert not app.exception
    assert "**A 7 read as 2: 2 images**" in text_of(app)
    assert components(app)["mix_up_matrix"]["chosen"] == [7, 2]
    shown = tiles(app)[0]
    assert [tile["index"] for tile in shown] == [17, 0]  # the surest first
    assert shown[0]["name"] == "Test image 17 is 7, read as 2, 98.3 % sure"
    assert "7 read as 2" in shown[0]["lines"][0]


@pytest.mark.usefixtures("real_mnist")
def test_another_mix_up_shows_its_pictures_and_is_kept(visit, answering):
    answering.mistakes = MISTAKES
    app = visit("evaluate.py")
    app.session_state["evaluate-mix-up"] = (2, 3)
    app.run()
    assert "**A 2 read as 3: 1 image**" in text_of(app)
    assert [tile["index"] for tile in tiles(app)[0]] == [1]
    app.switch_page("browse.py").run()
    app.switch_page("evaluate.py").run()
    assert "**A 2 read as 3: 1 image**" in text_of(app)


@pytest.mark.usefixtures("real_mnist")
def test_mix_up_that_this_network_does_not_make_gives_way_to_its_largest(visit, answering):
    answering.mistakes = MISTAKES
    app = visit("evaluate.py")
    app.session_state["evaluate-mix-up"] = (9, 4)
    app.run()
    assert "**A 7 read as 2: 2 images**" in text_of(app)


@pytest.mark.usefixtures("real_mnist")
def test_selected_mistake_can_be_opened_elsewhere(visit, answering):
    answering.mistakes = MISTAKES
    assert "Open in Inside" not in {link.proto.label for link in visit("evaluate.py", digit="test-5").get("page_link")}
    app = visit("evaluate.py", digit="test-17")
    links = {link.proto.label: link.proto for link in app.get("page_link")}
    for label in ("Open in Inside", "Open in Browse"):
        assert "digit=test-17" in links[label].query_string


@pytest.mark.usefixtures("real_mnist")
def test_hardest_digit_is_named_with_its_count(visit, answering):
    answering.mistakes = MISTAKES
    assert "Hardest is the 7: 3 of 1,028 wrong. Easiest is the 0: 0 of 980 wrong." in text_of(visit("evaluate.py"))


def test_network_without_a_mistake_says_so_and_leaves_nothing_empty(visit, answering):
    app = visit("evaluate.py")
    assert not app.exception
    assert "No mistake at all" in text_of(app)
    assert "Every digit was read right every time." in text_of(app)
    assert not tiles(app)
    assert "mix_up_matrix" not in components(app)


def test_score_waits_for_the_network(visit, answering):
    answering.is_awake = False
    app = visit("evaluate.py")
    assert "The network is waking up (about 10 s)." in text_of(app)
    answering.waking_seconds = 59.0
    assert "The network is still waking up: 50 s so far." in text_of(app.run())
    assert "% right" not in text_of(app)
    answering.is_awake = True
    assert "% right" in text_of(app.run())


def test_known_score_needs_no_network(visit, answering, monkeypatch):
    known = answering.evaluate(np.asarray(lab.current().dataset().test_labels))
    monkeypatch.setattr("core.serving.inference_client.InferenceClient.known_evaluation", lambda *_, **__: known)
    answering.is_awake = False
    asked = answering.questions
    assert "% right" in text_of(visit("evaluate.py"))
    assert answering.questions == asked


@pytest.mark.parametrize(("source", "is_said"), [("test", True), ("last", False)])
def test_run_that_validated_on_the_test_images_is_called_too_kind(visit, answering, run_of, source, is_said):
    config = TrainingConfig(validation_source=source)
    run = run_of("somebody", [STARTED, EPOCH, RunEnded(outcome="finished", epoch=1)], config=config)
    assert ("the score is a little too kind" in text_of(visit("evaluate.py", model=run))) == is_said


def test_run_that_learned_from_other_digits_says_so(visit, answering, run_of):
    events = [STARTED, EPOCH, RunEnded(outcome="finished", epoch=1)]
    said = text_of(visit("evaluate.py", model=run_of("somebody", events, data="another")))
    assert "learned from other digits" in said
    assert "learned from other digits" not in text_of(visit("evaluate.py", model=run_of("somebody", events)))


@pytest.mark.usefixtures("answering", "real_mnist")
def test_score_on_digits_that_a_network_has_learned_from_is_called_no_score(
    visit, run_of, bundled_dataset, monkeypatch
):
    events = [STARTED, EPOCH, RunEnded(outcome="finished", epoch=1)]
    assert "it has seen each with its label" not in text_of(visit("evaluate.py"))
    monkeypatch.setattr(cached, "dataset", lambda: bundled_dataset)
    assert "it has seen each with its label" in text_of(visit("evaluate.py"))
    of_mnist, of_these = (run_of("somebody", events, data=one) for one in (MNIST_DIGEST, bundled_dataset.digest))
    assert "it has seen each with its label" in text_of(visit("evaluate.py", model=of_mnist))
    some = TrainingConfig(train_images=1000)
    said = text_of(visit("evaluate.py", model=run_of("somebody", events, data=MNIST_DIGEST, config=some)))
    assert "may be among them" in said
    assert "it has seen each" not in said
    said = text_of(visit("evaluate.py", model=of_these))
    assert "it has seen each" not in said
    assert "learned from other digits" not in said


def test_model_that_does_not_exist_has_a_way_back(visit, answering):
    app = visit("evaluate.py", model="f" * 32)
    assert app.error
    app.button(key="model-way-back").click().run()
    assert "% right" in text_of(app)


@pytest.mark.parametrize("number", range(1, 31))
def test_more_mistakes_are_never_paler_and_one_is_no_paper(number):
    assert 0 < level(number, 30) <= level(min(number + 1, 30), 30) <= 1
    assert (level(0, 30), level(30, 30)) == (0, 1)


def small(correct: int, count: int) -> Evaluation:
    labels = np.zeros(count, np.uint8)
    probabilities = np.full((count, 10), 0.01, np.float32)
    probabilities[:correct, 0] = probabilities[correct:, 1] = 0.91
    return Evaluation(logits=np.log(probabilities), probabilities=probabilities, labels=labels)


def test_small_test_set_has_no_decimals_that_it_cannot_bear():
    assert Score.sentence(small(273, 297)).startswith("92 % right: 273 of 297 (95 % interval 88 to 95).")


def test_explanations_are_short():
    shown = small(273, 297)
    for text in (Score.because_interval(shown), Score.BECAUSE_ONCE):
        assert len(text.split()) <= 60


def test_few_images_and_none_are_counted_honestly():
    assert Digits.wrong(DigitScore(digit=3, count=30, correct=28)) == "7 % wrong: 2 of 30"
    assert Digits.share(0, 0) == "\N{EN DASH}"
