"""How far a data set is on its way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.data.local_copies import LocalCopy
from core.messages.message import Message

Stage = Literal["preparing", "downloading", "arrived", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetProgress:
    """How far the data set is on its way, and what else a person could use."""

    stage: Stage
    done_bytes: int = 0
    total_bytes: int = 0  # of a download
    reason: Message | None = None  # why what was wanted did not arrive; None where downloading is switched off
    copy: LocalCopy | None = None  # in use
    offers: tuple[LocalCopy, ...] = ()  # that a person could use in place of the digits that need no download
    refused: tuple[LocalCopy, Message] | None = None  # a chosen one, and why it is not in use
