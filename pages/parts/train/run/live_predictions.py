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
from pages.parts.train.run.watch import live_html
from pages.state import cached, slots, state, visitor
from pages.text import pages as page_texts
from pages.text.labels import of_classes, of_pictures
from pages.text.pictures import LiveDigits, Pictures
from pages.ui import plotly_figures, tables, widgets
from pages.ui.component_files import component

PICTURE_SIZE = 46  # pixels on screen
COLUMNS = 7  # of three rows: with the drawing they are full

DIGITS, FINDING = "live-digits", "live-digits-finding"  # keys

_digits = component("live_digits", __file__, COLUMNS=COLUMNS, PICTURE_SIZE=PICTURE_SIZE)


def show(record: RunRecord, history: History, glimpse: LiveSnapshot | None) -> None:
    """Draw what the network says of the digits now; of the drawing only to the run's owner, whose it is."""
    if glimpse is None:
        st.caption(Pictures.NOT_YET)
        return
    if cached.dataset().digest != record.data:
        st.caption(of_pictures(LiveDigits.OTHER_DIGITS, cached.class_names()))
        return
    own = _own(glimpse, is_owner=record.owner == visitor.owner())
    drawn = parts(glimpse, is_owner=record.owner == visitor.owner(), with_pictures=True)
    live_html.show(str(drawn[FINDING]["html"]), FINDING, run=record.id)
    _digits(key=DIGITS, data=widgets.component_data(drawn[DIGITS], part=live_html.part_of(record.id, DIGITS)))
    if history.is_active and own is None and record.owner == visitor.owner():
        _invite()
    validates = history.started is not None and history.started.validation_images > 0
    about = of_classes(LiveDigits.about(split=glimpse.split, validates=validates), cached.class_names())
    st.caption(f"{about} {LiveDigits.SHUFFLED}" if record.config.shuffle_pixels else about)

    def rows() -> list[tuple[str, ...]]:
        labels, answers = _read(glimpse)
        each = zip(glimpse.indices.tolist(), labels, answers, strict=True)
        read = [LiveDigits.row(glimpse.split, index, label, *answer) for index, label, answer in each]
        return [*read, LiveDigits.own_row(*own)] if own is not None else read

    tables.show_once_open(LiveDigits.TABLE, slots.LIVE_TABLE.of("digits").key, LiveDigits.HEADER, rows)


def parts(glimpse: LiveSnapshot, *, is_owner: bool, with_pictures: bool = False) -> dict[str, dict[str, object]]:
    """Return what changes of the digits' picture, by the keys of its parts.

    Args:
        glimpse: of a run that learned from the images at hand.
        is_owner: whether it is drawn for the run's owner, whose the drawing is.
        with_pictures: of the digits, which stay.
    """
    labels, answers = _read(glimpse)
    right = sum(answer == label for label, (answer, _) in zip(labels, answers, strict=True))
    finding = LiveDigits.finding(right, len(answers), glimpse.epoch, glimpse.step)
    tiles = [_tile(label, *answer) for label, answer in zip(labels, answers, strict=True)]
    own = _own(glimpse, is_owner=is_owner)
    if own is not None:
        tiles.append(_tile(None, *own))
    if with_pictures:
        images, _ = cached.images_at(glimpse.split, glimpse.indices)
        drawing = [] if own is None else [glimpse.drawing]
        for tile, pixels in zip(tiles, [*images, *drawing], strict=True):
            tile["mask"] = _mask(pixels.tobytes())
    return {FINDING: live_html.content(live_html.strong(finding)), DIGITS: {"name": finding, "tiles": tiles}}


def _read(glimpse: LiveSnapshot) -> tuple[list[int], list[tuple[int, float]]]:
    """Return the labels of the digits, and for each the answer and its probability."""
    return [cached.say(label) for label in glimpse.labels.tolist()], _answers(glimpse.probabilities)


def _invite() -> None:
    """Say how the person's own digit becomes the 21st."""
    if state.get(slots.DRAWING) is not None:
        st.caption(LiveDigits.HANDED_OVER)
        return
    widgets.page_link(page_texts.DRAW, LiveDigits.DRAW, "draw", width="content")


def _answers(probabilities: np.ndarray) -> list[tuple[int, float]]:
    """Return the digit or class and its probability for each of (n, 10) probabilities; of no number at all the 0th."""
    finite = np.nan_to_num(probabilities)
    said = [cached.say(answer) for answer in finite.argmax(axis=1).tolist()]
    return list(zip(said, finite.max(axis=1).tolist(), strict=True))


def _own(glimpse: LiveSnapshot, *, is_owner: bool) -> tuple[int, float] | None:
    """Return the answer to the drawing that the trainer has read; None where it has none, or for somebody else."""
    if glimpse.drawing is None or glimpse.drawing_probabilities is None or not is_owner:
        return None
    return _answers(glimpse.drawing_probabilities[None])[0]


def _tile(label: int | None, answer: int, sureness: float) -> dict[str, object]:
    return {
        "name": LiveDigits.YOURS if label is None else "",
        "said": LiveDigits.answer(label, answer, sureness),
        "alt": LiveDigits.alt(label, answer, sureness),
        "wrong": label not in (answer, None),
        "sureness": round(sureness, 4),
    }


@functools.lru_cache(256)  # 0.5 KB each
def _mask(pixels: bytes) -> str:
    return plotly_figures.ink_mask(np.frombuffer(pixels, np.uint8).reshape(28, 28))
