"""Border between pages and core for a person's own digits: what is kept for this browser, and what a network reads.

A network's answers are remembered digit by digit, so that a new digit costs one question about itself alone.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import streamlit as st

from core import lab
from core.inference.loaded_networks import StoredNetwork
from core.lru import Lru
from core.own_digits.own_digit import OwnDigit
from core.own_digits.store import OwnDigits
from pages.state import visitor
from pages.state.asking import ask
from pages.state.cached import KEYS

_MOST_ANSWERS = 4000  # of a network, some 200 bytes each
_MARK_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a network reads a digit as, and how likely it finds that, 0 to 1."""

    digit: int
    probability: float


@dataclass(slots=True)
class _Known:
    """A network's answers, by what marks a picture."""

    answers: Lru[bytes, Answer] = field(default_factory=lambda: Lru(_MOST_ANSWERS))
    lock: threading.Lock = field(default_factory=threading.Lock)


def store() -> OwnDigits:
    """Return where digits are kept."""
    return lab.current().own_digits


def mine() -> tuple[OwnDigit, ...]:
    """Return this browser's digits, the oldest first.

    Raises:
        LabError: they cannot be read.
    """
    return store().of_owner(visitor.owner())


def picture_id(image: np.ndarray) -> str:
    """Return the id under which a picture that stands on the page is kept: a second click keeps it no second time."""
    return hashlib.blake2b(image.tobytes(), digest_size=_MARK_BYTES).hexdigest()


def answers(network: StoredNetwork, digits: Sequence[OwnDigit]) -> tuple[Answer, ...]:
    """Return what a network reads each digit as, asked in one question about those that it has not been asked about.

    Raises:
        LabError: its weights cannot be read, or the engine does not answer.
    """
    known = _known(network)
    marks = [hashlib.blake2b(digit.image.tobytes(), digest_size=_MARK_BYTES).digest() for digit in digits]
    with known.lock:
        found = {mark: known.answers[mark] for mark in marks if mark in known.answers}
    unknown = {mark: digit.image for mark, digit in zip(marks, digits, strict=True) if mark not in found}
    if unknown:
        asked = np.stack(list(unknown.values()))
        said = ask(lambda inference: inference.predict(network, asked))
        for mark, logits, probabilities in zip(unknown, said.logits, said.probabilities, strict=True):
            digit = int(np.argmax(logits))
            found[mark] = Answer(digit=digit, probability=float(probabilities[digit]))
        with known.lock:
            for mark in unknown:
                known.answers[mark] = found[mark]
    return tuple(found[mark] for mark in marks)


@st.cache_resource(max_entries=50, show_spinner=False, hash_funcs=KEYS)
def _known(network: StoredNetwork) -> _Known:
    return _Known()
