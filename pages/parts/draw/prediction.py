"""A network's answer to a digit that a person gave: in words, as ten bars, and the picture that it was given.

Plain HTML, since a figure would take longer than the network does.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from core.data.named_label import said
from core.inference.reader.doubt import DEFAULT_THRESHOLD
from core.runs.log.models import Model
from pages.parts.draw import doubt
from pages.state import cached, selected, slots, state
from pages.state.classes import known
from pages.state.inside import inside_slots
from pages.text import numbers
from pages.text import pages as page_texts
from pages.text.draw import Draw
from pages.text.draw_number import Doubt
from pages.text.labels import Names, all_said, are_named, of_classes
from pages.text.other_classes import OtherClasses
from pages.ui import colours, tables, widgets

PICTURE_SIZE = 224  # pixels on screen: eight to each of 28
EVEN = 0.5  # probability: below it the judge says that it is no digit


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One picture's ten probabilities in words: the answer and the runner-up, and whether it is sure enough.

    Attributes:
        order: the ten digits or classes, the likeliest first, each as texts say it.
        probabilities: of the digits 0 to 9.
        digit_probability: the judge's, that it is a digit at all.
        trust: 0 to 1, how far what else is in the picture lets one trust it.
        threshold: the sureness below which it is not answered.
    """

    order: tuple[int, ...]
    probabilities: tuple[float, ...]
    digit_probability: float = 1.0
    trust: float = 1.0
    threshold: float = DEFAULT_THRESHOLD

    @classmethod
    def of(
        cls, logits: np.ndarray, probabilities: np.ndarray, *, class_names: Names = None, **judged: float
    ) -> Reading:
        """Return the reading of one picture from its (10,) logits, which order the digits, and probabilities.

        Args:
            logits: (10,).
            probabilities: (10,) 0 to 1.
            class_names: of a network that knows other things than digits.
            judged: digit_probability and threshold.
        """
        order = tuple(said(label, class_names) for label in np.argsort(-logits, kind="stable").tolist())
        return cls(order=order, probabilities=tuple(probabilities.tolist()), **judged)

    def trusted(self, trust: float) -> Reading:
        """Return it with what else is in the picture taken into account: 1 leaves it, with 0 it is never sure."""
        return replace(self, trust=trust)

    @property
    def labels(self) -> tuple[int, ...]:
        """The ten in their own order, each as texts say it."""
        return tuple(sorted(self.order))

    @property
    def answer(self) -> int:
        """The likeliest digit."""
        return self.order[0]

    @property
    def probability(self) -> float:
        """The likeliest digit's, as the bars show it."""
        return self.probabilities[self.answer]

    @property
    def runner_up(self) -> int:
        """The digit that comes next."""
        return self.order[1]

    @property
    def sureness(self) -> float:
        """The likeliest digit's probability times that of a digit at all, as far as the picture is trusted."""
        return self.probability * self._believed

    @property
    def _believed(self) -> float:
        """How likely it is a digit, as far as the picture is trusted."""
        return self.digit_probability * self.trust

    @property
    def is_sure(self) -> bool:
        """Whether it is answered."""
        return self.sureness >= self.threshold

    @property
    def headline(self) -> str:
        """What it reads, or that it does not know."""
        return Draw.reads(self.answer) if self.is_sure else Draw.NOT_SURE

    @property
    def sentence(self) -> str:
        """How sure it is, and what comes next."""
        next_one = (self.runner_up, self.probabilities[self.runner_up])
        if self.is_sure:
            return " ".join([Draw.sure(self.sureness, *next_one), *self.doubts])
        if not self._believed < self.probability:
            return Draw.closest(self.answer, self.probability, *next_one)
        doubted = Doubt.NO_DIGIT if self.digit_probability < EVEN else Doubt.PERHAPS_NONE
        doubted = Doubt.THE_REST if self.is_doubted_for_the_rest else doubted
        return f"{doubted} {Doubt.if_it_is_a_digit(self.answer, self.probability, *next_one)}"

    @property
    def is_doubted_for_the_rest(self) -> bool:
        """Whether it is not sure, and that for what else is in the picture rather than for itself."""
        return not self.is_sure and self.trust < self.digit_probability and self._believed < self.probability

    @property
    def doubts(self) -> list[str]:
        """What makes it less sure than its probability is, each in a sentence, where whole percents show it."""
        at_all = [Doubt.at_all(self.digit_probability)] if round(100 * self.digit_probability) < 100 else []
        return [*at_all, Doubt.trusted(self.trust)] if round(100 * self.trust) < 100 else at_all

    @property
    def in_short(self) -> str:
        """What it is read as, on one line."""
        if self.is_sure:
            return Draw.in_short(self.answer, self.sureness)
        return Draw.in_doubt(self.answer)


def read(model: Model, images: Sequence[np.ndarray]) -> list[Reading]:
    """Return what a model says of each picture, (28, 28) uint8 as a network gets it; asked in one question.

    Raises:
        LabError: its weights cannot be read, or the engine does not answer.
    """
    if not images:
        return []
    answers, threshold = cached.answers(model.network, np.stack(images)), doubt.threshold()
    names, judged = known.names_of(model), answers.digit_probabilities.tolist()
    if names is not None:
        judged = [1.0] * len(images)  # the judge knows digits alone
    asked = zip(answers.predictions.logits, answers.predictions.probabilities, judged, strict=True)
    return [
        Reading.of(logits, probabilities, class_names=names, digit_probability=digit_probability, threshold=threshold)
        for logits, probabilities, digit_probability in asked
    ]


def only_ten(model: Model) -> str:
    """Return what a network answers to whatever is drawn: one of its ten."""
    names = known.names_of(model)
    return Draw.ONLY_TEN if names is None else widgets.plain(OtherClasses.only_ten(names))


def show_words(headline: str, sentence: str, by_finger: str = "", *, is_answer: bool = True) -> None:
    """Draw the answer in words, always of the same height, so that nothing below moves.

    Args:
        headline: the answer.
        sentence: what stands under it.
        by_finger: the same where a finger is all that there is to point with, if it differs.
        is_answer: or an invitation, which is smaller.
    """
    said = html.escape(numbers.unparted(sentence))
    if by_finger:
        said = f'<span class="by-key">{said}</span><span class="by-finger">{html.escape(by_finger)}</span>'
    size, name = ("1.75rem", "draw-answer") if is_answer else ("1.375rem", "draw-invitation")
    st.html(
        '<div role="status" style="min-height: 5.5rem">'
        f'<h2 class="{name}" style="font-size: {size}; line-height: 1.2; margin: 0; padding: 0 0 0.25rem">'
        f'{html.escape(headline)}</h2><p class="draw-sureness" style="margin: 0">{said}</p></div>'
    )


def bars_html(
    reading: Reading | None, *, css_class: str = "draw-bars", caption: str = Draw.BARS, class_names: Names = None
) -> str:
    """Return ten bars, digit by digit, as a table of a class; without a reading their empty places, by their names."""
    shares = [0.0] * 10 if reading is None else reading.probabilities
    labels = all_said(class_names) if reading is None else reading.labels
    bars = [
        tables.Bar(
            name=str(digit),
            share=share,
            text=numbers.share(share) if reading else "",
            is_bold=reading is not None and digit == reading.answer,
        )
        for digit, share in zip(labels, shares, strict=True)
    ]
    caption = of_classes(caption, None if not are_named(labels) else list(map(str, labels)))
    return tables.bar_list_html(caption, bars, css_class=css_class, is_hidden=reading is None)


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
        f'<figcaption style="font-size: 0.875rem; line-height: 1.35">{html.escape(caption)}<br>'
        f"{html.escape(numbers.unparted(note))}"
        "</figcaption></figure>"
    )


def show_pictures(*pictures: str) -> None:
    """Draw pictures of `picture_html` beside each other."""
    st.html(f'<div class="draw-pictures" style="display: flex; flex-wrap: wrap; gap: 1rem">{"".join(pictures)}</div>')


def offer_look_inside(image: np.ndarray, key: str = "draw-inside") -> None:
    """Draw the way to Inside, for a picture as the network gets it."""
    if st.button(Draw.INSIDE, key=key, help=Draw.INSIDE_HELP, type="tertiary", icon=":material/search:"):
        state.put(slots.DRAWING, image)
        state.put(slots.INSIDE_SOURCE, "drawing")
        state.put(inside_slots.INSIDE_BY_KEYBOARD, state.get(slots.DRAW_MODE) == "keyboard")
        st.switch_page(page_texts.INSIDE.file, query_params=selected.link_query())
