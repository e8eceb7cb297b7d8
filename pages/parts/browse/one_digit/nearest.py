"""The ten training images that are nearest to the digit, and what a vote of them says; each of them opens itself."""

from __future__ import annotations

import streamlit as st

from core.data.dataset import Dataset
from core.data.gallery import ImageName, LabeledImage, find_image
from core.inference.likeness.nearest import Nearest
from core.inference.likeness.vote import vote
from pages.parts.frame import selected_digit
from pages.state import cached, state
from pages.state.browse import one_digit_slots
from pages.state.draw import likeness
from pages.text.browse_nearest import Nearest as Text
from pages.text.frame import Digit
from pages.text.labels import label_text
from pages.ui import tables
from pages.ui.pixels import picture_tiles
from pages.ui.pixels.picture_tiles import Tile

KEPT = 10  # images


def show(picture: LabeledImage) -> None:
    """Draw them, once the engine has looked through all training images."""
    dataset = cached.dataset()
    itself = picture.name.index if picture.name.collection == "train" else None
    found = likeness.client().neighbours(dataset, picture.pixels, kept=KEPT, without=itself)
    names, labels = dataset.identity.class_names, found.labels.tolist()
    st.subheader(Text.title(len(labels)), anchor=False)
    if not labels:
        st.markdown(Text.NONE)
        return
    st.markdown(Text.vote(vote(found.labels), picture.label, names))
    picture_tiles.draw(
        _tiles(found, dataset),
        name=Text.finding(labels, names),
        key=one_digit_slots.NEAREST.key,
        on_chosen=_open_chosen,
    )
    about = Text.about(found.count)
    st.caption(about if itself is None else f"{about} {Text.LEFT_OUT}")
    rows = [
        (Digit.name("train", index), label_text(label, names), f"{distance:.3f}")
        for index, label, distance in zip(found.indices.tolist(), labels, found.distances.tolist(), strict=True)
    ]
    tables.show_in_expander(Text.TABLE, Text.HEADER, rows)


def _tiles(found: Nearest, dataset: Dataset) -> list[Tile]:
    tiles = []
    for index, distance in zip(found.indices.tolist(), found.distances.tolist(), strict=True):
        one = find_image(dataset, ImageName("train", index))
        assert one is not None, "the engine looked through the same images"
        label, names = one.label, dataset.identity.class_names
        alt = Text.tile_alt(one.split, index, label, distance, names)
        tiles.append(Tile(index=index, pixels=one.pixels, name=alt, lines=Text.tile(label, distance, names)))
    return tiles


def _open_chosen() -> None:
    index = state.event(one_digit_slots.NEAREST, "chosen")
    if isinstance(index, int) and 0 <= index < cached.dataset().train_count:  # the browser may send anything
        selected_digit.open_digit(ImageName("train", index))
