"""Components of the app on a page of their own, without Streamlit: before their scripts have run, and after.

`PUT` is given what `component` makes, and puts it on an empty page; `DRAW` is given a script and what the server says.
"""

from __future__ import annotations

PUT = """(components) => {
    Object.assign(document, { title: "Components" }).documentElement.lang = "en"
    for (const { html, css } of components)
        document.body.appendChild(document.createElement("div")).attachShadow({ mode: "open" }).innerHTML =
            `<div>${html}</div><style>${css ?? ""}</style>`
}"""
DRAW = """async ({ script, data }) => {
    const load = () => import(URL.createObjectURL(new Blob([script], { type: "text/javascript" })))
    window.modules ??= {}  // as Streamlit does, which loads a script once
    const { default: draw } = await (modules[script] ??= load())
    const parentElement = document.querySelector("div").shadowRoot
    draw({ parentElement, data: { json: JSON.stringify(data) }, setTriggerValue: () => {}, setStateValue: () => {} })
}"""
