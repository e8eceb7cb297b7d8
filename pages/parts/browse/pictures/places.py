"""The keys of the tab's fragments: each redraws the other when it changes what both show."""

from __future__ import annotations

MOSAIC = "browse-pictures"
DIGIT = "browse-digit"
