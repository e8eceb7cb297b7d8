"""Break it: parts of the network are switched off or changed, and what is left of it is counted."""

from __future__ import annotations

from pages.parts.inside.subject.subject import Subject


def show(subject: Subject) -> None:
    """Draw the tab."""
