"""ONNX files, written by tf2onnx and checked by ONNX's own checker."""

from __future__ import annotations

from typing import Any

import numpy as np

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
    written, _ = tf2onnx.convert.from_function(
        serve, input_signature=input_signature(spec), opset=OPSET, custom_op_handlers={"Erfc": (_erfc, [])}
    )
    written.graph.name, written.graph.doc_string = "digits", ""
    for value in (*written.graph.input, *written.graph.output):
        value.type.tensor_type.shape.dim[0].dim_param = _BATCH
    onnx.helper.set_model_props(written, {NOTE_KEY: note.to_text()})
    onnx.checker.check_model(written, full_check=True)
    return written.SerializeToString(deterministic=True)


def _erfc(graph: Any, node: Any, _name: str, _arguments: list) -> Any:
    """Write 1 - erf for what TensorFlow computes GELU with: ONNX and tf2onnx 1.17 have no such operator."""
    node.type = "Erf"
    one = graph.make_const(f"{node.name}_one", np.float32(1.0)).output[0]
    return graph.insert_new_node_on_output("Sub", node.output[0], f"{node.name}_rest", inputs=[one, node.output[0]])
