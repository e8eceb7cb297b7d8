"""What excites a map or a unit: the training digits with its largest values, and a picture made to excite it."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.data.gallery import ImageName
from core.inference.learned.maximise import ascent_of, middle_cell, seen_pixels
from core.inference.learned.strongest_images import StrongestImages
from core.inference.loaded_networks import StoredNetwork
from core.inference.standout import largest
from models.spec import NetworkSpec
from pages.parts.frame import selected_digit
from pages.parts.inside.learned import arrays, parts
from pages.parts.inside.subject.subject import Subject
from pages.state import cached, state
from pages.state.inside import inside_slots, learned
from pages.text.inside import number
from pages.text.inside_excites import Excites
from pages.text.inside_take_away import Arrays
from pages.text.labels import all_said
from pages.text.numbers import count
from pages.ui import array_html, tables, widgets
from pages.ui.tables import Bar

SIDE = 92  # of one of the nine on screen, in pixels
MADE_SIDE = 196
HEIGHT = 392  # of the whole figure on screen, in pixels


def show(subject: Subject) -> None:
    """Draw the view."""
    spec, layers = subject.spec, parts.layers_with_maps(subject.spec)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        layer = parts.chosen_layer(spec, layers, parts.kernel_layers(spec)[0])
        chosen = parts.chosen_number(subject, layer)
    what = parts.word(spec, layer).lower()
    with parts.waiting(Excites.progress, HEIGHT) as told:
        found = learned.client().strongest_images(subject.network, cached.dataset(), layer, on_progress=told)
    st.markdown(f"**{Excites.title(what, chosen, found.count)}**")
    if not found.values[:, chosen].any():
        st.markdown(Excites.nothing(what, chosen, found.count))
    strongest, means, made = st.columns([4, 4, 4], gap="medium")
    with strongest:
        _nine(found, subject.network, layer, chosen, what)
    with means:
        _means(found, chosen)
    with made:
        ascent = _made(subject.network, layer, chosen, float(found.values[0, chosen]))
    parts.why(Excites.WHY, "learned-digits-why")
    _tables(found, chosen, what, {**_nine_arrays(found, subject.network, layer, chosen), **ascent})


def frame_of(spec: NetworkSpec, layer: int, cell: int) -> tuple[int, int, int, int] | None:
    """Return which pixels a cell, counted along the rows, sees: first row, first column, rows, columns; None for all.

    At the picture's edge they are fewer than in its middle, and not always a square.
    """
    shape = spec.rows()[layer].output_shape
    place = tuple(int(part) for part in np.unravel_index(cell, shape[:-1])) if len(shape) == 3 else ()
    rows, columns = seen_pixels(spec, layer, place)
    seen = (rows.stop - rows.start, columns.stop - columns.start)
    return None if min(seen) >= 28 else (rows.start, columns.start, *seen)


def _frame(network: StoredNetwork, layer: int, cell: int) -> tuple[int, int, int] | None:
    """Return the frame of what a cell sees; None where shuffled pixels scatter that over the picture, too."""
    return None if network.pixels.shuffled else frame_of(network.spec, layer, cell)


def _nine(found: StrongestImages, network: StoredNetwork, layer: int, chosen: int, what: str) -> None:
    indices, values = found.images[:, chosen], found.values[:, chosen].tolist()
    images, found_labels = cached.images_at("train", indices)
    labels = [cached.say(label) for label in found_labels.tolist()]
    drawn = []
    for image, label, index, value, cell in zip(
        images, labels, indices.tolist(), values, found.cells[:, chosen].tolist(), strict=True
    ):
        frame = _frame(network, layer, cell)
        alt = Excites.alt(index, label, value, is_framed=frame is not None)
        picture = array_html.picture(image, alt, width=SIDE, limit=255, frame=frame)
        drawn.append(array_html.titled(Excites.picture(label, value), picture))
    name = Excites.figure(what, chosen, labels, values)
    st.html(f'<div style="max-width: {3 * SIDE + 60}px">{array_html.row(drawn, gap="0.75rem", name=name)}</div>')
    st.caption(Excites.labels_say(labels, values))
    if network.pixels.shuffled and frame_of(network.spec, layer, 0) is not None:
        st.caption(Excites.SHUFFLED)
    _open_one(dict(zip(indices.tolist(), labels, strict=True)))


def _open_one(label_of: dict[int, int]) -> None:
    """Draw the list that opens one of the images on all pages."""
    state.put(inside_slots.LEARNED_OPEN, None)
    st.selectbox(
        Excites.OPEN,
        list(label_of),
        index=None,
        format_func=lambda index: Excites.option(index, label_of.get(index, 0)),
        placeholder=Excites.OPEN,
        key=inside_slots.LEARNED_OPEN.key,
        label_visibility="collapsed",
        on_change=_open_chosen,
    )


def _open_chosen() -> None:
    index = state.get(inside_slots.LEARNED_OPEN)
    if index is not None:
        selected_digit.open_digit(ImageName("train", index))


def _means(found: StrongestImages, chosen: int) -> None:
    """Draw the mean of each label as a bar."""
    st.markdown(f"**{Excites.MEANS}**")
    means = found.means(chosen)
    known = np.nan_to_num(means, nan=0.0)
    longest, best = float(np.abs(known).max()) or 1.0, largest(means)
    alt = Excites.means_alt(best, cached.say(best.place))
    if (known < 0).any():
        rows = [
            (cached.say(digit), tables.signed_bar(float(value) / longest), Excites.mean(float(mean)))
            for digit, (value, mean) in enumerate(zip(known, means, strict=True))
        ]
        tables.show(alt, Excites.BARS_HEADER, rows)
        return
    bars = [
        Bar(
            name=str(cached.say(digit)),
            share=float(value) / longest,
            text=Excites.mean(float(mean)),
            is_bold=best.is_alone and digit == best.place,
        )
        for digit, (value, mean) in enumerate(zip(known, means, strict=True))
    ]
    st.html(tables.bar_list_html(alt, bars, css_class="learned-means"))


def _made(network: StoredNetwork, layer: int, chosen: int, best: float) -> arrays.Arrays:
    """Draw the picture that is made to excite it, and return its arrays; or draw the button that makes it."""
    st.markdown(f"**{Excites.MADE}**")
    slot = inside_slots.LEARNED_SEEDS.of(network.digest[:12], layer, chosen)
    seed = state.get(slot)
    if seed is None and learned.client().has_maximised(network, ascent_of(network, layer, chosen, seed=0)):
        seed = 0
    if seed is None:
        st.caption(Excites.NOTHING_YET)
        st.button(Excites.MAKE, key="learned-make", on_click=state.put, args=(slot, 0))
        return {}
    ascent = ascent_of(network, layer, chosen, seed=seed)
    with parts.waiting(Excites.climbing, MADE_SIDE) as told:
        made = learned.client().maximised(network, ascent, on_progress=told)
    middle = middle_cell(network.spec, layer)
    cell = int(np.ravel_multi_index(middle, network.spec.rows()[layer].output_shape[:-1])) if middle else 0
    frame = _frame(network, layer, cell)
    alt = Excites.made_alt(made.reached.value, is_framed=frame is not None)
    st.html(array_html.picture(made.pixels, alt, width=MADE_SIDE, limit=255, frame=frame))
    st.markdown(Excites.made(made.reached.value, best, seed))
    if len(set(made.totals)) == 1:
        st.caption(Excites.FLAT)
    st.button(Excites.AGAIN, key="learned-again", on_click=state.put, args=(slot, seed + 1))
    parts.why(widgets.worded(Excites.WHY_MADE), "learned-made-why")
    return arrays.made_arrays(made, seed)


def _nine_arrays(found: StrongestImages, network: StoredNetwork, layer: int, chosen: int) -> arrays.Arrays:
    row, cells, fields = network.spec.rows()[layer], found.cells[:, chosen].tolist(), None
    if not network.pixels.shuffled:
        fields = [frame_of(network.spec, layer, cell) or (0, 0, 28, 28) for cell in cells]
    return arrays.excites_arrays(
        found,
        chosen,
        cached.images_at("train", found.images[:, chosen]),
        layer=row.name,
        map_shape=row.output_shape[:-1],
        fields=fields,
    )


def _tables(found: StrongestImages, chosen: int, what: str, held: arrays.Arrays) -> None:
    """Draw both tables, and below them their files and that of all arrays."""
    indices, values = found.images[:, chosen].tolist(), found.values[:, chosen].tolist()
    labels = [cached.say(label) for label in held["labels"].tolist()]
    rows = list(zip(indices, labels, values, strict=True))
    means = list(zip(all_said(cached.class_names()), found.counts.tolist(), found.means(chosen).tolist(), strict=True))
    captions = (Excites.caption(what, chosen), Excites.means_caption(what, chosen))
    tables.show_once_open(
        captions[0],
        "learned-strongest-table",
        Excites.HEADER,
        lambda: [(count(index), label, number(value, 3)) for index, label, value in rows],
    )
    tables.show_once_open(
        captions[1],
        "learned-means-table",
        Excites.MEANS_HEADER,
        lambda: [(digit, count(images), Excites.mean(mean)) for digit, images, mean in means],
    )
    with parts.files():
        parts.csv_button(captions[0], "learned-strongest", Excites.HEADER, lambda: rows)
        parts.csv_button(captions[1], "learned-means", Excites.MEANS_HEADER, lambda: means)
        parts.npz_button("learned-strongest", lambda: held, Arrays.EXCITES_HELP)
