"""Undo and redo for the network that is set up: whatever changed it, a click, a recipe or an address."""

from __future__ import annotations

from functools import cache

from core.recipes import recipes
from models.draft.draft import Draft
from pages.state import clicks, slots, state
from pages.state.slot import Slot

MOST_KEPT = 100


def put_draft(draft: Draft) -> None:
    """Have another network set up, with the one before to go back to. A callback, or before any widget is drawn."""
    before = state.get(slots.TRAIN_DRAFT)
    if before is not None and _content(before) != _content(draft):
        state.put(slots.TRAIN_UNDO, (*state.get(slots.TRAIN_UNDO), before)[-MOST_KEPT:])
        state.put(slots.TRAIN_REDO, ())
    state.put(slots.TRAIN_DRAFT, draft)


def undo() -> None:
    """Have the network from before the last change. A callback."""
    _step(slots.TRAIN_UNDO, slots.TRAIN_REDO)


def redo() -> None:
    """Have the network that was undone last. A callback."""
    _step(slots.TRAIN_REDO, slots.TRAIN_UNDO)


def last_was_own() -> bool:
    """Return whether the network before the last change was no recipe's: what a person has built."""
    kept = state.get(slots.TRAIN_UNDO)
    return bool(kept) and _content(kept[-1]) not in _contents_of_recipes()


@cache
def _contents_of_recipes() -> tuple[object, ...]:
    return tuple(_content(Draft.from_spec(recipe.spec)) for recipe in recipes())


def _step(source: Slot[tuple[Draft, ...]], target: Slot[tuple[Draft, ...]]) -> None:
    drafts, now = state.get(source), state.get(slots.TRAIN_DRAFT)
    if not drafts or now is None:  # a quick second click
        return
    clicks.renew_run_nonce()
    state.put(source, drafts[:-1])
    state.put(target, (*state.get(target), now))
    state.put(slots.TRAIN_DRAFT, drafts[-1])
    state.put(slots.LAYERS_DRAFT, drafts[-1])  # the layer that is open stays so, if it is still there


def _content(draft: Draft) -> object:
    return draft.input_shape, tuple((layer.kind, layer.settings) for layer in draft.layers)
