"""Why a run's settings are refused, and what is wrong with its checkpoints.

A setting is named as its field is, `learning_rate`, and `value` is what was received, as Python writes it.
"""

from __future__ import annotations

from core.messages.message import sentence
from core.messages.numbers import plain_number

_LABELS = {  # where the field's name is not what a form calls the setting
    "step_epochs": "Epochs between two falls",
    "warmup_epochs": "Warm-up epochs",
    "clip_norm": "Gradient clipping",
    "step_factor": "Factor of each fall",
    "train_images": "Training images",
    "wrong_label_fraction": "Share of wrong labels",
    "restore_best": "Best weights back",
    "shuffle_pixels": "Shuffled pixels",
    "shift_pixels": "Shift",
    "rotation_degrees": "Rotation",
    "zoom_fraction": "Zoom",
    "shear_degrees": "Shear",
    "elastic_pixels": "Elastic strength",
    "elastic_scale_pixels": "Elastic scale",
    "setting": "The setting",
    "guess": "Your guess",
}


@sentence
def not_a_whole_number(*, setting: str, low: int, high: int, value: str) -> str:
    """A setting that is no whole number, or out of its bounds."""
    return f"{_label(setting)} must be a whole number from {low:,} to {high:,}; got {value}."


@sentence
def not_a_number(*, setting: str, low: float, high: float, value: str) -> str:
    """A setting that is no number, or out of its bounds."""
    return f"{_label(setting)} must be a number from {plain_number(low)} to {high:g}; got {value}."


@sentence
def not_off_nor_a_number(*, setting: str, low: float, high: float, value: str) -> str:
    """A setting that is neither 0, which is off, nor a number within its bounds."""
    return f"{_label(setting)} must be 0 for off, or a number from {plain_number(low)} to {high:g}; got {value}."


@sentence
def not_one_of(*, setting: str, known: tuple[str, ...], value: str) -> str:
    """A setting that is none of the names that it may be."""
    return f"{_label(setting)} must be one of {', '.join(known)}; got {value}."


@sentence
def not_true_or_false(*, setting: str, value: str) -> str:
    """A setting that is neither true nor false."""
    return f"{_label(setting)} must be true or false; got {value}."


@sentence
def settings_are_no_table(*, type_name: str) -> str:
    """A document of settings that is a list, a text or a number."""
    return f"Settings are a table of names and values; got {type_name}."


@sentence
def unknown_setting(*, name: str, known: tuple[str, ...]) -> str:
    """A document of settings with a name that there is not; `name` is in quotation marks."""
    return f"There is no setting called {name}. Known: {', '.join(known)}."


@sentence
def missing_setting(*, name: str) -> str:
    """A document of settings without one that it must have."""
    return f"The setting {name!r} is missing."


@sentence
def unknown_schema(*, value: str, newest: int) -> str:
    """A document of settings that a later version wrote."""
    return f"These settings have schema version {value}; this app reads versions 1 to {newest}."


@sentence
def not_an_augmentation(*, type_name: str) -> str:
    """Settings whose augmentation is something else."""
    return f"Augmentation must be an Augmentation; got {type_name}."


@sentence
def patience_without_validation(*, patience: int) -> str:
    """Early stopping where no images validate."""
    remedy = "Hold some out, or set it to 0."
    return f"Patience needs validation images to look at, and there are none; got {patience}. {remedy}"


@sentence
def zero_for_optimizer(*, setting: str, optimizer: str) -> str:
    """A setting at 0 where an optimizer needs more; `optimizer` as Keras calls it."""
    return f"{_label(setting)} must be above 0 with {optimizer}; got 0."


@sentence
def warm_up_without_rest(*, warmup_epochs: int, epochs: int) -> str:
    """A learning rate that would rise to the very end."""
    remedy = "Train for more epochs, or warm up for fewer."
    return f"Warm-up epochs must be fewer than all epochs, {epochs}; got {warmup_epochs}. {remedy}"


@sentence
def more_images_than_there_are(*, most: int, images: int) -> str:
    """More training images asked for than the data set has left."""
    return f"Training images must be at most those that are not held out, {most:,}; got {images:,}."


@sentence
def batch_above_images(*, images: int, batch_size: int) -> str:
    """A batch that is larger than all training images."""
    return f"Batch size must be at most the number of training images, {images:,}; got {batch_size:,}."


@sentence
def batch_above_memory(*, batch_size: int, mebibytes: float, most_mebibytes: int) -> str:
    """A batch for which training would take too much memory."""
    return (
        f"Batch size {batch_size:,} would take about {mebibytes:,.0f} MiB with this network; at most "
        f"{most_mebibytes:,} MiB are allowed. Use smaller batches or a smaller network."
    )


@sentence
def nothing_to_change(*, setting: str) -> str:
    """A change of a setting that this run does not have."""
    lacks = "network has no dropout" if setting == "dropout_rate" else f"optimizer has no {setting.replace('_', ' ')}"
    return f"This run's {lacks}, so there is nothing to change."


@sentence
def no_room_for_weights() -> str:
    """The disk is full while a checkpoint is written."""
    return "No room left to save the weights. Free some space, then go on."


@sentence
def weights_missing(*, file: str) -> str:
    """A checkpoint's file that is not there or cannot be read."""
    return f"The stored weights {file} are missing."


@sentence
def weights_changed(*, file: str) -> str:
    """A checkpoint's file with another SHA-256 than the log says."""
    return f"The stored weights {file} are damaged: they are not what was saved."


@sentence
def weights_damaged(*, file: str) -> str:
    """A checkpoint's file that is no archive of arrays."""
    return f"The stored weights {file} are damaged."


def _label(setting: str) -> str:
    return _LABELS.get(setting) or setting.replace("_", " ").capitalize()
