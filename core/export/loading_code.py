"""The lines that load a file and let it read `3.png`: a program that a person copies, which needs nothing of ours.

Names out of our own lists and numbers are all that gets in.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.data.input_scaling import SHUFFLE_SEED
from core.export.code_format import format_literal
from core.export.formats import FORMATS, FormatKey
from core.export.model_files.image_signature import output_name
from core.export.model_files.model_note import ModelNote
from core.export.model_files.numpy_program import network_lines
from core.export.model_files.saved_model import FOLDER
from core.export.photo_code import PREPARE
from models.spec import FLAT, NetworkSpec

PICTURE = "3.png"


def loading_code(
    spec: NetworkSpec, note: ModelNote, format: FormatKey, class_names: Sequence[str] | None = None
) -> str:
    """Return a program that loads a file of the network, reads `PICTURE` and prints the digit and its probabilities.

    Args:
        spec: the network.
        note: how bytes become its inputs, and how its logits are judged.
        format: of the file, which lies beside the program under its format's name.
        class_names: of its ten outputs, which are printed where they are no digits.
    """
    name = format_literal(FORMATS[format].file_name)
    packages = f"{FORMATS[format].packages} pillow numpy".lstrip()
    values = output_name(spec)
    loading, asking = _runtime(format, name, values)
    own_imports = [line for line in loading if line.startswith(("import ", "from "))]
    loading = [line for line in loading if line not in own_imports]
    defined = [*network_lines(spec), "", ""] if format == "npz" else []
    lines = [
        f"# pip install {packages}",
        *_imports(own_imports),
        *("", ""),
        *PREPARE.strip("\n").split("\n"),
        *("", ""),
        *defined,
        f"image = prepare({format_literal(PICTURE)})",
        *_inputs(spec, note),
        *loading,
        *asking,
        *([] if spec.outputs_probabilities else _ending(note)),
        *_answer(class_names),
        'print("Probabilities:", probabilities.round(4))',
    ]
    return "\n".join(lines) + "\n"


def _answer(class_names: Sequence[str] | None) -> list[str]:
    if class_names is None:
        return ['print("Digit:", probabilities.argmax())']
    named = [f"    {format_literal(name)}," for name in class_names]
    return ["names = (", *named, ")", 'print("Class:", names[probabilities.argmax()])']


def _imports(own: list[str]) -> list[str]:
    plain = [line for line in own if line in ("import zipfile",)]
    others = [line for line in own if line not in plain]
    known = [*others, "import numpy as np", "from PIL import Image, ImageFilter, ImageOps"]
    return [*plain, *([""] if plain else []), *sorted(known, key=lambda line: (line.startswith("from "), line.lower()))]


def _inputs(spec: NetworkSpec, note: ModelNote) -> list[str]:
    """Return the lines that make a batch of one of `image`, as the network was trained."""
    pixels, lines = note.pixels, []
    if pixels.shuffled:
        lines.append(f"order = np.random.default_rng({SHUFFLE_SEED}).permutation(784)  # of pixels, as in training")
    image = "image.reshape(784)[order]" if pixels.shuffled else "image"
    scaled = f"({image} - {float(pixels.offset)!r})" if pixels.offset else image
    divided = "" if pixels.divisor == 1 else f" / {_number(pixels.divisor)}"
    shape = "1, 784" if spec.input_shape == FLAT else "1, 28, 28, 1"
    expression = f"({scaled}{divided})" if divided else scaled
    return [*lines, f"inputs = {expression}.reshape({shape})  # a batch of one"]


def _number(value: float) -> str:
    return repr(int(value)) if value == int(value) else repr(value)


def _runtime(format: FormatKey, name: str, values: str) -> tuple[list[str], list[str]]:
    """Return the lines that load the file, its imports among them, and those that ask it for its `values`, (10,)."""
    ask_keras = [f"{values} = np.asarray(model(inputs, training=False))[0]"]
    if format == "keras":
        return ["import keras", f"model = keras.models.load_model({name})"], ask_keras
    if format == "h5":
        return ["from keras.models import load_model", f"model = load_model({name})"], ask_keras
    if format == "onnx":
        return ["import onnxruntime", f"session = onnxruntime.InferenceSession({name})"], [
            f'{values} = session.run(None, {{"image": inputs}})[0][0]'
        ]
    if format == "saved_model":
        return [
            "import zipfile",
            "import tensorflow as tf",
            f"zipfile.ZipFile({name}).extractall()",
            f"model = tf.saved_model.load({format_literal(FOLDER)})",
        ], [f'{values} = model.signatures["serving_default"](image=tf.constant(inputs))["{values}"][0].numpy()']
    if format == "npz":
        return [f"weights = np.load({name})"], [f"{values} = network(inputs, weights)[0]"]
    loading = [
        "from ai_edge_litert.interpreter import Interpreter",
        f"reader = Interpreter({name})",
        "reader.allocate_tensors()",
        "first, last = reader.get_input_details()[0], reader.get_output_details()[0]",
    ]
    feed = 'reader.set_tensor(first["index"], inputs)'
    fetch = f'{values} = reader.get_tensor(last["index"])[0]'
    if format != "tflite_int8":
        return loading, [feed, "reader.invoke()", fetch]
    return loading, [
        'scale, zero = first["quantization"]  # real number = (whole number - zero) * scale',
        "inputs = (inputs / scale + zero).round().clip(-128, 127).astype(np.int8)",
        feed,
        "reader.invoke()",
        'scale, zero = last["quantization"]',
        f'{values} = (reader.get_tensor(last["index"])[0].astype(np.float32) - zero) * scale',
    ]


def _ending(note: ModelNote) -> list[str]:
    if note.judges_each:
        return ["probabilities = 1 / (1 + np.exp(-logits))  # each digit for itself"]
    return ["probabilities = np.exp(logits - logits.max())", "probabilities /= probabilities.sum()"]
