"""What runs are called on every page: each of an owner's runs has a title of its own.

Made for all runs of an owner at once, since no two of them may be called the same, and kept until one of them is made,
deleted, renamed or steered.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from types import MappingProxyType

import streamlit as st

from core import lab
from core.errors import LabError, RunDamagedError, RunNotFoundError
from core.runs.log.models import Model, ModelName
from core.runs.log.run_record import RunRecord
from core.training.record.history import History
from core.training.settings.commands import with_settings
from pages.text.model import ModelText
from pages.text.run_title import Parent, run_title

MAX_OWNERS = 64  # 0.2 MB for a thousand runs of one


def title(record: RunRecord) -> str:
    """Return what a run is called. A person may have typed it."""
    known = titles(record.owner).get(record.id)
    return known or _title(record, lab.current().histories.outline(record.id), {}, {})


def of_model(model: Model) -> str:
    """Return what the run is called that trained a network, or "" where none did. A person may have typed it."""
    return "" if model.record is None else title(model.record)


def titles(owner: str) -> Mapping[str, str]:
    """Return what each of an owner's runs is called, by its id. A person may have typed it."""
    return _titles(owner, lab.current().store.naming_stamp(owner))


def distinct(wanted: Iterable[str]) -> list[str]:
    """Return what several runs are called, in order: of those that want the same, each but the first has a number."""
    told: list[str] = []
    equals: Counter[str] = Counter()
    for text in wanted:
        told.append(_free(text, told, equals))
    return told


@st.cache_resource(max_entries=MAX_OWNERS, show_spinner=False)
def _titles(owner: str, stamp: tuple[object, ...]) -> Mapping[str, str]:
    laboratory = lab.current()
    records = laboratory.store.records(owner=owner, limit=None)
    outlines = laboratory.histories.outlines(record.id for record in records)
    known: dict[str, tuple[RunRecord, History]] = {}
    named: dict[str, str] = {}
    taken: set[str] = set()
    equals: Counter[str] = Counter()
    for record in reversed(records):  # the oldest keeps the plain title
        told = _free(_title(record, outlines[record.id], known, named), taken, equals)
        taken.add(told)
        named[record.id] = told
        known[record.id] = record, outlines[record.id]
    return MappingProxyType(named)


def _free(wanted: str, taken: Container[str], equals: Counter[str]) -> str:
    """Return a title that is not taken; `equals` counts on for each that is wanted again."""
    told = wanted
    while told in taken:
        equals[wanted] += 1
        told = f"{wanted} ({equals[wanted] + 1})"
    return told


def _title(
    record: RunRecord, outline: History, known: Mapping[str, tuple[RunRecord, History]], named: Mapping[str, str]
) -> str:
    branched = outline.branched
    parent, is_damaged = None, False
    if branched is not None and branched.epoch:
        try:
            parent = _parent(branched.parent, known, named)
        except RunDamagedError:
            is_damaged = True
        except RunNotFoundError:
            pass
    return run_title(
        record,
        outline.changed_settings,
        branched=branched,
        parent=parent,
        is_parent_damaged=is_damaged,
        taught_from=_taught_from(outline, named),
    )


def _taught_from(outline: History, named: Mapping[str, str]) -> str | None:
    """Return what the model is called that a run taught; None for a run that taught none."""
    if outline.taught is None:
        return None
    name = ModelName.parse(outline.taught.parent)
    if name is None:
        return ModelText.GONE
    if name.run in named:
        return ModelText.moment_of_run(named[name.run], name.moment)
    try:
        model = lab.current().models.find(name)
        told = "" if model.record is None else run_title(model.record)  # somebody else's
        return ModelText.moment_of_run(told, name.moment) if told else ModelText.short(model, "")[0]
    except LabError:
        return ModelText.GONE


def _parent(run: str, known: Mapping[str, tuple[RunRecord, History]], named: Mapping[str, str]) -> Parent:
    if run in known:
        record, outline = known[run]
        title_ = named[run]
    else:
        record = lab.current().store.record(run)
        outline = lab.current().histories.outline(run)
        title_ = run_title(record, outline.changed_settings)  # somebody else's
    spec, config = record.spec, record.config
    with contextlib.suppress(LabError):  # a value out of bounds, in a log that was edited
        spec, config = with_settings(spec, config, outline.changed_settings)
    return Parent(title=title_, spec=spec, config=config, last_epoch=outline.last_epoch)
