"""TensorFlow as every engine of ours runs it: fixed threads, deterministic, no more GPU memory than it needs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

# Keras imports these where they are installed, for parts that we do not use: 2 s and 150 MiB of each engine, measured
# with Keras 3.15.1, and Matplotlib writes a cache of the machine's fonts at its first import.
_NOT_NEEDED = ("matplotlib", "pandas", "sklearn")


def load_keras(threads: int) -> None:
    """Import TensorFlow and Keras (about 7 s) and fix what can only be fixed before the first operation.

    Args:
        threads: threads within one operation. A convolution's bits depend on this count, so runs record it.
    """
    with _hidden(*_NOT_NEEDED):
        import tensorflow as tf

        tf.config.threading.set_intra_op_parallelism_threads(threads)
        tf.config.experimental.enable_op_determinism()
        gpus = tf.config.list_physical_devices("GPU")
        for gpu in gpus:
            tf.config.experimental.set_memory_growth(gpu, True)
        if gpus:
            tf.config.set_visible_devices(gpus[:1], "GPU")
        import keras  # noqa: F401


@contextmanager
def _hidden(*packages: str) -> Iterator[None]:
    """Let no import find these packages, as if they were not installed; one that is loaded already stays."""
    names = [name for name in packages if name not in sys.modules]
    sys.modules.update(dict.fromkeys(names))  # type: ignore[arg-type]  # None stands for a module that there is not
    try:
        yield
    finally:
        for name in names:
            del sys.modules[name]
