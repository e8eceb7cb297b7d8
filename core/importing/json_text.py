"""JSON of a stranger: short, no numbers that are none, no nesting without end."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from core.errors import ModelFileError
from core.messages.importing import files as messages

MAX_JSON_BYTES = 1 << 20


def read_json(text: str | bytes, name: str) -> Any:
    """Return the value that a text is.

    Args:
        text: UTF-8 where it is bytes.
        name: of the text in its file, such as "config.json".

    Raises:
        ModelFileError: it is no JSON, or longer than MAX_JSON_BYTES.
    """
    if len(text) > MAX_JSON_BYTES:
        raise ModelFileError(messages.json_too_long(name=name, characters=len(text), most=MAX_JSON_BYTES))
    try:
        # Decoded here: json would look for UTF-16 too, and its codec cannot be imported in a limited process
        decoded = text.decode("utf-8") if isinstance(text, bytes) else text
        return json.loads(decoded, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:  # a broken encoding and a number of too many digits are ValueErrors
        raise ModelFileError(messages.part_is_damaged(part=name, damage="no_json")) from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)
