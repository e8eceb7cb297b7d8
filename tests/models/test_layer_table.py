"""A network as a table: names, shapes, costs and receptive fields, worked out by hand."""

import pytest

from models.layers import Activation, BatchNormalization, Conv2D, Dense, Dropout, Flatten, MaxPooling2D
from models.spec import FLAT, IMAGE, NetworkSpec

TEN = Dense(units=10)


def test_rows_tell_names_shapes_costs_and_receptive_fields():
    spec = NetworkSpec(
        input_shape=IMAGE,
        layers=(
            Conv2D(filters=32, kernel_size=3, activation="relu"),
            BatchNormalization(),
            MaxPooling2D(),
            Conv2D(filters=64, kernel_size=3, activation="relu"),
            MaxPooling2D(),
            Flatten(),
            Dense(units=64, activation="relu"),
            Dropout(rate=0.5),
            TEN,
        ),
    )
    columns = [
        (row.name, row.output_shape, row.parameters, row.formula, row.multiply_adds, row.receptive_field)
        for row in spec.rows()
    ]
    assert columns == [
        ("conv2d", (26, 26, 32), 320, "(3\u00a0×\u00a03\u00a0×\u00a01 + 1)\u00a0×\u00a032", 194_688, 3),
        ("batch_normalization", (26, 26, 32), 128, "4\u00a0×\u00a032", 21_632, 3),
        ("max_pooling2d", (13, 13, 32), 0, "0", 0, 4),
        ("conv2d_1", (11, 11, 64), 18_496, "(3\u00a0×\u00a03\u00a0×\u00a032 + 1)\u00a0×\u00a064", 2_230_272, 8),
        ("max_pooling2d_1", (5, 5, 64), 0, "0", 0, 10),
        ("flatten", (1600,), 0, "0", 0, 10),
        ("dense", (64,), 102_464, "(1600 + 1)\u00a0×\u00a064", 102_400, 26),  # pooling 11 to 5 leaves 2 rows out
        ("dropout", (64,), 0, "0", 0, 26),
        ("dense_1", (10,), 650, "(64 + 1)\u00a0×\u00a010", 640, 26),
    ]
    assert spec.parameters == 122_058
    assert spec.trainable_parameters == 121_994
    assert spec.non_trainable_parameters == 64
    assert spec.multiply_adds == 2_549_632


def test_cells_at_a_padded_border_see_less():
    spec = NetworkSpec(input_shape=IMAGE, layers=(MaxPooling2D(pool_size=5, strides=9, padding="same"), Flatten(), TEN))
    assert spec.rows()[0].seen == ((0, 2), (7, 11), (16, 20), (25, 27))
    assert spec.rows()[0].receptive_field == 5


@pytest.mark.parametrize(
    ("layers", "sides"),
    [
        pytest.param((Dropout(rate=0.1), TEN), [1, 28], id="dense sees the whole image"),
        pytest.param((Activation(function="softmax"), TEN), [28, 28], id="softmax mixes a row"),
        pytest.param((Activation(function="relu"), TEN), [1, 28], id="relu mixes nothing"),
    ],
)
def test_receptive_field_of_flat_networks(layers, sides):
    assert [row.receptive_field for row in NetworkSpec(input_shape=FLAT, layers=layers).rows()] == sides
