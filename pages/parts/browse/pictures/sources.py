"""The presets with images of their own, in the order of their buttons."""

from __future__ import annotations

from pages.parts.browse.pictures.from_map import FROM_MAP
from pages.parts.browse.pictures.source import Source
from pages.parts.browse.pictures.suspicious import SUSPICIOUS

SOURCES: tuple[Source, ...] = (SUSPICIOUS, FROM_MAP)
