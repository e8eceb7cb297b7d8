"""What the views of the tab share: the choice of a layer and of a map, numbers to read and to take away, waiting."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.export.tables import Cell, csv_text
from models.layers import Flatten
from models.spec import NetworkSpec
from pages.parts.inside.learned import chosen_map
from pages.parts.inside.subject import layer_choice, take_away
from pages.parts.inside.subject.subject import Subject
from pages.state import state
from pages.state.inside import inside_slots
from pages.text.inside import Inside
from pages.text.inside_learned import Learned
from pages.text.inside_take_away import Arrays
from pages.ui import table_downloads, tables

NUMBER_WIDTH = 150  # of an input on screen, in pixels
LAYERS_WIDTH = 400  # of the list of layers
Rows = Iterable[Sequence[Cell]]
Npz = tuple[Callable[[], Mapping[str, np.ndarray]], str]  # what an NPZ holds, and a sentence about it


def kernel_layers(spec: NetworkSpec) -> list[int]:
    """Return the layers with kernels."""
    return list(spec.kernel_layers)


def layers_with_maps(spec: NetworkSpec) -> list[int]:
    """Return the layers whose maps or units are worth a look, the last one always.

    What only rests shows nothing new; nor does what only changes the single values of a row that Flatten laid out,
    of which there may be 400,000.
    """
    found, is_row = [], False
    for index, layer in enumerate(spec.layers):
        is_row = isinstance(layer, Flatten) or (is_row and layer.is_elementwise)
        if index == spec.last_index or not (is_row or layer.rests):
            found.append(index)
    return found


def chosen_layer(spec: NetworkSpec, allowed: Sequence[int], default: int) -> int:
    """Draw the list of layers, no wider than their names, and return the index of the one that is looked at."""
    with st.container(width=LAYERS_WIDTH):
        return layer_choice.choose(spec, allowed, default=default)


def word(spec: NetworkSpec, layer: int) -> str:
    """Return what one value of a layer's last axis is called."""
    return Learned.MAP if len(spec.rows()[layer].output_shape) == 3 else Learned.UNIT


def chosen_number(subject: Subject, layer: int) -> int:
    """Draw the input for a map's or unit's number and return it; the strongest for the picture until one is chosen."""
    last = subject.spec.rows()[layer].output_shape[-1] - 1
    if last == 0:
        return 0
    slot, network = inside_slots.LEARNED_NUMBER.of(layer), subject.network.identity
    chosen = chosen_map.current(subject, layer)
    state.put(slot, chosen)

    def choose() -> None:
        number = state.get(slot)
        if number is not None:
            chosen_map.choose(network, layer, number)

    st.number_input(
        Inside.bounded(word(subject.spec, layer), last),
        min_value=0,
        max_value=last,
        step=1,
        key=slot.key,
        width=NUMBER_WIDTH,
        on_change=choose,
    )
    return chosen


def numbers(
    caption: str,
    key: str,
    header: Sequence[str],
    rows: Callable[[], Rows],
    *,
    file_header: Sequence[str] = (),
    file_rows: Callable[[], Rows] | None = None,
    npz: Npz | None = None,
) -> None:
    """Draw a table that opens, and the buttons that download its numbers.

    Args:
        caption: what they are.
        key: of both; the file is called after it.
        header: of the table.
        rows: gives the table's, as text.
        file_header: of the file, where it is another one.
        file_rows: gives the file's, as numbers, where they are others.
        npz: all arrays of the view.
    """
    tables.show_once_open(caption, f"{key}-table", header, rows)
    download(caption, key, file_header or header, file_rows or rows, npz=npz)


def download(
    caption: str, key: str, header: Sequence[str], rows: Callable[[], Rows], *, npz: Npz | None = None
) -> None:
    """Draw the buttons that download numbers; arguments as in `numbers`."""
    with files():
        csv_button(caption, key, header, rows)
        if npz is not None:
            npz_button(key, *npz)


def files() -> DeltaGenerator:
    """Return the row in which a view's buttons of files stand."""
    return st.container(horizontal=True, gap="small")


def csv_button(caption: str, key: str, header: Sequence[str], rows: Callable[[], Rows]) -> None:
    """Draw the button of a CSV; arguments as in `numbers`."""
    table_downloads.button(Learned.csv(caption), lambda: csv_text(header, rows()), f"{key}.csv", key=f"{key}-csv")


def npz_button(key: str, arrays: Callable[[], Mapping[str, np.ndarray]], about: str) -> None:
    """Draw the button of all arrays of a view; its file is called after `key`."""
    take_away.npz_button(Arrays.VIEW, arrays, key, help_=about)


def why(text: str, key: str) -> None:
    """Draw an explanation that opens."""
    with st.expander(Learned.WHY, key=key):
        st.markdown(text)


@contextmanager
def waiting(text: Callable[[int, int], str], height: int) -> Iterator[Callable[[int, int], None]]:
    """Give what is told of progress; with the first word of it a bar stands where the figure will be.

    Args:
        text: says how much is done, of how much.
        height: of the figure, in pixels on screen.
    """
    placeholder = st.empty()
    bars = []

    def told(done: int, of: int) -> None:
        if not bars:
            with placeholder.container():
                bars.append(st.progress(0.0, text(0, of)))
                st.skeleton(height)
        bars[0].progress(done / of, text(done, of))

    try:
        yield told
    except Exception:  # not Streamlit's own, with which a click breaks this run off: the next one draws the bar anew
        placeholder.empty()
        raise
    if bars:
        placeholder.empty()
