"""The list of a network's layers: a line each, with its shape, costs and misfit, and what opens, moves or removes it.

A component of our own: thirty lines of Streamlit's widgets are slow. A click is told until it was heard, so that of
quick ones none is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from models.draft import ReviewRow
from pages.state.session import Key
from pages.text.network import Layers
from pages.ui import widgets
from pages.ui.colours import FAINT, INK, TEXT, WARNING

_list = st.components.v2.component(
    "layer_list",
    html='<div class="frame"><ol></ol></div>',
    css=f"""
    .frame {{ container-type: inline-size; color: {TEXT}; font: 0.875rem/1.35 var(--st-font);
        font-variant-numeric: tabular-nums }}
    ol {{ list-style: none; margin: 0; padding: 0;
        border: 1px solid color-mix(in srgb, {TEXT} 18%, transparent); border-radius: 6px }}
    ol:empty {{ display: none }}
    li + li {{ border-top: 1px solid color-mix(in srgb, {TEXT} 12%, transparent) }}
    li.selected {{ background: var(--st-secondary-background-color); box-shadow: inset 3px 0 var(--st-primary-color) }}
    .line {{ display: grid; align-items: center; gap: 0 0.75rem; padding: 0.15rem 0.35rem 0.15rem 0.6rem;
        grid-template: "name shape parameters seen share tools" / minmax(9rem, 1fr) 6rem 8.5rem 8rem 8rem auto }}
    .name {{ grid-area: name; display: flex; gap: 0.4rem; align-items: baseline; min-width: 0 }}
    .place {{ min-width: 1.2rem; text-align: right; opacity: 0.8 }}
    .shape {{ grid-area: shape }} .parameters {{ grid-area: parameters }} .seen {{ grid-area: seen }}
    .share {{ grid-area: share }} .tools {{ grid-area: tools; display: flex }}
    .fact {{ overflow-wrap: anywhere }}
    .bar {{ height: 3px; border-radius: 2px; background: {FAINT} }}
    .bar > div {{ height: 100%; border-radius: 2px; background: {INK} }}
    .bar[hidden] {{ display: none }}
    button {{ all: unset; box-sizing: border-box; cursor: pointer; border-radius: 4px }}
    button.open {{ min-height: 1.9rem; padding: 0.2rem 0.1rem; font-weight: 600; color: var(--st-link-color);
        text-decoration: underline; text-underline-offset: 2px; overflow-wrap: anywhere }}
    .tools button {{ width: 1.75rem; height: 1.9rem; display: grid; place-items: center }}
    .tools svg {{ width: 1rem; height: 1rem; fill: none; stroke: currentColor; stroke-width: 1.6;
        stroke-linecap: round; stroke-linejoin: round }}
    .tools button:hover {{ background: color-mix(in srgb, {TEXT} 10%, transparent) }}
    .tools button[aria-disabled="true"] {{ opacity: 0.3; cursor: default; background: none }}
    button:focus-visible {{ outline: 3px solid var(--st-primary-color); outline-offset: -2px }}
    .problem {{ margin: 0 }}
    .problem:not(:empty) {{ padding: 0.3rem 0.6rem 0.4rem; color: {WARNING};
        background: var(--st-orange-background-color) }}
    .problem:not(:empty)::before {{ content: "\\25b2"; padding-right: 0.4rem }}
    @container (max-width: 700px) {{
        .line {{ gap: 0 0.6rem; grid-template: "name tools" auto "facts facts" auto / 1fr auto }}
        .facts {{ grid-area: facts; display: flex; flex-wrap: wrap; gap: 0 0.7rem; padding: 0 0 0.25rem 1.6rem }}
        .share {{ display: flex; gap: 0.4rem; align-items: center }}
        .bar {{ width: 3rem }}
    }}
    @container (min-width: 700.1px) {{ .facts {{ display: contents }} }}
    """,
    js="""
    const SHAPES = {
        up: "M8 13V3M4 7l4-4 4 4", down: "M8 3v10M4 9l4 4 4-4",
        copy: "M6 6h7v7H6zM10 3H3v7", remove: "M4 4l8 8M12 4l-8 8",
    }
    let counted = 0, asked = [], wanted = null  // wanted: the button that is to keep the focus

    function make(parent, tag, more = {}) {
        return parent.appendChild(Object.assign(document.createElement(tag), more))
    }

    function write(element, text, title = "") {
        if (element.textContent !== text) element.textContent = text
        element.title = title
    }

    function makeRow(layer, ask) {
        const row = document.createElement("li")
        row.dataset.layer = layer
        const line = make(row, "div", { className: "line" })
        const name = make(line, "div", { className: "name" })
        make(name, "span", { className: "place" })
        make(name, "button", { type: "button", className: "open", onclick: () => ask("open", row) })
        const facts = make(line, "div", { className: "facts" })
        for (const fact of ["shape", "parameters", "seen"]) make(facts, "span", { className: `fact ${fact}` })
        const share = make(facts, "span", { className: "fact share" })
        make(share, "span", { className: "text" })
        make(make(share, "div", { className: "bar", ariaHidden: "true" }), "div")
        const tools = make(line, "div", { className: "tools" })
        for (const [tool, path] of Object.entries(SHAPES)) {
            const button = make(tools, "button", { type: "button", className: tool, onclick: () => ask(tool, row) })
            button.innerHTML = `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="${path}"/></svg>`
        }
        make(row, "p", { className: "problem", id: `problem-${layer}` }).setAttribute("aria-live", "polite")
        return row
    }

    function fill(row, item) {
        const find = (name) => row.querySelector(name)
        row.dataset.place = item.place
        row.classList.toggle("selected", item.selected)
        write(find(".place"), String(item.place))
        const open = find(".open")
        write(open, item.text, item.help)
        open.setAttribute("aria-expanded", String(item.selected))
        open.setAttribute("aria-describedby", `problem-${item.layer}`)
        for (const [fact, [text, title]] of Object.entries(item.facts)) write(find(`.${fact}`), text, title)
        write(find(".share .text"), ...item.share)
        find(".bar").hidden = !item.share[0]
        find(".bar > div").style.width = `${100 * item.part}%`
        for (const [tool, label] of Object.entries(item.tools)) {
            const button = find(`.${tool}`)
            button.setAttribute("aria-label", label)
            button.title = label
            button.setAttribute("aria-disabled", String(item.off.includes(tool)))
        }
        write(find(".problem"), item.problem)
    }

    function keepFocus(list, heard, count) {
        if (wanted === null || heard < wanted.stamp) return
        const there = document.activeElement
        const isLost = !there || there === document.body || !there.isConnected
        const row = list.querySelector(`li[data-layer="${wanted.layer}"]`)
            ?? list.querySelector(`li[data-place="${Math.min(wanted.place, count)}"]`)
        if (isLost && row) row.querySelector(`.${wanted.act}`).focus({ preventScroll: true })
        if (row || !isLost) wanted = null
    }

    export default function ({ data: { json }, parentElement, setTriggerValue }) {
        const data = JSON.parse(json)
        const list = parentElement.querySelector("ol")
        counted = Math.max(counted, data.heard)
        asked = asked.filter((one) => one.stamp > data.heard)
        const ask = (act, row) => {
            if (row.querySelector(`.${act}`).getAttribute("aria-disabled") === "true") return
            const one = { stamp: ++counted, act, layer: Number(row.dataset.layer) }
            wanted = { ...one, place: Number(row.dataset.place) }
            asked.push(one)
            setTriggerValue("asked", asked)
        }
        list.setAttribute("aria-label", data.name)
        list.start = data.rows[0]?.place ?? 1
        const known = new Map([...list.children].map((row) => [row.dataset.layer, row]))
        const rows = data.rows.map((item) => {
            const row = known.get(String(item.layer)) ?? makeRow(item.layer, (...what) => list.ask(...what))
            fill(row, item)
            return row
        })
        list.ask = ask
        if (rows.length !== list.children.length || rows.some((row, place) => row !== list.children[place])) {
            list.replaceChildren(...rows)
        }
        keepFocus(list, data.heard, data.count)
    }
    """,
)


def draw(
    key: Key,
    rows: Sequence[tuple[int, ReviewRow]],
    *,
    name: str,
    count: int,
    selected: int | None,
    heard: int,
    on_asked: Callable[[], None],
) -> None:
    """Draw some of a network's layers.

    Args:
        key: of this part of the list.
        rows: each with its place in the network, from 0.
        name: of the list, for a person who does not see it.
        count: of all layers of the network.
        selected: identity of the layer whose editor is open.
        heard: stamp of the newest message that was heard; newer ones come again.
        on_asked: called when a button was clicked; what was sent as "asked" is a list of messages, each with its
            `stamp`, the layer's identity as `layer`, and `act`: "open", "up", "down", "copy" or "remove".
    """
    lines = [_line(place, row, count, row.identity == selected) for place, row in rows]
    data = {"name": name, "rows": lines, "count": count, "heard": heard}
    _list(key=key, data=widgets.component_data(data), on_asked_change=on_asked)


def _line(place: int, reviewed: ReviewRow, count: int, is_selected: bool) -> dict[str, Any]:
    row = reviewed.row
    return {
        "layer": reviewed.identity,
        "place": place + 1,
        "text": reviewed.text,
        "help": Layers.OPEN_HELP,
        "selected": is_selected,
        "facts": {
            "shape": (Layers.shape(row), ""),
            "parameters": (Layers.parameters(row), Layers.formula(row)),
            "seen": (Layers.seen(row), Layers.seen_help(row)),
        },
        "share": (Layers.share(reviewed), Layers.work(row)),
        "part": reviewed.share or 0.0,
        "tools": Layers.buttons(place + 1),
        "off": [*(["up"] if place == 0 else []), *(["down"] if place == count - 1 else [])],
        "problem": reviewed.problem,
    }
