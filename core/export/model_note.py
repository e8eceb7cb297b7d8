"""What a file's own format does not say of a network: how bytes become its inputs, and how its logits are judged.

Every file that is taken away carries this note as one line of JSON in the place that its format has for such things:
`NOTE_KEY` in the metadata of a `.keras`, an attribute of an `.h5`, the description of a `.tflite`, the properties of an
`.onnx`, an array of an `.npz`. A file that is brought in may carry anything there.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Self

from core.data.pixels import UNIT, Pixels

NOTE_KEY = "digit_lab"
LONGEST_NOTE = 1000  # characters
_SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelNote:
    """How bytes become a network's inputs, and whether its logits judge each digit for itself."""

    pixels: Pixels = UNIT
    judges_each: bool = False  # as core.inference.networks.StoredNetwork

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
        """Return the note that `to_text` gave, the same numbers bit for bit; None for whatever else this is."""
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
        if not math.isfinite(offset) or not math.isfinite(divisor) or divisor == 0:
            return None
        return cls(pixels=Pixels(offset=offset, divisor=divisor, shuffled=shuffled), judges_each=judges_each)
