"""What may cross the pipe between the server and an engine: NumPy arrays, builtin containers, our frozen dataclasses.

Unpickling runs whatever the pickle names. Here it may name NumPy's array rebuilding and frozen dataclasses of
`core` and `models`, nothing else: an object of TensorFlow's would import TensorFlow into the web server.
"""

from __future__ import annotations

import dataclasses
import importlib
import io
import pickle
from typing import Any

_NUMPY = {
    ("numpy", "ndarray"),
    ("numpy", "dtype"),
    ("numpy._core.multiarray", "_reconstruct"),
    ("numpy._core.multiarray", "scalar"),
    ("numpy._core.numeric", "_frombuffer"),
}
_ENGINES = ("core.training.graph.", "core.training.loop.")  # importing them imports TensorFlow
_BUILTINS = {"set", "frozenset", "complex", "bytearray"}


class ForeignObjectError(Exception):
    """The other side sent an object of a kind that does not cross the pipe."""


def _may_cross(named: Any) -> bool:
    """Return whether this is a frozen dataclass with slots: it sets its own state, so no pickle can set its class's."""
    if not isinstance(named, type) or not dataclasses.is_dataclass(named):
        return False
    return named.__dataclass_params__.frozen and "__setstate__" in vars(named)  # type: ignore[attr-defined]


class _RestrictedUnpickler(pickle.Unpickler):
    def find_class(self, module_name: str, name: str) -> Any:
        if (module_name, name) in _NUMPY or (module_name == "builtins" and name in _BUILTINS):
            return super().find_class(module_name, name)
        if module_name.split(".")[0] in {"core", "models"} and not module_name.startswith(_ENGINES):
            named = getattr(importlib.import_module(module_name), name, None)
            if _may_cross(named):
                return named
        raise ForeignObjectError(f"{module_name}.{name} does not cross the pipe")


def dumps(message: Any) -> bytes:
    """Return the bytes of a message; anything picklable is accepted here and judged by `loads`."""
    return pickle.dumps(message, protocol=5)


def loads(data: bytes) -> Any:
    """Return the message.

    Raises:
        ForeignObjectError: it holds an object of a kind that does not cross the pipe; it was not made.
    """
    return _RestrictedUnpickler(io.BytesIO(data)).load()
