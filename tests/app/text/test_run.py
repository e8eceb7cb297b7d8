"""Settings in words: what a run did that others do not is said, and nothing else."""

import pytest

from core.recipes import recipes
from core.training.record.events import RunEnded
from core.training.record.history import History
from core.training.settings.augmentation import Augmentation
from core.training.settings.config import TrainingConfig
from pages.text.run import Run
from pages.text.train import Setup
from tests.support.written_runs import EPOCH, STARTED, STEPS


def test_settings_say_what_was_done_to_the_images_and_the_learning_rate():
    augmentation = Augmentation(shift_pixels=2, rotation_degrees=12.5, zoom_fraction=0.2, elastic_pixels=0.7)
    said = Run.settings(TrainingConfig(schedule="cosine", augmentation=augmentation))
    assert "learning rate falling to 0 along a cosine" in said
    assert (
        "shifted by up to 2 pixels, turned by up to 12.5°, stretched by up to a factor of 1.2, bent by about 0.7 pixels"
    ) in said
    assert "sheared" not in said


def test_settings_without_either_say_nothing_of_them():
    assert Setup.how(TrainingConfig()) == (
        "Adam, sparse categorical cross-entropy. "
        "Validates on the last 10 % of the training images, unshuffled, as Keras takes them."
    )


def test_stop_before_the_first_step_claims_no_model():
    assert Run.ended(History().extended([STARTED, RunEnded(outcome="stopped", epoch=0)])) == (
        "Stopped before the first step."
    )
    later = History().extended([STARTED, STEPS, EPOCH, RunEnded(outcome="stopped", epoch=1)])
    assert Run.ended(later) == "Stopped in epoch 1; the model of that step is kept."


def test_caption_of_the_curves_says_how_many_steps_a_value_is_the_mean_of():
    assert Run.stride(5, 1200) == (
        "Thin: one of every 5 values, each the mean of at most 1,200 steps. Thick: a whole epoch. Nothing is smoothed."
    )
    assert Run.stride(1, 1200).startswith("Thin: a few steps at a time")


@pytest.mark.parametrize("one", recipes(), ids=lambda one: one.key)
def test_recipe_is_called_by_its_title_and_never_an_own_network(one):
    assert Setup.title(one.key) == one.title != Setup.OWN


def test_network_of_no_recipe_is_ones_own():
    assert Setup.title("") == Setup.title("no such recipe") == "Own network"
