import pytest

from core.recipe_results import recipe_result
from core.recipes import DEFAULT, is_own_network, recipe, recipes
from models.layers import Conv2D, Dense

PARAMETERS = {
    "quick-cnn": 56_714,
    "softmax": 7_850,
    "tiny": 1_458,
    "lenet-5": 61_706,
    "strong-reader": 99_626,
    "quick-99": 113_098,
    "article-1a": 669_706,
    "article-1b": 218_058,
    "article-3": 203_530,
    "article-4": 121_930,
}


@pytest.mark.parametrize(("key", "parameters"), PARAMETERS.items())
def test_network_has_its_parameters(key, parameters):
    assert recipe(key).spec.parameters == parameters


@pytest.mark.parametrize(
    ("key", "settings"),
    [
        (
            "article-1a",
            {
                "epochs": 20,
                "batch_size": 128,
                "optimizer": "rmsprop",
                "loss": "categorical_crossentropy",
                "validation_source": "test",
                "learning_rate": 0.001,
            },
        ),
        ("article-1b", {"epochs": 20, "batch_size": 128, "optimizer": "rmsprop", "validation_source": "last"}),
        ("article-2", {"epochs": 10, "optimizer": "adam", "validation_fraction": 0.0}),
        (
            "article-3",
            {"epochs": 10, "batch_size": 200, "optimizer": "adam", "loss": "binary_crossentropy"}
            | {"validation_source": "last", "validation_fraction": 0.2},
        ),
        (
            "article-4",
            {"epochs": 10, "batch_size": 32, "loss": "sparse_categorical_crossentropy", "validation_source": "test"},
        ),
    ],
)
def test_articles_settings_are_its_own(key, settings):
    config = recipe(key).config
    assert {name: getattr(config, name) for name in settings} == settings


def test_first_article_keeps_50000_of_60000():
    from core.data.splits import kept_count

    config = recipe("article-1b").config
    assert kept_count(60000, source=config.validation_source, fraction=config.validation_fraction) == 50000


def test_third_articles_weights_start_from_a_normal_distribution():
    assert {layer.initializer for layer in recipe("article-3").spec.layers} == {"random_normal"}


def test_fourth_article_ends_in_logits_and_the_others_in_probabilities():
    assert {one.key for one in recipes() if one.spec.from_logits} == {"article-4"}


def test_keys_are_unique_and_the_default_is_one_of_them():
    keys = [one.key for one in recipes()]
    assert len(set(keys)) == len(keys)
    assert DEFAULT in keys
    assert recipe("no such recipe") is None


@pytest.mark.parametrize("one", recipes(), ids=lambda one: one.key)
def test_each_recipe_has_a_title_of_its_own_says_what_it_teaches_and_was_measured(one):
    assert one.title.strip()
    assert [other.key for other in recipes() if other.title == one.title] == [one.key]
    assert one.teaches.strip().endswith(".")
    assert recipe_result(one.key) is not None, f"run `python -m benchmarks.recipes --only {one.key}`"


def test_strong_reader_is_small_and_augmented():
    strong = recipe("strong-reader")
    assert strong.spec.parameters < 230_000
    assert strong.config.augmentation.is_on
    assert strong.config.validation_source == "last"  # nothing about it is chosen by the test images


def test_tiny_has_fewer_than_1500_parameters_and_equal_batches():
    tiny = recipe("tiny")
    assert tiny.spec.parameters < 1500
    kept = 60_000 - 60_000 * tiny.config.validation_fraction
    assert kept % tiny.config.batch_size == 0


def test_softmax_regression_has_no_hidden_layer():
    (only,) = recipe("softmax").spec.layers
    assert (only.units, only.activation) == (10, "softmax")


def test_lenet_5_has_the_sizes_of_the_paper():
    spec = recipe("lenet-5").spec
    assert [row.output_shape for row in spec.rows()] == [
        *((28, 28, 6), (14, 14, 6), (10, 10, 16), (5, 5, 16)),
        *((400,), (120,), (84,), (10,)),
    ]
    assert {layer.activation for layer in spec.layers[:-1] if isinstance(layer, Conv2D | Dense)} == {"tanh"}


def test_recipes_train_plainly_but_for_those_that_hurry_or_have_little_or_much():
    assert {one.key for one in recipes() if one.config.augmentation.is_on} == {"strong-reader"}
    assert {one.key: one.config.schedule for one in recipes() if one.config.schedule != "constant"} == {
        "tiny": "one_cycle",
        "quick-99": "one_cycle",
        "strong-reader": "one_cycle",
    }


def test_quick_99_trains_all_images_in_equal_batches():
    config = recipe("quick-99").config
    assert config.validation_fraction == 0
    assert 60_000 % config.batch_size == 0  # a smaller last batch would have to be traced, which takes time


def test_ours_come_first_in_a_learners_order():
    assert [one.key for one in recipes() if one.article is None] == [
        *("quick-cnn", "softmax", "tiny", "lenet-5", "quick-99", "strong-reader")
    ]
    assert [one.article is None for one in recipes()] == sorted(
        (one.article is None for one in recipes()), reverse=True
    )


def test_network_is_ones_own_once_more_than_dropout_differs():
    wide = recipe("article-1a").spec
    assert not is_own_network("article-1a", wide)
    assert not is_own_network("article-1a", wide.with_dropout_rate(0.5))
    assert is_own_network("article-1b", wide)
    assert is_own_network("", wide)


def test_recipe_holds_out_what_the_data_set_does_unless_it_or_its_article_says_otherwise():
    on = {one.key: one.on(0.125) for one in recipes()}
    assert {key for key, found in on.items() if found.config.validation_fraction == 0.125} == {
        *("quick-cnn", "softmax", "tiny", "lenet-5")
    }
    assert on["article-1a"] is recipe("article-1a")
    assert on["quick-cnn"].on(0.125).spec is recipe("quick-cnn").spec
    assert [one.on(0.1) for one in recipes()] == list(recipes())
