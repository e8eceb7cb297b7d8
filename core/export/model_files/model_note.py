"""What a file's own format does not say of a network: how bytes become its inputs, and how its logits are judged.

Every file that is taken away carries this note as one line of JSON in the place that its format has for such things:
`NOTE_KEY` in the metadata of a `.keras`, an attribute of an `.h5`, the description of a `.tflite`, the properties of an
`.onnx`, an array of an `.npz`. A file that is brought in may carry anything there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Self

from core.data.input_scaling import UNIT, Pixels

NOTE_KEY = "digit_lab"
LONGEST_NOTE = 1000  # characters
# Bytes are 0 to 255, so that every scaling in use has an offset of that size and a divisor from 1 to 255. A thousand
# times beyond that nothing is lost yet to float32, and inputs stay below 1e12, which no weights of use make infinite.
MAX_OFFSET = 1e6  # bytes, up and down
MIN_DIVISOR, MAX_DIVISOR = 1e-6, 1e6  # bytes, of either sign
_SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelNote:
    """How bytes become a network's inputs, and whether its logits judge each digit for itself."""

    pixels: Pixels = UNIT
    judges_each: bool = False  # as core.inference.loaded_networks.StoredNetwork

    def to_text(self) -> str:
        """Return the note as one line."""
        return json.dumps(
            {
                "schema": _SCHEMA,
                "offset": self.pixels.offset,
                "divisor": self.pixels.divisor,
                "shuffled": self.pixels.shuffled,
                "judges_each": self.judges_each,
            }
        )

    @classmethod
    def from_text(cls, text: object) -> Self | None:
        """Return the note that `to_text` gave, the same numbers bit for bit; None for whatever else this is.

        A note whose scaling is not `is_usable` is none, too.
        """
        if not isinstance(text, str) or len(text) > LONGEST_NOTE:
            return None
        try:
            entries = json.loads(text)
        except (ValueError, RecursionError):
            return None
        if not isinstance(entries, dict) or entries.get("schema") != _SCHEMA:
            return None
        offset, divisor = entries.get("offset"), entries.get("divisor")
        shuffled, judges_each = entries.get("shuffled"), entries.get("judges_each")
        if type(offset) is not float or type(divisor) is not float:
            return None
        if type(shuffled) is not bool or type(judges_each) is not bool:
            return None
        pixels = Pixels(offset=offset, divisor=divisor, shuffled=shuffled)
        return cls(pixels=pixels, judges_each=judges_each) if is_usable(pixels) else None


def is_usable(pixels: Pixels) -> bool:
    """Return whether bytes that are scaled so stay numbers in float32, and apart from each other."""
    return abs(pixels.offset) <= MAX_OFFSET and MIN_DIVISOR <= abs(pixels.divisor) <= MAX_DIVISOR
