"""A network while it is edited: what each edit gives."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.cnn import cnn
from models.draft.draft import Draft, DraftLayer
from models.draft.review import review
from models.layers import LAYER_KINDS, Conv2D, Dense, Flatten, MaxPooling2D
from models.spec import FLAT, IMAGE, NetworkSpec
from tests.support.random_networks import networks

SMALL = NetworkSpec(
    input_shape=IMAGE, layers=(Conv2D(filters=4, kernel_size=3), MaxPooling2D(), Flatten(), Dense(units=10))
)


def kinds(draft):
    return [layer.kind for layer in draft.layers]


def identities(draft):
    return [layer.identity for layer in draft.layers]


def built(*kinds_added, input_shape=IMAGE):
    """Return a draft of new layers, one behind the other."""
    draft = Draft(input_shape=input_shape, layers=())
    for kind in kinds_added:
        draft = draft.added(kind, len(draft.layers))
    return draft


numbers = st.one_of(st.integers(-3, 10**6), st.floats(), st.none(), st.booleans(), st.sampled_from(["same", "relu"]))
edits = st.one_of(
    st.tuples(st.just("added"), st.sampled_from([*LAYER_KINDS, "Lambda"]), st.integers(-2, 40)),
    st.tuples(st.sampled_from(["removed", "duplicated"]), st.integers(-1, 12)),
    st.tuples(st.just("moved"), st.integers(-1, 12), st.integers(-3, 3)),
    st.tuples(
        st.just("changed"),
        st.integers(0, 12),
        st.sampled_from(["units", "filters", "kernel_size", "strides", "padding", "activation", "pool_size", "l2"]),
        numbers,
    ),
    st.tuples(st.just("with_kind"), st.integers(0, 12), st.sampled_from(list(LAYER_KINDS))),
    st.tuples(st.just("with_input"), st.sampled_from([IMAGE, FLAT])),
)


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(networks(), st.lists(edits, max_size=12))
def test_no_edit_raises_and_each_layer_keeps_a_name_of_its_own(spec, asked):
    draft = Draft.from_spec(spec)
    for name, *arguments in asked:
        draft = getattr(draft, name)(*arguments)
        found = review(draft)
        assert (found.spec is None) == (found.problem is not None)
        assert [row.identity for row in found.rows] == identities(draft)
        assert len(set(identities(draft))) == len(draft.layers)
        if found.spec is not None:
            assert Draft.from_spec(found.spec).layers == tuple(
                DraftLayer(identity=place, kind=layer.kind, settings=layer.settings)
                for place, layer in enumerate(draft.layers)
            )


def test_new_layers_start_with_usual_settings():
    draft = built(*LAYER_KINDS)
    assert [row.text for row in review(draft).rows] == [
        "Dense 64, ReLU",
        "Dropout 0.2",
        "Conv 16, 3\u00a0×\u00a03, ReLU",
        "Batch normalisation",
        "Max pooling 2\u00a0×\u00a02",
        "Average pooling 2\u00a0×\u00a02",
        "Flatten",
        "Activation ReLU",
        "Separable conv 16, 3\u00a0×\u00a03, ReLU",
        "Global average pooling",
    ]


def test_layers_keep_their_identity_through_every_edit():
    draft = Draft.from_spec(SMALL)
    assert identities(draft) == [0, 1, 2, 3]
    assert identities(draft.added("Dropout", 3)) == [0, 1, 2, 4, 3]
    assert identities(draft.duplicated(0)) == [0, 4, 1, 2, 3]
    assert identities(draft.moved(0, 2)) == [1, 2, 0, 3]
    assert identities(draft.moved(2, -9)) == [2, 0, 1, 3]
    assert identities(draft.removed(1)) == [0, 2, 3]
    assert identities(draft.removed(7)) == [0, 1, 2, 3]


def test_average_pooling_keeps_what_max_pooling_had():
    draft = Draft.from_spec(SMALL).changed(1, "pool_size", 3).with_kind(1, "AveragePooling2D")
    assert kinds(draft) == ["Conv2D", "AveragePooling2D", "Flatten", "Dense"]
    assert review(draft).rows[1].text == "Average pooling 3\u00a0×\u00a03"


def test_dense_layer_behind_another_one_starts_as_the_answer():
    draft = built("Conv2D", "Flatten", "Dense", "Dense")
    assert [row.text for row in review(draft).rows][2:] == ["Dense 64, ReLU", "Dense 10, softmax"]
    assert review(draft.added("Dense", 3)).rows[3].text == "Dense 64, ReLU"  # not at the end


def test_network_is_built_from_nothing():
    draft = built("Conv2D", "MaxPooling2D", "Flatten", "Dense", "Dense")
    draft = draft.changed(4, "units", 10).changed(4, "activation", "softmax")
    assert review(draft).spec == cnn(filters=(16,), dense=(64,))


@pytest.mark.parametrize("kind", ["Lambda", ""])
def test_unknown_kind_is_not_added(kind):
    assert Draft.from_spec(SMALL).added(kind, 0) == Draft.from_spec(SMALL)
