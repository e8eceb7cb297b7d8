"""What the server remembers of one visitor: the only user of st.session_state, st.query_params and cookies.

Every key stands in the table `Key`; a page's own choices are read through `value` and written through `preset`. The
digit in hand is also in the URL; where the two differ the URL wins, for it changes by a person's link, reload or Back,
and what was in hand before is what they left. An address without a digit, a run or a model means the one at hand: pages
are changed that way, and a quick second click comes with an older address.
"""

from __future__ import annotations

import contextlib
import re
import secrets
import time
from collections.abc import Iterable
from datetime import timedelta, timezone, tzinfo
from urllib.parse import urlsplit, urlunsplit
from zoneinfo import ZoneInfo

import numpy as np
import streamlit as st

from core.data.gallery import PictureName
from core.runs.log.models import PRETRAINED, ModelName
from core.runs.run_table import MAX_COMPARED
from pages.state.keys import Key

OWNER_COOKIE = "digitlab-owner"
DEFAULT_DIGIT = PictureName("test", 1)
SECOND_CLICK_SECONDS = 1.0
SECOND_CHANGE_SECONDS = 2.0  # of a form, on a machine that is busy
NO_RUN = "none"  # in an address: no run is in view, whatever was
LONGEST_NAME = 40  # characters; whatever is longer in a URL names no picture, no run and no model


def is_owner(text: object) -> bool:
    """Return whether a text has the form of an owner's id: 128 bits as 32 hexadecimal digits."""
    return isinstance(text, str) and re.fullmatch(r"[0-9a-f]{32}", text) is not None


def owner() -> str:
    """Return the id of the person at this browser: the cookie's, or one for this session alone."""
    cookie = st.context.cookies.get(OWNER_COOKIE)
    if is_owner(cookie):
        return cookie
    return st.session_state.setdefault(Key.OWNER, secrets.token_hex(16))


def time_zone() -> tzinfo | None:
    """Return the zone of this person's clock, as the browser tells it; None where it tells none."""
    name, minutes = st.context.timezone, st.context.timezone_offset
    if name is not None:
        with contextlib.suppress(KeyError, ValueError, OSError):  # no name of a zone, or none that this machine knows
            return ZoneInfo(name)
    if minutes is not None:
        with contextlib.suppress(ValueError):  # a day or more, which no browser tells
            return timezone(-timedelta(minutes=minutes))  # as browsers count: from that clock to UTC
    return None


def sync_with_url() -> None:
    """Take what travels from the URL, or write it there; once per run of a page, before anything reads it."""
    for key in (Key.DIGIT, Key.RUN, Key.MODEL):
        asked = st.query_params.get_all(key)
        if asked and key == Key.RUN and _has_just_left(asked[-1]):
            del st.query_params[key]
            asked = []
        if asked and key == Key.RUN and asked[-1] == NO_RUN:
            view_run(None)
            continue
        if asked:
            st.session_state[key] = asked[-1][: LONGEST_NAME + 1]
        elif key in st.session_state:
            st.query_params[key] = st.session_state[key]


def note_visit(page: str) -> None:
    """Note that this session sees the page with this address; once per run of a page."""
    st.session_state[Key.VISITED] = visited() | {page}
    if st.session_state.get(Key.FACE, ("", ""))[0] != page:
        st.session_state[Key.FACE] = (page, "")


def show_face(face: str) -> bool:
    """Note which face of its page is drawn; return whether it is drawn anew and not once more."""
    page, before = st.session_state.get(Key.FACE, ("", ""))
    st.session_state[Key.FACE] = (page, face)
    return before != face


def visited() -> frozenset[str]:
    """Return the address, below the server's, of each page that this session saw."""
    return st.session_state.get(Key.VISITED, frozenset())


def digit() -> PictureName | None:
    """Return the name of the digit in hand, or None where the URL spells no name."""
    return PictureName.parse(st.session_state.get(Key.DIGIT, str(DEFAULT_DIGIT)))


def hold_digit(name: PictureName) -> None:
    """Take a digit in hand, on every page and in the URL."""
    st.session_state[Key.DIGIT] = st.query_params[Key.DIGIT] = str(name)


def model() -> ModelName | None:
    """Return the name of the model in hand, or None where the URL spells no name."""
    return ModelName.parse(st.session_state.get(Key.MODEL, str(PRETRAINED)))


def hold_model(name: ModelName) -> None:
    """Take a model in hand, on every page and in the URL."""
    st.session_state[Key.MODEL] = st.query_params[Key.MODEL] = str(name)


def carried(*, model: ModelName | None = None) -> dict[str, str]:
    """Return what a link to another page takes along in its query string; `model` instead of the one in hand."""
    held = {Key.DIGIT: digit(), Key.RUN: run(), Key.MODEL: model or _chosen_model()}
    return {key.value: str(value) for key, value in held.items() if value is not None}


def _chosen_model() -> ModelName | None:
    return ModelName.parse(st.session_state.get(Key.MODEL, ""))


def run() -> str | None:
    """Return the id of the run in view, or None; it may be no run's."""
    return st.session_state.get(Key.RUN)


def view_run(identity: str | None) -> None:
    """View a run, in the URL too; None views none."""
    if identity is None:
        st.session_state.pop(Key.RUN, None)
        st.query_params.pop(Key.RUN, None)
    else:
        if st.session_state.get(Key.BRANCH_NONCE, ("", ""))[0] == identity:
            del st.session_state[Key.BRANCH_NONCE]  # come back to on purpose: what is begun now is another branch
        st.session_state[Key.RUN_LEFT] = (run(), time.monotonic())
        st.session_state[Key.RUN] = st.query_params[Key.RUN] = identity


def _has_just_left(identity: str) -> bool:
    """Return whether a run was left for another a moment ago: a quick second click still comes with its address."""
    left, at = st.session_state.get(Key.RUN_LEFT, (None, 0.0))
    return identity == left and identity != run() and time.monotonic() - at < SECOND_CLICK_SECONDS


def asked_set_up() -> str | None:
    """Return the set-up that the URL asks for, as it writes it; None where it is the one at hand, or asks for none.

    One that was left a moment ago is not asked for: a quick second click still comes with its address.
    """
    asked = st.query_params.get_all(Key.TRAIN_LINK)
    if not asked or asked[-1] == st.session_state.get(Key.TRAIN_LINK):
        return None
    left = st.session_state.get(Key.TRAIN_LINKS_LEFT, {}).get(asked[-1])
    if left is None or time.monotonic() - left >= SECOND_CHANGE_SECONDS:
        return asked[-1]
    st.query_params[Key.TRAIN_LINK] = st.session_state[Key.TRAIN_LINK]  # or it would be asked for a moment later
    return None


def hold_set_up(text: str, *, in_url: bool) -> None:
    """Have a set-up at hand; `in_url` writes it there too, which is one more step for the browser's Back."""
    before, now = st.session_state.get(Key.TRAIN_LINK), time.monotonic()
    if before is not None and before != text:
        left = st.session_state.get(Key.TRAIN_LINKS_LEFT, {})
        recent = {one: at for one, at in left.items() if now - at < SECOND_CHANGE_SECONDS}
        st.session_state[Key.TRAIN_LINKS_LEFT] = recent | {before: now}
    st.session_state[Key.TRAIN_LINK] = text
    if in_url and st.query_params.get_all(Key.TRAIN_LINK) != [text]:
        st.query_params[Key.TRAIN_LINK] = text


def address_of(page: str, set_up: str) -> str:
    """Return the whole address of a page with a set-up, for a person to keep; below the server's where none is known.

    Args:
        page: the page's address below the server's.
        set_up: as core.setup_links writes it.
    """
    here = urlsplit(st.context.url or "")
    below = here.path.rpartition("/")[0]
    return urlunsplit((here.scheme, here.netloc, f"{below}/{page}", f"{Key.TRAIN_LINK}={set_up}", ""))


def to_set_up(set_up: str) -> dict[str, str]:
    """Return the query string of a link to a set-up on Train, whatever run is in view."""
    return {Key.RUN.value: NO_RUN, Key.TRAIN_LINK.value: set_up}


def leave_set_up() -> None:
    """Take the set-up out of the URL; it stays at hand."""
    if Key.TRAIN_LINK in st.query_params:
        del st.query_params[Key.TRAIN_LINK]


def watch_run(identity: str) -> None:
    """Note that this session sees a run at work."""
    st.session_state[Key.RUN_WATCHED] = identity


def run_was_watched(identity: str) -> bool:
    """Return whether this session saw the run at work and has not been told so since: true once."""
    if st.session_state.get(Key.RUN_WATCHED) != identity:
        return False
    del st.session_state[Key.RUN_WATCHED]
    return True


def compared() -> tuple[str, ...]:
    """Return the different ids of the runs that are compared, as the URL or a click gave them; some may be no run's."""
    asked = st.query_params.get_all(Key.COMPARE)
    if asked:
        st.session_state[Key.COMPARE] = asked[-1][: MAX_COMPARED * LONGEST_NAME]
    elif st.session_state.get(Key.COMPARE):
        st.query_params[Key.COMPARE] = st.session_state[Key.COMPARE]
    parts = st.session_state.get(Key.COMPARE, "").split(",")
    return tuple(dict.fromkeys(part[:LONGEST_NAME] for part in parts if part))[:MAX_COMPARED]


def compare(runs: Iterable[str]) -> None:
    """Compare these runs, in the URL too."""
    text = ",".join(runs)
    st.session_state[Key.COMPARE] = text
    if text:
        st.query_params[Key.COMPARE] = text
    else:
        st.query_params.pop(Key.COMPARE, None)


def inside_layer() -> int | None:
    """Return the layer that Inside shows, 0 for the picture, or None for none; it may lie past the last one."""
    asked = st.query_params.get_all(Key.LAYER)
    if asked:
        st.session_state[Key.LAYER] = asked[-1][:LONGEST_NAME]
    elif Key.LAYER in st.session_state:
        st.query_params[Key.LAYER] = st.session_state[Key.LAYER]
    text = st.session_state.get(Key.LAYER, "")
    return int(text) if re.fullmatch("[0-9]{1,2}", text, re.ASCII) else None


def view_layer(index: int) -> None:
    """Show a layer on Inside, in the URL too."""
    st.session_state[Key.LAYER] = st.query_params[Key.LAYER] = str(index)


def nonce() -> str:
    """Return what marks this set-up; it stays the same until `renew_nonce`, however often Train is clicked."""
    return st.session_state.setdefault(Key.TRAIN_NONCE, secrets.token_hex(16))


def renew_nonce() -> None:
    """Mark the next set-up as another one."""
    st.session_state.pop(Key.TRAIN_NONCE, None)


def branch_nonce(parent: str) -> str:
    """Return what marks the branches that begin while this run is in view, until a person comes back to it.

    A second click may come late, with the address of the run that the first one left, and be taken for a way back.
    """
    if st.session_state.get(Key.BRANCH_NONCE, ("", ""))[0] != parent:
        st.session_state[Key.BRANCH_NONCE] = (parent, secrets.token_hex(16))
    return st.session_state[Key.BRANCH_NONCE][1]


def refuse(error: Exception) -> None:
    """Keep what a click was refused for, until the page shows it."""
    st.session_state[Key.TRAIN_REFUSAL] = error


def take_refusal() -> Exception | None:
    """Return what the last click was refused for, once."""
    return st.session_state.pop(Key.TRAIN_REFUSAL, None)


def theme_switches() -> int:
    """Return how often the theme was switched: a figure that holds this number is drawn anew after a switch."""
    return st.session_state.get(Key.THEME_SWITCHES, 0)


def count_theme_switch() -> None:
    """Note that the theme was switched."""
    st.session_state[Key.THEME_SWITCHES] = theme_switches() + 1


def drawing() -> np.ndarray | None:
    """Return this person's last drawing, (28, 28) uint8 with ink bright, or None where nothing was drawn yet."""
    return st.session_state.get(Key.DRAWING)


def hold_drawing(pixels: np.ndarray) -> None:
    """Keep a drawing, (28, 28) uint8 with ink bright, for the other pages."""
    st.session_state[Key.DRAWING] = pixels


def value(key: Key) -> object:
    """Return what a widget or a setter put under `key`, or None."""
    return st.session_state.get(key)


def preset(key: Key, setting: object) -> None:
    """Set a widget before it is drawn."""
    st.session_state[key] = setting


def sent(component: Key, event: str) -> object:
    """Return what a component of ours has just sent, for its callback; None where it sent nothing."""
    return (st.session_state.get(component) or {}).get(event)


def clicked_index(chart: Key) -> int | None:
    """Return the customdata of the point last clicked in a chart, or None after a click that deselected it."""
    selected = st.session_state.get(chart) or {}
    points = selected.get("selection", {}).get("points", [])
    found = points[0].get("customdata") if points else None
    found = found[0] if isinstance(found, list) and found else found
    return found if isinstance(found, int) else None
