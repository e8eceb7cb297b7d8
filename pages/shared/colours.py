"""Colours that mean the same in every figure of the app, in both themes."""

from __future__ import annotations

SPLIT_COLOURS = {"train": "#3A78D8", "validation": "#CC5200", "test": "#2E9477"}
