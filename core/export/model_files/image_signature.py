"""A network as one TensorFlow function with a named input and a named output, of which other formats are made."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.export.model_files.keras_model import INPUT_NAME
from models.spec import NetworkSpec
from models.weights import variables_by_name


def output_name(spec: NetworkSpec) -> str:
    """Return what a file calls the ten values: "probabilities", or "logits" where the network ends linear."""
    return "probabilities" if spec.outputs_probabilities else "logits"


def input_signature(spec: NetworkSpec) -> list[Any]:
    """Return the one input: (N, *input shape) float32, named."""
    import tensorflow as tf

    return [tf.TensorSpec([None, *spec.input_shape], tf.float32, name=INPUT_NAME)]


def frozen_module(model: Any, spec: NetworkSpec) -> Any:
    """Return a tf.Module with the function `serve`, in which the weights are constants."""
    return _module(model, spec, {})


def variable_module(model: Any, spec: NetworkSpec) -> Any:
    """Return a tf.Module with the function `serve`, and the weights as its variables."""
    import tensorflow as tf

    variables = {
        id(weight): tf.Variable(
            tf.constant(np.asarray(weight)), trainable=weight.trainable, name=name.replace("/", "_")
        )
        for name, weight in variables_by_name(model).items()
    }
    return _module(model, spec, variables)


def _module(model: Any, spec: NetworkSpec, variables: dict[int, Any]) -> Any:
    """Return the module; a weight of the model whose id has no variable is a constant in it."""
    import tensorflow as tf

    groups = [
        [variables.get(id(weight), np.asarray(weight)) for weight in group]
        for group in (model.trainable_variables, model.non_trainable_variables)
    ]
    module: Any = tf.Module()

    @tf.function(input_signature=input_signature(spec), autograph=False)
    def serve(image: Any) -> dict[str, Any]:
        values = [
            [tf.constant(value) if isinstance(value, np.ndarray) else value for value in group] for group in groups
        ]
        return {output_name(spec): model.stateless_call(*values, image, training=False)[0]}

    module.variables_kept, module.serve = list(variables.values()), serve
    return module
