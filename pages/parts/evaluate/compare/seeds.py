"""Several seeds of the selected model's recipe: five more with a click, how far they are, how far they lie apart."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from core import lab
from core.errors import LabError
from core.evaluation.spread import Spread
from core.runs.log.models import Model, ModelName
from core.runs.log.run_record import RunRecord
from core.runs.seeds import SeedRuns, is_repeatable, seed_runs, with_further_seeds
from core.setup_links import link_text
from core.training.settings.config import TrainingConfig
from pages.parts.evaluate.compare import seeds_chart
from pages.state import cached, selected, slots, state, visitor
from pages.state.evaluate import compare_slots, evaluations
from pages.state.set_up import set_up_of
from pages.text import pages as page_texts
from pages.text.evaluate_compare_models import Seeds
from pages.text.numbers import count, percent
from pages.text.run_title import sweep_title
from pages.text.train import Setup
from pages.ui import polling, tables, widgets

FRAGMENT = "compare-seeds"
POLL_SECONDS = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tested:
    """A finished run and how many test images it read right."""

    record: RunRecord
    correct: int
    images: int


@st.fragment(key=FRAGMENT)
@widgets.show_errors()
def show(model: Model) -> None:
    """Draw what other seeds reached; while some train, again and again.

    Args:
        model: the selected one.
    """
    polling.draw_again(None)  # also where what follows raises
    st.subheader(Seeds.TITLE, anchor=False)
    record, why_not = model.record, _why_not(model)
    if record is None or why_not:
        st.markdown(why_not)
        return
    found = _found(record)
    _redraw_all_once_one_ends(record, found)
    tested = [one for finished in found.finished if (one := _tested(finished)) is not None]
    with st.container(key="compare-spread"):
        _draw_spread(record, tested, found)
    with st.container(key="compare-seed-runs"):
        _draw_active(found.active)
        _draw_button(record, found)
    polling.draw_again(POLL_SECONDS if found.active else None)


def _why_not(model: Model) -> str:
    """Return why there are no other seeds of a model, or ""."""
    if model.record is None:
        return Seeds.NOT_A_RUN
    if model.record.owner != visitor.owner():
        return Seeds.SOMEBODY_ELSES
    return "" if is_repeatable(lab.current().histories.outline(model.record.id)) else Seeds.NOT_REPEATABLE


def _found(record: RunRecord) -> SeedRuns:
    records = lab.current().store.records(owner=record.owner, limit=None)
    return seed_runs(record, records, lab.current().histories.outlines(one.id for one in records))


def _redraw_all_once_one_ends(record: RunRecord, found: SeedRuns) -> None:
    """Run the whole page again where a run has ended since it was drawn: the table of all models has one more."""
    now = (record.id, *(one.id for one in found.finished))
    before = state.get(compare_slots.COMPARE_FINISHED)
    state.put(compare_slots.COMPARE_FINISHED, now)
    if before is not None and before[0] == record.id and before != now:
        st.rerun()


def _tested(record: RunRecord) -> _Tested | None:
    """Return what a run reached: by its own test, else by what its network said since; None where neither is known."""
    test = lab.current().histories.outline(record.id).test
    if test is not None:
        return _Tested(record=record, correct=test.correct, images=test.count)
    if record.data != cached.dataset().digest:
        return None
    known = evaluations.known(lab.current().models.find(ModelName(record.id)))
    return None if known is None else _Tested(record=record, correct=known.correct, images=known.count)


def _draw_spread(record: RunRecord, tested: Sequence[_Tested], found: SeedRuns) -> None:
    """Draw the spread, or what there is of it."""
    if len(tested) < 2:
        st.markdown(Seeds.alone(len(tested)))
        st.caption(Seeds.ABOUT)
    else:
        spread = Spread(values=tuple(one.correct / one.images for one in tested))
        images, correct = tested[0].images, [one.correct for one in tested]
        sentence = Seeds.sentence(correct, images, spread.mean, spread.deviation, spread.repeatability)
        st.markdown(sentence)
        chosen = next((place for place, one in enumerate(tested) if one.record.id == record.id), None)
        seeds = [one.record.config.seed for one in tested]
        widgets.chart(seeds_chart.figure(spread, seeds, chosen), key="compare-seeds-chart", alt=Seeds.alt(sentence))
    with st.container(horizontal=True, gap="small", key="compare-seed-links"):
        by_run = {one.record.id: one for one in tested}
        for one in found.finished:
            known, seed = by_run.get(one.id), one.config.seed
            _link(one, Seeds.run(seed, known.correct, known.images) if known else Seeds.unread(seed))
    if len(tested) < 2:
        widgets.keep_place()
        return
    st.expander(Seeds.WHY).markdown(Seeds.because(len(tested), *spread.interval))
    rows = [(one.record.config.seed, percent(one.correct, images), count(images - one.correct)) for one in tested]
    tables.show_in_expander(Seeds.TABLE, Seeds.HEADER, rows)


def _draw_active(active: Sequence[RunRecord]) -> None:
    """Draw how far those are that wait or train."""
    if not active:
        widgets.keep_place()
        return
    with st.container(key="compare-seeds-active"):
        st.caption(Seeds.going(len(active)))
        with st.container(horizontal=True, gap="small"):
            for record in active:
                _link(record, _progress(record))


def _progress(record: RunRecord) -> str:
    history, seed = lab.current().histories.of(record.id), record.config.seed
    if history.status == "queued":
        return Seeds.waiting(seed, lab.current().supervisor.trainer_status(record.id).position)
    return Seeds.training(seed, history.fraction_done(record.config.epochs))


def _link(record: RunRecord, text: str) -> None:
    query = selected.link_query() | {slots.RUN.key: record.id, slots.TRAIN_TAB.key: Setup.TABS["train"]}
    widgets.page_link(page_texts.TRAIN, text, "model_training", query=query, width="content")


def _draw_button(record: RunRecord, found: SeedRuns) -> None:
    """Draw the button that has five more trained, and why the last click was refused."""
    run, refusal = state.get(compare_slots.COMPARE_REFUSAL)
    if run == record.id:
        st.warning(widgets.plain(refusal))
    else:
        widgets.keep_place()
    if record.data != cached.dataset().digest:
        st.caption(Seeds.OTHER_DATA)
    elif not found.active:
        configs = with_further_seeds(record.config, found.seeds, Seeds.COUNT)
        label = Seeds.FIVE_MORE if len(found.finished) > 1 else Seeds.FIVE
        st.button(label, key="compare-five", on_click=_start, args=(record, configs))
        seconds = lab.current().histories.outline(record.id).duration_seconds
        parallel = min(lab.current().slots, Seeds.COUNT)
        st.caption(Seeds.cost(Seeds.COUNT * seconds / parallel, parallel))


def _start(record: RunRecord, configs: Sequence[TrainingConfig]) -> None:
    """Queue runs with these settings, or find those that an earlier click queued; a callback."""
    set_ups = [set_up_of(record.recipe, record.spec, config) for config in configs]
    runs = [
        (sweep_title(one.recipe, record.spec, config, "seed"), config)
        for one, config in zip(set_ups, configs, strict=True)
    ]
    described = "\n".join([record.data, *map(link_text, set_ups)])
    nonce = f"seeds-{hashlib.sha256(described.encode()).hexdigest()[:32]}"  # the same seeds again are the same runs
    try:
        lab.current().run_starter.start_sweep(
            record.spec, runs, owner=visitor.owner(), nonce=nonce, recipe=record.recipe
        )
        state.pop(compare_slots.COMPARE_REFUSAL)
    except LabError as error:
        state.put(compare_slots.COMPARE_REFUSAL, (record.id, str(error)))
    st.rerun()  # the whole page: its head says what trains
