"""What is said of a draft: at which layer it does not fit, and what would make it fit."""

import math

import pytest
from hypothesis import given, settings

from models.draft.draft import Draft
from models.draft.review import review, suggest_fix
from models.layers import Conv2D, Dense, Flatten, MaxPooling2D
from models.mlp import mlp
from models.spec import FLAT, IMAGE, NetworkSpec
from tests.support.random_networks import networks

SMALL = NetworkSpec(
    input_shape=IMAGE, layers=(Conv2D(filters=4, kernel_size=3), MaxPooling2D(), Flatten(), Dense(units=10))
)


def built(*kinds_added, input_shape=IMAGE):
    """Return a draft of new layers, one behind the other."""
    draft = Draft(input_shape=input_shape, layers=())
    for kind in kinds_added:
        draft = draft.added(kind, len(draft.layers))
    return draft


def problems(draft):
    return {place: row.problem for place, row in enumerate(review(draft).rows) if row.problem}


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(networks())
def test_network_that_fits_reviews_to_itself(spec):
    found = review(Draft.from_spec(spec))
    assert found.spec == spec
    assert found.problem is None
    assert tuple(row.row for row in found.rows) == spec.rows()
    assert [row.text for row in found.rows] == [row.text for row in spec.rows()]
    assert math.isclose(sum(row.share for row in found.rows), 1)


def test_every_layer_that_is_wrong_by_itself_says_so_at_once():
    draft = built("Conv2D", "Dropout", "Flatten", "Dense")
    draft = draft.changed(0, "filters", 0).changed(1, "rate", 1.0).changed(3, "units", 1_000_000)
    assert problems(draft) == {
        0: "Layer 1 (Conv2D): Filters must be a whole number from 1 to 512; got 0.",
        1: "Layer 2 (Dropout): Dropout rate must be a number from 0 to 0.95; got 1.0.",
        3: "Layer 4 (Dense): Units must be a whole number from 1 to 4,096; got 1,000,000, whose weights for one image "
        "of 784 pixels take 2,995 MiB. Use fewer units.",
    }
    assert review(draft).problem == problems(draft)[0]
    assert [row.text for row in review(draft).rows] == ["Conv2D", "Dropout", "Flatten", "Dense"]


def test_kernel_of_29_is_refused_at_its_layer():
    assert problems(Draft.from_spec(SMALL).changed(0, "kernel_size", 29)) == {
        0: "Layer 1 (Conv2D): Kernel size must be a whole number from 1 to 28; got 29."
    }


def test_shapes_are_known_up_to_the_first_layer_that_does_not_fit():
    draft = Draft.from_spec(SMALL).changed(1, "pool_size", 27).changed(3, "units", 0)
    found = review(draft)
    assert [row.row and row.row.output_shape for row in found.rows] == [(26, 26, 4), None, None, None]
    assert [row.share for row in found.rows] == [None] * 4
    assert problems(draft) == {
        1: "Layer 2 does not fit: its input is 26\u00a0×\u00a026 pixels and its pooling window "
        "27\u00a0×\u00a027. Remove a Conv2D layer or "
        "use a smaller pooling window.",
        3: "Layer 4 (Dense): Units must be a whole number from 1 to 4,096; got 0.",
    }


def test_last_layer_of_other_than_ten_values_says_so_and_keeps_its_shape():
    draft = Draft.from_spec(SMALL).changed(3, "units", 64)
    assert review(draft).rows[3].row.output_shape == (64,)
    assert review(draft).problem == (
        "Layer 4 does not fit: the last layer must give 10 values, one per digit, and it gives 64. "
        "End with a Dense layer of 10 units."
    )


def test_network_too_large_is_said_at_its_largest_layer_with_the_memory():
    draft = Draft.from_spec(mlp(hidden=(4096,), dropout=0)).duplicated(0)
    assert problems(draft) == {
        1: "Layer 2 is too large: its input is 4096, its output 4096, it has 16,781,312 parameters. The network has "
        "20,037,642 and would take about 314 MiB to train; at most 20,000,000 parameters and 2,048 MiB are allowed. "
        "Use fewer units."
    }


def test_layer_31_is_one_too_many_also_where_an_earlier_one_does_not_fit():
    draft = Draft.from_spec(mlp(hidden=(16,) * 29, dropout=0)).duplicated(0)
    assert len(draft.layers) == 31
    too_many = "A network has at most 30 layers; got 31. Remove 1 layer."
    assert problems(draft) == {30: too_many}
    assert problems(draft.changed(0, "units", 0)) == {
        0: "Layer 1 (Dense): Units must be a whole number from 1 to 4,096; got 0.",
        30: too_many,
    }


def test_empty_network_has_no_row_and_says_what_to_add():
    found = review(built())
    assert found.rows == ()
    assert found.problem == "A network needs at least one layer; got none. Add a Dense layer of 10 units."


def test_number_of_another_type_is_not_answered_from_memory():
    draft = Draft.from_spec(SMALL)
    assert review(draft).spec == SMALL
    assert review(draft.changed(0, "filters", 4.0)).problem == (
        "Layer 1 (Conv2D): Filters must be a whole number from 1 to 512; got 4.0."
    )


def test_what_is_missing_is_added_until_a_network_fits():
    flat = suggest_fix(built("Conv2D", "Dense"))
    assert (flat.kinds, flat.before) == (("Flatten",), 1)
    answered = suggest_fix(flat.draft)
    assert (answered.kinds, answered.before) == (("Dense",), None)
    assert review(answered.draft).spec is not None
    assert suggest_fix(answered.draft) is None


@pytest.mark.parametrize(
    ("draft", "kinds_added"),
    [
        (built(), ("Flatten", "Dense")),
        (built(input_shape=FLAT), ("Dense",)),
        (built("Conv2D", "MaxPooling2D"), ("Flatten", "Dense")),
    ],
    ids=["empty", "empty and flat", "maps"],
)
def test_network_without_an_answer_is_given_one(draft, kinds_added):
    found = suggest_fix(draft)
    assert found.kinds == kinds_added
    assert review(found.draft).spec is not None


def test_what_no_addition_mends_is_left_to_the_person():
    for draft in (
        built("Flatten", "Conv2D"),
        built("Conv2D", "Flatten", "Dense").changed(0, "filters", 0),
        built("Dense").changed(0, "units", "many"),
    ):
        assert suggest_fix(draft) is None


def test_dense_network_of_a_picture_is_told_to_flatten_it():
    draft = Draft.from_spec(mlp(hidden=(16,), dropout=0)).with_input(IMAGE)
    assert problems(draft) == {
        0: "Layer 1 does not fit: Dense needs one row of values and its input is 28\u00a0×\u00a028\u00a0×\u00a01. "
        "Put a Flatten layer before it."
    }
    assert review(draft.added("Flatten", 0)).spec is not None


def test_flatten_that_stands_below_is_moved_up_rather_than_added_again():
    draft = built("Conv2D", "Dense", "Flatten", "Dense")
    fix = suggest_fix(draft)
    assert (fix.kinds, fix.before, fix.is_move) == (("Flatten",), 1, True)
    assert [layer.kind for layer in fix.draft.layers] == ["Conv2D", "Flatten", "Dense", "Dense"]
    assert review(fix.draft).spec is not None
