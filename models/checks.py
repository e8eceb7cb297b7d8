"""A value that was received from a form, a URL or a file, within a message.

It is cut short: a megabyte of text never becomes a megabyte of message.
"""

from __future__ import annotations

LONGEST_SHOWN = 40  # characters of a received text that a message repeats
LARGEST_SHOWN = 10**12  # above it a whole number is not written out


def short_repr(value: object) -> str:
    """Return a received value as a message shows it: short, whatever it is."""
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, int):
        return f"{value:,}" if abs(value) <= LARGEST_SHOWN else "a whole number of more than 12 digits"
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, str):
        return repr(value if len(value) <= LONGEST_SHOWN else value[:LONGEST_SHOWN] + "...")
    return f"a {type(value).__name__}"
