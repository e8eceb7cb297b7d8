"""A preset: the images that were chosen on the tab Map, in the order of their collection."""

from __future__ import annotations

import streamlit as st

from core.data.gallery import Gallery, ImageName
from pages.parts.browse.pictures.source import Source, SourceImages
from pages.state import state
from pages.state.browse import map_slots
from pages.text.browse_map import MapText


def _images() -> SourceImages:
    names = [name for text in state.get(map_slots.MAP_CHOSEN) if (name := ImageName.parse(text)) is not None]
    sentence = MapText.box_sentence(len(names)) if names else MapText.BOX_NOTHING
    return SourceImages(gallery=Gallery.of(names), sentence=sentence)


FROM_MAP = Source(key="map", label=MapText.BOX_SOURCE, help=MapText.BOX_HELP, images=_images, wait=st.empty)
