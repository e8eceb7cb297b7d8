"""A preset: the images that were chosen on the tab Map, in the order of their collection."""

from __future__ import annotations

import streamlit as st

from core.data.gallery import Gallery
from pages.parts.browse.pictures.source import Source, SourceImages
from pages.state.browse import map_chosen
from pages.text.browse_map import MapText


def _images() -> SourceImages:
    names = map_chosen.names()
    sentence = MapText.box_sentence(len(names)) if names else MapText.BOX_NOTHING
    return SourceImages(gallery=Gallery.of(names), sentence=sentence)


FROM_MAP = Source(key="map", label=MapText.BOX_SOURCE, help=MapText.BOX_HELP, images=_images, wait=st.empty)
