"""What is left of a broken network: the ten probabilities of this picture, and the test images that it reads right."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.errors import LabError
from core.export.tables import csv_text
from core.inference.damage.changes import Damage
from core.inference.loaded_networks import StoredNetwork
from core.inference.standout import largest_digits
from core.serving.damage import Answers, Progress
from pages.parts.inside.damage import arrays, broken
from pages.parts.inside.subject import take_away
from pages.parts.inside.subject.subject import Subject
from pages.state import cached
from pages.state.inside import damage as questions
from pages.text import inside_changes
from pages.text.inside_damage import Left
from pages.text.inside_take_away import Arrays
from pages.ui import colours, table_downloads, tables

DIGITS = range(10)
Labels = Sequence[int]  # the ten, as texts say them
THIN, THICK = 4, 9  # heights of a bar before and now, in pixels
_CELL = "padding: 0 0.4rem 0 0; line-height: 1.35rem; white-space: nowrap"


def show(subject: Subject, damage: Damage) -> Callable[[DeltaGenerator], None]:
    """Draw both; return what counts the test images, where that is not known yet, and draws the numbers in a container.

    Raises:
        LabError: the engine does not answer.
    """
    network = broken.damaged(subject.network, damage)
    activations = subject.trace.activations
    before = activations.probabilities
    now, logits = before, activations.logits
    if damage:
        said = cached.predictions(network, subject.image[np.newaxis])
        now, logits = said.probabilities[0], said.logits[0]
    answers = tuple(subject.trace.labels[digit] for digit in largest_digits(logits))
    sure = float(now[answers[0]]) if np.isfinite(logits).all() else float("nan")
    labels = subject.trace.labels
    was = (subject.trace.answers, float(before[subject.answer]))
    answered = Left.answer(was, (answers, sure), subject.label) if damage else Left.WHOLE
    _sentence("break-answer").markdown(answered)
    with st.container(key="break-bars"):
        table = st.empty()
    score = _sentence("break-score")
    images = questions.counted_images(network)
    whole, rest = _known(subject.network, images), _known(network, images)
    table.html(_table_html(labels, before, now, whole, rest))

    def finish(more: DeltaGenerator) -> None:
        nonlocal whole, rest
        try:
            whole, rest = _read(
                [subject.network, network], images, lambda done: score.markdown(Left.counting(images, done))
            )
        except LabError:
            score.empty()  # it is not reading any more
            raise
        table.html(_table_html(labels, before, now, whole, rest))
        score.markdown(_score(labels, whole, rest, damage))
        with more:
            if not (np.isfinite(logits).all() and rest.is_finite):
                st.warning(Left.no_numbers(is_changed=bool(damage) and whole.is_finite))
            changes = [inside_changes.line(subject.spec, change) for change in damage.changes]
            answers = (whole, rest)
            _numbers(
                labels,
                before,
                now,
                *answers,
                lambda: arrays.left_arrays(
                    subject.image, subject.label, (activations.logits, logits), (before, now), answers, changes
                ),
            )

    is_known = whole is not None and rest is not None
    score.markdown(_score(labels, whole, rest, damage) if is_known else Left.counting(images, 0.0))
    return finish


def _score(labels: Labels, whole: Answers | None, rest: Answers | None, damage: Damage) -> str:
    return Left.score(whole, rest if damage else None, labels) if whole and rest else ""


def _known(network: StoredNetwork, images: int) -> Answers | None:
    return questions.known_answers(network, most=images)


def _read(networks: list[StoredNetwork], images: int, on_progress: Progress) -> list[Answers]:
    """Return what each network reads in the test images; it is told the share of what was not known yet."""
    unread = list(dict.fromkeys(network for network in networks if _known(network, images) is None))

    def read(network: StoredNetwork) -> Answers:
        before = unread.index(network) if network in unread else 0
        return questions.read(
            network, most=images, on_progress=lambda done: on_progress((before + done) / max(len(unread), 1))
        )

    return [read(network) for network in networks]


def _sentence(key: str) -> Any:
    """Return the place of a sentence, which has room for the longest, so that nothing below moves."""
    with st.container(key=key):
        return st.empty()


def _table_html(
    labels: Labels, before: np.ndarray, now: np.ndarray, whole: Answers | None, rest: Answers | None
) -> str:
    """Return ten rows: a digit, its probability before and now, and its test images that were and are read right."""
    rows = []
    for digit in DIGITS:
        then = whole.by_digit[digit] if whole else None
        still = rest.by_digit[digit] if rest else None
        shares = [part.correct / part.count if part and part.count else None for part in (then, still)]
        rows.append(
            f'<tr><th scope="row" style="{_CELL}; font-weight: 700">{html.escape(str(labels[digit]))}</th>'
            f'<td style="{_CELL}">{_bars(float(before[digit]), float(now[digit]))}</td>'
            f'<td style="{_CELL}">{html.escape(Left.probability(float(before[digit]), float(now[digit])))}</td>'
            f'<td style="{_CELL}">{_bars(*shares)}</td>'
            f'<td style="{_CELL}">{html.escape(Left.right(then, still))}</td></tr>'
        )
    heads = (Left.HEADER_DIGIT, Left.HEADER_PICTURE, "", Left.HEADER_RIGHT, "")
    head = "".join(
        f'<th scope="col" style="{_CELL}; text-align: left">{html.escape(name)}</th>' if name else "<td></td>"
        for name in heads
    )
    are_short = all(len(str(label)) <= 2 for label in labels)
    first = "1.2rem" if are_short else "5.25rem"
    columns = "".join(f'<col style="width: {width}">' for width in (first, "22%", "28%", "22%", "28%"))
    look = "width: 100%; table-layout: fixed; border-collapse: collapse; font-size: 0.8125rem"
    return (
        f'<table aria-label="{html.escape(Left.TABLE, quote=True)}" style="{look}; font-variant-numeric: tabular-nums">'
        f"{columns}<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
        f'<div style="font-size: 0.8125rem">{html.escape(Left.LEGEND)}</div>'
    )


def _bars(before: float | None, now: float | None) -> str:
    """Return a thin light bar over a thick dark one, each for a share from 0 to 1; for None their empty places."""
    return (
        '<div aria-hidden="true" style="min-width: 40px">'
        + "".join(
            f'<div style="height: {height}px; background: {colours.BAR_GROUND}"><div style="height: 100%; '
            f'width: {100 * min(max(np.nan_to_num(share or 0.0), 0.0), 1.0):.2f}%; background: {ink}"></div></div>'
            for share, height, ink in ((before, THIN, colours.LINE), (now, THICK, colours.INK))
        )
        + "</div>"
    )


def _numbers(
    labels: Labels,
    before: np.ndarray,
    now: np.ndarray,
    whole: Answers,
    rest: Answers,
    in_arrays: Callable[[], arrays.Arrays],
) -> None:
    """Draw the same as a table, once it is opened, and the buttons that take it away."""
    scores = list(zip(labels, before.tolist(), now.tolist(), whole.by_digit, rest.by_digit, strict=True))
    tables.show_once_open(Left.TABLE, "break-table", Left.ROWS_HEADER, lambda: [Left.row(*score) for score in scores])
    rows = [
        (digit, was, probability, then.count, then.correct, still.correct)
        for digit, was, probability, then, still in scores
    ]
    with st.container(horizontal=True, gap="small"):
        table_downloads.button(Left.CSV, lambda: csv_text(Left.CSV_HEADER, rows), Left.CSV_NAME, key="break-csv")
        take_away.npz_button(Arrays.BROKEN, in_arrays, "broken-network", help_=Arrays.BROKEN_HELP)
