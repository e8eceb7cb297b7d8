"""The confusion matrix as a table; where one can be chosen, its mistakes are buttons for a click or the arrow keys.

A component of our own: Plotly's heatmaps tell no click, cannot be reached by keyboard and blink when one is chosen.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import streamlit as st

from core.inference.evaluation import DIGITS, Evaluation, mix_ups_in
from pages.state.session import Key
from pages.text.evaluate import Mistakes
from pages.text.general import count
from pages.ui import widgets
from pages.ui.colours import TEXT, cell_colours

# Steps of ink, in ninths, on which a number has a contrast of 4.5 in both themes.
LEVELS = (0, 1, 2, 3, 5, 6, 7, 8, 9)

_matrix = st.components.v2.component(
    "mix_up_matrix",
    html="<table></table>",
    css=f"""
    table {{ width: 100%; max-width: 34rem; border-collapse: collapse; table-layout: fixed; color: {TEXT};
        font: 0.875rem var(--st-font); font-variant-numeric: tabular-nums }}
    th, td {{ padding: 0; height: 2.2rem; text-align: center; font-weight: 400 }}
    thead th {{ height: 1.5rem }}
    .corner {{ border: 0 }}
    .side {{ width: 1.5rem }}
    .side span {{ writing-mode: vertical-rl; transform: rotate(180deg) }}
    .axis {{ font-weight: 600 }}
    td:not(.corner) {{ border: 1px solid color-mix(in srgb, {TEXT} 18%, transparent) }}
    button {{ all: unset; box-sizing: border-box; width: 100%; height: 100%; cursor: pointer; text-align: center }}
    button:hover {{ text-decoration: underline }}
    button[aria-pressed=true] {{ outline: 2px solid {TEXT}; outline-offset: 2px; font-weight: 700;
        position: relative; z-index: 1 }}
    button:focus-visible {{ outline: 3px solid var(--st-primary-color); outline-offset: 2px;
        position: relative; z-index: 2 }}
    @media (max-width: 640px) {{ th, td {{ height: 1.9rem; font-size: 0.75rem }} .side {{ width: 1.1rem }} }}
    """,
    js="""
    const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }

    function build(table, { cells, chosen, is, readAs, name }) {
        const size = cells.length
        const add = (parent, tag, text, more = {}) => {
            const made = Object.assign(document.createElement(tag), more)
            made.textContent = text
            return parent.appendChild(made)
        }
        table.replaceChildren()
        const widths = add(table, "colgroup", "")
        for (let column = 0; column < size + 2; column++)
            add(widths, "col", "", { className: column < 2 ? "side" : "" })
        const head = add(table, "thead", "")
        const title = add(head, "tr", "")
        add(title, "td", "", { colSpan: 2, rowSpan: 2, className: "corner" })
        add(title, "th", readAs, { colSpan: size, className: "axis", scope: "colgroup" })
        const names = add(head, "tr", "")
        for (let digit = 0; digit < size; digit++) add(names, "th", digit, { scope: "col" })
        const body = add(table, "tbody", "")
        cells.forEach((row, label) => {
            const line = add(body, "tr", "")
            if (label === 0) {
                const side = add(line, "th", "", { rowSpan: size, className: "side axis", scope: "rowgroup" })
                add(side, "span", is)
            }
            add(line, "th", label, { scope: "row", className: "side" })
            row.forEach((cell, answer) => {
                const isButton = cell.name && chosen
                const place = add(line, "td", isButton ? "" : cell.text)
                if (!cell.name) return
                const drawn = isButton ? add(place, "button", cell.text, { type: "button" }) : place
                drawn.title = cell.name
                Object.assign(drawn.style, { background: cell.ground, color: cell.ink })
                if (!isButton) return
                drawn.setAttribute("aria-label", cell.name)
                Object.assign(drawn.dataset, { row: label, column: answer })
            })
        })
    }

    function neighbour(table, from, [down, right], size) {
        let [row, column] = [Number(from.dataset.row) + down, Number(from.dataset.column) + right]
        for (; row >= 0 && row < size && column >= 0 && column < size; row += down, column += right) {
            const found = table.querySelector(`button[data-row="${row}"][data-column="${column}"]`)
            if (found) return found
        }
    }

    export default function ({ data: { json }, parentElement, setTriggerValue }) {
        const data = JSON.parse(json)
        const table = parentElement.querySelector("table")
        const shown = JSON.stringify(data.cells)
        if (table.shown !== shown) build(table, data)
        table.shown = shown
        table.setAttribute("aria-label", data.name)
        if (!data.chosen) return
        const buttons = [...table.querySelectorAll("button")]
        const mark = (row, column) => {
            for (const button of buttons) {
                const isChosen = Number(button.dataset.row) === row && Number(button.dataset.column) === column
                button.setAttribute("aria-pressed", String(isChosen))
                button.tabIndex = isChosen ? 0 : -1
            }
        }
        mark(...data.chosen)
        for (const button of buttons) {
            button.onclick = () => {
                const cell = [Number(button.dataset.row), Number(button.dataset.column)]
                mark(...cell)
                setTriggerValue("chosen", cell)
            }
            button.onkeydown = (event) => {
                const next = STEPS[event.key] && neighbour(table, button, STEPS[event.key], data.cells.length)
                if (!next) return
                event.preventDefault()
                next.focus()
                next.click()
            }
        }
    }
    """,
)


def show(found: Evaluation, chosen: tuple[int, int], *, on_chosen: Callable[[], None]) -> None:
    """Draw the matrix of an evaluation that has mistakes, with one cell chosen.

    Args:
        found: the evaluation.
        chosen: digit and what it was read as.
        on_chosen: called when a person has chosen another cell; `session.sent(Key.EVALUATE_MATRIX, "chosen")` names it.
    """
    _matrix(
        key=Key.EVALUATE_MATRIX,
        data=_data(found.confusion, found.mix_ups[0].count, Mistakes.matrix_alt(found.mix_ups[0]), chosen),
        on_chosen_change=on_chosen,
    )


def show_counts(confusion: np.ndarray, *, key: str, alt: str) -> None:
    """Draw a matrix in which nothing is chosen; it keeps its place when its counts change.

    Args:
        confusion: (10, 10) int, how many pictures of digit `row` were read as digit `column`.
        key: of the component.
        alt: what it shows, as a sentence with the finding.
    """
    mix_ups = mix_ups_in(confusion)
    _matrix(key=key, data=_data(confusion, mix_ups[0].count if mix_ups else 1, alt, None))


def _data(confusion: np.ndarray, most: int, name: str, chosen: tuple[int, int] | None) -> dict[str, str]:
    counts = confusion.tolist()
    cells = [[_cell(label, answer, counts[label][answer], most) for answer in range(DIGITS)] for label in range(DIGITS)]
    return widgets.component_data(
        {"cells": cells, "chosen": chosen, "is": Mistakes.IS, "readAs": Mistakes.READ_AS, "name": name}
    )


def level(number: int, most: int) -> float:
    """Return how much ink a cell gets, 0 to 1: none for no mistake, some for one, all for the most."""
    ninths = -(-9 * number // most)
    return next(step for step in LEVELS if step >= ninths) / 9


def _cell(label: int, answer: int, number: int, most: int) -> dict[str, str]:
    if label == answer or not number:
        return {"text": count(number) if label == answer else "", "name": ""}
    ground, ink = cell_colours(level(number, most), signed=False)
    return {"text": count(number), "name": Mistakes.cell(label, answer, number), "ground": ground, "ink": ink}
