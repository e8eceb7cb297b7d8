import pytest

from core.recipes import DEFAULT, recipe, recipes, strong_reader

PARAMETERS = {
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
    from core.data.splits import split

    config = recipe("article-1b").config
    assert split(60000, source=config.validation_source, fraction=config.validation_fraction).kept_count == 50000


def test_third_articles_weights_start_from_a_normal_distribution():
    assert {layer.initializer for layer in recipe("article-3").spec.layers} == {"random_normal"}


def test_fourth_article_ends_in_logits_and_the_others_in_probabilities():
    assert {one.key for one in recipes() if one.spec.from_logits} == {"article-4"}


def test_keys_are_unique_and_the_default_is_one_of_them():
    keys = [one.key for one in recipes()]
    assert len(set(keys)) == len(keys)
    assert DEFAULT in keys
    assert recipe("no such recipe") is None


def test_strong_reader_is_small_augmented_and_not_offered_yet():
    strong = strong_reader()
    assert strong.key not in {one.key for one in recipes()}
    assert strong.spec.parameters < 230_000
    assert strong.config.augmentation.is_on
    assert strong.config.validation_source == "last"  # nothing about it is chosen by the test images


def test_recipes_on_the_page_train_plainly_but_for_the_one_that_hurries():
    for one in recipes():
        assert not one.config.augmentation.is_on
        assert (one.config.schedule == "constant") == (one.key != "quick-99")


def test_quick_99_trains_all_images_in_equal_batches():
    config = recipe("quick-99").config
    assert config.validation_fraction == 0
    assert 60_000 % config.batch_size == 0  # a smaller last batch would have to be traced, which takes time


def test_ours_come_first():
    assert [one.key for one in recipes() if one.article is None] == ["quick-cnn", "quick-99"]
    assert [one.article is None for one in recipes()] == sorted(
        (one.article is None for one in recipes()), reverse=True
    )
