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

PredictFunction = Callable[[np.ndarray], np.ndarray]


def open_model(key: FormatKey, path: Path, spec: NetworkSpec) -> PredictFunction:
    """Return the function that computes a file's answers.

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


def _keras(path: Path, spec: NetworkSpec) -> PredictFunction:
    import keras
    import tensorflow as tf

    model: Any = keras.models.load_model(path)

    @tf.function(input_signature=input_signature(spec), autograph=False)
    def predict(inputs: Any) -> Any:
        return model(inputs, training=False)

    def predict_array(inputs: np.ndarray) -> np.ndarray:
        # One image as the lines beside the file predict it: its time is theirs. Many go faster in a graph.
        return np.asarray(model(inputs, training=False) if len(inputs) == 1 else predict(inputs))

    return predict_array


def _saved_model(path: Path, spec: NetworkSpec) -> PredictFunction:
    import tensorflow as tf

    with zipfile.ZipFile(path) as archive:
        archive.extractall(path.parent)
    loaded: Any = tf.saved_model.load(str(path.parent / FOLDER))
    predict, name = loaded.signatures["serving_default"], output_name(spec)
    # the signature alone would let what it calls be collected
    return lambda inputs, _kept=loaded: np.asarray(predict(image=tf.constant(inputs))[name])


def _onnx(path: Path) -> PredictFunction:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3  # errors
    options.intra_op_num_threads = 1  # as TFLite has; more would spin between questions
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    return lambda inputs: np.asarray(session.run(None, {INPUT_NAME: inputs})[0])


def _numpy(path: Path, spec: NetworkSpec) -> PredictFunction:
    space: dict[str, Any] = {"np": np}
    exec("\n".join(network_lines(spec)), space)  # our own lines: the ones that a person copies
    arrays = checkpoints.read(path)
    return lambda inputs: space["network"](inputs, arrays)


def _tflite(path: Path) -> PredictFunction:
    import tensorflow as tf

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"\s*Warning: tf\.lite\.Interpreter is deprecated", UserWarning)
        interpreter = tf.lite.Interpreter(str(path))
    first, last = interpreter.get_input_details()[0], interpreter.get_output_details()[0]
    shape = None

    def predict(inputs: np.ndarray) -> np.ndarray:
        nonlocal shape
        if inputs.shape != shape:
            shape = inputs.shape
            interpreter.resize_tensor_input(first["index"], shape)
            interpreter.allocate_tensors()
        interpreter.set_tensor(first["index"], _quantised(inputs, first))
        interpreter.invoke()
        return _real(interpreter.get_tensor(last["index"]), last)

    return predict


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
