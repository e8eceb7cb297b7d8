"""The field's words with a run's numbers: short, true to the run, and only those that it can show."""

from __future__ import annotations

import dataclasses

import pytest

from core.recipes import recipe, recipes
from core.training.record.events import RunEnded
from core.training.record.history import History
from models.layers import Dense
from models.spec import FLAT, NetworkSpec
from pages.text.terms import Terms
from tests.support.written_runs import EPOCH, STARTED, STEPS, TAUGHT, TEST

WHOLE = History().extended([STARTED, STEPS, EPOCH, TEST, RunEnded(outcome="finished", epoch=1)])
MOST_WORDS = 60


@pytest.mark.parametrize("one", recipes(), ids=lambda one: one.key)
@pytest.mark.parametrize("history", [History().extended([STARTED, STEPS]), WHOLE], ids=["first epoch", "ended"])
def test_every_word_is_explained_in_at_most_sixty_words(one, history):
    for term in Terms.offered(one.spec, history):
        text = Terms.explained(term, one.spec, one.config, history)
        assert 15 <= len(text.split()) <= MOST_WORDS, (term, text)
        assert not text[0].islower()
        assert text.endswith(".")


def explained(term: str, key: str = "quick-cnn", history: History = WHOLE) -> str:
    found = recipe(key)
    return Terms.explained(term, found.spec, found.config, history)


def test_numbers_are_those_of_the_run():
    assert "all 54,000 training images; this run makes 3" in explained("epoch")
    assert "would take you 15 h 0 min; it took 4.2 s" in explained("epoch")
    assert "54,000 images make 422 steps an epoch, the last of them with only 112" in explained("batch")
    assert "Now it is 0.200, as if the right digit were given 82 % each time" in explained("loss")
    assert "9,876 of 10,000 test images were right" in explained("accuracy")
    assert "all 56,714 trainable parameters. Adam averages" in explained("optimizer")
    assert "train 93.9 %, validation 98.3 %" in explained("validation")
    assert "lowest after epoch 1, 0.0594: the newest, so there is no sign of it yet" in explained("overfitting")


def test_a_run_that_learned_a_hand_is_no_pass_through_the_training_images():
    taught = dataclasses.replace(WHOLE, taught=TAUGHT)
    for term in ("epoch", "batch"):
        text = explained(term, history=taught)
        assert "25 % of them own digits" in text
        assert "pass through all" not in text
        assert len(text.split()) <= MOST_WORDS


def test_losses_are_told_apart():
    assert "ln 10" in explained("loss")
    assert "ln 10" not in explained("loss", "article-3")
    assert "ten losses are averaged" in explained("loss", "article-3")
    assert "looks up one probability" in explained("one_hot")
    assert "compares that row" in explained("one_hot", "article-1a")


def test_words_follow_how_the_network_ends():
    def offered(**ending) -> dict:
        return Terms.offered(NetworkSpec(input_shape=FLAT, layers=(Dense(units=10, **ending),)), WHOLE)

    assert "softmax" in offered(activation="softmax")
    assert not {"softmax", "logits"} & set(offered(activation="sigmoid"))
    assert not {"softmax", "logits"} & set(offered(activation="relu"))
    assert "logits" in offered()
    binary = dataclasses.replace(recipe("article-4").config, loss="binary_crossentropy")
    assert "takes a sigmoid of each itself" in Terms.explained("logits", recipe("article-4").spec, binary, WHOLE)


def test_short_epochs_and_first_ones_are_told_as_they_are():
    short = History().extended([dataclasses.replace(STARTED, train_images=1_000), STEPS])
    assert "would take you 17 min" in explained("epoch", history=short)
    first = History().extended([STARTED, STEPS])
    assert "the first epoch's end is the first look at it" in explained("overfitting", history=first)


def test_only_words_that_the_run_can_show_are_offered():
    offered = Terms.offered
    assert "dropout" in offered(recipe("article-1a").spec, WHOLE)
    assert "dropout" not in offered(recipe("quick-cnn").spec, WHOLE)
    assert "logits" in offered(recipe("article-4").spec, WHOLE)
    assert "logits" not in offered(recipe("quick-cnn").spec, WHOLE)
    unchecked = History().extended([dataclasses.replace(STARTED, validation_images=0), STEPS])
    assert "validation" not in offered(recipe("quick-cnn").spec, unchecked)
