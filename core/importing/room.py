"""How many networks from files are kept, and the sentence for one too many: what is kept, and how room is made.

Bounds hold for one person and for all: who brings much takes nobody else's place.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from core.errors import ModelFileError
from core.importing.imported_model import ImportedModel
from core.importing.model_folder import DamagedModel

MAX_PER_OWNER = 20
MAX_BYTES_PER_OWNER = 200 << 20  # of weights: two of the largest networks, which have 80 MB
MAX_MODELS = 2000  # of all owners: each is read when the server first asks for one
MAX_BYTES = 2 << 30  # of all owners' weights

Kept = ImportedModel | DamagedModel


def check_room(size_bytes: int, mine: Sequence[Kept], everybodys: Collection[Kept]) -> None:
    """Raise ModelFileError, with what to delete, where too much is kept already.

    Args:
        size_bytes: of the weights to be kept.
        mine: what their owner keeps.
        everybodys: all that is kept.
    """
    if len(mine) >= MAX_PER_OWNER:
        raise ModelFileError(
            f"You keep {len(mine)} networks from files, as many as one person may. Delete one that you no longer "
            f"use, then bring this one in. {_first_to_go(mine)}."
        )
    own = sum(one.size_bytes for one in mine)
    if own + size_bytes > MAX_BYTES_PER_OWNER:
        raise ModelFileError(
            f"Your networks from files take {_mib(own)}. This one has {_mib(size_bytes)}, and one person may keep "
            f"{_mib(MAX_BYTES_PER_OWNER)}. {_delete_largest(mine)}."
        )
    total = sum(one.size_bytes for one in everybodys)
    if len(everybodys) < MAX_MODELS and total + size_bytes <= MAX_BYTES:
        return
    remedy = (
        _delete_largest(mine)
        if mine
        else (
            "Whoever runs this server can make room: stop it, delete old folders in “models” in the folder for runs "
            "and data, and start it again"
        )
    )
    raise ModelFileError(
        f"This server keeps {len(everybodys):,} networks from files, which take {_mib(total)}. This one has "
        f"{_mib(size_bytes)}, and at most {MAX_MODELS:,} networks and {_mib(MAX_BYTES)} are kept. {remedy}."
    )


def _first_to_go(mine: Sequence[Kept]) -> str:
    damaged = next((one for one in mine if isinstance(one, DamagedModel)), None)
    if damaged is not None:
        return f"Damaged is {_named(damaged)}"
    return f"The oldest is {_named(min((one for one in mine if isinstance(one, ImportedModel)), key=_created))}"


def _delete_largest(mine: Sequence[Kept]) -> str:
    if not mine:
        return "Use fewer units or filters"
    largest = max(mine, key=lambda one: one.size_bytes)
    return f"Delete one of yours, of which the largest is {_named(largest)}, {_mib(largest.size_bytes)}"


def _created(model: ImportedModel) -> float:
    return model.created


def _named(one: Kept) -> str:
    return f"“{one.name}”" if one.name else "one without a name"


def _mib(size_bytes: int) -> str:
    return f"{size_bytes / 2**20:,.1f} MiB"
