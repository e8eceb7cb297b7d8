"""Why a network cannot be written as a file, and what a file of it does not hold."""

from __future__ import annotations

from typing import Literal

from core.messages.message import Message, sentence

_FORMATS = {  # those that a converter writes: it, or the format's runtime, may refuse a network
    "tflite": "TFLite",
    "tflite_float16": "TFLite with 16-bit weights",
    "tflite_dynamic": "TFLite with 8-bit weights",
    "tflite_int8": "TFLite in 8 bits",
    "onnx": "ONNX",
}
NotProvable = Literal["damaged_log", "unknown_start", "copied", "not_stopped_within_epoch", "epochs_missing", "taught"]
_NOT_PROVABLE: dict[NotProvable, str] = {
    "damaged_log": "a part of its run's log is damaged, so what was done on the way may be missing",
    "unknown_start": "its run does not say how it began",
    "copied": "it was copied from another run, where this one began. Take the capsule of that run",
    "not_stopped_within_epoch": "its run was not stopped within an epoch",
    "epochs_missing": "its run's log does not hold every epoch before it",
    "taught": "it learned from somebody's own drawings, which no capsule holds",
}


@sentence
def format_refused(*, format: str) -> str:
    """A format's own converter or runtime refuses a network."""
    return (
        f"This network cannot be written as {_FORMATS[format]}: the format's own tools refuse it. Take another format."
    )


@sentence
def package_missing(*, package: str | None) -> str:
    """A Python package that a format needs cannot be imported; None where nobody knows which."""
    return (
        f"The Python package {package or 'of this format'} cannot be loaded on this server. Run "
        '"pip install -r requirements.txt" in the folder of Digit Lab, or start it with "make run". Then try again.'
    )


@sentence
def no_room(*, what: Literal["file", "capsule"]) -> str:
    """The disk is full while a network is written."""
    return f"No room left to write the {what}. Free some space, then try again."


@sentence
def other_optimizer() -> str:
    """A stored optimizer's state whose names are not the network's."""
    return "The stored optimizer belongs to another network: its names differ."


@sentence
def not_provable(*, reason: NotProvable) -> str:
    """A run does not tell how one of its networks came about."""
    return f"No capsule can be made of this network: {_NOT_PROVABLE[reason]}. Its file can be taken away under Use it."


@sentence
def capsule_history_damaged(*, file: str) -> str:
    """A capsule's history cannot be read."""
    return f"{file} of this capsule is damaged. Take the capsule again."


@sentence
def capsule_of_other_schema(*, value: str, schema: int) -> str:
    """Another version of Digit Lab wrote a capsule."""
    return (
        f"This capsule has schema version {value}; this Digit Lab reads version {schema}. Take it again with this one."
    )


@sentence
def capsule_not_a_description(*, file: str) -> str:
    """A capsule's first file is no description of a network."""
    return _damaged(file, "it does not describe a network")


@sentence
def capsule_entry_missing(*, file: str, entry: str) -> str:
    """A capsule's first file lacks an entry."""
    return _damaged(file, f"the entry {entry!r} is missing")


@sentence
def capsule_entry_refused(*, file: str, problem: Message, longest: int) -> str:
    """A capsule's first file has a setting that is not allowed; of the problem `longest` characters are repeated."""
    return _damaged(file, str(problem)[:longest].rstrip("."))


@sentence
def capsule_entry_of_other_kind(*, file: str) -> str:
    """A capsule's first file has an entry of another type."""
    return _damaged(file, "an entry is of another kind than it must be")


@sentence
def not_compiled() -> str:
    """A Keras file of a network of which nobody knows how it was trained."""
    return "The file says nothing of training: compile the model before fit()."


@sentence
def not_compiled_for_lack_of_loss() -> str:
    """A Keras file of a network that was trained with a loss that Keras does not have."""
    return (
        "Keras has no mean squared error that takes logits, so the file says nothing of training: compile the "
        "model before fit()."
    )


@sentence
def format_without_state(*, is_scheduled: bool) -> str:
    """A format out of which Keras cannot restore an optimizer's state."""
    return (
        "Keras cannot go on with an optimizer's state out of this format: fit() begins with a fresh "
        f"one{_largest_rate(is_scheduled)}."
    )


@sentence
def state_not_kept(*, is_scheduled: bool) -> str:
    """The optimizer's state at that moment was not stored."""
    return (
        "The optimizer's state at this moment was not kept: fit() begins with a fresh "
        f"optimizer{_largest_rate(is_scheduled)}."
    )


@sentence
def weight_decay_exclusions_lost() -> str:
    """Keras does not save which variables AdamW leaves alone."""
    return (
        "AdamW left biases and normalisation alone, which Keras does not save. Before fit(): "
        'model.optimizer.exclude_from_weight_decay(var_names=["bias", "gamma", "beta"]).'
    )


@sentence
def one_hot_labels() -> str:
    """The loss takes labels as ten numbers each."""
    return "The loss takes labels as ten numbers each: keras.utils.to_categorical(labels, 10)."


@sentence
def schedule_lost() -> str:
    """The optimizer's state is kept, its schedule is not."""
    return "fit() goes on with the learning rate of the last step, without the schedule."


def _damaged(file: str, reason: str) -> str:
    return f"{file} of this capsule is damaged: {reason}. Take the capsule again."


def _largest_rate(is_scheduled: bool) -> str:
    return ", with the largest learning rate of the schedule" if is_scheduled else ""
