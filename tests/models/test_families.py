import math

import pytest

from core.errors import SpecError
from models.cnn import cnn
from models.layers import MAX_LAYERS, BatchNormalization, Conv2D, Dense, Dropout, Flatten, MaxPooling2D
from models.mlp import mlp


@pytest.mark.parametrize(
    ("spec", "parameters"),
    [
        pytest.param(mlp(hidden=(512, 512), dropout=0.2), 669_706, id="article 1, two layers of 512"),
        pytest.param(mlp(hidden=(256, 64), dropout=0.2), 218_058, id="article 1, 256 and 64"),
        pytest.param(mlp(hidden=(256,), dropout=0, initializer="random_normal"), 203_530, id="article 3"),
        pytest.param(cnn(filters=(32, 64), dense=(64,), output="linear"), 121_930, id="article 4"),
    ],
)
def test_article_networks_have_the_articles_parameters(spec, parameters):
    assert spec.parameters == parameters
    assert spec.trainable_parameters == parameters


def test_article_networks_are_the_defaults():
    assert mlp() == mlp(hidden=(512, 512), dropout=0.2, activation="relu", output="softmax")
    assert cnn(output="linear").from_logits


def test_mlp_alternates_dense_and_dropout():
    relu = {"activation": "relu", "initializer": "he_normal"}
    assert mlp(hidden=(20, 15), dropout=0.5, initializer="he_normal").layers == (
        Dense(units=20, **relu),
        Dropout(rate=0.5),
        Dense(units=15, **relu),
        Dropout(rate=0.5),
        Dense(units=10, activation="softmax", initializer="he_normal"),
    )


def test_mlp_without_hidden_layers_is_softmax_regression():
    assert mlp(hidden=()).layers == (Dense(units=10, activation="softmax"),)


def test_cnn_repeats_its_block_for_each_number_of_filters():
    assert cnn(filters=(4, 6), dense=(7,), dropout=0.1, batch_normalization=True).layers == (
        Conv2D(filters=4, kernel_size=3, activation="relu"),
        BatchNormalization(),
        MaxPooling2D(),
        Conv2D(filters=6, kernel_size=3, activation="relu"),
        BatchNormalization(),
        MaxPooling2D(),
        Flatten(),
        Dense(units=7, activation="relu"),
        Dropout(rate=0.1),
        Dense(units=10, activation="softmax"),
    )


def test_cnn_may_leave_out_dense_layers():
    assert cnn(filters=(4,), dense=(), dropout=0.1).layers == (
        Conv2D(filters=4, kernel_size=3, activation="relu"),
        MaxPooling2D(),
        Flatten(),
        Dropout(rate=0.1),
        Dense(units=10, activation="softmax"),
    )


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: mlp(hidden=(0,)), id="no units"),
        pytest.param(lambda: mlp(hidden=(32,), dropout=1.0), id="dropout of everything"),
        pytest.param(lambda: mlp(hidden=(32,), dropout=math.nan), id="dropout NaN"),
        pytest.param(lambda: mlp(hidden=(8,) * MAX_LAYERS, dropout=0), id="31 layers"),
        pytest.param(lambda: cnn(filters=(0,)), id="no filters"),
        pytest.param(lambda: cnn(filters=(8,) * 5), id="pooled away"),
        pytest.param(lambda: cnn(output="logits"), id="unknown output"),
    ],
)
def test_families_refuse_what_layers_refuse(make):
    with pytest.raises(SpecError):
        make()
