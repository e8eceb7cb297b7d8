"""One step in numbers: the first images of a batch before and after it, and one weight on its way."""

from __future__ import annotations

import html

import numpy as np
import streamlit as st

from core.runs.log.run_record import RunRecord
from core.training.record.events import StepExplained
from core.training.record.history import History
from core.training.settings.commands import with_settings
from core.training.settings.optimizers import moments
from pages.state import cached
from pages.text.steer import Step
from pages.text.taught_run import TaughtRun
from pages.text.weight_step import WeightStep
from pages.ui import tables, widgets

TILE = 56  # pixels on screen


def show(record: RunRecord, history: History) -> None:
    """Draw the step that was told last, as long as it is the last one that was taken."""
    step, started = history.explained, history.started
    if step is None or started is None or not history.steps or history.steps[-1].last_step != step.step:
        widgets.keep_place()
        return
    config = record.config
    batch = _batch_size(step, started.steps_per_epoch, started.train_images, config.batch_size)
    with st.container(border=True, key="one-step"):
        st.markdown(f"**{Step.TITLE}**")
        notes = [Step.AUGMENTED] if config.augmentation.is_on else []
        notes += [Step.SHUFFLED] if config.shuffle_pixels else []
        st.caption(" ".join([Step.images(len(step.images), batch), *notes]))
        st.html(_tiles(step))
        st.markdown(Step.loss(step, batch))
        st.markdown(Step.weight(widgets.plain(Step.place(step))))
        before = [(steer.action, steer.value) for steer in history.steered if steer.step < step.step]
        held = [(name, value) for name, value in before if value is not None]
        _, now = with_settings(record.spec, config, held)
        is_plain = moments(now) == 0 and not now.clip_norm
        st.markdown(WeightStep.why(step, now))
        tables.show(WeightStep.TABLE, WeightStep.HEADER, WeightStep.rows(step))
        st.markdown(WeightStep.arithmetic(step) if is_plain else WeightStep.moved(step, now))
        own_from = cached.dataset().train_count
        rows = zip(step.images, map(cached.say, step.labels), step.before, step.after, strict=True)
        tables.show_in_expander(
            Step.TABLE,
            Step.HEADER,
            [
                (number, image if image < own_from else TaughtRun.OWN_DIGIT, label, *Step.chance(before, after))
                for number, (image, label, before, after) in enumerate(rows, start=1)
            ],
        )


def _batch_size(step: StepExplained, steps_per_epoch: int, images: int, batch_size: int) -> int:
    """Return how many images the step's batch had; the last one of an epoch may be smaller."""
    is_last = step.step % steps_per_epoch == 0
    return images - (steps_per_epoch - 1) * batch_size if is_last else batch_size


def _tiles(step: StepExplained) -> str:
    count = cached.dataset().train_count
    images, _ = cached.images_at("train", np.array([index if index < count else 0 for index in step.images]))
    tiles = []
    for pixels, index, label, before, after in zip(
        images, step.images, map(cached.say, step.labels), step.before, step.after, strict=True
    ):
        if index >= count:  # a person's own digit: theirs alone
            pixels, told = np.zeros_like(pixels), TaughtRun.tile(label)
        else:
            told = Step.tile(label, index)
        first, second = (html.escape(text) for text in Step.chance(before, after))
        tiles.append(
            f'<li><div style="display: inline-block">'
            f"{widgets.ink_html(pixels, told, size=TILE)}</div>"
            f"<div>{label}</div><div>{first}</div><div><b>{second}</b></div></li>"
        )
    columns = "grid-template-columns: repeat(auto-fill, minmax(4.6rem, 1fr)); gap: 0.5rem 0.25rem; max-width: 40rem"
    text = "text-align: center; font-size: 0.8125rem; line-height: 1.35; font-variant-numeric: tabular-nums"
    return (
        f'<ul style="display: grid; {columns}; {text}; list-style: none; margin: 0; padding: 0">{"".join(tiles)}</ul>'
    )
