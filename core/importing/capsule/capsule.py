"""A capsule that a person brings: its network, weights and note, once every file in it is what it was written with.

Read as data; the programs in it are not run here.
"""

from __future__ import annotations

import hashlib

from core.errors import CheckpointError, ModelFileError, SpecError
from core.export.capsule.document import DOCUMENT_NAME, HISTORY_NAME, WEIGHTS_NAME, CapsuleDocument, CapsuleHistory
from core.importing.archive import SafeArchive
from core.importing.json_text import MAX_JSON_BYTES
from core.importing.npz import read_arrays
from core.importing.read_model import ReadModel
from core.messages.importing import capsule as messages
from core.messages.message import Message
from models.checks import short_repr

MAX_MEMBER_BYTES = 256 << 20


def is_capsule(archive: SafeArchive) -> bool:
    """Return whether a zip is meant to be a capsule."""
    return DOCUMENT_NAME in archive


def read_capsule(archive: SafeArchive) -> ReadModel:
    """Return the network of a capsule.

    Raises:
        ModelFileError: a file in it is missing, or is not what the capsule was written with; its network cannot be
            built, or its weights are not this network's.
    """
    try:
        document = CapsuleDocument.from_bytes(archive.read(DOCUMENT_NAME, most=MAX_JSON_BYTES))
    except (SpecError, CheckpointError) as error:
        raise ModelFileError(error.message, layer=error.fields.get("layer")) from error
    for name in (WEIGHTS_NAME, HISTORY_NAME):
        if name not in document.files:
            raise ModelFileError(messages.file_is_not_named(document=DOCUMENT_NAME, name=name))
    for name, digest in document.files.items():
        if hashlib.sha256(archive.read(name, most=MAX_MEMBER_BYTES)).hexdigest() != digest:
            raise ModelFileError(messages.file_was_changed(name=short_repr(name)))
    weights = SafeArchive(archive.read(WEIGHTS_NAME, most=MAX_MEMBER_BYTES))
    return ReadModel(
        kind="capsule",
        spec=document.spec,
        weights=read_arrays(weights, document.spec),
        note=document.note,
        remarks=_remarks(archive.read(HISTORY_NAME, most=MAX_MEMBER_BYTES)),
    )


def _remarks(data: bytes) -> tuple[Message, ...]:
    try:
        test = CapsuleHistory.from_bytes(data).test
    except CheckpointError as error:
        raise ModelFileError(error.message) from error
    if test is None:
        return ()
    return (messages.score_in_the_capsule(correct=test.correct, count=test.count),)
