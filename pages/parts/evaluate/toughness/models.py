"""Whose toughness is drawn: the selected model, and up to three that a person adds."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

import streamlit as st

from core import lab
from core.errors import LabError
from core.importing.disk_budget import MAX_PER_OWNER
from core.inference.loaded_networks import StoredNetwork
from core.runs.log.models import PRETRAINED, Model, ModelName
from pages.parts.frame.selected_model import MOST_RUNS
from pages.state import state, visitor
from pages.state.classes import known
from pages.state.evaluate import toughness_slots
from pages.text.evaluate_toughness import Tough
from pages.text.model import ModelText
from pages.ui import run_titles

MOST_OTHERS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """A model whose toughness is drawn."""

    key: str  # its name, as an address writes it
    name: str  # what it is called; a person may have typed it
    network: StoredNetwork


def tested(model: Model) -> Tested:
    """Return a model with what it is called."""
    name = ", ".join(filter(None, ModelText.short(model, run_titles.of_model(model))))
    return Tested(key=str(model.name), name=name, network=model.network)


def choose(selected: Model) -> list[Tested]:
    """Draw the choice of other models; return the selected one and those, no two of one name."""
    offered = {str(other.name): other for other in _offered()}
    slot = toughness_slots.TOUGH_OTHERS
    for key in state.get(slot) or []:  # of a run that went on meanwhile, the epoch that was chosen stays
        if isinstance(key, str) and key not in offered and (found := _found(key)) is not None:
            offered[key] = found
    offered = {key: one for key, one in offered.items() if key != str(selected.name) and known.fits(one)}
    state.put(slot, [key for key in state.get(slot) or [] if key in offered][:MOST_OTHERS])
    with st.container():
        chosen = _choice(offered, slot.key) if offered else []
        if not offered:
            st.caption(Tough.NO_OTHERS)
    together = [tested(selected), *(_on_trial(tested(offered[key])) for key in chosen if key in offered)]
    names = run_titles.distinct(one.name for one in together)
    return [replace(one, name=name) for one, name in zip(together, names, strict=True)]


def _choice(offered: Mapping[str, Model], key: str) -> list[str]:
    of_runs, zone = run_titles.titles(visitor.owner()), visitor.time_zone()
    titles = {name: ModelText.title(one, of_runs.get(one.name.run or "", ""), zone) for name, one in offered.items()}
    return st.multiselect(
        Tough.OTHERS,
        list(titles),
        format_func=lambda name: titles.get(name, ""),
        max_selections=MOST_OTHERS,
        placeholder=Tough.NONE,
        key=key,
    )


def _on_trial(one: Tested) -> Tested:
    """Return a model whose network takes no other visitor's place in the engine."""
    return replace(one, network=replace(one.network, on_trial=True))


def _offered() -> list[Model]:
    """Return the pretrained network, this person's runs at their newest moment, and what they brought in."""
    registry, owner = lab.current().models, visitor.owner()
    runs, imported = registry.of_owner(owner, limit=MOST_RUNS), registry.imported_of(owner, limit=MAX_PER_OWNER)
    return [*filter(None, [_found(str(PRETRAINED))]), *runs, *imported]


def _found(key: str) -> Model | None:
    """Return the model of a name; None where there is none, or none any more."""
    name = ModelName.parse(key)
    with contextlib.suppress(LabError):
        return None if name is None else lab.current().models.find(name)
    return None
