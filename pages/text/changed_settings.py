"""What a setting is and which ones were changed, in words."""

from __future__ import annotations

from collections.abc import Sequence

from core.training.settings.config import TrainingConfig
from core.training.settings.validate import plain_number
from pages.text.numbers import count
from pages.text.train import LOSSES, OPTIMIZERS

_NAMES = OPTIMIZERS | LOSSES

_SETTINGS = {
    "learning_rate": "Learning rate",
    "batch_size": "Batch size",
    "optimizer": "Optimizer",
    "schedule": "Schedule",
    "momentum": "Momentum",
    "l2": "L2 penalty",
    "train_images": "Training images",
    "wrong_label_fraction": "Share of wrong labels",
    "pixel_scale": "Pixel scale",
    "epochs": "Epochs",
    "seed": "Seed",
    "loss": "Loss",
}


def setting_name(setting: str) -> str:
    """Return what a setting is called at the beginning of a sentence."""
    return _SETTINGS.get(setting, setting.replace("_", " ").capitalize())


def setting_name_within(setting: str) -> str:
    """Return what a setting is called within a sentence."""
    text = setting_name(setting)
    return text if text.startswith("L2") else text.lower()


def changed_text(changed: Sequence[tuple[str, float]]) -> str:
    """Return what was changed while a run trained, or nothing."""
    settings = ", ".join(f"{name.replace('_', ' ')} to {plain_number(value)}" for name, value in changed)
    return f"changed on the way: {settings}" if settings else ""


def setting_text(config: TrainingConfig, name: str) -> str:
    """Return the value of a setting in words."""
    value = getattr(config, name)
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, float):
        return plain_number(value)
    return count(value) if isinstance(value, int) else _NAMES.get(value, str(value).replace("_", " "))
