"""The card "What goes in": each split's shapes, types and bytes, as they are read and as a network gets them.

All of it is computed from the data set at hand; nothing of it is converted for that.
"""

from __future__ import annotations

import math

import numpy as np
import streamlit as st

from core.data.dataset import Dataset
from core.data.formats.validate import DIGIT_COUNT
from core.data.gallery import SPLITS, split_bounds
from pages.parts.browse.classes import put_right
from pages.parts.browse.classes.fragment import INPUT_FRAGMENT
from pages.state import cached
from pages.state.browse import classes_choice, classes_slots
from pages.text.browse_classes import GoesIn, byte_size
from pages.ui import tables, widgets
from pages.ui.tables import Html

_FLOAT = np.dtype(np.float32)
_SHORT = {"train": "train", "validation": "val", "test": "test"}  # as Keras's own examples call them


@st.fragment(key=INPUT_FRAGMENT)
@widgets.show_errors()
def show() -> None:
    """Draw the card."""
    dataset, (kind, is_unknown) = cached.dataset(), classes_choice.network_kind()
    with st.container(border=True, key="classes-goes-in", gap="small"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.subheader(GoesIn.TITLE, anchor=False, width="content")
            widgets.switch(
                GoesIn.KIND,
                GoesIn.KINDS,
                classes_slots.INPUT_WIDGET.key,
                label_visibility="collapsed",
                on_change=classes_choice.take,
                args=(classes_slots.CLASS_INPUT, classes_slots.INPUT_WIDGET),
            )
        put_right.show("classes-input-put-right", is_unknown=is_unknown)
        before, after = st.columns(2, gap="medium")
        with before:
            _table(GoesIn.BEFORE, _rows_before(dataset))
            border, end = split_bounds(dataset, "validation")
            st.caption(GoesIn.validation(end - border, dataset.train_count, dataset.validation_fraction))
            images = dataset.train_count + dataset.test_count
            kept = dataset.train_images.nbytes + dataset.test_images.nbytes
            st.caption(GoesIn.memory(images, kept, kept * _FLOAT.itemsize))
        with after:
            shape = (28 * 28,) if kind == "dense" else (28, 28, 1)
            _table(GoesIn.AFTER, _rows_after(dataset, shape))
            st.caption(f"{GoesIn.PREPARED[kind]} {GoesIn.LABELS}")
        with st.expander(GoesIn.WHY, key="classes-goes-in-why"):
            st.markdown(GoesIn.PICKLE)
            if dataset.source == "pickle":
                st.markdown(GoesIn.PICKLE_YOURS)


def _table(caption: str, rows: list[tuple[object, ...]]) -> None:
    st.html(tables.table_html(caption, GoesIn.HEADER, rows, is_captioned=True))


def _rows_before(dataset: Dataset) -> list[tuple[object, ...]]:
    rows = []
    for split in ("train", "test"):
        images, labels = dataset.arrays_of(split)
        rows += [
            _row(f"x_{split}", images.shape, images.dtype, GoesIn.BYTES),
            _row(f"y_{split}", labels.shape, labels.dtype, GoesIn.LABELS_RANGE),
        ]
    return rows


def _rows_after(dataset: Dataset, shape: tuple[int, ...]) -> list[tuple[object, ...]]:
    rows = []
    for split in SPLITS:
        first, end = split_bounds(dataset, split)
        rows += [
            _row(f"x_{_SHORT[split]}", (end - first, *shape), _FLOAT, GoesIn.UNIT),
            _row(f"y_{_SHORT[split]}", (end - first, DIGIT_COUNT), _FLOAT, GoesIn.ONE_HOT),
        ]
    return rows


def _row(name: str, shape: tuple[int, ...], dtype: np.dtype, values: str) -> tuple[object, ...]:
    size = math.prod(shape) * dtype.itemsize
    written = Html(f'<code style="font-size: 0.8125rem">{name}</code>')
    return written, GoesIn.shape(shape), str(dtype), values, byte_size(size)
