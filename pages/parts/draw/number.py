"""Several digits: the whole as text, each digit's place, picture and answer, and the ten probabilities of a chosen one.

One digit is the simplest number; what is drawn of it is in `prediction`.
"""

from __future__ import annotations

import html
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from core.drawing.numbers.segmentation import Box, PreparedDrawing, Segmentation
from core.runs.log.models import Model
from pages.parts.draw import prediction
from pages.parts.draw.prediction import Reading
from pages.state import slots, state
from pages.state.classes import known
from pages.state.slot import Slot
from pages.text import numbers
from pages.text.draw_number import UNSURE, Doubt, Number
from pages.ui import tables, widgets
from pages.ui.tables import Html

CARD_SIZE, CHOSEN_SIZE, ROW_SIZE = 56, 112, 28  # pixels on screen, of a digit's picture


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReadNumber:
    """One way to take a picture apart, and what each of its digits is read as."""

    segmentation: Segmentation
    readings: tuple[Reading, ...]

    @property
    def answers(self) -> list[int | str]:
        """What each digit is read as, UNSURE where it is not answered."""
        return [reading.answer if reading.is_sure else UNSURE for reading in self.readings]

    @property
    def text(self) -> str:
        """The whole as it is written."""
        return self.segmentation.text(self.answers)

    @property
    def headline(self) -> str:
        """What is read."""
        return Number.headline(self.text, len(self.readings))

    @property
    def sentence(self) -> str:
        """How sure it is, and what was left out."""
        said = [Number.sentence(self.answers, [reading.sureness for reading in self.readings])]
        if any(reading.is_doubted_for_the_rest for reading in self.readings):
            said.append(Doubt.THE_REST)
        if self.segmentation.left_over:
            said.append(Number.first_of(len(self.readings), len(self.readings) + self.segmentation.left_over))
        others = sum(mark.kind == "other" for mark in self.segmentation.marks)
        return " ".join([*said, Number.left_out(others)] if others else said)

    @property
    def boxes(self) -> list[tuple[Box, int | str, bool]]:
        """Of each digit its box, what it is read as, and whether it is answered."""
        found = zip(self.segmentation.digits, self.answers, self.readings, strict=True)
        return [(digit.box, answer, reading.is_sure) for digit, answer, reading in found]


def segmentations(model: Model, prepared: PreparedDrawing) -> tuple[Segmentation, ...]:
    """Return the ways to take a picture apart that the person asks for: as a number, or as one digit.

    Only digits make numbers: for a network of other classes it is one picture.
    """
    if state.get(slots.DRAW_READ_AS) == "digit" or known.names_of(model) is not None:
        return (Segmentation(digits=(prepared.whole,), trust=prepared.whole_trust),)
    return prepared.segmentations


def images(ways: Sequence[Segmentation]) -> list[np.ndarray]:
    """Return what the network is asked about: each (28, 28) uint8."""
    return [image for way in ways for image in way.images]


def is_number(ways: Sequence[Segmentation]) -> bool:
    """Return whether it is more than one digit that stands alone."""
    return len(ways) > 1 or len(ways[0].digits) > 1 or bool(ways[0].marks)


def read_numbers(ways: Sequence[Segmentation], readings: Sequence[Reading]) -> list[ReadNumber]:
    """Return each way to take a picture apart with its readings, those of `images` as far as it is trusted."""
    remaining = iter(readings)
    return [
        ReadNumber(segmentation=way, readings=tuple(next(remaining).trusted(way.trust) for _ in way.digits))
        for way in ways
    ]


def show_switch(model: Model) -> None:
    """Draw the switch between a number and one digit, where the network reads digits."""
    if known.names_of(model) is not None:
        widgets.keep_place()
        return
    state.setdefault(slots.DRAW_READ_AS, slots.READ_AS[0])
    widgets.switch(
        Number.READ_AS,
        Number.WAYS_OF_READING,
        slots.DRAW_READ_AS.key,
        persist_state="session",
        label_visibility="collapsed",
    )


def _way_slot(found: Sequence[ReadNumber], key: str) -> Slot:
    """Return where the choice between these ways is kept: of another drawing it is another choice."""
    return slots.DRAW_WAY.of(f"{key}-{zlib.crc32('|'.join(way.text for way in found).encode()):08x}")


def selected_way(found: Sequence[ReadNumber], key: str) -> ReadNumber:
    """Return the way that is shown: the likelier one, until the person chooses the other."""
    place = state.get(_way_slot(found, key)) or 0
    return found[place if place < len(found) else 0]


def chosen_digit(shown: ReadNumber, key: str) -> int:
    """Return the index of the digit that is looked at."""
    place = state.get(slots.DRAW_CHOSEN.of(key)) or 0
    return place if place < len(shown.readings) else 0


def show(found: Sequence[ReadNumber], key: str) -> None:
    """Draw the number: in words, as text, digit by digit.

    Args:
        found: the ways to read it, the likelier first.
        key: tells its widgets from another picture's.
    """
    shown = selected_way(found, key)
    prediction.show_words(shown.headline, shown.sentence)
    if len(found) > 1:
        texts = {place: Number.way(way.text, way.segmentation.certainty) for place, way in enumerate(found)}
        slot = _way_slot(found, key)
        _keep_within(slot, len(found))
        widgets.switch(Number.TWO_WAYS, texts, slot.key)
    else:
        widgets.keep_place()
    st.caption(Number.AS_TEXT)
    st.code(shown.text, language=None, wrap_lines=True)
    st.html(cards_html(shown.segmentation.images, shown.readings))
    _show_chosen(shown, key)
    _show_table(shown, key)


def cards_html(pictures: Sequence[np.ndarray], readings: Sequence[Reading] = ()) -> str:
    """Return the digits side by side, each with what it is read as, where that is known."""
    cards = []
    for place, picture in enumerate(pictures):
        ink = widgets.ink_html(picture, Number.one(place + 1), size=CARD_SIZE)
        said = _said(readings[place]) if readings else ""
        cards.append(f'<li style="width: {CARD_SIZE}px; margin: 0; font-size: 0.8125rem">{ink}{said}</li>')
    return (
        f'<ol class="draw-digits" aria-label="{html.escape(Number.DIGITS, quote=True)}" style="list-style: none; '
        "display: flex; flex-wrap: wrap; gap: 0.5rem 0.75rem; margin: 0; padding: 0; line-height: 1.3; "
        f'font-variant-numeric: tabular-nums">{"".join(cards)}</ol>'
    )


def _said(reading: Reading) -> str:
    lines = [numbers.share(reading.sureness, 0)]
    if reading.is_sure:
        lines.append(Doubt.runner_up(reading.runner_up, reading.probabilities[reading.runner_up]))
    else:
        lines.append(Doubt.perhaps(reading.answer))
    sign = reading.answer if reading.is_sure else UNSURE
    said = "".join(f"<div>{html.escape(numbers.unparted(line))}</div>" for line in lines)
    return f'<div style="font-size: 1.25rem; font-weight: 700; line-height: 1.3">{sign}</div>{said}'


def _show_chosen(shown: ReadNumber, key: str) -> None:
    """Draw the choice of one digit, its ten probabilities, and the way to Inside."""
    slot = slots.DRAW_CHOSEN.of(key)
    _keep_within(slot, len(shown.readings))
    place = chosen_digit(shown, key)
    if len(shown.readings) > 1:
        st.pills(
            Number.CHOOSE,
            range(len(shown.readings)),
            format_func=lambda index: Number.choice(index + 1, shown.answers[index]),
            required=True,
            wrap=True,
            key=slot.key,
        )
    else:
        widgets.keep_place()
    reading, image = shown.readings[place], shown.segmentation.images[place]
    name = Number.one(place + 1)
    picture = prediction.picture_html(image, name, name, reading.in_short, size=CHOSEN_SIZE)
    st.html(
        f'<div style="display: flex; flex-wrap: wrap; gap: 0.75rem 1rem">{picture}'
        f'<div style="flex: 1 1 13rem; min-width: 0">{prediction.bars_html(reading)}{_judged(reading)}</div></div>'
    )
    prediction.offer_look_inside(image, key=f"{key}-inside")


def _judged(reading: Reading) -> str:
    """Return what the bars do not show: why it is less sure than they are high."""
    return "".join(
        f'<p style="margin: 0; font-size: 0.875rem">{html.escape(numbers.unparted(sentence))}</p>'
        for sentence in reading.doubts
    )


def _show_table(shown: ReadNumber, key: str) -> None:
    def rows() -> list[list[object]]:
        return [
            [
                place,
                Html(widgets.ink_html(picture, Number.one(place), size=ROW_SIZE)),
                answer,
                numbers.share(reading.sureness, 0),
                numbers.share(reading.digit_probability, 0),
                numbers.share(reading.trust, 0),
                *(numbers.share(probability) for probability in reading.probabilities),
            ]
            for place, (picture, answer, reading) in enumerate(
                zip(shown.segmentation.images, shown.answers, shown.readings, strict=True), 1
            )
        ]

    tables.show_once_open(Number.TABLE, f"{key}-table", Number.HEADER, rows)


def _keep_within(slot: Slot[int | None], count: int) -> None:
    """Preset a choice, and take it back where there are fewer to choose from than before."""
    place = state.setdefault(slot, 0)
    if place >= count:
        state.put(slot, 0)
