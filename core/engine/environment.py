"""The environment variables of a child: the server's, less what would change what a network computes there."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

# Switches of Keras, TensorFlow, its compiler and its kernels' libraries that a person may have set for other programs,
# such as KERAS_BACKEND, TF_ENABLE_ONEDNN_OPTS, TF_XLA_FLAGS, TF_ENABLE_AUTO_MIXED_PRECISION or NVIDIA_TF32_OVERRIDE: a
# run that is resumed would not end in the same bits. How a graphics card's memory is shared out changes no bits.
_SWITCHES = re.compile(r"(?!TF_(GPU_|FORCE_GPU_|CUDA_))(KERAS|TF|XLA|ONEDNN|DNNL|NVIDIA_TF32)_", re.IGNORECASE)


def child_environment(threads: int, inherited: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the environment of a child.

    Args:
        threads: within one operation.
        inherited: the server's own.
    """
    return {name: value for name, value in inherited.items() if not _SWITCHES.match(name)} | {
        "KERAS_BACKEND": "tensorflow",
        # No folder: a keras.json in the person's may ask for another floating-point type or order of channels.
        "KERAS_HOME": os.devnull,
        "TF_CPP_MIN_LOG_LEVEL": "2",
        "OMP_NUM_THREADS": str(threads),
        "OPENBLAS_NUM_THREADS": str(threads),
        "OMP_WAIT_POLICY": "PASSIVE",  # a thread that spun while it waits would take the processor from the pages
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",  # whatever the locale says: what is logged there is read as UTF-8
    }
