"""Recipes fill the form in, and are called what they are."""

from __future__ import annotations

import pytest

from tests.support.page_text import labels, text_of

pytestmark = pytest.mark.app


def test_first_visit_has_a_recipe_filled_in_and_says_what_it_costs(visit):
    app = visit("train.py")
    assert app.selectbox(key="train-recipe").value == "quick-cnn"
    assert [app.number_input(key=f"train-{name}").value for name in ("epochs", "learning-rate", "batch-size")] == [
        3,
        0.003,
        128,
    ]
    assert "56,714 parameters" in text_of(app)
    assert "Conv 16, 3\u00a0×\u00a03, ReLU" in text_of(app)
    assert "Start training" in labels(app)


@pytest.mark.usefixtures("real_mnist")
@pytest.mark.parametrize(
    ("key", "settings", "said"),
    [
        ("article-1a", [20, 0.001, 128], "669,706 parameters; 469 steps of 128 images per epoch (the last has 96)"),
        ("article-1b", [20, 0.001, 128], "218,058 parameters; 391 steps of 128 images per epoch (the last has 80)"),
        ("article-3", [10, 0.001, 200], "203,530 parameters; 240 steps of 200 images per epoch"),
        ("article-4", [10, 0.001, 32], "121,930 parameters; 1,875 steps of 32 images per epoch"),
    ],
)
def test_recipe_fills_in_its_articles_settings(visit, key, settings, said):
    app = visit("train.py")
    app.selectbox(key="train-recipe").set_value(key).run()
    values = [app.number_input(key=f"train-{name}").value for name in ("epochs", "learning-rate", "batch-size")]
    assert values == settings
    assert said in text_of(app)


@pytest.mark.usefixtures("real_mnist")
def test_validation_on_the_test_images_is_labelled_for_what_it_is(visit):
    app = visit("train.py")
    app.selectbox(key="train-recipe").set_value("article-4").run()
    said = "The 10,000 test images check it after each epoch, as some articles do, and judge it at the end; "
    assert f"{said}the score is then a little too kind." in text_of(app)


def test_reconstructed_sizes_are_called_our_reconstruction(visit):
    app = visit("train.py")
    app.selectbox(key="train-recipe").set_value("article-2").run()
    assert "our reconstruction" in text_of(app)
    assert "98.58 %" in text_of(app)


def test_settings_survive_a_visit_to_another_page(visit):
    app = visit("train.py")
    app.number_input(key="train-epochs").set_value(7).run()
    app.switch_page("browse.py").run()
    app.switch_page("train.py").run()
    assert app.number_input(key="train-epochs").value == 7


def test_list_of_recipes_has_families_accuracies_and_times(visit):
    options = visit("train.py").selectbox(key="train-recipe").options
    assert options[0] == "Start here: Quick CNN (98.74 %, 8 s)"
    assert "Classic: LeNet-5 (98.50 %, 30 s)" in options
    assert "High accuracy: Strong reader (99.59 %, 19 min 13 s)" in options
    assert options[-1] == "From articles: Article 4: two convolutions (99.03 %, 2 min 42 s)"


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("article-1a", "The article reports above 98 % of the test images."),
        ("article-1b", "The article reports no accuracy for it."),
        ("article-2", "The article reports 98.58 % of the test images."),
        (
            "article-3",
            "The article reports 97.56 % and 97.67 % of the test images. Its log has, after epoch 1, 83.09 % of "
            "training and 92.28 % of validation (here 83.20 % and 92.13 %). Its log has, after epoch 10, 98.61 % of "
            "training and 97.51 % of validation (here 98.50 % and 97.47 %).",
        ),
        ("article-4", "The article reports no accuracy for it."),
    ],
)
def test_article_s_own_figures_stand_beside_what_was_measured_here(visit, key, said):
    app = visit("train.py", recipe=key)
    assert said in text_of(app)
