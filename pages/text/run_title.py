"""What a run is called, everywhere: its own name, or its recipe and what makes it differ from that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.recipes import Recipe, recipe
from core.runs.log.run_record import RunRecord
from core.runs.run_differences import layers_beside, recipe_config, settings_beside
from core.training.record.events import RunBranched
from core.training.settings.augmentation import GENTLE, OFF, STRONG, Augmentation
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
_AUGMENTATIONS = {OFF: "no augmentation", GENTLE: "gentle augmentation", STRONG: "strong augmentation"}
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
) -> str:
    """Return what a run is called; two runs may be called the same. A person may have typed it.

    Args:
        record: what it is.
        changed: settings that were changed while it trained, each with its last value.
        branched: where it branched from, if it did.
        parent: that run; None where it is there no more, too.
    """
    if record.name.strip():
        return record.name.strip()
    then = dict(changed)
    if branched is not None and branched.epoch and parent is not None:
        return _cut(_branch(record, then, branched.epoch, parent))
    known = recipe(record.recipe)
    title = _of_network(record, known)
    base = known and recipe_config(known, record.config)
    names = list(settings_beside(record.config, base)) if base else []
    if known and record.spec.dropout_rate != known.spec.dropout_rate and record.spec.dropout_rate is not None:
        names.append(DROPOUT_RATE)
    parts = [title, *_settings(record, names, then)]
    if branched is not None and branched.epoch:
        parts.append(f"from epoch {branched.epoch} of a deleted run")
    return _cut(", ".join(parts))


@lru_cache(maxsize=512)
def layers_text(spec: NetworkSpec) -> str:
    """Return a network's layers in a few words: Conv 16 > Pool > Dense 10."""
    return " > ".join(layer.short_text for layer in spec.layers if not isinstance(layer, Flatten))


def _branch(record: RunRecord, then: Mapping[str, float], epoch: int, parent: Parent) -> str:
    names = list(settings_beside(record.config, parent.config))
    if record.spec.dropout_rate != parent.spec.dropout_rate:
        names.append(DROPOUT_RATE)
    if names == ["epochs"] and not then and epoch == parent.last_epoch:
        return f"{parent.title}, {counted(record.config.epochs - epoch, 'epoch')} longer"
    parts = ", ".join(_settings(record, names, then))
    return f"{parent.title}, from epoch {epoch}{' with ' if parts else ''}{parts}"


def _of_network(record: RunRecord, known: Recipe | None) -> str:
    if not record.is_own_network:
        return Setup.title(record.recipe)
    differing = layers_beside(record.spec, known.spec) if known else None
    if known and differing and len(differing) <= 2:
        changes = " and ".join(_layer(index + 1, name, value) for index, name, value in differing)
        return f"{Setup.OWN} ({known.title} with {changes})"
    weighted = [layer.short_text for layer in record.spec.kernel_layers.values()]
    if len(weighted) > MOST_LAYERS:
        layers, parameters = len(record.spec.layers), count(record.spec.parameters)
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


def _settings(record: RunRecord, names: Sequence[str], then: Mapping[str, float]) -> Iterator[str]:
    """Yield the settings that a run differs in, and those that were changed on the way."""
    told = [*names, *(name for name in then if name not in names)]
    for name in told[:MOST_SETTINGS]:
        text = _setting(name, setting_value(record.spec, record.config, name))
        yield f"{text}, then {setting_text(name, then[name])}" if name in then else text
    if len(told) > MOST_SETTINGS:
        yield f"and {len(told) - MOST_SETTINGS} more"


def _setting(name: str, value: object) -> str:
    if isinstance(value, Augmentation):
        return _AUGMENTATIONS.get(value, "own augmentation")
    if name == "epochs":
        return counted(int(str(value)), "epoch")
    text = setting_text(name, value)
    return text if name in _SAID_BY_VALUE else f"{setting_name_within(name)} {text}"


def _cut(title: str) -> str:
    return title if len(title) <= LONGEST else f"{title[:LONGEST].rstrip(' ,(')}\N{HORIZONTAL ELLIPSIS}"
