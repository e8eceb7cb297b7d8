"""The Keras code on the Train page: a sentence for each block, what the form changed last, what articles print."""

import dataclasses

import pytest
from streamlit.testing.v1 import AppTest

from core.export.keras_script.script import script_blocks
from core.recipes import recipe, recipes
from core.training.settings.augmentation import STRONG
from core.training.settings.config import TrainingConfig
from models.mlp import mlp
from pages.parts.train.setup import keras_code
from pages.text.code import AS_PRINTED, Code

SPEC = mlp(hidden=(16,), dropout=0, output="linear")
pytestmark = pytest.mark.app


def show(spec, config, recipe, before):
    from pages.parts.train.setup import keras_code

    keras_code.show(spec, config, recipe=recipe, before=before)


def page(spec=SPEC, config=None, recipe="quick-cnn", before=None):
    config = config or TrainingConfig()
    app = AppTest.from_function(show, args=(spec, config, recipe, before), default_timeout=30).run()
    assert not app.exception
    return app


def test_blocks_stand_one_under_the_other_each_with_a_sentence():
    app = page()
    assert [code.value for code in app.code] == [*script_blocks(SPEC, TrainingConfig()).values()]
    assert [text.value.split(".")[0] for text in app.markdown] == [f"**{name}" for name in Code.NAMES.values()]
    assert [caption.value for caption in app.caption] == [Code.LEAD]
    assert not app.expander


def test_line_that_the_form_changed_last_is_named():
    app = page(config=TrainingConfig(epochs=6), before=(SPEC, TrainingConfig()))
    assert [text.value for text in app.markdown if text.value.startswith("Changed")] == [
        "Changed last: line 1, `model.fit(x_train, y_train, batch_size=128, epochs=6, validation_split=0.1)`"
    ]


@pytest.mark.parametrize("key", AS_PRINTED)
def test_article_says_what_no_longer_runs(key):
    found = recipe(key)
    assert found is not None
    (expander,) = page(found.spec, found.config, recipe=key).expander
    assert all(fault in expander.markdown[0].value for fault in AS_PRINTED[key])


def test_every_article_has_its_faults_and_no_other_recipe():
    assert set(AS_PRINTED) == {one.key for one in recipes() if one.article is not None}


def test_of_many_changed_lines_only_the_numbers_are_named():
    lines = dict.fromkeys((1, 2, 4, 9, 10, 12), "x = 1") | {3: "", 8: ""}
    assert keras_code.changed_text(lines) == "Changed last: lines 2 to 5, 10 to 11, 13"


def test_few_changed_lines_are_repeated():
    assert keras_code.changed_text({3: "", 1: "x = 1", 4: "  y"}) == "Changed last: line 2, `x = 1`; line 5, `y`"


def test_sentences_give_the_numbers_of_the_set_up():
    config = TrainingConfig(
        **{"epochs": 1, "batch_size": 1000, "patience": 1, "wrong_label_fraction": 0.2, "train_images": 20_000},
        **{"loss": "binary_crossentropy", "schedule": "cosine", "l2": 0.01, "augmentation": STRONG},
    )
    said = {name: Code.says(name, SPEC, config) for name in Code.NAMES}
    assert "Makes each picture 784 numbers from 0 to 1." in said["prepare"]
    assert "Only the first 20,000 train. 20 % of their labels are made wrong on purpose." in said["prepare"]
    assert "2 layers in the order of the form, 12,730 parameters" in said["build"]
    assert "raw scores" in said["compile"]
    assert "Goes once through the training images, 1,000 at a time. The last 10 % of the images only" in said["fit"]
    assert "It ends early after one epoch without" in said["fit"]
    kind = dataclasses.replace(config, validation_source="test")
    assert "once more" in Code.says("evaluate", SPEC, kind)
