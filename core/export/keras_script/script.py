"""A network and its settings as a stand-alone Keras 3 program, in seven blocks; what plain Keras does is left out.

It needs keras, tensorflow and numpy, and trains what a run trains; only the random draws differ. Numbers and names
out of our own lists are all that gets in.
"""

from __future__ import annotations

import difflib
from typing import Literal

from core.export.keras_script.data import load_lines, prepare_lines
from core.export.keras_script.layers import build_lines
from core.export.keras_script.training import compile_lines, fit_lines, watches_bare_loss
from core.training.settings.config import TrainingConfig
from models.spec import NetworkSpec

FILE_NAME = "digits.py"
_HEADER = f"""# This program trains a network that reads handwritten digits. Digit Lab wrote it for Keras 3.
# python {FILE_NAME}            fetches MNIST from the internet
# python {FILE_NAME} mnist.npz  reads MNIST from a file
"""

BlockName = Literal["load", "prepare", "build", "compile", "fit", "evaluate", "save"]
_COMMENTS: dict[BlockName, str] = {
    "load": "Load the images",
    "prepare": "Prepare them for the network",
    "build": "Build the network",
    "compile": "Say how it learns",
    "fit": "Train it",
    "evaluate": "Test it on images that it has never seen",
    "save": "Keep it, and let it read one digit",
}


def script_blocks(spec: NetworkSpec, config: TrainingConfig) -> dict[BlockName, str]:
    """Return the program that trains this network in this way, block by block, without line breaks at their ends."""
    lines: dict[BlockName, list[str]] = {
        "load": load_lines(spec, config),
        "prepare": prepare_lines(spec, config),
        "build": build_lines(spec, config.l2),
        "compile": compile_lines(spec, config),
        "fit": fit_lines(spec, config),
        "evaluate": _evaluate(spec, config),
        "save": _save(config),
    }
    return {name: "\n".join(code) for name, code in lines.items()}


def script(spec: NetworkSpec, config: TrainingConfig) -> str:
    """Return the whole program as the text of a file."""
    text = _HEADER
    for name, code in script_blocks(spec, config).items():
        if name == "load":  # imports stand at the top
            text += f"\n{code}\n"
            continue
        blank = "\n\n" if code.startswith(("def ", "class ")) else "\n"
        text += f"{blank}# {_COMMENTS[name]}\n{code}\n"
    return text


def changed_lines(before: str, after: str) -> frozenset[int]:
    """Return the numbers, from 0, of the lines of `after` that are new or changed against `before`."""
    old, new = before.splitlines(), after.splitlines()
    blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return frozenset(number for tag, _, _, first, end in blocks if tag != "equal" for number in range(first, end))


def _evaluate(spec: NetworkSpec, config: TrainingConfig) -> list[str]:
    first_two = "[:2]" if watches_bare_loss(spec, config) else ""
    return [
        f"loss, accuracy = model.evaluate(x_test, y_test, verbose=0){first_two}",
        'print(f"Test loss: {loss:.4f}, test accuracy: {accuracy:.4f}")',
    ]


def _save(config: TrainingConfig) -> list[str]:
    label = "y_test[0].argmax()" if config.loss_choice.row.is_one_hot else "y_test[0]"
    return [
        'model.save("digits.keras")',
        'reader = keras.models.load_model("digits.keras", compile=False)',
        "answer = reader.predict(x_test[:1], verbose=0).argmax()",
        f'print(f"Test image 0 is a {{{label}}}, read as {{answer}}.")',
    ]
