"""Twenty digits while a run trains, with what the network says of each now; the person's own drawing as the 21st.

A component of our own: its pictures stay, only the words and bars under them change from second to second.
"""

from __future__ import annotations

import functools

import numpy as np
import streamlit as st

from core.runs.log.run_record import RunRecord
from core.training.record.history import History
from core.training.record.live_snapshot import LiveSnapshot
from pages.state import cached, session
from pages.state.session import Key
from pages.text import general
from pages.text.general import Frame
from pages.text.pictures import LiveDigits, Pictures
from pages.ui import plotly_figures, widgets
from pages.ui.colours import FAINT, INK, TEXT

PICTURE_SIZE, OWN_SIZE = 56, 96  # pixels on screen
NARROW = "36rem"  # below this width five stand in a row

_digits = st.components.v2.component(
    "live_digits",
    html='<div class="frame"><ul></ul></div>',
    css=f"""
    .frame {{ container-type: inline-size }}
    ul {{ display: grid; grid-template-columns: repeat(10, minmax(0, 1fr)); gap: 0.75rem 0.4rem; max-width: 52rem;
        margin: 0; padding: 2px; list-style: none; color: {TEXT}; text-align: center;
        font: 0.8125rem/1.35 var(--st-font); font-variant-numeric: tabular-nums }}
    ul.with-own {{ grid-template-columns: repeat(10, minmax(0, 1fr)) minmax(7.5rem, 1.6fr); max-width: 62rem }}
    li {{ display: flex; flex-direction: column; align-items: center; gap: 0.15rem; min-width: 0 }}
    i {{ width: {PICTURE_SIZE}px; max-width: 100%; aspect-ratio: 1; background: {INK}; image-rendering: pixelated }}
    span {{ white-space: nowrap; height: 1.35em }}
    .wrong .said {{ font-weight: 700 }}
    .bar {{ width: {PICTURE_SIZE}px; max-width: 100%; height: 4px; background: {FAINT} }}
    .bar div {{ height: 100%; background: {INK} }}
    .own {{ grid-column: 11; grid-row: 1 / span 2; justify-content: center; margin-left: 0.75rem;
        border: 2px solid {TEXT}; border-radius: 6px; padding: 0.4rem }}
    .own :is(i, .bar) {{ width: {OWN_SIZE}px }}
    .own .name {{ font-weight: 700 }}
    .name:empty {{ display: none }}
    @container (max-width: {NARROW}) {{
        ul, ul.with-own {{ grid-template-columns: repeat(5, minmax(0, 1fr)) }}
        .own {{ grid-column: 1 / -1; grid-row: auto; margin: 0 }}
    }}
    """,
    js="""
    function built(tile) {
        const item = document.createElement("li")
        for (const [tag, kind] of [["i", "picture"], ["span", "name"], ["span", "said"], ["div", "bar"]]) {
            const part = item.appendChild(document.createElement(tag))
            part.className = kind
            if (kind !== "picture") part.setAttribute("aria-hidden", "true")
        }
        const picture = item.querySelector("i")
        picture.setAttribute("role", "img")
        picture.style.mask = `url(${tile.mask}) 0 0 / 100% 100%`
        item.querySelector(".name").textContent = tile.name
        item.querySelector(".bar").appendChild(document.createElement("div"))
        return item
    }

    export default function ({ data: { json }, parentElement }) {
        const data = JSON.parse(json)
        const list = parentElement.querySelector("ul")
        const shown = data.tiles.map((tile) => tile.mask).join()
        if (list.shown !== shown) list.replaceChildren(...data.tiles.map(built))
        list.shown = shown
        list.setAttribute("aria-label", data.name)
        list.classList.toggle("with-own", data.tiles.some((tile) => tile.name))
        data.tiles.forEach((tile, place) => {
            const item = list.children[place]
            item.className = [tile.name ? "own" : "", tile.wrong ? "wrong" : ""].join(" ")
            item.querySelector("i").setAttribute("aria-label", tile.alt)
            item.querySelector(".said").textContent = tile.said
            item.querySelector(".bar div").style.width = `${100 * tile.sureness}%`
        })
    }
    """,
)


def show(record: RunRecord, history: History, glimpse: LiveSnapshot | None) -> None:
    """Draw what the network says of the digits now; of the drawing only to the run's owner, whose it is."""
    if glimpse is None:
        st.caption(Pictures.NOT_YET)
        return
    if cached.dataset().digest != record.data:
        st.caption(LiveDigits.OTHER_DIGITS)
        return
    answers, sureness = _answers(glimpse.probabilities)
    finding = LiveDigits.finding(
        int(np.count_nonzero(answers == glimpse.labels)), len(answers), glimpse.epoch, glimpse.step
    )
    st.markdown(f"**{finding}**")
    images, _ = cached.images_at(glimpse.split, glimpse.indices)
    tiles = [
        _tile(pixels, label, answer, sure)
        for pixels, label, answer, sure in zip(
            images, glimpse.labels.tolist(), answers.tolist(), sureness.tolist(), strict=True
        )
    ]
    own = _own(record, glimpse)
    if own is not None:
        tiles.append(own)
    _digits(key="live-digits", data=widgets.component_data({"name": finding, "tiles": tiles}))
    if history.is_active and own is None and record.owner == session.owner():
        _invite()
    validates = history.started is not None and history.started.validation_images > 0
    about = LiveDigits.about(split=glimpse.split, validates=validates)
    st.caption(f"{about} {LiveDigits.SHUFFLED}" if record.config.shuffle_pixels else about)
    table_key = f"{Key.TRAIN_PICTURES_TABLE}-digits"
    with st.expander(Frame.show_as_table(LiveDigits.TABLE), key=table_key, on_change="rerun") as table:
        if table.open:
            _table(glimpse, own is not None)


def _invite() -> None:
    """Say how the person's own digit becomes the 21st."""
    if session.drawing() is not None:
        st.caption(LiveDigits.HANDED_OVER)
        return
    st.page_link(
        general.DRAW.file,
        label=LiveDigits.DRAW,
        icon=":material/draw:",
        query_params=session.carried(),
        width="content",
    )


def _answers(probabilities: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the digit and its probability, both (n,), of (n, 10) probabilities; of no number at all a 0."""
    found = np.nan_to_num(probabilities)
    answers = found.argmax(axis=1)
    return answers, found[np.arange(len(found)), answers]


def _own(record: RunRecord, glimpse: LiveSnapshot) -> dict[str, object] | None:
    """Return the tile of the drawing that the trainer has read; None where it has none, or for somebody else."""
    if glimpse.drawing is None or glimpse.drawing_probabilities is None or record.owner != session.owner():
        return None
    (answer,), (sure,) = _answers(glimpse.drawing_probabilities[None])
    return _tile(glimpse.drawing, None, int(answer), float(sure))


def _tile(pixels: np.ndarray, label: int | None, answer: int, sureness: float) -> dict[str, object]:
    return {
        "mask": _mask(pixels.tobytes()),
        "name": LiveDigits.YOURS if label is None else "",
        "said": LiveDigits.answer(label, answer, sureness),
        "alt": LiveDigits.alt(label, answer, sureness),
        "wrong": label not in (answer, None),
        "sureness": round(sureness, 4),
    }


@functools.lru_cache(256)  # 0.5 KB each
def _mask(pixels: bytes) -> str:
    return plotly_figures.ink_mask(np.frombuffer(pixels, np.uint8).reshape(28, 28))


def _table(glimpse: LiveSnapshot, with_own: bool) -> None:
    answers, sureness = _answers(glimpse.probabilities)
    rows = [
        LiveDigits.row(glimpse.split, index, label, answer, sure)
        for index, label, answer, sure in zip(
            glimpse.indices.tolist(), glimpse.labels.tolist(), answers.tolist(), sureness.tolist(), strict=True
        )
    ]
    if with_own and glimpse.drawing_probabilities is not None:
        (answer,), (sure,) = _answers(glimpse.drawing_probabilities[None])
        rows.append(LiveDigits.own_row(int(answer), float(sure)))
    widgets.plain_table(LiveDigits.TABLE, LiveDigits.HEADER, rows)
