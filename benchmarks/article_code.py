"""The articles' own networks as their code builds and compiles them in Keras, for benchmarks that race with it."""

from __future__ import annotations

from typing import Any


def article_1() -> Any:
    """Return the first article's model, of (N, 784) images and one-hot labels."""
    import keras
    from keras import layers

    model = keras.Sequential([layers.Input((784,))])
    for _ in range(2):
        model.add(layers.Dense(512, activation="relu"))
        model.add(layers.Dropout(0.2))
    model.add(layers.Dense(10, activation="softmax"))
    model.compile(loss="categorical_crossentropy", optimizer=keras.optimizers.RMSprop(), metrics=["accuracy"])
    return model


def article_4() -> Any:
    """Return the fourth article's model, of (N, 28, 28, 1) images and labels from 0 to 9; it ends in logits."""
    import keras
    from keras import layers

    model = keras.Sequential(
        [
            layers.Input((28, 28, 1)),
            layers.Conv2D(32, (3, 3), activation="relu"),
            layers.MaxPooling2D((2, 2)),
            layers.Conv2D(64, (3, 3), activation="relu"),
            layers.MaxPooling2D((2, 2)),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(10),
        ]
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer="adam", loss=loss, metrics=["accuracy"])
    return model
