"""Keras's Dropout with random numbers that cost less: in a dense network Keras's own took a quarter of each step.

On a CPU, XLA draws random numbers one by one in a single thread. Here a hash of each value's place and of the step's
two keys decides instead: whole-number arithmetic that XLA fuses with its use, with the same result compiled or not.
"""

from __future__ import annotations

import functools
from typing import Any

_LEVELS = 2**32  # of a draw
_SPACING = 0x9E3779B9  # between the keys of two steps: without it, masks two steps apart were correlated by 0.001


def mixed(numbers: Any) -> Any:
    """Return a uint32 tensor mixed so that each bit of the result hangs on all bits of its number.

    "lowbias32" of C. Wellons, "Prospecting for Hash Functions" (2018): a permutation of all uint32 numbers.
    """
    import tensorflow as tf

    shifted, either = tf.bitwise.right_shift, tf.bitwise.bitwise_xor

    def constant(value: int) -> Any:
        return tf.constant(value, tf.uint32)

    numbers = either(numbers, shifted(numbers, constant(16))) * constant(0x7FEB352D)
    numbers = either(numbers, shifted(numbers, constant(15))) * constant(0x846CA68B)
    return either(numbers, shifted(numbers, constant(16)))


@functools.cache
def dropout_layer() -> type:
    """Return the class: a `keras.layers.Dropout` in its arguments, its state and its meaning. Imports Keras."""
    import keras
    import tensorflow as tf

    class Dropout(keras.layers.Dropout):
        """Sets a random share of the values to 0 while training and scales the others up."""

        def call(self, inputs: Any, training: bool = False) -> Any:
            if not training or self.rate <= 0:
                return inputs
            keys = tf.cast(self.seed_generator.next(), tf.uint32)  # (2,): the second one counts the calls
            places = tf.cast(tf.reshape(tf.range(tf.size(inputs)), tf.shape(inputs)), tf.uint32)
            draws = mixed(mixed(places + keys[0]) + keys[1] * tf.constant(_SPACING, tf.uint32))
            is_kept = draws >= tf.constant(round(self.rate * _LEVELS), tf.uint32)
            return tf.where(is_kept, inputs * (1.0 / (1.0 - self.rate)), 0.0)

    return Dropout
