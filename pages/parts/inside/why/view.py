"""Why this answer: which pixels speak for a digit, and which against it."""

from __future__ import annotations

from pages.parts.inside.subject.subject import Subject


def show(subject: Subject) -> None:
    """Draw the tab."""
