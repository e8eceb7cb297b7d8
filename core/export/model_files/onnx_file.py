"""ONNX files, written by tf2onnx and checked by ONNX's own checker."""

from __future__ import annotations

from typing import Any

from core.export.model_files.image_signature import frozen_module, input_signature
from core.export.model_files.model_note import NOTE_KEY, ModelNote
from models.spec import NetworkSpec

OPSET = 18
_BATCH = "N"  # how the file calls the first axis, whose length is open


def onnx_bytes(model: Any, spec: NetworkSpec, note: ModelNote) -> bytes:
    """Return the content of an `.onnx` file, which has the note among its properties.

    Args:
        model: a built keras.Sequential of that network.
        spec: the network.
        note: how bytes become its inputs.
    """
    import onnx
    import tf2onnx

    serve = frozen_module(model, spec).serve
    written, _ = tf2onnx.convert.from_function(serve, input_signature=input_signature(spec), opset=OPSET)
    written.graph.name, written.graph.doc_string = "digits", ""
    for value in (*written.graph.input, *written.graph.output):
        value.type.tensor_type.shape.dim[0].dim_param = _BATCH
    onnx.helper.set_model_props(written, {NOTE_KEY: note.to_text()})
    onnx.checker.check_model(written, full_check=True)
    return written.SerializeToString(deterministic=True)
