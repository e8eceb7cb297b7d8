"""The same network in every layout in which Keras 2, Keras 3 and Digit Lab keep it is read with the same bits."""

from __future__ import annotations

import json

import numpy as np
import pytest

from benchmarks.model_files import (
    DENSE,
    NETWORK,
    document,
    hdf5,
    keras_file,
    layer_of,
    new_weights,
    npz_file,
    old_h5,
    some_weights,
)
from core.data.input_scaling import Pixels
from core.errors import ModelFileError
from core.export.model_files.model_note import NOTE_KEY, ModelNote
from core.importing.limited_reading import parse_model
from core.importing.read import matching_candidates, read_model_file
from models.layers import Activation, Dense
from models.spec import FLAT, NetworkSpec

pytestmark = pytest.mark.process

WEIGHTS = some_weights(NETWORK)
NOTE = ModelNote(pixels=Pixels(offset=33.25, divisor=78.5), judges_each=True)
WHOLE = {
    "keras 3": keras_file(document(NETWORK), new_weights(NETWORK, WEIGHTS)),
    "keras of TensorFlow 2.12": keras_file(document(NETWORK, "2.12"), new_weights(NETWORK, WEIGHTS, era="2.12")),
    "keras of TensorFlow 2.15": keras_file(document(NETWORK, "2.12"), new_weights(NETWORK, WEIGHTS)),
    "h5 of Keras 2": old_h5(NETWORK, WEIGHTS, whole=document(NETWORK, "2.2")),
    "h5 of Keras 3": old_h5(NETWORK, WEIGHTS, whole=document(NETWORK)),
    "h5 with its list in pieces": old_h5(NETWORK, WEIGHTS, whole=document(NETWORK, "2.2"), chunked=True),
    "npz": npz_file(WEIGHTS, spec=NETWORK),
}
ALONE = {
    "weights.h5 of Keras 3": new_weights(NETWORK, WEIGHTS),
    "h5 of Keras 2's save_weights": old_h5(NETWORK, WEIGHTS),
    "npz": npz_file(WEIGHTS),
}
SAME_ARRAYS = NetworkSpec(
    input_shape=FLAT, layers=(Dense(units=6, activation="tanh"), Dense(units=10), Activation(function="softmax"))
)


def assert_same_bits(found, weights):
    assert list(found) == list(weights)
    assert all(found[name].tobytes() == weights[name].tobytes() for name in weights)
    assert {array.dtype for array in found.values()} == {np.dtype("float32")}


@pytest.mark.parametrize("layout", WHOLE)
def test_whole_model_is_the_network_with_the_same_bits(layout):
    model = parse_model(WHOLE[layout], [])
    assert model.spec == NETWORK
    assert model.note is None
    assert_same_bits(model.weights, WEIGHTS)


def test_whole_way_gives_the_same():
    model = read_model_file(WHOLE["keras 3"])
    assert (model.kind, model.spec) == ("keras", NETWORK)
    assert_same_bits(model.weights, WEIGHTS)


@pytest.mark.parametrize("layout", ALONE)
def test_weights_alone_take_the_network_that_they_fit(layout):
    model = parse_model(ALONE[layout], [DENSE, NETWORK])
    assert model.spec == NETWORK
    assert_same_bits(model.weights, WEIGHTS)
    with pytest.raises(ModelFileError, match=r"weights but not the network.*no network here fits"):
        parse_model(ALONE[layout], [DENSE])


def test_page_can_ask_where_weights_fit_more_than_one_network():
    data = new_weights(DENSE, some_weights(DENSE))
    candidates = [DENSE, NETWORK, SAME_ARRAYS]
    assert matching_candidates(data, candidates) == [0, 2]
    assert read_model_file(data, candidates=[SAME_ARRAYS]).spec == SAME_ARRAYS
    assert matching_candidates(WHOLE["npz"], candidates) is None


def test_content_decides_and_not_the_name_keras_gives_it():
    assert parse_model(WHOLE["h5 of Keras 2"], []).kind == "h5"  # as it would be after a renaming: no name is asked


@pytest.mark.parametrize("kind", ["keras", "h5", "npz"])
def test_note_says_how_bytes_become_inputs(kind):
    text = NOTE.to_text()
    weights = some_weights(DENSE)
    data = {
        "keras": keras_file(document(DENSE), new_weights(DENSE, weights), metadata={NOTE_KEY: text}),
        "h5": old_h5(
            DENSE,
            weights,
            whole=document(DENSE, "2.2"),
            change=lambda file: file.attrs.__setitem__(NOTE_KEY, text),
        ),
        "npz": npz_file(weights | {NOTE_KEY: np.array(text)}, spec=DENSE),
    }
    assert parse_model(data[kind], []).note == NOTE


@pytest.mark.parametrize("dtype", ["<f2", ">f4", "<f8"])
def test_other_floats_are_taken_where_no_digit_is_lost(dtype):
    weights = {name: np.round(array * 8).astype(dtype) for name, array in some_weights(DENSE).items()}
    expected = {name: array.astype(np.float32) for name, array in weights.items()}
    assert_same_bits(parse_model(keras_file(document(DENSE), new_weights(DENSE, weights)), []).weights, expected)
    assert_same_bits(parse_model(npz_file(weights, spec=DENSE), []).weights, expected)


def test_array_stored_column_by_column_is_the_same():
    weights = {name: np.asfortranarray(array) for name, array in some_weights(DENSE).items()}
    assert_same_bits(parse_model(npz_file(weights, spec=DENSE), []).weights, some_weights(DENSE))


def test_arrays_of_keras_2_are_told_by_their_names_in_whatever_order():
    def swap(file):
        group = file["model_weights/dense"]
        group.attrs["weight_names"] = group.attrs["weight_names"][::-1]

    data = old_h5(DENSE, some_weights(DENSE), whole=document(DENSE, "2.2"), change=swap)
    assert_same_bits(parse_model(data, []).weights, some_weights(DENSE))


def test_layer_without_a_bias_or_a_scale_gets_zeros_or_ones():
    whole = document(NETWORK)
    layer_of(whole, "Conv2D")["use_bias"] = False
    layer_of(whole, "BatchNormalization")["scale"] = False

    def change(file):
        del file["layers/conv2d/vars/1"]
        variables = file["layers/batch_normalization/vars"]
        for place in range(3):
            del variables[str(place)]
            variables[str(place)] = variables[str(place + 1)][()]
        del variables["3"]

    found = parse_model(keras_file(whole, new_weights(NETWORK, WEIGHTS, change=change)), []).weights
    replaced = {"conv2d/bias": np.zeros(2, np.float32), "batch_normalization/gamma": np.ones(2, np.float32)}
    assert_same_bits(found, WEIGHTS | replaced)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (
            new_weights(NETWORK, WEIGHTS, change=lambda file: file["layers/dense/vars"].__setitem__("2", 1.0)),
            "3 arrays",
        ),
        (new_weights(NETWORK, WEIGHTS, change=lambda file: file.__delitem__("layers/dense/vars/1")), "bias is missing"),
        (hdf5(lambda file: None), "holds no weights of layers where Keras keeps them"),
    ],
    ids=["one array too many", "one too few", "none"],
)
def test_other_number_of_arrays_is_refused(data, sentence):
    with pytest.raises(ModelFileError, match=sentence):
        parse_model(keras_file(document(NETWORK), data), [])


@pytest.mark.parametrize(
    ("arrays", "sentence"),
    [
        ({"more": np.ones(3)}, "holds an array 'more', which the network does not have"),
        ({"dense/bias": np.ones(7, np.float32)}, "'dense/bias' must be 6 and the file's is 7"),
        ({"spec": np.array(json.dumps({"schema": 9}))}, "schema must be 1; got 9"),
        ({"spec": np.array(3.0)}, "'spec' must be one text"),
    ],
    ids=["one array too many", "wrong shape", "unknown schema", "no text"],
)
def test_npz_of_another_network_is_refused(arrays, sentence):
    spec = {} if "spec" in arrays else {"spec": np.array(json.dumps(DENSE.to_json()))}
    with pytest.raises(ModelFileError, match=sentence):
        parse_model(npz_file(some_weights(DENSE) | spec | arrays), [])
