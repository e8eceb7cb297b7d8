"""What one limited process is asked to do with many files, so that a test of each costs no process of its own."""

from __future__ import annotations

import json

from core.errors import ModelFileError
from core.importing.limited_reading import parse_model


def joined(files: list[bytes]) -> tuple[bytes, str]:
    """Return the files in one, and the question that goes with it."""
    return b"".join(files), json.dumps([len(data) for data in files])


def refusals(data: bytes, question: str) -> bytes:
    """Return what is said of each file, as a JSON list; of one that is read, its kind."""
    said, place = [], 0
    for length in json.loads(question):
        try:
            said.append(parse_model(data[place : place + length], []).kind)
        except ModelFileError as error:
            said.append(str(error))
        place += length
    return json.dumps(said).encode()
