"""The key of the fragment that draws the tab's pictures, for what redraws it."""

from __future__ import annotations

FRAGMENT = "browse-classes"
