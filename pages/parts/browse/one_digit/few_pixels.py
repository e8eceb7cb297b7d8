"""Which pixel helps most to have a digit read as another, and a search for few of them, a step each time it is drawn.

So the search can be watched and stopped; a person's own change that comes between two steps ends it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from core.data.gallery import LabeledImage
from core.errors import LabError
from core.inference.edits.flips import MOST_FLIPS, Flip, Search, begin, best_flip, flipped, flips, go_on
from core.inference.loaded_networks import StoredNetwork
from pages.parts.browse.one_digit import edits
from pages.parts.browse.one_digit.edits import Edit
from pages.state import cached, state
from pages.state.asking import ask
from pages.state.browse import one_digit_slots
from pages.state.slot import Slot
from pages.text.browse_edit import Flips, Names
from pages.text.labels import label_text

TURN_SECONDS = 0.05  # between two steps of the search


@dataclass(frozen=True, slots=True, kw_only=True)
class Searching:
    """A search, and which digit and network it is of."""

    of: str
    network: str
    search: Search


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """The flip that helps most, and of which pixels and network."""

    pixels: bytes
    network: str
    target: int
    flip: Flip
    before: float  # the target's probability


SEARCHING = Slot("one-searching", Searching)
HINT = Slot("one-hint", Hint)


@st.cache_resource(max_entries=500, show_spinner=False, hash_funcs=cached.KEYS)
def _best_flip(network: StoredNetwork, image: np.ndarray, target: int, without: tuple[int, ...]) -> Flip:
    """Return the best of all 784 flips of a picture, (28, 28) uint8.

    Raises:
        LabError: the network's weights cannot be read, or the engine does not answer.
    """
    return best_flip(ask(lambda inference: inference.predict(network, flips(image))), target, without=without)


def take_step(edit: Edit, network: StoredNetwork) -> Edit:
    """Do the next step of a search that is under way, and return the digit as it is then."""
    held = state.get(SEARCHING)
    if held is None or held.search.standing != "searching":
        return edit
    if held.of != edit.of or held.network != network.identity:
        state.pop(SEARCHING)
        return edit
    if held.search.image != edit.pixels:  # a person has changed it meanwhile
        _stop()
        return edit
    search, image = held.search, np.frombuffer(held.search.image, np.uint8).reshape(28, 28)
    try:
        search = go_on(search, _best_flip(network, image, search.target, search.flipped))
    except LabError:
        _stop()
        raise
    state.put(SEARCHING, replace(held, search=search))
    edits.put(search.image, can_be_undone=False)
    return state.get(edits.EDIT) or edit


def take_painted() -> None:
    """Keep what the editor has sent, and end a search that is under way: a person goes on by themselves. A callback."""
    if is_searching():
        _stop()
    edits.take()


def is_searching() -> bool:
    """Return whether a search is under way."""
    held = state.get(SEARCHING)
    return held is not None and held.search.standing == "searching"


def hint_of(edit: Edit, network: StoredNetwork, target: int) -> Hint | None:
    """Return the hint, where it is one for these pixels."""
    hint = state.get(HINT)
    is_of_these = hint is not None and (hint.pixels, hint.network, hint.target) == (
        edit.pixels,
        network.identity,
        target,
    )
    return hint if is_of_these else None


def show(
    edit: Edit, network: StoredNetwork, picture: LabeledImage, target: int, answer: int, now: np.ndarray, names: Names
) -> None:
    """Draw the choice of a digit, the buttons, and what they came to.

    Args:
        edit: the digit as it is now.
        network: which is asked.
        picture: the digit as it was.
        target: what it is to be read as.
        answer: what the original is read as.
        now: (10,) probabilities of it as it is now.
        names: of the network's answers, where they have any.
    """
    state.put(one_digit_slots.TARGET, target)
    running = is_searching()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.selectbox(
            Flips.TARGET,
            [label for label in range(10) if label != answer],
            format_func=lambda label: label_text(label, names),
            key=one_digit_slots.TARGET.key,
            width=110 if names is None else 220,
            disabled=running,
        )
        st.button(
            Flips.HINT,
            key="one-hint-ask",
            help=Flips.HINT_HELP,
            disabled=running,
            on_click=_ask_hint,
            args=(network, target, float(now[target])),
        )
        if running:
            st.button(Flips.STOP, key="one-search-stop", on_click=_stop)
        else:
            st.button(
                Flips.SEARCH,
                key="one-search",
                help=Flips.SEARCH_HELP,
                on_click=_search,
                args=(network, picture, target),
            )
    _says(edit, network, target, now, names)


def _says(edit: Edit, network: StoredNetwork, target: int, now: np.ndarray, names: Names) -> None:
    """Draw what the search or the hint came to, in a place of its own."""
    held, hint = state.get(SEARCHING), hint_of(edit, network, target)
    with st.container(key="one-found", horizontal=True, vertical_alignment="center"):
        if held is not None and (held.of, held.search.image) == (edit.of, edit.pixels) and hint is None:
            search = held.search
            if search.standing == "searching":
                probability = float(now[search.target])
                text = Flips.searching(len(search.flipped), MOST_FLIPS, search.target, probability, names)
                st.progress(len(search.flipped) / MOST_FLIPS, text)
            elif held.network == network.identity:
                st.markdown(Flips.found(search, names))
        elif hint is not None:
            value = edit.pixels[hint.flip.index]
            st.markdown(Flips.hint(hint.flip, value, target, hint.before, names), width="stretch")
            st.button(Flips.FLIP, key="one-hint-flip", on_click=_flip, args=(hint,))


def _ask_hint(network: StoredNetwork, target: int, before: float) -> None:
    edits.take()
    edit = state.get(edits.EDIT)
    if edit is None:
        return
    try:
        flip = _best_flip(network, edit.image, target, ())
    except LabError:
        return  # what is drawn next asks the same engine, and says why it does not answer
    hint = Hint(pixels=edit.pixels, network=network.identity, target=target, flip=flip, before=before)
    state.put(HINT, hint)


def _flip(hint: Hint) -> None:
    edits.take()
    edit = state.get(edits.EDIT)
    if edit is not None and edit.pixels == hint.pixels:
        pixels = edit.image.reshape(-1).copy()
        pixels[hint.flip.index] = flipped(pixels)[hint.flip.index]
        edits.put(pixels.tobytes())
    state.pop(HINT)


def _search(network: StoredNetwork, picture: LabeledImage, target: int) -> None:
    """Begin a search at the original; what was painted, Undo brings back."""
    edit = edits.begin_anew()
    if edit is None:
        return
    try:
        said = cached.predictions(network, picture.pixels[np.newaxis])
    except LabError:
        return  # what is drawn next asks the same
    state.pop(HINT)
    search = begin(picture.pixels, said.logits[0], target)
    state.put(SEARCHING, Searching(of=edit.of, network=network.identity, search=search))


def _stop() -> None:
    held = state.get(SEARCHING)
    if held is not None and held.search.standing == "searching":
        state.put(SEARCHING, replace(held, search=replace(held.search, standing="stopped")))
