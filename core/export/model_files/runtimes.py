"""A file opened as whoever gets it opens it: by the runtime of its own format, and nothing else.

Each function returns one that gives (N, 10) float32 of inputs (N, *input shape) float32, N from 1 on.
"""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from core.export.formats import FormatKey
from core.export.model_files.image_signature import input_signature, output_name
from core.export.model_files.keras_model import INPUT_NAME
from core.export.model_files.numpy_program import network_lines
from core.export.model_files.saved_model import FOLDER
from core.training.record import checkpoints
from models.spec import NetworkSpec

Ask = Callable[[np.ndarray], np.ndarray]


def opened(key: FormatKey, path: Path, spec: NetworkSpec) -> Ask:
    """Return the function that asks a file.

    Args:
        key: its format.
        path: of the file; a SavedModel is unpacked beside it.
        spec: the network in it.
    """
    if key in ("keras", "h5"):
        return _keras(path, spec)
    if key == "onnx":
        return _onnx(path)
    if key == "saved_model":
        return _saved_model(path, spec)
    return _numpy(path, spec) if key == "npz" else _tflite(path)


def _keras(path: Path, spec: NetworkSpec) -> Ask:
    import keras
    import tensorflow as tf

    model: Any = keras.models.load_model(path)

    @tf.function(input_signature=input_signature(spec), autograph=False)
    def ask(inputs: Any) -> Any:
        return model(inputs, training=False)

    def answers(inputs: np.ndarray) -> np.ndarray:
        # One image as the lines beside the file ask about it: its time is theirs. Many are asked faster.
        return np.asarray(model(inputs, training=False) if len(inputs) == 1 else ask(inputs))

    return answers


def _saved_model(path: Path, spec: NetworkSpec) -> Ask:
    import tensorflow as tf

    with zipfile.ZipFile(path) as archive:
        archive.extractall(path.parent)
    loaded: Any = tf.saved_model.load(str(path.parent / FOLDER))
    ask, name = loaded.signatures["serving_default"], output_name(spec)
    # the signature alone would let what it calls be collected
    return lambda inputs, _kept=loaded: np.asarray(ask(image=tf.constant(inputs))[name])


def _onnx(path: Path) -> Ask:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3  # errors
    options.intra_op_num_threads = 1  # as TFLite has; more would spin between questions
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    return lambda inputs: np.asarray(session.run(None, {INPUT_NAME: inputs})[0])


def _numpy(path: Path, spec: NetworkSpec) -> Ask:
    space: dict[str, Any] = {"np": np}
    exec("\n".join(network_lines(spec)), space)  # our own lines: the ones that a person copies
    arrays = checkpoints.read(path)
    return lambda inputs: space["network"](inputs, arrays)


def _tflite(path: Path) -> Ask:
    import tensorflow as tf

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"\s*Warning: tf\.lite\.Interpreter is deprecated", UserWarning)
        interpreter = tf.lite.Interpreter(str(path))
    first, last = interpreter.get_input_details()[0], interpreter.get_output_details()[0]
    shape = None

    def ask(inputs: np.ndarray) -> np.ndarray:
        nonlocal shape
        if inputs.shape != shape:
            shape = inputs.shape
            interpreter.resize_tensor_input(first["index"], shape)
            interpreter.allocate_tensors()
        interpreter.set_tensor(first["index"], _quantised(inputs, first))
        interpreter.invoke()
        return _real(interpreter.get_tensor(last["index"]), last)

    return ask


def _quantised(values: np.ndarray, details: dict[str, Any]) -> np.ndarray:
    if details["dtype"] is np.float32:
        return values
    scale, zero = details["quantization"]
    return np.rint(values / scale + zero).clip(-128, 127).astype(np.int8)


def _real(values: np.ndarray, details: dict[str, Any]) -> np.ndarray:
    if details["dtype"] is np.float32:
        return values
    scale, zero = details["quantization"]
    return (values.astype(np.float32) - zero) * np.float32(scale)
