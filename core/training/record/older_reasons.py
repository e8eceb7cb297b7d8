"""What older versions wrote as an English sentence: why an attempt ended, or why a run waits, as a message of today.

What the program asks of the two sentences that are recognised are their fields; every other one is kept verbatim.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from core.messages.message import Message, verbatim
from core.messages.runs import endings

_SENTENCES: Mapping[str, Callable[[re.Match[str]], Message]] = {
    r"Ended early after epoch (\d{1,9}): .* after epoch (\d{1,9})\.( Its weights are back\.)?": (
        lambda match: endings.ended_early(epoch=int(match[1]), best_epoch=int(match[2]), restored=bool(match[3]))
    ),
    r"The loss left the range of numbers in epoch (\d{1,9}), step (\d{1,9}): .*": (
        lambda match: endings.diverged(
            epoch=int(match[1]), step=int(match[2]), every_epoch_kept="Epochs 1 to" in match[0]
        )
    ),
}


def reason_of(text: str) -> Message | None:
    """Return the message of a sentence that a row holds, worded as it stands there; None for an empty one."""
    for pattern, message_of in _SENTENCES.items():
        match = re.fullmatch(pattern, text)
        if match is not None and str(message := message_of(match)) == text:
            return message
    return verbatim(text=text) if text else None
