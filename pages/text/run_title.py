"""What a run is called, everywhere: its own name, or its recipe and what makes it differ from that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.recipes import Recipe, is_own_network, recipe
from core.runs.log.run_record import MAX_NAME, RunRecord
from core.runs.run_differences import layers_beside, recipe_config, settings_beside
from core.training.record.events import RunBranched
from core.training.settings.augmentation import Augmentation, preset_of
from core.training.settings.commands import DROPOUT_RATE, setting_value
from core.training.settings.config import TrainingConfig
from models.layers import Flatten
from models.spec import NetworkSpec
from pages.text.changed_settings import setting_name_within, setting_text
from pages.text.network import Editor
from pages.text.numbers import count, counted
from pages.text.train import Setup

MOST_SETTINGS = 3  # that are named; of more it says how many
MOST_LAYERS = 4  # with weights, the same
LONGEST = 110  # characters
LEAST_OF_PARENT = 24  # the same, of its title in a branch's
TAUGHT = "Taught my hand"
_SAID_BY_VALUE = {"optimizer", "schedule", "loss"}  # whose value says what it is of


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """The run that another one branched from."""

    title: str
    spec: NetworkSpec  # with the rates of dropout that it had at its end
    config: TrainingConfig  # the same of its settings
    last_epoch: int


def run_title(
    record: RunRecord,
    changed: Sequence[tuple[str, float]] = (),
    *,
    branched: RunBranched | None = None,
    parent: Parent | None = None,
    is_parent_damaged: bool = False,
    taught_from: str | None = None,
) -> str:
    """Return what a run is called; two runs may be called the same. A person may have typed it.

    Args:
        record: what it is.
        changed: settings that were changed while it trained, each with its last value.
        branched: where it branched from, if it did.
        parent: that run; None where it is there no more, too, or cannot be read.
        is_parent_damaged: which of the two.
        taught_from: what the model is called that it taught a person's hand; None for any other run.
    """
    if record.name.strip():
        return record.name.strip()
    if taught_from is not None:
        return _cut(f"{TAUGHT}, from {taught_from}")
    then = dict(changed)
    if branched is not None and branched.epoch and parent is not None:
        return _branch(record, then, branched.epoch, parent)
    known = recipe(record.recipe)
    names = _differing(record.spec, record.config, known)
    title = _of_network(record.spec, record.recipe)
    parts = [title, *_settings(record.spec, record.config, names, then)]
    if branched is not None and branched.epoch:
        parts.append(f"from epoch {branched.epoch} of a {'damaged' if is_parent_damaged else 'deleted'} run")
    return _cut(", ".join(parts))


def sweep_title(known: Recipe, spec: NetworkSpec, config: TrainingConfig, setting: str) -> str:
    """Return the name of one of several runs that differ in a setting, which it ends with whatever its value."""
    names = [name for name in _differing(spec, config, known) if name != setting]
    own = _setting(setting, getattr(config, setting))
    title = ", ".join([_of_network(spec, known.key), *_settings(spec, config, names, {})])
    return f"{title[: MAX_NAME - len(own) - 2]}, {own}"


@lru_cache(maxsize=512)
def layers_text(spec: NetworkSpec) -> str:
    """Return a network's layers in a few words: Conv 16 > Pool > Dense 10."""
    return " > ".join(layer.short_text for layer in spec.layers if not isinstance(layer, Flatten))


def _branch(record: RunRecord, then: Mapping[str, float], epoch: int, parent: Parent) -> str:
    names = list(settings_beside(record.config, parent.config))
    if record.spec.dropout_rate != parent.spec.dropout_rate:
        names.append(DROPOUT_RATE)
    if set(names) <= {"epochs"} and not then and epoch == parent.last_epoch:
        ending = f", {counted(record.config.epochs - epoch, 'epoch')} longer"
    else:
        parts = ", ".join(_settings(record.spec, record.config, names, then))
        ending = f", from epoch {epoch}{' with ' if parts else ''}{parts}"
    room = max(LONGEST - len(ending), LEAST_OF_PARENT)  # so that what differs stays whole
    return _cut(_cut(parent.title, room - 1) + ending)


def _differing(spec: NetworkSpec, config: TrainingConfig, known: Recipe | None) -> list[str]:
    """Return the settings in which a run differs from its recipe, the network's rate of dropout last."""
    if known is None:
        return []
    names = list(settings_beside(config, recipe_config(known, config)))
    has_other_rate = spec.dropout_rate is not None and spec.dropout_rate != known.spec.dropout_rate
    return [*names, DROPOUT_RATE] if has_other_rate else names


def _of_network(spec: NetworkSpec, key: str) -> str:
    known = recipe(key)
    if not is_own_network(key, spec):
        return Setup.title(key)
    rate = known and known.spec.dropout_rate  # it is a setting of its own
    same_rate = spec if rate is None else spec.with_dropout_rate(rate)
    differing = layers_beside(same_rate, known.spec) if known else None
    if known and differing and len(differing) <= 2:
        changes = " and ".join(_layer(index + 1, name, value) for index, name, value in differing)
        return f"{Setup.OWN} ({known.title} with {changes})"
    weighted = [layer.short_text for layer in spec.kernel_layers.values()]
    if len(weighted) > MOST_LAYERS:
        layers, parameters = len(spec.layers), count(spec.parameters)
        return f"{Setup.OWN} ({counted(layers, 'layer')}, {parameters} parameters)"
    return f"{Setup.OWN} ({', '.join(weighted)})"


def _layer(number: int, name: str, value: object) -> str:
    """Return a setting of a layer: 32 filters in layer 1, initialiser zeros in layer 1."""
    if name in ("units", "filters"):
        return f"{count(int(str(value)))} {name} in layer {number}"
    label = (Editor.NUMBERS | Editor.CHOICES)[name][0]
    label = label if label.startswith("L2") else label[:1].lower() + label[1:]
    text = Editor.NAMES[str(value)] if name in Editor.CHOICES else Editor.AS_SIZE if value is None else f"{value:g}"
    return f"{label} {text} in layer {number}"


def _settings(
    spec: NetworkSpec, config: TrainingConfig, names: Sequence[str], then: Mapping[str, float]
) -> Iterator[str]:
    """Yield the settings that a run differs in, and those that were changed on the way."""
    told = [*names, *(name for name in then if name not in names)]
    for name in told[:MOST_SETTINGS]:
        text = _setting(name, setting_value(spec, config, name))
        yield f"{text}, then {setting_text(name, then[name])}" if name in then else text
    if len(told) > MOST_SETTINGS:
        yield f"and {len(told) - MOST_SETTINGS} more"


def _setting(name: str, value: object) -> str:
    if isinstance(value, Augmentation):
        return f"{preset_of(value) if value.is_on else 'no'} augmentation"
    if name == "epochs":
        return counted(int(str(value)), "epoch")
    text = setting_text(name, value)
    return text if name in _SAID_BY_VALUE else f"{setting_name_within(name)} {text}"


def _cut(title: str, longest: int = LONGEST) -> str:
    return title if len(title) <= longest else f"{title[:longest].rstrip(' ,(')}\N{HORIZONTAL ELLIPSIS}"
