"""What is asked of a training engine so that it looks for doubtful labels: everything that the answer depends on."""

from __future__ import annotations

from core import recipes
from core.data.dataset import Dataset
from core.data.doubt.cross_validation import epochs_of, learned_count
from core.runs.estimates.epoch_time import EpochTimes
from core.runs.jobs.job import JobRequest

KIND = "label-doubt"
TARGET = "core.training.loop.label_doubt:find_label_doubts"
RECIPE = "quick-99"  # the network, and how it is trained: above 99 % after seconds, without augmentation
FOLDS = 5
REPEATS = 2
SEED = 19
VERSION = 1  # of the computation: another one lets no older answer be taken for a new one


def label_doubt_request(dataset: Dataset) -> JobRequest:
    """Return the request for the doubtful labels of a data set."""
    recipe = _recipe()
    return JobRequest(
        kind=KIND,
        settings={
            "data": dataset.digest,
            "spec": recipe.spec.to_json(),
            "config": recipe.config.to_json(),
            "folds": FOLDS,
            "repeats": REPEATS,
            "seed": SEED,
            "version": VERSION,
        },
        target=TARGET,
        arguments=(recipe.spec, recipe.config, str(dataset.folder), FOLDS, REPEATS, SEED),
    )


def expected_seconds(dataset: Dataset, times: EpochTimes) -> float | None:
    """Return about how long it takes to look for them; None until an engine has been awake."""
    recipe = _recipe()
    time = times.expected(recipe.spec, recipe.config, dataset)
    if time is None or dataset.train_count < FOLDS:
        return None
    learned = learned_count(dataset.train_count, FOLDS)
    epochs = epochs_of(learned, batch_size=recipe.config.batch_size, epochs=recipe.config.epochs)
    return FOLDS * REPEATS * (epochs * learned / dataset.train_count * time.seconds_per_epoch)


def _recipe() -> recipes.Recipe:
    recipe = recipes.recipe(RECIPE)
    assert recipe is not None
    return recipe
