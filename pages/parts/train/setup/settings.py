"""The settings of a run in three expanders: how it learns, what from, how long. One is drawn when it is open.

What a setting is refused for stands under its row.
"""

from __future__ import annotations

import streamlit as st

from core import lab
from core.training.settings.augmentation import OWN, PRESETS, STRENGTHS, Augmentation, preset_of
from core.training.settings.config import SETTINGS, TrainingConfig, is_used
from core.training.settings.setting import Group
from pages.parts.train.setup import charts
from pages.parts.train.setup import form as train_form
from pages.parts.train.setup.form import Form
from pages.state import cached, slots, state
from pages.text.labels import of_pictures
from pages.text.setting_groups import SettingGroups
from pages.text.settings import Field
from pages.ui import polling, widgets
from pages.ui.setting_field import setting_field

TILE = 56  # of an example, in pixels on screen
EXAMPLES = 10


def show(form: Form) -> None:
    """Draw the expanders."""
    groups: tuple[tuple[Group, str, str], ...] = (
        ("how", SettingGroups.HOW, "tune"),
        ("from", SettingGroups.FROM, "photo_library"),
        ("long", SettingGroups.LONG, "timer"),
    )
    for group, label, icon in groups:
        key = slots.TRAIN_EXPANDER.of(group).key
        with st.expander(label, key=key, on_change="rerun", icon=f":material/{icon}:") as expander:
            if expander.open:
                _group(form, group)


def fields(form: Form, *names: str, width: int | None = None) -> None:
    """Draw the fields of those settings that do something in a row, and under it why their values are refused."""
    with st.container(horizontal=True, vertical_alignment="top"):
        for name in names:
            if name in SETTINGS and not is_used(name, train_form.setting_state):
                widgets.keep_place()
                continue
            follow = {"on_change": train_form.follow_optimizer} if name == "optimizer" else {}
            setting_field(name, slots.TRAIN_SETTING.of(name), width=width, persist_state="session", **follow)
    refused = form.refused(*(name for name in names if name not in SETTINGS or is_used(name, train_form.setting_state)))
    if not refused:
        widgets.keep_place()
        return
    with st.container():
        for refusal in refused:
            st.error(widgets.plain(refusal))


def _group(form: Form, group: Group) -> None:
    """Draw the rows of a group, those that do something beside the others, and what is to be said below each."""
    own = {name: setting.row for name, setting in SETTINGS.items() if setting.group == group and setting.row}
    for row in sorted(set(own.values())):
        in_row = [name for name in own if own[name] == row]
        names = [name for name in in_row if is_used(name, train_form.setting_state)]
        with st.container():  # one, whatever is said of the row: the next one keeps its place
            fields(form, *in_row)
            if "schedule" in names and form.config is not None and form.workload is not None:
                _schedule(form.config, form.workload.steps)
            if "validation_source" in names and "validation_fraction" not in names:
                st.caption(SettingGroups.TOO_KIND)
    if group == "from":
        _augmentation(form)


def _schedule(config: TrainingConfig, steps: int) -> None:
    points = charts.planned_rates(config, steps_per_epoch=steps)
    st.echarts_chart(
        charts.schedule(
            points,
            title=SettingGroups.SCHEDULE_AXIS,
            epochs=config.epochs,
            falls=config.schedule == "step" and not config.warmup,
        ),
        height=charts.SCHEDULE_HEIGHT,
        key="schedule-drawn",
        alt=SettingGroups.schedule_alt(config, points[0][1], points[-1][1]),
        renderer="svg",
    )


def _augmentation(form: Form) -> None:
    strengths = form.augmentation
    now = preset_of(strengths)
    state.put(slots.TRAIN_AUGMENTATION, now)
    label, help_ = Field.NAMES["augmentation"]
    offered = {name: text for name, text in SettingGroups.STRENGTHS.items() if name != OWN or now == OWN}
    widgets.switch(label, offered, slots.TRAIN_AUGMENTATION.key, help=help_, on_change=_take_strengths)
    is_refused = bool(form.refused(*STRENGTHS))
    with st.expander(SettingGroups.FINE_TUNE, expanded=is_refused or now == OWN, key="train-fine-tune"):
        fields(form, *STRENGTHS)
    if strengths is not None and strengths.is_on:
        st.caption(of_pictures(SettingGroups.PREVIEW, cached.class_names()))
        st.fragment(widgets.show_errors()(_examples))(strengths, form.config.seed if form.config else 0)


def _take_strengths() -> None:
    chosen = PRESETS.get(state.get(slots.TRAIN_AUGMENTATION))
    if chosen is not None:
        train_form.fill_augmentation(chosen)


def _examples(strengths: Augmentation, seed: int) -> None:
    """Draw training digits as they may come; while the network wakes up, say so and draw this part again."""
    inference = lab.current().inference
    if not inference.is_awake:
        inference.wake()
        st.caption(SettingGroups.waking(inference.waking_seconds))
        polling.draw_again(polling.AWAKE_POLL_SECONDS)
        return
    polling.draw_again(None)
    pictures = cached.distorted(strengths, seed, EXAMPLES)
    with st.container(horizontal=True, gap="xsmall", key="train-examples"):
        for number, pixels in enumerate(pictures, start=1):
            with st.container(width=TILE):
                alt = of_pictures(SettingGroups.preview(number), cached.class_names())
                widgets.ink_picture(pixels, alt, size=TILE)
