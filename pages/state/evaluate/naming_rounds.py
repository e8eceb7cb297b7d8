"""Each person's round of naming hard digits: one for each network, kept on the server, so that a reload loses none.

The time is the server's: from the moment that a picture was first drawn until its answer came.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable

import streamlit as st

from core.evaluation.hard_digits import hard_digits
from core.evaluation.naming_round import NamingRound
from core.inference.evaluation import Evaluation
from core.lru import Lru
from core.runs.log.models import Model
from pages.state import cached, visitor

MOST_ROUNDS = 1000  # of all visitors together, under 1 KB each
FORGOTTEN_SECONDS = 3600.0  # after which a picture that is still to be named was left for good
_Key = tuple[str, str, str, str]


class _Rounds:
    """Rounds by person, network and data set; any thread may change one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rounds: Lru[_Key, NamingRound] = Lru(MOST_ROUNDS)

    def get(self, key: _Key) -> NamingRound | None:
        with self._lock:
            return self._rounds.get(key)

    def change(self, key: _Key, change: Callable[[NamingRound], NamingRound]) -> NamingRound | None:
        with self._lock:
            if key not in self._rounds:
                return None
            self._rounds[key] = change(self._rounds[key])
            return self._rounds[key]

    def put(self, key: _Key, begun: NamingRound) -> None:
        with self._lock:
            self._rounds[key] = begun

    def drop(self, key: _Key) -> None:
        with self._lock:
            self._rounds.pop(key, None)


def now() -> float:
    """Return the server's clock, in seconds since 1970."""
    return time.time()


def of(model: Model) -> NamingRound | None:
    """Return this person's round with a network; None where there is none, or where it was left for an hour."""
    found = _rounds().get(_key(model))
    if found is not None and found.shown_at is not None and now() - found.shown_at > FORGOTTEN_SECONDS:
        _rounds().drop(_key(model))
        return None
    return found


def begin(model: Model, evaluation: Evaluation) -> None:
    """Begin a round with other pictures than those of the round before, as far as there are others."""
    before = _rounds().get(_key(model))
    seed = secrets.randbits(32)
    indices = hard_digits(evaluation, seed=seed, without=() if before is None else before.indices)
    _rounds().put(_key(model), NamingRound(seed=seed, indices=indices))


def show(model: Model) -> NamingRound | None:
    """Note that the picture that is to be named is on the page now, and return the round."""
    return _rounds().change(_key(model), lambda found: found.show(now()))


def name(model: Model, seed: int, place: int, label: int) -> NamingRound | None:
    """Name a picture of the round of this seed, and return the round; of another round, nothing is named."""
    return _rounds().change(_key(model), lambda found: found.name(place, label, now()) if found.seed == seed else found)


def note_network(model: Model, seed: int, seconds: float) -> NamingRound | None:
    """Note how long the network took to read the pictures of the round of this seed, and return the round."""
    return _rounds().change(_key(model), lambda found: found.with_network(seconds) if found.seed == seed else found)


def leave(model: Model) -> None:
    """Put the round away."""
    _rounds().drop(_key(model))


def _key(model: Model) -> _Key:
    network = model.network
    return visitor.owner(), network.identity, str(network.spec), cached.dataset().digest


@st.cache_resource(show_spinner=False)
def _rounds() -> _Rounds:
    return _Rounds()
