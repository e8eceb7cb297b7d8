"""What Evaluate says under "Take away": the network as a file, as a program, and as a proof."""

from __future__ import annotations

from typing import ClassVar

from core.export.formats import FORMATS, Exported, ExportProgress, FormatKey
from pages.text.numbers import count, percent
from pages.text.train import waking

_KILO, _MEGA = 1e3, 1e6


def size(byte_count: int) -> str:
    """Return 148023 as 148 kB and 2700000 as 2.7 MB."""
    return f"{byte_count / _MEGA:.1f} MB" if byte_count >= _MEGA else f"{max(1.0, byte_count / _KILO):.0f} kB"


class TakeAway:
    """The three cards."""

    LEAD = "This network is yours: as a file for your next tool, as a program that trains it again, as a proof."
    USE, REBUILD, PROVE, NUMBERS = "Use it", "Rebuild it", "Prove it", "Its numbers"
    READ_FIRST = "Its answers to the test images can be taken once it has read them, which takes some seconds."
    READ = "Read the test images"
    FORMAT, PRECISION = "File", "Numbers in it"
    KINDS: ClassVar[dict[str, str]] = {
        "keras": ".keras",
        "h5": ".h5",
        "tflite": "TFLite",
        "onnx": "ONNX",
        "saved_model": "SavedModel",
        "npz": "NumPy",
    }
    PRECISIONS: ClassVar[dict[FormatKey, str]] = {
        "tflite": "float32",
        "tflite_float16": "float16",
        "tflite_dynamic": "dynamic range",
        "tflite_int8": "int8",
    }
    ABOUT: ClassVar[dict[FormatKey, str]] = {
        "keras": "Keras 3's own format, the one to take for Keras. The optimizer is in it too, where it is known.",
        "h5": "Keras's older format, HDF5, as article 3 saves it: for programs that read nothing newer. Its line is "
        f"`load_model('{FORMATS['h5'].file_name}')`; for Keras 3, `.keras` is the better choice.",
        "tflite": "For phones and small computers (TensorFlow Lite, now called LiteRT). Each weight has its 32 bits.",
        "tflite_float16": "For phones: each weight is rounded to 16 bits, which halves the file.",
        "tflite_dynamic": "For phones: each weight is rounded to 8 bits; sums are still made in floating point.",
        "tflite_int8": "For chips without floating point: weights and all values between layers are whole numbers of "
        "8 bits. How large those values get was measured on 500 training images.",
        "onnx": "For most other frameworks: ONNX Runtime reads it in Python, C++, C#, Java and in a browser.",
        "saved_model": "TensorFlow's own format, a folder, here in a zip: for TensorFlow Serving and C++.",
        "npz": "The bare arrays. The program below reads a digit with them and needs no framework at all.",
    }
    RUNTIMES: ClassVar[dict[FormatKey, str]] = {
        "keras": "Keras",
        "h5": "Keras",
        "tflite": "TFLite",
        "tflite_float16": "TFLite",
        "tflite_dynamic": "TFLite",
        "tflite_int8": "TFLite",
        "onnx": "ONNX Runtime",
        "saved_model": "TensorFlow",
        "npz": "NumPy",
    }
    CODE = "Read a picture with it"
    ABOUT_CODE = (
        "Save a picture of one digit as `3.png` beside the file. It is prepared much as the Draw page does it, but "
        "specks stay and lines keep their width: take a clean picture."
    )
    GOING_ON = "To train on with `fit`:"
    MADE = "Files made so far"
    HEADER = ("File", "Size", "Test images right", "One image takes")
    ARRAYS = "What is in the file"
    ARRAYS_HEADER = ("Array", "Shape", "Numbers")
    ABOUT_PROGRAM = (
        "The program that trains it, for plain Keras 3, and the versions that it ran with. Random draws are others, so "
        "its figures differ a little."
    )
    ABOUT_PRETRAINED_PROGRAM = (
        "The program that trains its network with MNIST alone, for plain Keras 3, and the versions that it ran with. "
        "The weights that the app brings along have also seen digits and scribbles that the project makes, so the "
        "program's reads other hands less well; `make pretrained` in the project's folder trains them anew."
    )
    LINK = "Its set-up as a link:"
    SET_UP = "Set it up on Train"
    ELSEWHERE = "It was trained elsewhere, so how is not known here. Its network can be set up and trained again."
    CHANGED = (
        "Its weights were changed by hand on Inside, so no program gives it. Its network can be set up and trained "
        "again."
    )
    FROM_CAPSULE = (
        "It was brought in from a capsule, which says how it was trained and can train it again. Only the network "
        "itself was kept here: keep the capsule."
    )
    CHANGED_HERE = (
        "Something was changed in its weights on Inside. A capsule holds what is needed to train a network again with "
        "the same result, and no training gives this one."
    )
    NO_PRETRAINED_CAPSULE = (
        "The app brings it along. A capsule trains a network again from MNIST, and this one was trained with more: "
        "with digits and scribbles that the project makes. `make pretrained` in the project's folder trains it anew."
    )
    NO_CAPSULE = (
        "It was trained elsewhere. A capsule holds what is needed to train a network again with the same result, and "
        "of this one only the weights are known."
    )
    ABOUT_CAPSULE = (
        "A capsule is one zip with everything that made this network: settings, seed, history, weights, programs, "
        "versions. Its `verify.py` trains it again and says whether the figures agree: bit for bit on a machine like "
        "this one, within noise elsewhere. Its hashes show damage, not a forger: `verify.py` is "
        "a program of whoever hands the capsule on, to be run like any stranger's."
    )

    @staticmethod
    def make(file_name: str) -> str:
        return f"Make {file_name}"

    @staticmethod
    def download(file_name: str) -> str:
        return f"Download {file_name}"

    @staticmethod
    def waiting(ahead: int) -> str:
        files = "1 file is" if ahead == 1 else f"{count(ahead)} files are"
        return f"Waiting: {files} made first." if ahead else "Waiting."

    @staticmethod
    def making(progress: ExportProgress | None, waking_seconds: float) -> str:
        if waking_seconds:
            return waking("converter", waking_seconds)
        if progress is None or progress.stage == "making":
            return "Making the file"
        return f"Trying the file on the test images: {progress.fraction:.0%}".replace("%", " %")

    @staticmethod
    def made(format_key: FormatKey, made: Exported) -> str:
        """Return what a file is and how it did, as Markdown."""
        text = f"**{FORMATS[format_key].file_name}**, {size(made.size_bytes)}."
        if made.correct is None or made.count is None:
            return text
        share = percent(made.correct, made.count)
        return (
            f"{text} In {TakeAway.RUNTIMES[format_key]}, this very file read {share} of the test images right: "
            f"{count(made.correct)} of {count(made.count)}. One image takes {TakeAway.milliseconds(made)} on this "
            "server."
        )

    @staticmethod
    def capsule(file_name: str, made: Exported) -> str:
        return (
            f"**{file_name}**, {size(made.size_bytes)}. Unpack it, then: `python verify.py`. Who gets it from you can "
            f"ask you whether the file is this one: its SHA-256 is `{made.digest}`."
        )

    @staticmethod
    def row(format_key: FormatKey, made: Exported) -> tuple[str, ...]:
        right = "" if made.correct is None or made.count is None else f"{count(made.correct)} of {count(made.count)}"
        return FORMATS[format_key].file_name, size(made.size_bytes), right, TakeAway.milliseconds(made)

    @staticmethod
    def milliseconds(made: Exported) -> str:
        return "" if made.milliseconds_per_image is None else f"{made.milliseconds_per_image:.2f} ms"
