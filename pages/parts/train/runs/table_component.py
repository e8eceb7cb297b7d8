"""The table of runs: heads that sort, names that open a run, ticks that choose what is compared; cards on a phone.

A component of our own: Streamlit's tables load pandas (75 MiB), and a hundred rows of its widgets are slow. It shows
what it is given; what is in it and in which order is decided in Python.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from core.runs.run_table import COLUMNS, Column, RunRow
from pages.state import session
from pages.state.session import Key
from pages.text.runs import Runs
from pages.ui import widgets
from pages.ui.colours import LINE, PAPER, TEXT

_NUMBERS = {"validation", "test", "parameters", "seconds"}

_table = st.components.v2.component(
    "runs_table",
    html="""<div class="frame" role="region" tabindex="0">
    <table role="table"><thead role="rowgroup"><tr role="row"></tr></thead><tbody role="rowgroup"></tbody></table>
    </div>""",
    css=f"""
    .frame {{ max-height: 27rem; overflow: auto; scroll-margin-top: 11rem; color: {TEXT};
        border: 1px solid color-mix(in srgb, {TEXT} 18%, transparent); border-radius: 6px;
        font: 0.875rem/1.35 var(--st-font); font-variant-numeric: tabular-nums }}
    .frame:focus-visible, button:focus-visible, input:focus-visible {{ outline: 3px solid var(--st-primary-color);
        outline-offset: -2px }}
    table {{ width: 100%; border-collapse: collapse }}
    th, td {{ padding: 0.35rem 0.6rem; text-align: left; vertical-align: top; font-weight: 400 }}
    thead th {{ position: sticky; top: 0; z-index: 1; background: {PAPER}; box-shadow: inset 0 -1px {LINE};
        padding-top: 0.25rem; padding-bottom: 0.25rem; white-space: nowrap }}
    tbody td:not(.tick) {{ padding-top: 0.55rem }}
    tbody tr + tr > * {{ border-top: 1px solid color-mix(in srgb, {TEXT} 12%, transparent) }}
    tbody tr.chosen {{ background: var(--st-secondary-background-color) }}
    .created, .number {{ white-space: nowrap }}
    .number {{ text-align: right }}
    .tick {{ width: 1.5rem; padding-right: 0 }}
    .tick label {{ display: grid; place-items: center; width: 1.5rem; height: 1.5rem }}
    input {{ width: 1.05rem; height: 1.05rem; margin: 0; accent-color: var(--st-primary-color) }}
    button {{ all: unset; cursor: pointer; min-height: 1.5rem; box-sizing: border-box }}
    thead button {{ font-weight: 600; line-height: 1.5rem }}
    button.open {{ color: var(--st-link-color); text-decoration: underline; text-underline-offset: 2px }}
    button:hover {{ text-decoration: underline }}
    .small {{ font-size: 0.8125rem; opacity: 0.8 }}
    bdi, .note {{ overflow-wrap: anywhere }}
    .note {{ display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden;
        max-width: 26rem }}
    .note:empty, .details:empty {{ display: none }}
    .hidden {{ position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }}
    .label {{ display: none }}
    @media (max-width: 640px) {{
        .frame {{ max-height: 30rem }}
        table, thead, tbody {{ display: block }}
        thead tr {{ display: flex; flex-wrap: wrap; gap: 0 0.9rem; padding: 0.25rem 0.6rem;
            box-shadow: inset 0 -1px {LINE} }}
        thead tr::before {{ content: attr(data-sort); opacity: 0.8; line-height: 1.5rem }}
        thead th {{ position: static; padding: 0; box-shadow: none }}
        thead th.tick {{ display: none }}
        tbody tr {{ display: grid; grid-template-columns: 1.75rem 1fr 1fr; padding: 0.4rem 0.3rem 0.4rem 0.5rem }}
        tbody tr + tr {{ border-top: 1px solid color-mix(in srgb, {TEXT} 25%, transparent) }}
        tbody tr + tr > * {{ border-top: 0 }}
        th, td {{ padding: 0.1rem 0.3rem }}
        tbody td.number {{ text-align: left }}
        tbody td:not(.tick) {{ padding-top: 0.1rem }}
        tbody th, tbody td.recipe {{ grid-column: 2 / 4 }}
        tbody td.status, tbody td.test, tbody td.seconds {{ grid-column: 2 }}
        .label {{ display: inline; opacity: 0.8 }}
    }}
    """,
    js="""
    let revealed = 0

    function make(parent, tag, more = {}) {
        const { role, scope, ...rest } = more
        const made = Object.assign(document.createElement(tag), rest)
        if (role) made.setAttribute("role", role)
        if (scope) made.setAttribute("scope", scope)
        return parent.appendChild(made)
    }

    function write(element, text) {
        if (element.textContent !== text) element.textContent = text
    }

    function makeHead(line, { columns, compare, sort }, send) {
        line.dataset.sort = sort
        const first = make(line, "th", { role: "columnheader", scope: "col", className: "tick" })
        make(first, "span", { className: "hidden", textContent: compare })
        for (const column of columns) {
            const head = make(line, "th", { role: "columnheader", scope: "col", className: column.kind })
            const button = make(head, "button", { type: "button", textContent: column.label })
            make(head, "span", { ariaHidden: "true" })
            button.onclick = () => send("sorted", column.key)
        }
    }

    function makeRow({ run }, { columns }, send, choose) {
        const line = document.createElement("tr")
        line.setAttribute("role", "row")
        line.dataset.run = run
        const tick = make(line, "td", { role: "cell", className: "tick" })
        const box = make(make(tick, "label"), "input", { type: "checkbox" })
        box.onchange = () => choose(run, box.checked)
        columns.forEach((column, place) => {
            if (place > 0) {
                const cell = make(line, "td", { role: "cell", className: `${column.key} ${column.kind}` })
                make(cell, "span", { className: "label", textContent: column.label + ": " })
                make(cell, "span", { className: "value" })
                return
            }
            const head = make(line, "th", { role: "rowheader", scope: "row" })
            const button = make(head, "button", { type: "button", className: "open" })
            make(button, "bdi")
            button.onclick = () => send("opened", run)
            make(head, "div", { className: "details small" })
            make(head, "div", { className: "note small", dir: "auto" })
        })
        return line
    }

    function fill(line, item) {
        line.querySelector("input").setAttribute("aria-label", item.tick)
        write(line.querySelector("bdi"), item.cells[0])
        write(line.querySelector(".details"), item.details)
        const note = line.querySelector(".note")
        write(note, item.note)
        note.title = item.note
        line.querySelectorAll(".value").forEach((value, place) => write(value, item.cells[place + 1]))
    }

    export default function ({ data: { json }, parentElement, setTriggerValue }) {
        const data = JSON.parse(json)
        const frame = parentElement.querySelector(".frame")
        const [head, body] = [frame.querySelector("thead tr"), frame.querySelector("tbody")]
        const mark = () => {
            for (const line of body.children) {
                const isChosen = frame.chosen.includes(line.dataset.run)
                line.querySelector("input").checked = isChosen
                line.classList.toggle("chosen", isChosen)
            }
        }
        const choose = (run, isChosen) => {
            frame.chosen = frame.chosen.filter((one) => one !== run).concat(isChosen ? [run] : [])
            frame.stamp += 1
            mark()
            setTriggerValue("ticked", { runs: frame.chosen, stamp: frame.stamp })
        }
        frame.setAttribute("aria-label", data.name)
        if (!head.children.length) makeHead(head, data, setTriggerValue)
        data.columns.forEach((column, place) => {
            const cell = head.children[place + 1]
            cell.setAttribute("aria-sort", column.sorted)
            write(cell.lastChild, { ascending: " \\u25b2", descending: " \\u25bc" }[column.sorted] ?? "")
        })
        const known = new Map([...body.children].map((line) => [line.dataset.run, line]))
        const lines = data.rows.map((item) => {
            const line = known.get(item.run) ?? makeRow(item, data, setTriggerValue, choose)
            fill(line, item)
            return line
        })
        if (lines.length !== body.children.length || lines.some((line, place) => line !== body.children[place])) {
            const [focused, top] = [frame.getRootNode().activeElement, frame.scrollTop]
            body.replaceChildren(...lines)
            frame.scrollTop = top
            if (focused?.isConnected) focused.focus({ preventScroll: true })
        }
        // Ticks set meanwhile are true until the server has heard of them.
        if (frame.stamp === undefined || data.stamp >= frame.stamp) {
            frame.stamp = data.stamp
            frame.chosen = data.chosen
        }
        mark()
        if (data.reveal > revealed) {
            revealed = data.reveal
            const first = body.querySelector("tr.chosen")
            const reveal = () => {
                frame.scrollIntoView({ block: "start" })
                const [place, top, end] = [first, frame, head.lastChild].map((one) => one?.getBoundingClientRect())
                if (place) frame.scrollTop += place.top - Math.max(top.top, end.bottom)
            }
            requestAnimationFrame(reveal)
            setTimeout(reveal, 400)  // what stands above and below it may still be on its way
        }
    }
    """,
)


def show(
    rows: Sequence[RunRow],
    *,
    chosen: Sequence[str],
    order: tuple[Column, bool],
    stamp: int,
    reveal: int,
    on_opened: Callable[[], None],
    on_sorted: Callable[[], None],
    on_ticked: Callable[[], None],
) -> None:
    """Draw the table.

    Args:
        rows: in the order to draw.
        chosen: ids of the runs that are ticked.
        order: the column that they are ordered by, and whether its largest come first.
        stamp: of the newest message about ticks that was heard: `session.sent(Key.RUNS_TABLE, "ticked")` has it.
        reveal: brings the table into view whenever it is larger than before.
        on_opened: called when a name was clicked; what was sent as "opened" is the run's id.
        on_sorted: called when a head was clicked; "sorted" is the column.
        on_ticked: called when a tick was set or taken away; "ticked" has all `runs` that are ticked, and the `stamp`.
    """
    _table(
        key=Key.RUNS_TABLE,
        data=widgets.component_data(
            {
                "name": Runs.TABLE,
                "compare": Runs.COMPARE,
                "sort": Runs.SORT,
                "columns": [_head(column, order) for column in COLUMNS],
                "rows": [_row(row) for row in rows],
                "chosen": list(chosen),
                "stamp": stamp,
                "reveal": reveal,
            }
        ),
        on_opened_change=on_opened,
        on_sorted_change=on_sorted,
        on_ticked_change=on_ticked,
    )


def _head(column: Column, order: tuple[Column, bool]) -> dict[str, str]:
    sorted_ = ("descending" if order[1] else "ascending") if order[0] == column else "none"
    kind = "number" if column in _NUMBERS else "text"
    return {"key": column, "label": Runs.HEADERS[column], "kind": kind, "sorted": sorted_}


def _row(row: RunRow) -> dict[str, object]:
    return {
        "run": row.run,
        "cells": [Runs.said(row, column, session.time_zone()) for column in COLUMNS],
        "details": Runs.details(row),
        "note": row.note,
        "tick": Runs.tick(row),
    }
