"""TensorFlow as every engine of ours runs it: fixed threads, deterministic, no more GPU memory than it needs."""

from __future__ import annotations


def load_keras(threads: int) -> None:
    """Import TensorFlow and Keras (about 7 s) and fix what can only be fixed before the first operation.

    Args:
        threads: threads within one operation. A convolution's bits depend on this count, so runs record it.
    """
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.experimental.enable_op_determinism()
    gpus = tf.config.list_physical_devices("GPU")
    for gpu in gpus:
        tf.config.experimental.set_memory_growth(gpu, True)
    if gpus:
        tf.config.set_visible_devices(gpus[:1], "GPU")
    import keras  # noqa: F401
