"""Keras's Adam and AdamW, each array updated by one operation of TensorFlow's in place of a dozen of Keras's.

A small network's step is short: what Keras's arithmetic on eight arrays costs to schedule was a tenth of it.
"""

from __future__ import annotations

import functools
from typing import Any


@functools.cache
def fused_adam() -> tuple[type, type]:
    """Return the two classes: keras.optimizers.Adam and AdamW in arguments, state and meaning. Imports Keras.

    The sums are Kingma and Ba's (2015), grouped as both libraries do; they agree but for rounding.
    """
    import keras
    import tensorflow as tf

    def update_step(self: Any, gradient: Any, variable: Any, learning_rate: Any) -> None:
        place = self._get_variable_index(variable)
        steps = tf.cast(self.iterations.value + 1, tf.float32)
        tf.raw_ops.ResourceApplyAdam(
            var=variable.handle,
            m=self._momentums[place].value.handle,
            v=self._velocities[place].value.handle,
            beta1_power=tf.pow(self.beta_1, steps),
            beta2_power=tf.pow(self.beta_2, steps),
            lr=tf.cast(learning_rate, tf.float32),
            beta1=self.beta_1,
            beta2=self.beta_2,
            epsilon=self.epsilon,
            grad=gradient,
        )

    own = {"update_step": update_step}
    adam = type("FusedAdam", (keras.optimizers.Adam,), own)
    adamw = type("FusedAdamW", (keras.optimizers.AdamW,), own)
    return adam, adamw
