"""What is said of a person's model file, of whatever kind it is: what is wrong with it, and what to do."""

from __future__ import annotations

import re
from typing import Literal

from core.messages.message import Message, sentence
from core.messages.numbers import shape_text

_MIB = 2**20
SAVE_AGAIN = "Save the network again, then bring that file."
Damage = Literal["empty", "no_end", "contents", "no_hdf5", "groups", "arrays", "position", "list"]
_DAMAGE: dict[Damage, str] = {
    "empty": "it is empty",
    "no_end": "its end is missing",
    "contents": "its list of contents cannot be read",
    "no_hdf5": "it cannot be opened as HDF5",
    "groups": "its groups cannot be read",
    "arrays": "its arrays cannot be read",
    "position": "it points outside itself",
    "list": "a list in it is longer than the file or than a model's may be",
}
PartDamage = Literal[
    "unreadable", "no_json", "packing", "length", "text", "npz_length", "npz_header", "array_length", "array_place"
]


@sentence
def damaged(*, damage: Damage) -> str:
    """A file that is not what a program wrote."""
    return f"This file is damaged: {_DAMAGE[damage]}. {SAVE_AGAIN}"


@sentence
def part_is_damaged(*, part: str | Message, damage: PartDamage) -> str:
    """A text, an array or a packed file within a person's file that is not what a program wrote."""
    damages: dict[PartDamage, str] = {
        "unreadable": f"{part} cannot be read",
        "no_json": f"{part} is not JSON",
        "packing": f"{part} in its archive cannot be unpacked",
        "length": f"{part} in its archive is not as long as the archive says",
        "text": f"the text {part} cannot be read",
        "npz_length": f"the array {part} is not as long as its shape says",
        "npz_header": f"the array {part} does not start as NumPy's arrays do",
        "array_length": f"{part} is not as long as its shape says",
        "array_place": f"{part} lies outside the file",
    }
    return f"This file is damaged: {damages[damage]}. {SAVE_AGAIN}"


@sentence
def file_too_large(*, size_bytes: int, most_bytes: int) -> str:
    """A file that is larger than any network's."""
    return (
        f"This file has {size_bytes / _MIB:,.0f} MiB, and a model's at most {most_bytes // _MIB}. Save the network "
        "without its optimizer: taken away here, as .npz or .h5."
    )


@sentence
def other_format(*, format: Literal["onnx", "saved_model"]) -> str:
    """A file that begins as ONNX files do, or an archive that holds TensorFlow's SavedModel."""
    what = {"onnx": "seems to be an ONNX file", "saved_model": "is a SavedModel"}[format]
    return f"This {what}, which is not read here. Bring the network as .keras, .h5 or .npz."


@sentence
def no_model_file() -> str:
    """A file whose first bytes are those of no kind that is read."""
    return (
        "This is not a model's file, whatever its name says. A model's file is a .keras, .h5, .weights.h5, .npz or "
        ".tflite file, or a capsule."
    )


@sentence
def archive_without_model() -> str:
    """An archive with nothing of a model in it."""
    return "This archive holds no model. Bring a .keras, .h5, .weights.h5, .npz or .tflite file."


@sentence
def json_too_long(*, name: str, characters: int, most: int) -> str:
    """A text in a file that is longer than a model's."""
    return f"{name} has {characters:,} characters, and at most {most:,} are allowed. {SAVE_AGAIN}"


@sentence
def answer_is_no_network() -> str:
    """An answer of the process that reads files which is none that our program gives."""
    return "This file could not be read: what came of it is not a network. Save the network again as .keras."


@sentence
def fits_no_candidate(*, count: int) -> str:
    """Weights without their network, and none of `count` networks has such weights."""
    tried = f"they fit none of the {count:,} networks that were tried" if count > 1 else "no network here fits them"
    return (
        f"This file holds weights but not the network that they belong to, and {tried}. Save the whole network with "
        "model.save, or set the same network up first."
    )


@sentence
def outputs_are_not_finite() -> str:
    """A network that gives infinite outputs, or none that are numbers."""
    return (
        "This network computes numbers that are too large for float32: its ten outputs are not all numbers. Bring one "
        "whose training went well."
    )


@sentence
def layer(*, number: int, name: str) -> str:
    """Return a layer or an operator as other messages name it: its number in the file, from 1, and its name there."""
    return f"Layer {number}, {name}"


@sentence
def archived_array(*, name: str) -> str:
    """Return an array of an archive as other messages name it."""
    return f"The array {name}"


@sentence
def array_of_layer(*, layer: Message, array: str) -> str:
    """Return an array of a layer as other messages name it, such as its "moving_mean"."""
    return f"{layer}: its {array.replace('_', ' ')}"


@sentence
def array_is_not_finite(*, array: Message, has_nan: bool) -> str:
    """An array with NaN, or with infinite numbers alone."""
    numbers = "NaN (not a number)" if has_nan else "infinite numbers"
    return f"{array} holds {numbers}. Bring the network as it was before it broke."


@sentence
def array_would_lose_digits(*, array: Message, dtype: str) -> str:
    """An array with numbers that float32 does not have."""
    return f"{array} is of {dtype} and would lose digits as float32. Convert the network to float32 and save it again."


@sentence
def array_of_other_shape(*, array: Message, expected: tuple[int, ...], received: tuple[int, ...]) -> str:
    """An array of another shape than the network gives it."""
    stored = shape_text(received) or "a single number"
    return f"{array} must be {shape_text(expected)} and the file's is {stored}. {SAVE_AGAIN}"


@sentence
def negative_variance(*, name: str) -> str:
    """A moving variance that is below 0 somewhere."""
    return f"The array {name} holds variances below 0, whose square root is not a number. {SAVE_AGAIN}"


@sentence
def layer_setting(*, layer: Message, error: Message) -> str:
    """A setting of a layer that ours cannot have; `error` says which."""
    return f"{layer}: {error}"


@sentence
def layer_does_not_fit(*, number: int, error: Message) -> str:
    """A layer that does not fit its input; `error` says why, with its number in our network and not in the file."""
    return re.sub(r"^Layer \d+", f"Layer {number}", str(error))
