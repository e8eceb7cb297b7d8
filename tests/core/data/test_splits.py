import pytest

from core.data.splits import kept_count
from core.errors import ConfigError


@pytest.mark.parametrize(
    ("train_count", "fraction", "kept"),
    [
        # asked of Keras 3.15.1's train_validation_split
        pytest.param(60_000, 0.2, 48_000, id="a-fifth"),
        pytest.param(60_000, 1 / 6, 50_000, id="a-sixth"),
        pytest.param(60_000, 0.1, 54_000, id="a-tenth"),
        pytest.param(60_000, 0.3, 42_000, id="0.3"),
        pytest.param(60_000, 1 / 3, 40_000, id="a-third"),
        pytest.param(60_000, 0.5, 30_000, id="half"),
        pytest.param(1_500, 0.1, 1_350, id="fallback"),
        pytest.param(10, 0.05, 9, id="rounded-down"),
        pytest.param(100, 0.43, 57, id="float-43"),
        pytest.param(2, 0.5, 1, id="one-each"),
    ],
)
def test_last_images_are_held_out_as_keras_counts(train_count, fraction, kept):
    assert kept_count(train_count, source="last", fraction=fraction) == kept


def test_test_images_validate_and_all_training_images_train():
    assert kept_count(60_000, source="test", fraction=0.2) == 60_000
    assert kept_count(40, source="test", fraction=0) == 40


def test_fraction_zero_validates_nothing():
    assert kept_count(60_000, source="last", fraction=0) == 60_000


@pytest.mark.parametrize(("count", "fraction"), [(1, 0.1), (60_000, 1e-20)], ids=["nothing-trains", "nothing-held-out"])
def test_a_side_without_images_is_refused_at_its_field(count, fraction):
    with pytest.raises(ConfigError, match="at least one") as caught:
        kept_count(count, source="last", fraction=fraction)
    assert caught.value.fields == {"field": "validation_fraction"}
