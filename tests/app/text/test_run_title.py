"""What one run is called, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.recipes import recipe
from core.training.record.events import RunBranched
from core.training.settings.augmentation import GENTLE, Augmentation
from pages.text.run_title import LONGEST, Parent, run_title, sweep_title
from tests.support.written_runs import new_run

QUICK = recipe("quick-cnn")
FIRST, *OTHERS = QUICK.spec.layers
PARENT = Parent(title="Quick CNN", spec=QUICK.spec, config=QUICK.config, last_epoch=3)


def record(name="", spec=QUICK.spec, key="quick-cnn", **settings):
    return new_run(recipe=key, name=name, spec=spec, config=replace(QUICK.config, **settings)).record


def of_layers(**settings):
    return replace(QUICK.spec, layers=(replace(FIRST, **settings), *OTHERS))


@pytest.mark.parametrize(
    ("run", "title"),
    [
        (record(), "Quick CNN"),
        (record(" My own "), "My own"),
        (record(learning_rate=0.03), "Quick CNN, learning rate 0.03"),
        (record(epochs=1, optimizer="sgd"), "Quick CNN, 1 epoch, SGD"),
        (record(augmentation=GENTLE), "Quick CNN, gentle augmentation"),
        (record(augmentation=Augmentation(shift_pixels=3.0)), "Quick CNN, own augmentation"),
        (record(epochs=9, learning_rate=0.1, batch_size=32, seed=4), "Quick CNN, 9 epochs, learning rate 0.1, batch "
         "size 32, and 1 more"),
        (record(spec=of_layers(filters=32)), "Own network (Quick CNN with 32 filters in layer 1)"),
        (record(spec=of_layers(initializer="zeros")), "Own network (Quick CNN with initialiser zeros in layer 1)"),
        (record(spec=recipe("softmax").spec), "Own network (Dense 10)"),
        (record(key="gone"), "Own network (Conv 16, Conv 32, Dense 64, Dense 10)"),
    ],
    ids=["recipe", "name", "one", "two", "gentle", "own strengths", "many", "width", "start", "other", "no recipe"],
)  # fmt: skip
def test_run_is_called_by_its_name_or_by_what_it_differs_in(run, title):
    assert run_title(run) == title


def test_change_on_the_way_is_in_the_title_with_what_it_began_with():
    changed = [("learning_rate", 0.001)]
    assert run_title(record(learning_rate=0.03), changed) == "Quick CNN, learning rate 0.03, then 0.001"
    assert run_title(record(), changed) == "Quick CNN, learning rate 0.003, then 0.001"


@pytest.mark.parametrize(
    ("run", "epoch", "parent", "title"),
    [
        (record(epochs=6), 3, PARENT, "Quick CNN, 3 epochs longer"),
        (record(), 1, replace(PARENT, last_epoch=1), "Quick CNN, 2 epochs longer"),
        (record(epochs=6), 2, PARENT, "Quick CNN, from epoch 2 with 6 epochs"),
        (record(learning_rate=0.1), 2, PARENT, "Quick CNN, from epoch 2 with learning rate 0.1"),
        (record(), 2, PARENT, "Quick CNN, from epoch 2"),
        (record(learning_rate=0.1), 0, PARENT, "Quick CNN, learning rate 0.1"),
        (record(learning_rate=0.1), 2, None, "Quick CNN, learning rate 0.1, from epoch 2 of a deleted run"),
    ],
    ids=[
        "longer",
        "longer after a stop",
        "earlier and longer",
        "other setting",
        "the same",
        "restarted",
        "parent deleted",
    ],
)
def test_branch_names_its_parent(run, epoch, parent, title):
    branched = RunBranched(parent="p", epoch=epoch, checkpoint=None, optimizer=None)
    assert run_title(run, branched=branched, parent=parent) == title


def test_long_chain_of_branches_ends_with_what_differs():
    title = "Quick CNN"
    for epoch in range(2, 12):
        branched = RunBranched(parent="p", epoch=epoch, checkpoint=None, optimizer=None)
        run = record(learning_rate=epoch / 100)
        title = run_title(run, branched=branched, parent=replace(PARENT, title=title))
        assert title.startswith("Quick CNN, from epoch 2")
        assert title.endswith(f"from epoch {epoch} with learning rate {epoch / 100:g}")
        assert len(title) <= LONGEST


def test_parent_with_a_long_title_is_cut_and_what_differs_is_not():
    branched = RunBranched(parent="p", epoch=2, checkpoint=None, optimizer=None)
    title = run_title(record(learning_rate=0.1), branched=branched, parent=replace(PARENT, title="x" * LONGEST))
    ending = "\N{HORIZONTAL ELLIPSIS}, from epoch 2 with learning rate 0.1"
    assert title == "x" * (LONGEST - len(ending)) + ending


def test_run_of_a_sweep_ends_with_its_value_also_where_that_is_the_recipe_s():
    config = replace(QUICK.config, epochs=1)
    assert sweep_title(QUICK, QUICK.spec, config, "learning_rate") == "Quick CNN, 1 epoch, learning rate 0.003"
    assert sweep_title(QUICK, QUICK.spec, config, "epochs") == "Quick CNN, 1 epoch"


def test_run_that_taught_is_called_by_the_model_that_it_taught():
    assert run_title(record(), taught_from="pretrained") == "Taught my hand, from pretrained"
    assert run_title(record(name="Mine"), taught_from="pretrained") == "Mine"
