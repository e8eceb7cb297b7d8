"""TensorFlow Lite files: float32, and three ways to round the weights to fewer bits."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.export.formats import FormatKey
from core.export.model_files.image_signature import frozen_module
from core.export.model_files.model_note import ModelNote
from models.spec import NetworkSpec

CALIBRATION_IMAGES = 500


def tflite_bytes(model: Any, spec: NetworkSpec, key: FormatKey, note: ModelNote, calibration: np.ndarray) -> bytes:
    """Return the content of a `.tflite` file, whose description is the note. Equal networks give equal bytes.

    Args:
        model: a built keras.Sequential of that network.
        spec: the network.
        key: "tflite", "tflite_float16" (weights in 16 bits), "tflite_dynamic" (weights in 8 bits, arithmetic by what
            comes along) or "tflite_int8" (all in 8 bits, inputs and outputs too).
        note: how bytes become its inputs.
        calibration: (N, *input shape) float32, inputs as in training: their ranges decide how "tflite_int8" rounds.
    """
    import tensorflow as tf
    from tensorflow.lite.tools import flatbuffer_utils

    module = frozen_module(model, spec)
    converter = tf.lite.TFLiteConverter.from_concrete_functions([module.serve.get_concrete_function()], module)
    if key != "tflite":
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
    if key == "tflite_float16":
        converter.target_spec.supported_types = [tf.float16]
    if key == "tflite_int8":
        converter.representative_dataset = lambda: ([image[None]] for image in calibration)
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
        converter.inference_input_type = converter.inference_output_type = tf.int8
    written = flatbuffer_utils.convert_bytearray_to_object(bytearray(converter.convert()))
    written.description = note.to_text()
    return bytes(flatbuffer_utils.convert_object_to_bytearray(written))
