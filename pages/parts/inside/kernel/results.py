"""What a kernel makes of a picture: result, ReLU and poolings side by side, one cell by hand, and ten digits."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.data.input_scaling import Pixels
from core.export.activation_tables import values_csv
from core.inference.by_hand.own_kernel import POOL_SIZE, Filtered, OwnKernel, apply, convolve
from core.inference.forward_trace import is_signed, max_abs
from core.inference.standout import largest
from pages.parts.inside.subject import cell_choice
from pages.parts.inside.subject import take_away as files
from pages.state import cached, state
from pages.state.inside import inside_slots
from pages.text.inside import Inside, number
from pages.text.inside_kernel import KernelText
from pages.text.labels import of_classes
from pages.text.ties import tie_sentence
from pages.ui import array_html, tables

WIDTH, TEN_WIDTH = 156, 98  # of pictures on screen, in pixels


def show(kernel: OwnKernel, picture: np.ndarray) -> None:
    """Draw each step, and below it one cell of the result worked out by hand.

    Args:
        kernel: as a person set it.
        picture: (28, 28), as the network gets it.
    """
    made = apply(kernel, picture)
    cell = _chosen(made.result)
    st.html(_steps(kernel, picture, made, cell))
    st.html(array_html.scale_bar(max_abs(made.result), signed=True))
    title = KernelText.cell_title(*cell, float(made.result[cell]))
    st.markdown(f"**{title}**")
    patch = picture[cell[0] : cell[0] + kernel.size, cell[1] : cell[1] + kernel.size].astype(np.float64)
    st.html(_by_hand(kernel, picture, patch, title))
    products = float((patch * kernel.array).sum())
    st.markdown(KernelText.total(products, kernel.bias, products + kernel.bias))
    slots = inside_slots.INSIDE_KERNEL_ROW, inside_slots.INSIDE_KERNEL_COLUMN
    cell_choice.show(cell, made.result.shape, _choose, slots=slots, key="own-kernel", first=KernelText.LARGEST)
    found = largest(made.result)
    first = Inside.place(*divmod(found.place, made.result.shape[1]))
    if said := tie_sentence(found, "cell", first, how=KernelText.EQUAL):
        st.caption(said)


def _steps(kernel: OwnKernel, picture: np.ndarray, made: Filtered, cell: tuple[int, int]) -> str:
    row, column = cell
    limit, value = max_abs(made.result), float(made.result[cell])
    result_alt = KernelText.result_alt(row, column, value, float(made.result.min()), float(made.result.max()))
    zero = int(np.count_nonzero(made.after_relu == 0))
    pooled = (row // POOL_SIZE, column // POOL_SIZE, 1)
    parts = [
        (KernelText.SOURCE, picture, KernelText.source_alt(row, column, kernel.size), (row, column, kernel.size)),
        (KernelText.result(*made.result.shape), made.result, result_alt, (row, column, 1)),
        (KernelText.RELU, made.after_relu, KernelText.relu_alt(zero, made.result.size), (row, column, 1)),
        (
            KernelText.largest(*made.largest.shape),
            made.largest,
            KernelText.pooled_alt("largest", float(made.largest.max())),
            pooled,
        ),
        (KernelText.mean(*made.mean.shape), made.mean, KernelText.pooled_alt("mean", float(made.mean.max())), pooled),
    ]
    pictures = [
        array_html.titled(
            title,
            array_html.picture(
                values,
                alt,
                width=WIDTH,
                signed=values is not picture or is_signed(picture),
                limit=max_abs(picture) if values is picture else limit,
                frame=frame,
            ),
        )
        for title, values, alt, frame in parts
    ]
    return array_html.row(pictures, gap="0.6rem", name=KernelText.STEPS)


def _by_hand(kernel: OwnKernel, picture: np.ndarray, patch: np.ndarray, name: str) -> str:
    """Return patch x kernel = products, as HTML."""
    products = patch * kernel.array
    shown = array_html.titled_numbers
    parts = array_html.product(
        shown(KernelText.PATCH, patch, signed=is_signed(picture), limit=max_abs(picture)),
        shown(KernelText.KERNEL, kernel.array, signed=True, limit=max_abs(kernel.array)),
        shown(KernelText.PRODUCTS, products, signed=True, limit=max_abs(products)),
    )
    return array_html.row(parts, name=name)


def _chosen(result: np.ndarray) -> tuple[int, int]:
    cell = state.get(inside_slots.INSIDE_KERNEL_CELL)
    if cell is None:
        return divmod(int(result.argmax()), result.shape[1])
    return min(max(cell[0], 0), result.shape[0] - 1), min(max(cell[1], 0), result.shape[1] - 1)


def _choose(cell: tuple[int, int] | None) -> None:
    if cell is None:
        state.pop(inside_slots.INSIDE_KERNEL_CELL)
    else:
        state.put(inside_slots.INSIDE_KERNEL_CELL, cell)


def show_ten(kernel: OwnKernel, scaling: Pixels) -> None:
    """Draw what the kernel makes of one digit of each kind, as the network gets them."""
    labels, _, results = _ten(kernel, scaling)
    limit = max_abs(results)
    st.markdown(of_classes(KernelText.TEN_TEXT, cached.class_names()))
    pictures = [
        array_html.titled(
            str(label),
            array_html.picture(
                result, KernelText.one_of_ten(label, float(result.max())), width=TEN_WIDTH, signed=True, limit=limit
            ),
        )
        for label, result in zip(map(cached.say, labels.tolist()), results, strict=True)
    ]
    st.html(array_html.row(pictures, gap="0.75rem", name=of_classes(KernelText.TEN, cached.class_names())))


def _ten(kernel: OwnKernel, scaling: Pixels) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return (n,) labels, (n, 28, 28) inputs and (n, rows, columns) results; n is 10 where there are all digits."""
    images = cached.dataset()
    labels, first = np.unique(images.test_labels, return_index=True)
    pictures = scaling.inputs(np.stack([images.test_images[index] for index in first]))
    return labels, pictures, convolve(pictures, kernel.array) + kernel.bias


def show_table(kernel: OwnKernel, picture: np.ndarray) -> None:
    """Draw the result's numbers as a table, once it is open."""
    result = apply(kernel, picture).result
    tables.show_once_open(
        KernelText.TABLE,
        "own-kernel-table",
        (Inside.ROW, *range(result.shape[1])),
        lambda: [(row_index, *map(number, row)) for row_index, row in enumerate(result.tolist())],
    )


def take_away(kernel: OwnKernel, picture: np.ndarray, scaling: Pixels) -> None:
    """Draw the files of all this."""

    def arrays() -> dict[str, np.ndarray]:
        made = apply(kernel, picture)
        labels, pictures, results = _ten(kernel, scaling)
        return {
            "picture": picture,
            "kernel": kernel.array,
            "bias": np.array(kernel.bias),
            "result": made.result,
            "after_relu": made.after_relu,
            "max_pooled": made.largest,
            "average_pooled": made.mean,
            "labels": labels,
            "pictures": pictures,
            "results": results,
        }

    files.show(
        arrays,
        "own-kernel",
        csv=lambda: values_csv(apply(kernel, picture).result),
        csv_label=KernelText.TAKE_CSV,
        lead=of_classes(KernelText.TAKE_AWAY, cached.class_names()),
        title=KernelText.TAKE_TITLE,
    )
