"""What an engine does once before its first run, so that no person waits for it."""

from __future__ import annotations


def warm_up() -> None:
    """Take one step of each kind on two blank images, so that the first real run pays for no first time."""
    import keras
    import tensorflow as tf

    from models.build import build
    from models.cnn import cnn
    from models.mlp import mlp

    for spec, compiled in ((cnn(filters=(2,), dense=()), False), (mlp(hidden=(2,), dropout=0.1), True)):
        model = build(spec, seed=0)
        optimizer = keras.optimizers.Adam()
        optimizer.build(model.trainable_variables)

        @tf.function(jit_compile=compiled, autograph=False)
        def step(inputs, model=model, optimizer=optimizer):
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean(model(inputs, training=True))
            optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
            return loss

        step(tf.zeros([2, *spec.input_shape]))
