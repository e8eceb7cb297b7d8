"""The settings of a run in three expanders: how it learns, what from, how long. One is drawn when it is open.

What a setting is refused for stands under its row.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core import lab
from core.setup_links import STRENGTHS
from core.training.settings.augmentation import GENTLE, OFF, STRONG, Augmentation
from core.training.settings.config import TrainingConfig
from core.training.settings.optimizers import PARAMETERS
from pages.parts.train.setup import charts
from pages.parts.train.setup import form as train_form
from pages.parts.train.setup.form import Form, setting_slot
from pages.state import cached, slots, state
from pages.text.settings import Field, SettingGroups
from pages.ui import polling, widgets

WIDTH = 190  # of a field, in pixels on screen
WIDE = 300  # of one with long names, the same
TILE = 56  # of an example, the same
EXAMPLES = 10
STEPS: dict[str, float] = {  # of a field's plus and minus; whole ones for whole numbers
    "epochs": 1,
    "batch_size": 1,
    "step_epochs": 1,
    "train_images": 1000,
    "patience": 1,
    "seed": 1,
    "learning_rate": 0.001,
    "weight_decay": 0.001,
    "l2": 0.0001,
    "epsilon": 1e-7,
    "shift_pixels": 1.0,
    "rotation_degrees": 5.0,
    "shear_degrees": 5.0,
    "elastic_scale_pixels": 1.0,
}
OTHER_STEP = 0.05
AUGMENTATIONS = {"off": OFF, "gentle": GENTLE, "strong": STRONG}


def show(form: Form) -> None:
    """Draw the expanders."""
    for group, label, icon, draw in (
        ("how", SettingGroups.HOW, "tune", _how),
        ("from", SettingGroups.FROM, "photo_library", _from),
        ("long", SettingGroups.LONG, "timer", _long),
    ):
        _expander(group, label, icon, lambda draw=draw: draw(form))


def field(name: str, *, width: int = WIDTH, label: str = "") -> None:
    """Draw a setting's field.

    Args:
        name: of the setting, or of a strength of augmentation.
        width: in pixels on screen.
        label: in place of the setting's own.
    """
    named, help_ = Field.NAMES[name]
    slot = setting_slot(name)
    options = {"key": slot.key, "help": help_, "persist_state": "session"}
    with st.container(width=width):
        if name in Field.CHOICES:
            choices = Field.CHOICES[name]
            st.selectbox(label or named, list(choices), format_func=choices.__getitem__, **options)
        elif isinstance(state.get(slot), bool):
            st.toggle(label or named, **options)
        else:
            step = STEPS.get(name, OTHER_STEP)
            form_ = "%d" if isinstance(step, int) else "%g"
            st.number_input(label or named, step=step, format=form_, **options)


def fields(form: Form, *names: str, width: int = WIDTH) -> None:
    """Draw the fields of settings in a row, and under it why their values are refused."""
    with st.container(horizontal=True, vertical_alignment="top"):
        for name in names:
            field(name, width=width)
    _say_refused(form, *names)


def _say_refused(form: Form, *names: str) -> None:
    for refusal in form.refused(*names):
        st.error(widgets.plain(refusal))


def _expander(group: str, label: str, icon: str, draw: Callable[[], None]) -> None:
    key = slots.TRAIN_EXPANDER.of(group).key
    with st.expander(label, key=key, on_change="rerun", icon=f":material/{icon}:") as expander:
        if expander.open:
            draw()


def _how(form: Form) -> None:
    optimizer, schedule = (str(state.get(setting_slot(name))) for name in ("optimizer", "schedule"))
    fields(form, "optimizer", *PARAMETERS.get(optimizer, ()))
    fields(form, "schedule", *(("step_epochs", "step_factor") if schedule == "step" else ()))
    if form.config is not None and form.workload is not None:
        _schedule(form.config, form.workload.steps)
    with st.container(horizontal=True, vertical_alignment="top"):
        field("loss", width=WIDE)
        field("l2")
    _say_refused(form, "loss", "l2")


def _schedule(config: TrainingConfig, steps: int) -> None:
    points = charts.planned_rates(config, steps_per_epoch=steps)
    st.echarts_chart(
        charts.schedule(
            points, title=SettingGroups.SCHEDULE_AXIS, epochs=config.epochs, falls=config.schedule == "step"
        ),
        height=charts.SCHEDULE_HEIGHT,
        key="schedule-drawn",
        alt=SettingGroups.schedule_alt(config, points[0][1], points[-1][1]),
        renderer="svg",
    )


def _from(form: Form) -> None:
    is_held_out = state.get(setting_slot("validation_source")) == "last"
    fields(form, "train_images", "wrong_label_fraction", "pixel_scale")
    fields(form, "validation_source", *(("validation_fraction",) if is_held_out else ()))
    if not is_held_out:
        st.caption(SettingGroups.TOO_KIND)
    field("shuffle_pixels", width=WIDE)
    _augmentation(form)


def _augmentation(form: Form) -> None:
    strengths = form.augmentation
    now = next((name for name, preset in AUGMENTATIONS.items() if preset == strengths), "own")
    state.put(slots.TRAIN_AUGMENTATION, now)
    label, help_ = SettingGroups.AUGMENTATION
    offered = {name: text for name, text in SettingGroups.STRENGTHS.items() if name != "own" or now == "own"}
    widgets.switch(label, offered, slots.TRAIN_AUGMENTATION.key, help=help_, on_change=_take_strengths)
    is_refused = bool(form.refused(*STRENGTHS))
    with st.expander(SettingGroups.FINE_TUNE, expanded=is_refused or now == "own", key="train-fine-tune"):
        fields(form, *STRENGTHS)
    if strengths is not None and strengths.is_on:
        st.caption(SettingGroups.PREVIEW)
        st.fragment(widgets.show_errors()(_examples))(strengths, form.config.seed if form.config else 0)


def _take_strengths() -> None:
    chosen = AUGMENTATIONS.get(state.get(slots.TRAIN_AUGMENTATION))
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
                widgets.ink_picture(pixels, SettingGroups.preview(number), size=TILE)


def _long(form: Form) -> None:
    fields(form, "patience", *(("restore_best",) if state.get(setting_slot("patience")) else ()), "seed")
