"""What it learned: kernels, the digits that excite them, and how it came to be."""

from __future__ import annotations

from pages.parts.inside.subject.subject import Subject


def show(subject: Subject) -> None:
    """Draw the tab."""
