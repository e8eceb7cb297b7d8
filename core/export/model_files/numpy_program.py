"""A network as a NumPy function, written for it: a line or two per layer, and no framework."""

from __future__ import annotations

from core.export.code_format import INDENT, format_literal
from models.layers import FUNCTIONS
from models.spec import NetworkSpec

_HELPERS = {  # by name; each may use the ones before it
    "windows": f"""
def windows(x, size, strides):  # (N, rows, columns, size, size, channels)
{INDENT}seen = np.lib.stride_tricks.sliding_window_view(x, (size, size), (1, 2))
{INDENT}return np.moveaxis(seen[:, ::strides, ::strides], 3, 5)""",
    "convolution": f"""
def convolution(x, kernel, strides):
{INDENT}return np.tensordot(windows(x, len(kernel), strides), kernel, 3)""",
    "normalisation": f"""
def normalisation(x, gamma, beta, mean, variance, epsilon):
{INDENT}scale = gamma / np.sqrt(variance + epsilon)
{INDENT}return x * scale + (beta - mean * scale)""",
    **{name: function.numpy_helper for name, function in FUNCTIONS.items() if function.numpy_helper},
}


def network_lines(spec: NetworkSpec) -> list[str]:
    """Return the lines that define `network(x, w)`, and the functions that it needs; only NumPy, as `np`, is used.

    `x` is (N, *input shape) float32 as the network was trained, `w` gives arrays by "layer/name"; it returns (N, 10).
    """
    body: list[str] = []
    for layer, row in zip(spec.layers, spec.rows(), strict=True):
        body += layer.numpy_code(lambda name, row=row: f"w[{format_literal(f'{row.name}/{name}')}]", row.input_shape)
    needed, code = [], "\n".join(body)
    for name, helper in reversed(_HELPERS.items()):
        if f"{name}(" in code:
            needed, code = [*helper.strip("\n").split("\n"), "", "", *needed], code + helper
    return [*needed, "def network(x, w):", *(f"{INDENT}{line}" for line in body), f"{INDENT}return x"]
