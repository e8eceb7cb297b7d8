import pytest

from models.build import build
from models.cnn import cnn
from models.layers import Activation, AveragePooling2D, BatchNormalization, Conv2D, Dense, Flatten
from models.mlp import mlp
from models.spec import NetworkSpec
from models.summary import LINE_LENGTH, summary

pytestmark = pytest.mark.process


@pytest.mark.parametrize(
    "spec",
    [
        pytest.param(mlp(), id="article 1"),
        pytest.param(cnn(output="linear"), id="article 4"),
        pytest.param(cnn(filters=(8, 16), batch_normalization=True, dropout=0.5), id="long names that wrap"),
        pytest.param(mlp(hidden=()), id="one layer"),
        pytest.param(
            NetworkSpec(
                input_shape=(28, 28, 1),
                layers=(
                    *[Conv2D(filters=1, kernel_size=1), BatchNormalization(), Activation(function="relu")] * 4,
                    *[AveragePooling2D(pool_size=2, strides=1)] * 12,
                    Flatten(),
                    Dense(units=10),
                ),
            ),
            id="names with two figures",
        ),
        pytest.param(
            NetworkSpec(
                input_shape=(28, 28, 1),
                layers=(Conv2D(filters=512, kernel_size=9), Flatten(), Dense(units=80), Dense(units=10)),
            ),
            id="sixteen million parameters",
        ),
    ],
)
def test_summary_is_what_keras_prints(spec, monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")  # rich cuts lines at the terminal's width
    printed = []
    build(spec, seed=1).summary(line_length=LINE_LENGTH, print_fn=printed.append)
    assert summary(spec).splitlines() == "".join(printed).splitlines()


def test_summary_of_a_small_network_reads_as_a_table():
    assert summary(mlp(hidden=(), output="linear")).splitlines() == [
        'Model: "sequential"',
        "┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━┓",
        "┃ Layer (type)                         ┃ Output Shape                ┃         Param # ┃",
        "┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━┩",
        "│ dense (Dense)                        │ (None, 10)                  │           7,850 │",
        "└──────────────────────────────────────┴─────────────────────────────┴─────────────────┘",
        " Total params: 7,850 (30.66 KB)",
        " Trainable params: 7,850 (30.66 KB)",
        " Non-trainable params: 0 (0.00 B)",
    ]
