"""What the server remembers of one visitor: the only user of st.session_state, st.query_params and cookies.

Every key stands in the table `Key`. The digit in hand is also in the URL; where the two differ the URL wins, for it
changes by a person's link, reload or Back, and what was in hand before is what they left. An address without a digit
or a run means the one at hand: pages are changed that way, and a quick second click comes with an older address.
"""

from __future__ import annotations

import re
import secrets
from enum import StrEnum

import numpy as np
import streamlit as st

from core.data.gallery import SPLITS, PictureName, Split
from core.runs.registry import PRETRAINED, ModelName

OWNER_COOKIE = "digitlab-owner"
DEFAULT_DIGIT = PictureName("test", 1)
START_STEPS = ("numbers", "shading", "picture", "answer")
FIRST_PIXEL = (13, 14)  # row and column that the first view of a picture names
LONGEST_NAME = 40  # characters; whatever is longer in a URL names no picture, no run and no model


class Key(StrEnum):
    """Every key of the session's state; the comment gives the value's type. Widgets use theirs as `key=`."""

    DIGIT = "digit"  # str: the digit in hand as the URL writes it
    MODEL = "model"  # str: the model in hand as the URL writes it
    MODEL_RUN = "model-run"  # widget: id of a run, or "" for the pretrained network
    MODEL_MOMENT = "model-moment"  # widget: an epoch, or "stopped"
    THEME_SWITCHES = "theme-switches"  # int: how often this page went from light to dark or back
    OWNER = "owner"  # str: who this is, where the browser sent no cookie
    DIGIT_COLLECTION = "digit-collection"  # widget: Collection
    DIGIT_INDEX = "digit-index"  # widget: int
    VISITED = "visited"  # set of str: last part of the address of each page that this session saw
    START_STEP = "start-step"  # widget: one of START_STEPS
    START_GUESS = "start-guess"  # widget: int 0 to 9, or None
    START_DIGIT = "start-digit-guessed"  # str: the digit that step and guess belong to
    BROWSE_SPLIT = "browse-split"  # widget: Split
    BROWSE_LABEL = "browse-label"  # widget: int 0 to 9, or None for all
    BROWSE_PAGE = "browse-page"  # int: page of the mosaic, from 1
    BROWSE_MOSAIC = "browse-mosaic"  # widget, read-only: the tile that was clicked
    BROWSE_NUMBERS = "browse-numbers"  # widget: bool
    BROWSE_ROW = "browse-row"  # widget: int 0 to 27
    BROWSE_COLUMN = "browse-column"  # widget: int 0 to 27
    EVALUATE_MIX_UP = "evaluate-mix-up"  # tuple: a digit and what it was read as
    EVALUATE_MATRIX = "evaluate-matrix"  # component, read-only: the cell that was chosen
    EVALUATE_TILES = "evaluate-tiles"  # component, read-only: index of the test image that was chosen
    EVALUATE_WORST = "evaluate-worst-tiles"  # component, read-only: the same
    RUN = "run"  # str: the run in view as the URL writes it
    RUN_WATCHED = "run-watched"  # str: the run that this session saw at work and has not yet seen ended
    TRAIN_RECIPE = "train-recipe"  # widget: key of a recipe
    TRAIN_EPOCHS = "train-epochs"  # widget: int
    TRAIN_LEARNING_RATE = "train-learning-rate"  # widget: float
    TRAIN_BATCH_SIZE = "train-batch-size"  # widget: int
    TRAIN_VALIDATION = "train-validation"  # widget: float, the share of the training images that validates
    TRAIN_SEED = "train-seed"  # widget: int
    TRAIN_NONCE = "train-nonce"  # str: this set-up; starting it twice is starting it once
    TRAIN_REFUSAL = "train-refusal"  # LabError that a click met, shown once
    TRAIN_SCALE = "train-scale"  # widget: "accuracy" or "errors"
    DRAWING = "drawing"  # (28, 28) uint8: the last digit that this person gave on Draw, as a network gets it
    DRAW_FACE = "draw-face"  # widget: "draw", "photo" or "keyboard"
    DRAW_CANVAS = "draw-canvas"  # widget: what the canvas sent, as it came
    DRAW_MESSAGE = "draw-message"  # dict: the drawing as the canvas component writes it; not yet checked
    DRAW_START = "draw-start"  # dict: the drawing that the canvas was given; another one replaces what is on it
    DRAW_PEN = "draw-pen"  # widget: int, the pen's width in canvas pixels
    DRAW_PAD = "draw-pad"  # widget: what the keyboard's pad sent, as it came
    DRAW_CELLS = "draw-cells"  # str: the pad's 784 pixels, row by row, 1 for ink; not yet checked
    DRAW_PAD_START = "draw-pad-start"  # dict: the pixels that the pad was given, as DRAW_START
    DRAW_PHOTOS = "draw-photos"  # dict: what was made of the picture files that are uploaded now
    LAYER = "layer"  # str: the layer that Inside shows, as the URL writes it: 0 for the picture, 1 for the first layer
    INSIDE_CHOICE = "inside-choice"  # inside_choice.Choice: map, cell and so on that were asked for
    INSIDE_SOURCE = "inside-source"  # widget: "digit" or "drawing"
    INSIDE_STRIP = "inside-strip"  # widget: int, as LAYER
    INSIDE_MAPS = "inside-maps"  # widget, read-only: the map, or unit, that was clicked
    INSIDE_CELLS = "inside-cells"  # widget, read-only: the cell that was clicked
    INSIDE_KERNELS = "inside-own-kernels"  # widget, read-only: the kernel that was clicked
    INSIDE_MAP = "inside-map"  # widget: int, a map's or a unit's number from 0
    INSIDE_ROW = "inside-row"  # widget: int
    INSIDE_COLUMN = "inside-column"  # widget: int
    INSIDE_CHANNEL = "inside-channel"  # widget: int, the input map whose part of the sum is shown
    INSIDE_DIGIT = "inside-digit"  # widget: int 0 to 9, the digit whose logit is worked out
    INSIDE_OWN_SCALE = "inside-own-scale"  # widget: bool, each map on its own scale
    INSIDE_DROPPED = "inside-dropped"  # int: how often other cells were dropped


def is_owner(text: object) -> bool:
    """Return whether a text has the form of an owner's id: 128 bits as 32 hexadecimal digits."""
    return isinstance(text, str) and re.fullmatch(r"[0-9a-f]{32}", text) is not None


def owner() -> str:
    """Return the id of the person at this browser: the cookie's, or one for this session alone."""
    cookie = st.context.cookies.get(OWNER_COOKIE)
    if is_owner(cookie):
        return cookie
    return st.session_state.setdefault(Key.OWNER, secrets.token_hex(16))


def sync_with_url() -> None:
    """Take what travels from the URL, or write it there; once per run of a page, before anything reads it."""
    for key in (Key.DIGIT, Key.RUN, Key.MODEL):
        asked = st.query_params.get_all(key)
        if asked:
            st.session_state[key] = asked[-1][: LONGEST_NAME + 1]
        elif key in st.session_state:
            st.query_params[key] = st.session_state[key]


def note_visit(page: str) -> None:
    """Note that this session sees the page with this address."""
    st.session_state[Key.VISITED] = visited() | {page}


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
        st.session_state[Key.RUN] = st.query_params[Key.RUN] = identity


def watch_run(identity: str) -> None:
    """Note that this session sees a run at work."""
    st.session_state[Key.RUN_WATCHED] = identity


def run_was_watched(identity: str) -> bool:
    """Return whether this session saw the run at work and has not been told so since: true once."""
    if st.session_state.get(Key.RUN_WATCHED) != identity:
        return False
    del st.session_state[Key.RUN_WATCHED]
    return True


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


def begin_experiment(name: PictureName) -> None:
    """Begin Start's experiment anew where the digit in hand is another one than before."""
    before = st.session_state.get(Key.START_DIGIT)
    if st.session_state.get(Key.START_STEP) not in START_STEPS or before != str(name):
        st.session_state[Key.START_STEP] = START_STEPS[0]
        st.session_state[Key.START_GUESS] = None
    st.session_state[Key.START_DIGIT] = str(name)


def start_step() -> str:
    """Return the step of Start's experiment that is open."""
    step = st.session_state.get(Key.START_STEP)
    return step if step in START_STEPS else START_STEPS[0]


def go_on_with_experiment() -> None:
    """Open the next step of Start's experiment; a callback."""
    place = START_STEPS.index(start_step()) + 1
    st.session_state[Key.START_STEP] = START_STEPS[min(place, len(START_STEPS) - 1)]


def start_guess() -> int | None:
    """Return the digit that the person sees in the numbers, or None."""
    guess = st.session_state.get(Key.START_GUESS)
    return guess if guess in range(10) else None


def browse_split() -> Split:
    """Return the split that Browse shows; anything else than a split becomes the test images."""
    split = st.session_state.get(Key.BROWSE_SPLIT)
    return split if split in SPLITS else "test"


def browse_label() -> int | None:
    """Return the digit that Browse shows alone, or None for all."""
    label = st.session_state.get(Key.BROWSE_LABEL)
    return label if label in range(10) else None


def browse_page() -> int:
    """Return the page of the mosaic, from 1; it may lie past the last one."""
    return st.session_state.get(Key.BROWSE_PAGE, 1)


def turn_browse_page(page: int) -> None:
    """Show another page of the mosaic."""
    st.session_state[Key.BROWSE_PAGE] = page


def browse_pixel() -> tuple[int, int]:
    """Return row and column, 0 to 27, of the pixel that Browse names; presets them for the first view."""
    found = []
    for key, first in ((Key.BROWSE_ROW, FIRST_PIXEL[0]), (Key.BROWSE_COLUMN, FIRST_PIXEL[1])):
        chosen = st.session_state.setdefault(key, first)
        found.append(min(max(chosen, 0), 27) if isinstance(chosen, int) else first)
    return found[0], found[1]


def mix_up() -> tuple[int, int] | None:
    """Return the digit and what it was read as that Evaluate shows, or None where none was chosen."""
    return st.session_state.get(Key.EVALUATE_MIX_UP)


def choose_mix_up(cell: object) -> None:
    """Show the pictures of another mix-up, [digit, what it was read as]; anything else is passed over."""
    if isinstance(cell, list | tuple) and len(cell) == 2 and all(digit in range(10) for digit in cell):
        st.session_state[Key.EVALUATE_MIX_UP] = int(cell[0]), int(cell[1])


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
