"""What is said where a run that has ended is trained again with one thing changed, or for more epochs."""

from __future__ import annotations

from typing import ClassVar

from core.runs.rerun import width_of
from core.training.settings.augmentation import OWN, Augmentation, preset_of
from core.training.settings.config import TrainingConfig
from models.spec import NetworkSpec
from pages.text.changed_settings import setting_name, setting_text
from pages.text.network import Editor
from pages.text.numbers import count
from pages.text.settings import Field, Named


class Change:
    """After a run: the same again with one thing changed."""

    TITLE = "Change one thing, and train again from the start"
    LEAD = (
        "Forgets what was learned: the same run again with one setting altered, from the same initial weights where it "
        "can be, so that its curves lie over this run's."
    )
    SETTING, VALUE, TRAIN = "Setting", "New value", "Train with this"
    SAME = "Change the value, then its run can be started."
    OTHER_START = "It begins from other initial weights, so the run stands by itself: compare the two under Runs."
    STRENGTHS: ClassVar = {"off": "Off", "gentle": "Gentle", "strong": "Strong", "own": "As it was"}

    @staticmethod
    def name(spec: NetworkSpec, name: str) -> str:
        """Return what can be changed, as it stands in a list: a setting, or the width of a layer."""
        width = width_of(spec, name)
        if width is None:
            return setting_name(name)
        index, setting = width
        return f"{Editor.NUMBERS[setting][0]} of layer {index + 1} ({spec.layers[index].short_text})"

    @staticmethod
    def value(name: str, value: object) -> str:
        """Return what a run has for a setting, or for the width of a layer, within a sentence."""
        if isinstance(value, Augmentation):
            preset = preset_of(value)
            return "of its own strengths" if preset == OWN else preset
        return count(value) if type(value) is int and name not in Field.NAMES else setting_text(name, value)

    @staticmethod
    def was(value: str, changed: str) -> str:
        """Return what a setting was; `changed` is what was changed while the run trained, or nothing."""
        note = f" The run was {changed}; that is not done again." if changed else ""
        return f"It was {value}.{note}"


class Longer:
    """After a run: more epochs of it."""

    TRAIN = "Train longer"
    EPOCHS: Named = ("Further epochs", "How many more, after those that it has; not how many in all.")

    @staticmethod
    def lead(last: int, config: TrainingConfig, *, is_stopped: bool, fate: str) -> str:
        """Return where it goes on; `config` has all epochs, `fate` says what becomes of the optimizer's memory."""
        ended = ", the last one that ended" if is_stopped else ""
        scheduled = f" The schedule of the learning rate is laid over all {count(config.epochs)}."
        return (
            f"Goes on after epoch {last}{ended}, to epoch {count(config.epochs)}, as a run of its own. {fate}"
            f"{scheduled if config.is_scheduled else ''}"
        )
