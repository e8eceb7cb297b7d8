"""The keys of the tab's fragments, for what redraws them: its pictures, and what goes in."""

from __future__ import annotations

FRAGMENT = "browse-classes"
INPUT_FRAGMENT = "browse-classes-input"
