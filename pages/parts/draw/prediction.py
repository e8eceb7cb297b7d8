"""A network's answer to a digit that a person gave: in words, as ten bars, and the picture that it was given.

Plain HTML, since a figure would take longer than the network does.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from core.runs.log.models import Model
from pages.state import cached, selected, slots, state
from pages.state.inside import inside_slots
from pages.text import numbers
from pages.text import pages as page_texts
from pages.text.draw import SURE_FROM, Draw
from pages.ui import colours, tables, widgets

PICTURE_SIZE = 168  # pixels on screen: six to each of 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One picture's ten probabilities in words: the answer and the runner-up.

    Attributes:
        order: the ten digits, the likeliest first.
        probabilities: of the digits 0 to 9.
    """

    order: tuple[int, ...]
    probabilities: tuple[float, ...]

    @classmethod
    def of(cls, logits: np.ndarray, probabilities: np.ndarray) -> Reading:
        """Return the reading of one picture from its (10,) logits, which order the digits, and probabilities."""
        order = np.argsort(-logits, kind="stable")
        return cls(order=tuple(order.tolist()), probabilities=tuple(probabilities.tolist()))

    @property
    def answer(self) -> int:
        """The likeliest digit."""
        return self.order[0]

    @property
    def sureness(self) -> float:
        """The likeliest digit's probability."""
        return self.probabilities[self.answer]

    @property
    def headline(self) -> str:
        """What it reads, or that it does not know."""
        return Draw.reads(self.answer) if self.sureness >= SURE_FROM else Draw.NOT_SURE

    @property
    def sentence(self) -> str:
        """How sure it is, and what comes next."""
        first, second = self.order[:2]
        of_second = self.probabilities[second]
        if self.sureness >= SURE_FROM:
            return Draw.sure(self.sureness, second, of_second)
        return Draw.closest(first, self.sureness, second, of_second)


def read(model: Model, images: Sequence[np.ndarray]) -> list[Reading]:
    """Return what a model says of each picture, (28, 28) uint8 as a network gets it; asked in one question.

    Raises:
        LabError: its weights cannot be read, or the engine does not answer.
    """
    if not images:
        return []
    answers = cached.predictions(model.network, np.stack(images))
    return [Reading.of(*both) for both in zip(answers.logits, answers.probabilities, strict=True)]


def show_words(headline: str, sentence: str, by_finger: str = "", *, is_answer: bool = True) -> None:
    """Draw the answer in words, always of the same height, so that nothing below moves.

    Args:
        headline: the answer.
        sentence: what stands under it.
        by_finger: the same where a finger is all that there is to point with, if it differs.
        is_answer: or an invitation, which is smaller.
    """
    said = html.escape(sentence)
    if by_finger:
        said = f'<span class="by-key">{said}</span><span class="by-finger">{html.escape(by_finger)}</span>'
    size, name = ("1.75rem", "draw-answer") if is_answer else ("1.375rem", "draw-invitation")
    st.html(
        '<div role="status" style="min-height: 5.5rem">'
        f'<h2 class="{name}" style="font-size: {size}; line-height: 1.2; margin: 0; padding: 0 0 0.25rem">'
        f'{html.escape(headline)}</h2><p class="draw-sureness" style="margin: 0">{said}</p></div>'
    )


def bars_html(reading: Reading | None) -> str:
    """Return ten bars, digit by digit, as a table; without a reading their empty places."""
    shares = [0.0] * 10 if reading is None else reading.probabilities
    bars = [
        tables.Bar(
            name=str(digit),
            share=share,
            text=numbers.share(share) if reading else "",
            is_bold=reading is not None and digit == reading.answer,
        )
        for digit, share in enumerate(shares)
    ]
    return tables.bar_list_html(Draw.BARS, bars, css_class="draw-bars", is_hidden=reading is None)


def picture_html(pixels: np.ndarray | None, alt: str, caption: str, note: str = "", *, size: int = PICTURE_SIZE) -> str:
    """Return a picture in ink, framed, with a caption; without pixels its empty place.

    Args:
        pixels: (rows, columns) uint8, 0 paper to 255 ink.
        alt: what a person who does not see it is told.
        caption: stands under it.
        note: a second line.
        size: side on screen, in pixels.
    """
    ink = "" if pixels is None else widgets.ink_html(pixels, alt, size=size)
    return figure_html(ink, caption, note, size=size)


def figure_html(picture: str, caption: str, note: str = "", *, size: int) -> str:
    """Return a framed square with a picture (HTML) in it and a caption under it."""
    return (
        f'<figure style="margin: 0; width: {size + 2}px"><div style="width: {size}px; height: {size}px; '
        f'box-sizing: content-box; border: 1px solid {colours.LINE}">{picture}</div>'
        f'<figcaption style="font-size: 0.875rem; line-height: 1.35">{html.escape(caption)}<br>{html.escape(note)}'
        "</figcaption></figure>"
    )


def show_pictures(*pictures: str) -> None:
    """Draw pictures of `picture_html` beside each other."""
    st.html(f'<div class="draw-pictures" style="display: flex; flex-wrap: wrap; gap: 1rem">{"".join(pictures)}</div>')


def several_html(digits: Sequence[np.ndarray], readings: Sequence[Reading], *, size: int = PICTURE_SIZE) -> list[str]:
    """Return the pictures of digits that stand side by side, each with what it is read as, where that is known."""
    notes = [Draw.in_short(reading.answer, reading.sureness) for reading in readings] or [""] * len(digits)
    notes = [note.replace(" %", "\N{NO-BREAK SPACE}%") for note in notes]  # a narrow picture breaks the line
    return [
        picture_html(digit, Draw.one_alt(number), Draw.one(number), note, size=size)
        for number, (digit, note) in enumerate(zip(digits, notes, strict=True), 1)
    ]


def offer_look_inside(image: np.ndarray, key: str = "draw-inside") -> None:
    """Draw the way to Inside, for a picture as the network gets it."""
    if st.button(Draw.INSIDE, key=key, help=Draw.INSIDE_HELP, type="tertiary", icon=":material/search:"):
        state.put(slots.DRAWING, image)
        state.put(slots.INSIDE_SOURCE, "drawing")
        state.put(inside_slots.INSIDE_BY_KEYBOARD, state.get(slots.DRAW_MODE) == "keyboard")
        st.switch_page(page_texts.INSIDE.file, query_params=selected.link_query())
