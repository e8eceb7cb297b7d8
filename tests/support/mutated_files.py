"""Files with small faults drawn from a seed, and how a limited process fares with many of them."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator

import numpy as np
from numpy.random import default_rng  # imported now: in a limited process nothing can be opened later

from core.errors import ModelFileError
from core.importing.limited_reading import parse_model


def mutations(data: bytes, *, seed: int, count: int) -> Iterator[bytes]:
    """Yield copies of a file with one to four faults each: bits flipped, bytes put in, left out, moved, cut off."""
    random = default_rng(seed)
    for _ in range(count):
        changed = bytearray(data)
        for _ in range(random.integers(1, 5)):
            # half of them near the start, where headers and tables are
            end = len(changed) if random.random() < 0.5 else min(len(changed), 2048)
            offset, length = int(random.integers(end)), int(random.integers(1, 17))
            match random.integers(6):
                case 0:
                    changed[offset] ^= 1 << int(random.integers(8))
                case 1:
                    changed[offset : offset + length] = random.bytes(length)
                case 2:
                    changed[offset:offset] = random.bytes(length)
                case 3:
                    del changed[offset : offset + length]
                case 4:
                    source = int(random.integers(len(changed)))
                    changed[offset : offset + length] = changed[source : source + length]
                case _:
                    changed[offset:] = changed[offset : offset + int(random.integers(len(changed) - offset)) + 1]
            if len(changed) < 2:
                break
        yield bytes(changed)


def mutations_within(data: bytes, *, seed: int, count: int) -> Iterator[bytes]:
    """Yield copies of a zip whole but for one member, which has faults; its checksum is that of the faulty one."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    names = sorted(members)
    for number in range(count):
        name = names[number % len(names)]
        (changed,) = mutations(members[name], seed=seed * 100_003 + number, count=1)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for other, content in members.items():
                archive.writestr(other, changed if other == name else content)
        yield buffer.getvalue()


def read_many(data: bytes, question: str) -> bytes:
    """Return how many mutations of a file were read and how many refused, and what else was raised, as JSON.

    Args:
        data: a good file.
        question: JSON with the seed, the count, and whether a member of a zip is changed and not the zip.
    """
    request = json.loads(question)
    outcomes: Counter[str] = Counter()
    draw = mutations_within if request["within"] else mutations
    for index, changed in enumerate(draw(data, seed=request["seed"], count=request["count"])):
        try:
            model = parse_model(changed, [])
            outcomes["read"] += all(np.isfinite(array).all() for array in model.weights.values())
        except ModelFileError as error:
            outcomes["refused"] += str(error).endswith(".") and len(str(error)) < 600
        except Exception as error:
            outcomes[f"{index}: {error!r}"[:300]] += 1
    return json.dumps(outcomes).encode()
