"""Random networks that can be built: every kind of layer, in any order that fits."""

from __future__ import annotations

from hypothesis import strategies as st

from models.layers import (
    ACTIVATIONS,
    INITIALIZERS,
    PADDINGS,
    Activation,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    MaxPooling2D,
    SeparableConv2D,
)
from models.spec import FLAT, IMAGE, NetworkSpec

activations = st.sampled_from(ACTIVATIONS[:-1])  # softmax of one channel is refused; Activation below has it
between = st.one_of(
    st.builds(Dropout, rate=st.floats(0, 0.95)),
    st.builds(BatchNormalization, momentum=st.floats(0, 0.9999), epsilon=st.floats(1e-7, 1)),
    st.builds(Activation, function=activations),
)
hidden = st.builds(
    Dense,
    units=st.integers(2, 16),
    activation=st.sampled_from(ACTIVATIONS),
    initializer=st.sampled_from(tuple(INITIALIZERS)),
)


@st.composite
def sliding(draw, cells):
    """Draw a layer with a window for an image of `cells` x `cells`, and the cells that it leaves."""
    padding = draw(st.sampled_from(PADDINGS))
    size = draw(st.integers(1, min(cells, 6)))
    kind = draw(st.sampled_from([Conv2D, SeparableConv2D, MaxPooling2D, AveragePooling2D]))
    strides = draw(st.one_of(st.just(1), st.integers(1, min(size, 4) if kind.kernels else 4)))
    left = len(range(0, cells if padding == "same" else cells - size + 1, strides))
    if not kind.kernels:
        return kind(pool_size=size, strides=strides, padding=padding), left
    layer = kind(
        filters=draw(st.integers(1, 5)),
        kernel_size=size,
        strides=strides,
        padding=padding,
        activation=draw(activations),
        initializer=draw(st.sampled_from(tuple(INITIALIZERS))),
    )
    return layer, left


@st.composite
def networks(draw, input_shapes=(IMAGE, FLAT), least_windows=0):
    layers = []
    input_shape = draw(st.sampled_from(input_shapes))
    if input_shape == IMAGE:
        cells = 28
        for _ in range(draw(st.integers(least_windows, 5))):
            layer, cells = draw(sliding(cells))
            layers += [layer, *draw(st.lists(between, max_size=1))]
        layers.append(draw(st.sampled_from([Flatten(), GlobalAveragePooling2D()])))
    for layer in draw(st.lists(hidden, max_size=3)):
        layers += [layer, *draw(st.lists(between, max_size=1))]
    output = Dense(units=10, activation=draw(st.sampled_from(ACTIVATIONS)))
    return NetworkSpec(input_shape=input_shape, layers=(*layers, output))
