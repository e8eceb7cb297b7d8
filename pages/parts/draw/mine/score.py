"""A network's two scores, each with its count and interval: MNIST's test digits, and a person's own hand."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core import lab
from core.inference.cost import image_cost
from core.inference.evaluation import wilson_interval
from core.inference.hand_score import HandScore, hand_score
from core.inference.pretrained import pretrained
from core.own_digits.own_digit import OwnDigit
from core.runs.log.models import Model
from pages.parts.draw.mine import picture_list
from pages.parts.draw.mine.picture_list import Picture
from pages.state import cached
from pages.state.classes import known
from pages.state.draw import own_digits
from pages.text.draw_mine import HandScoreText, Mine
from pages.ui import polling, tables, widgets

MOST_COST = 100_000_000_000  # of what is counted without being asked for: some ten seconds; see `image_cost`
COUNTING_SECONDS = 0.5  # between two looks whether it is counted


def show(
    model: Model,
    digits: Sequence[OwnDigit],
    *,
    name: str = HandScoreText.HAND,
    shows_wrong: bool = True,
    key: str = "draw-two-scores",
) -> None:
    """Draw the two scores and, where it is asked for, the digits that are misread.

    Args:
        model: the network.
        digits: of a person; only these count.
        name: of these digits together.
        shows_wrong: whether the misread ones are drawn below.
        key: tells it from another one on the same page.
    """
    st.fragment(key=key)(_show)(model, tuple(digits), name, shows_wrong=shows_wrong)


def of_hand(model: Model, digits: Sequence[OwnDigit]) -> HandScore:
    """Return how many of a person's digits a network reads right, and which not; raises as `own_digits.answers`."""
    answers = own_digits.answers(model.network, digits)
    return hand_score([answer.digit for answer in answers], [digit.label for digit in digits])


@widgets.show_errors()
def _show(model: Model, digits: tuple[OwnDigit, ...], name: str, *, shows_wrong: bool) -> None:
    polling.draw_again(None)  # also where what follows raises
    is_awake = lab.current().inference.is_awake
    fits = known.fits(model)
    mnist, is_coming = _mnist_row(model, is_awake=is_awake) if fits else (["", ""], False)
    score = of_hand(model, digits) if digits and is_awake else None
    if score is not None:
        hand = [HandScoreText.hand(score), HandScoreText.interval(*score.interval, score.count)]
    else:
        hand = [HandScoreText.WAITING if digits else HandScoreText.NONE, ""]
    identity = cached.dataset().identity
    rows = [[HandScoreText.of_test(identity.name), *mnist]] if fits else []
    rows.append([name, *hand])
    st.html(f'<div class="draw-scores">{tables.table_html(HandScoreText.TITLE, HandScoreText.HEADER, rows)}</div>')
    if score is not None and shows_wrong and score.wrong:
        st.html(_wrong_html(model, [digits[place] for place in score.wrong]))
    if is_coming or not is_awake:
        polling.draw_again(COUNTING_SECONDS)


def _mnist_row(model: Model, *, is_awake: bool) -> tuple[list[str], bool]:
    """Return the score on the test digits and its interval in words, and whether it is being counted."""
    dataset = cached.dataset()
    read = lab.current().inference.known_evaluation(model.network, dataset)
    if read is not None:
        return _mnist_words(read.correct, read.count), False
    own = pretrained()
    if model.network.identity == own.network.identity and dataset.is_mnist:
        return _mnist_words(own.score["correct"], own.score["images"]), False
    if image_cost(model.network.spec) * dataset.test_count > MOST_COST:
        return [HandScoreText.UNKNOWN, ""], False
    if is_awake:
        cached.surenesses(model.network)  # counts it beside the page
    return [HandScoreText.COUNTING, ""], is_awake


def _mnist_words(correct: int, count: int) -> list[str]:
    return [HandScoreText.mnist(correct, count), HandScoreText.interval(*wilson_interval(correct, count), count)]


def _wrong_html(model: Model, digits: Sequence[OwnDigit]) -> str:
    """Return the misread digits as pictures, each with what it is and what it is read as."""
    answers = own_digits.answers(model.network, digits)
    pictures = [
        Picture(
            image=digit.image,
            alt=Mine.tile_alt(digit.label, answer.digit, answer.probability),
            lines=(Mine.tile(digit.label), Mine.read_as(digit.label, answer.digit)),
        )
        for digit, answer in zip(digits, answers, strict=True)
    ]
    return picture_list.list_html(HandScoreText.WRONG, pictures, css_class="draw-misread")
