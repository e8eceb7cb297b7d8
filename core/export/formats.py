"""The formats in which a network can be taken away, and what is said while a file of one is made. Imports no Keras."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FormatKey = Literal[
    "keras", "h5", "tflite", "tflite_float16", "tflite_dynamic", "tflite_int8", "onnx", "saved_model", "npz"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of file that holds a network with its weights."""

    file_name: str  # as a person's browser keeps it, and as the code that loads it names it
    packages: str  # that the code which loads it needs beside Pillow and NumPy, as pip calls them
    mime: str = "application/octet-stream"
    is_converted: bool = False  # by a tool that may refuse a network, as its runtime may


_KERAS, _TFLITE = "keras tensorflow", "ai-edge-litert"
FORMATS: dict[FormatKey, Format] = {
    "keras": Format(file_name="digits.keras", packages=_KERAS, mime="application/zip"),
    "h5": Format(file_name="digits.h5", packages=_KERAS, mime="application/x-hdf5"),
    "tflite": Format(file_name="digits.tflite", packages=_TFLITE, is_converted=True),
    "tflite_float16": Format(file_name="digits-float16.tflite", packages=_TFLITE, is_converted=True),
    "tflite_dynamic": Format(file_name="digits-dynamic.tflite", packages=_TFLITE, is_converted=True),
    "tflite_int8": Format(file_name="digits-int8.tflite", packages=_TFLITE, is_converted=True),
    "onnx": Format(file_name="digits.onnx", packages="onnxruntime", is_converted=True),
    "saved_model": Format(file_name="digits-saved-model.zip", packages="tensorflow", mime="application/zip"),
    "npz": Format(file_name="digits.npz", packages=""),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportProgress:
    """How far a file is: first it is made, then it is tried on the test images in its own runtime."""

    stage: Literal["making", "measuring"]
    fraction: float  # of this stage, 0 to 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A file that is safely on the disk, and how well it reads in its own runtime; a capsule has none."""

    size_bytes: int
    digest: str  # SHA-256 of the file
    correct: int | None = None  # of the test images, read right by this very file
    count: int | None = None  # of test images; not of all where the network is slow
    milliseconds_per_image: float | None = None  # asked one image at a time, the median
    has_state: bool = False  # the optimizer's state is in it
