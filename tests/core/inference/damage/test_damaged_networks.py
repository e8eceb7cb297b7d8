"""What the engine says of a damaged network, against NumPy's arithmetic on damaged weights; filters ranked by force."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from core.errors import CheckpointError
from core.inference.damage.changes import NOTHING, Damage, Noisy, Pruned, Scaled, Shifted, SwitchedOff
from core.inference.damage.code import filters_of
from core.inference.damage.damaged_weights import damaged_weights, silent_output
from core.inference.damage.filter_ranking import count_right_without
from core.inference.predict import predict
from core.training.record import checkpoints
from models.layers import (
    Activation,
    BatchNormalization,
    Conv2D,
    Dense,
    Flatten,
    GlobalAveragePooling2D,
    MaxPooling2D,
    SeparableConv2D,
)
from models.mlp import mlp
from models.spec import FLAT, IMAGE, NetworkSpec
from tests.support import numpy_network

pytestmark = pytest.mark.process

MIXED = NetworkSpec(
    input_shape=IMAGE,
    layers=(
        Conv2D(filters=4, kernel_size=5, strides=2, activation="relu"),
        BatchNormalization(),
        MaxPooling2D(),
        SeparableConv2D(filters=3, kernel_size=3, activation="sigmoid"),
        Flatten(),
        Dense(units=5, activation="softmax"),
        Dense(units=10, activation="softmax"),
    ),
)
GLOBAL = NetworkSpec(
    input_shape=IMAGE,
    layers=(Conv2D(filters=10, kernel_size=7), Activation(function="tanh"), GlobalAveragePooling2D()),
)
SIGMOIDS = NetworkSpec(input_shape=FLAT, layers=(Dense(units=3), Dense(units=10, activation="sigmoid")))
DAMAGES = {
    "off": Damage.of([SwitchedOff(layer=0, filters=(1, 2)), SwitchedOff(layer=3, filters=(0,))]),
    "normalisation off": Damage.of([SwitchedOff(layer=1)]),
    "all": Damage.of(
        [
            Scaled(layer=0, percent=250),
            Noisy(layer=3, percent=80, seed=4),
            Pruned(layer=None, percent=20),
            Shifted(layer=5, filter=2, hundredths=-150),
            SwitchedOff(layer=6, filters=(7,)),
        ]
    ),
}


def arrays_of(network) -> dict[str, np.ndarray]:
    return checkpoints.read(Path(network.path), digest=network.digest)


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damaged_network_says_what_numpy_computes_with_damaged_weights(stored, images, damage):
    network = stored(MIXED)
    weights = damaged_weights(MIXED, arrays_of(network), damage)
    found = predict(dataclasses.replace(network, damage=damage), images)
    for place, image in enumerate(images):
        expected = numpy_network.layer_outputs(MIXED, weights, image)
        np.testing.assert_allclose(found.logits[place], expected.logits, rtol=1e-3, atol=1e-4)
        np.testing.assert_allclose(found.probabilities[place], expected.probabilities, rtol=1e-3, atol=1e-5)


def test_network_is_whole_again_after_any_damage_and_its_file_is_read_once(stored, images, monkeypatch):
    network, read, original = stored(MIXED, seed=9), [], checkpoints.read
    whole = predict(network, images).logits

    def noted(path: Path, *, digest: str) -> dict[str, np.ndarray]:
        read.append(digest)
        return original(path, digest=digest)

    monkeypatch.setattr(checkpoints, "read", noted)
    for damage in DAMAGES.values():
        assert not np.array_equal(predict(dataclasses.replace(network, damage=damage), images).logits, whole)
    assert np.array_equal(predict(network, images).logits, whole)
    assert read == [network.digest]


def test_damaged_network_is_another_network_to_caches(stored):
    network = stored(mlp(hidden=(4,), dropout=0.0))
    identities = {dataclasses.replace(network, damage=damage).identity for damage in (NOTHING, *DAMAGES.values())}
    assert len(identities) == 4
    assert network.identity in identities


def test_damage_of_a_file_with_other_weights_is_refused(stored, images):
    small, large = stored(mlp(hidden=(6,), dropout=0.0), seed=1), stored(mlp(hidden=(7,), dropout=0.0), seed=2)
    damage = Damage.of([SwitchedOff(layer=0, filters=(6,))])
    with pytest.raises(CheckpointError, match=r"dense/kernel is \(784, 7\)"):
        predict(dataclasses.replace(large, spec=small.spec, damage=damage), images)


@pytest.mark.parametrize("function", ["relu", "leaky_relu", "gelu", "tanh", "linear", "sigmoid"])
def test_unit_that_is_off_gives_one_number_for_every_picture(stored, images, function):
    from core.inference.activations import layer_outputs

    spec = NetworkSpec(input_shape=FLAT, layers=(Dense(units=4, activation=function), Dense(units=10)))
    broken = dataclasses.replace(stored(spec), damage=NOTHING.with_off(0, [2]))
    given = {float(layer_outputs(broken, image).outputs[0][2]) for image in images}
    assert given == {silent_output(function)}


@pytest.mark.parametrize(
    ("spec", "layer"),
    [(MIXED, 0), (MIXED, 3), (MIXED, 5), (MIXED, 6), (GLOBAL, 0), (SIGMOIDS, 0), (SIGMOIDS, 1)],
    ids=["before normalisation", "separable, sigmoid", "softmax", "digits", "global", "linear", "sigmoids"],
)
def test_filters_are_ranked_as_by_setting_their_weights_to_0(stored, small_dataset, spec, layer):
    network, count = stored(spec), 60
    images, labels = np.array(small_dataset.test_images[10 : 10 + count]), small_dataset.test_labels[10 : 10 + count]
    filters = list(range(filters_of(spec, layer)))
    by_force = [
        int(np.count_nonzero(predict(off, images).predicted_digits == labels))
        for off in (dataclasses.replace(network, damage=NOTHING.with_off(layer, [number])) for number in filters)
    ]
    found = count_right_without(network, layer, filters, str(small_dataset.folder), 10, count)
    assert found.tolist() == by_force
    assert count_right_without(network, layer, filters[-1:], str(small_dataset.folder), 10, count)[0] == by_force[-1]
