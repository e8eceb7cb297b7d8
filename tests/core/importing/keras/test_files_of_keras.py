"""Files that Keras and TensorFlow Lite themselves write: what is read has their bits and their probabilities."""

from __future__ import annotations

import warnings

import keras
import numpy as np
import pytest
from keras import layers

from core.importing.limited_reading import parse_model
from core.importing.read import read_model_file
from models.build import build
from models.spec import FLAT, IMAGE
from models.weights import assign, variables_by_name

pytestmark = pytest.mark.process


def pictures():
    """A Sequential with what may be missing: a bias, a scale, a centre; its averages are moved off 0 and 1."""
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(3, 3, activation="relu", name="seen"),
            layers.BatchNormalization(),
            layers.MaxPooling2D(),
            layers.Conv2D(4, 3, strides=2, padding="same", use_bias=False),
            layers.BatchNormalization(scale=False),
            layers.ReLU(),
            layers.BatchNormalization(center=False),
            layers.SpatialDropout2D(0.25),
            layers.SeparableConv2D(5, 2, activation="gelu"),
            layers.GlobalAveragePooling2D(),
            layers.Dense(10, activation="softmax", name="said"),
        ]
    )
    random = np.random.default_rng(5)
    model.set_weights([random.uniform(0.1, 1, array.shape) for array in model.get_weights()])
    model.compile("adam", "sparse_categorical_crossentropy")
    return model


def rows():
    """A Functional chain from 28 x 28 bytes to ten sigmoids."""
    start = keras.Input((28, 28))
    values = layers.Rescaling(1 / 255)(layers.Flatten()(start))
    values = layers.Activation("tanh")(layers.Dense(7, kernel_initializer="he_normal")(values))
    return keras.Model(start, layers.Dense(10, activation="sigmoid")(layers.Dropout(0.5)(values)))


@pytest.fixture(scope="module")
def models():
    return {"pictures": pictures(), "rows": rows()}


@pytest.fixture(scope="module")
def files(models, tmp_path_factory):
    """Each model in each format, as bytes."""
    folder = tmp_path_factory.mktemp("keras")
    found = {}
    for name, model in models.items():
        for ending in ("keras", "h5"):
            model.save(folder / f"{name}.{ending}")
        model.save_weights(folder / f"{name}.weights.h5")
        found[name, "tflite"] = as_tflite(model)
        found |= {
            (name, ending): (folder / f"{name}.{ending}").read_bytes() for ending in ("keras", "h5", "weights.h5")
        }
    return found


def as_tflite(model):
    import tensorflow as tf

    return tf.lite.TFLiteConverter.from_keras_model(model).convert()


def rebuilt(read):
    model = build(read.spec, seed=0)
    assign(variables_by_name(model), read.weights)
    return model


def inputs_of(name, images):
    return images.astype(np.float32) if name == "rows" else images[..., None].astype(np.float32) / np.float32(255)


def own_inputs(name, read, images):
    pixels = read.note.pixels.inputs(images) if read.note else inputs_of(name, images)
    return pixels.reshape(-1, *read.spec.input_shape)


@pytest.mark.parametrize("name", ["pictures", "rows"])
@pytest.mark.parametrize("ending", ["keras", "h5"])
def test_whole_model_has_its_bits_and_its_probabilities(models, files, small_dataset, name, ending):
    read, model, images = parse_model(files[name, ending], []), models[name], small_dataset.test_images[:100]
    assert read.spec.input_shape == (IMAGE if name == "pictures" else FLAT)
    theirs = [array.tobytes() for array in model.get_weights()]
    filled = [array.tobytes() for array in read.weights.values() if array.tobytes() not in theirs]
    assert [array.tobytes() for array in read.weights.values() if array.tobytes() in theirs] == theirs
    assert len(filled) == len(read.weights) - len(theirs)
    expected = model.predict(inputs_of(name, images), verbose=0)
    found = rebuilt(read).predict(own_inputs(name, read, images), verbose=0)
    np.testing.assert_allclose(found, expected, atol=1e-6)


def test_weights_alone_are_those_of_the_network_that_they_fit(models, files):
    read = parse_model(files["rows", "keras"], [])
    alone = parse_model(files["rows", "weights.h5"], [read.spec])
    assert [array.tobytes() for array in alone.weights.values()] == [array.tobytes() for array in read.weights.values()]


@pytest.mark.parametrize("name", ["pictures", "rows"])
def test_tflite_computes_what_its_own_runtime_does(files, small_dataset, name):
    read = parse_model(files[name, "tflite"], [])
    images = small_dataset.test_images[:20]
    found = rebuilt(read).predict(inputs_of(name, images).reshape(-1, *read.spec.input_shape), verbose=0)
    np.testing.assert_allclose(found, by_its_runtime(files[name, "tflite"], inputs_of(name, images)), atol=1e-5)


def by_its_runtime(data, inputs):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from ai_edge_litert.interpreter import Interpreter

        runtime = Interpreter(model_content=data)
    runtime.allocate_tensors()
    place, out = runtime.get_input_details()[0]["index"], runtime.get_output_details()[0]["index"]
    answers = []
    for one in inputs:
        runtime.set_tensor(place, one[None])
        runtime.invoke()
        answers.append(runtime.get_tensor(out)[0])
    return np.array(answers)


def test_whole_way_takes_what_keras_writes(files):
    assert read_model_file(files["pictures", "keras"]).kind == "keras"
