"""How many networks from files are kept, and the sentence for one too many: what is kept, and how room is made.

Bounds hold for one person and for all: who brings much takes nobody else's place.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from core.errors import ModelFileError
from core.importing.imported_model import ImportedModel
from core.importing.model_folder import DamagedModel
from core.messages.importing import library as messages
from core.messages.message import Message

MAX_PER_OWNER = 20
MAX_BYTES_PER_OWNER = 200 << 20  # of weights: two of the largest networks, which have 80 MB
MAX_MODELS = 2000  # of all owners: each is read when the server first asks for one
MAX_BYTES = 2 << 30  # of all owners' weights

KeptModel = ImportedModel | DamagedModel


def check_disk_budget(size_bytes: int, mine: Sequence[KeptModel], everybodys: Collection[KeptModel]) -> None:
    """Raise ModelFileError, with what to delete, where too much is kept already.

    Args:
        size_bytes: of the weights to be kept.
        mine: what their owner keeps.
        everybodys: all that is kept.
    """
    if len(mine) >= MAX_PER_OWNER:
        raise ModelFileError(_too_many(mine))
    own_bytes = sum(model.size_bytes for model in mine)
    largest = max(((model.name, model.size_bytes) for model in mine), key=lambda named: named[1], default=None)
    if own_bytes + size_bytes > MAX_BYTES_PER_OWNER:
        message = messages.too_large_together(
            kept_bytes=own_bytes, size_bytes=size_bytes, most_bytes=MAX_BYTES_PER_OWNER, largest=largest
        )
        raise ModelFileError(message)
    kept_bytes = sum(model.size_bytes for model in everybodys)
    if len(everybodys) >= MAX_MODELS or kept_bytes + size_bytes > MAX_BYTES:
        message = messages.server_is_full(
            count=len(everybodys),
            kept_bytes=kept_bytes,
            size_bytes=size_bytes,
            most=MAX_MODELS,
            most_bytes=MAX_BYTES,
            largest=largest,
        )
        raise ModelFileError(message)


def _too_many(mine: Sequence[KeptModel]) -> Message:
    """Return what is said to an owner of too many: a damaged one is to go first, else the oldest."""
    damaged = next((model for model in mine if isinstance(model, DamagedModel)), None)
    if damaged is not None:
        return messages.too_many(count=len(mine), candidate="damaged", name=damaged.name)
    oldest = min((model for model in mine if isinstance(model, ImportedModel)), key=lambda model: model.created)
    return messages.too_many(count=len(mine), candidate="oldest", name=oldest.name)
