"""A set-up as the text of an address, and back: a recipe's key, then only what differs from it.

"quick-cnn~epochs.5~rotation_degrees.10" or "quick-cnn~layer.Flatten~layer.Dense-10-softmax": nothing in it is escaped
in an address, and a person can read and change it. Whatever comes back was checked, by name.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.data.splits import VALIDATION_FRACTION
from core.errors import ConfigError
from core.messages import setup as messages
from core.messages import training
from core.recipes import Recipe, recipe, recipes
from core.training.settings.augmentation import STRENGTHS
from core.training.settings.config import SETTINGS, TrainingConfig
from core.training.settings.validate import check_choice
from models.layers import LAYER_KINDS, Layer
from models.spec import FLAT, IMAGE, NetworkSpec

LONGEST = 12_000  # characters; thirty layers with every setting have fewer, whatever their numbers are
INPUTS = {"flat": FLAT, "image": IMAGE}
_FLAGS = {"on": True, "off": False}
_VALUE_KINDS: dict[type, messages.ValueKind] = {bool: "on or off", int: "a whole number", float: "a number"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp:
    """What a run would be: the recipe that it began as, its network and its settings."""

    recipe: Recipe
    spec: NetworkSpec
    config: TrainingConfig

    @property
    def is_changed(self) -> bool:
        """Whether anything differs from the recipe."""
        return (self.spec, self.config) != (self.recipe.spec, self.recipe.config)


def link_text(set_up: SetUp) -> str:
    """Return a set-up as text of letters, digits and `-._~`; `read_link` gives it back, equal."""
    now, before = set_up.config, set_up.recipe.config
    parts = [set_up.recipe.key, *_changed(now, before, SETTINGS)]
    parts += _changed(now.augmentation, before.augmentation, STRENGTHS)
    if set_up.spec != set_up.recipe.spec:
        if set_up.spec.input_shape != set_up.recipe.spec.input_shape:
            parts.append(f"input.{next(name for name, shape in INPUTS.items() if shape == set_up.spec.input_shape)}")
        parts += [f"layer.{_layer_text(layer)}" for layer in set_up.spec.layers]
    return "~".join(parts)


def read_link(text: str, *, validation_fraction: float = VALIDATION_FRACTION) -> SetUp:
    """Return the set-up that a text of an address describes.

    Args:
        text: as `link_text` writes it; a stranger may have changed it.
        validation_fraction: share of its images that the data set holds out where nobody sets another.

    Raises:
        ConfigError: too long, an unknown recipe or setting, a value out of bounds.
        SpecError: a layer of an unknown kind, with settings that it cannot have, or that does not fit.
    """
    if len(text) > LONGEST:
        raise ConfigError(messages.long_link(most=LONGEST, length=len(text)), field=None)
    key, *parts = text.split("~")
    base = recipe(key)
    if base is None:
        known = tuple(recipe.key for recipe in recipes())
        raise ConfigError(messages.unknown_recipe(key=key[:40], known=known), field="recipe")
    base = base.on(validation_fraction)
    settings: dict[str, Any] = {}
    layers: list[dict[str, Any]] = []
    for name, value in (_read_setting(part) for part in parts):
        if name == "layer":
            layers.append(_read_layer(value))
        else:
            settings[name] = value
    shape = INPUTS.get(settings.pop("input", ""), base.spec.input_shape)
    spec = base.spec
    if layers or shape != spec.input_shape:
        documents = layers or spec.to_json()["layers"]
        spec = NetworkSpec.from_json({"schema": 1, "input_shape": list(shape), "layers": documents})
    strengths = {name: settings.pop(name) for name in STRENGTHS if name in settings}
    augmentation = dataclasses.replace(base.config.augmentation, **strengths)
    config = dataclasses.replace(base.config, **settings, augmentation=augmentation)
    return SetUp(recipe=base, spec=spec, config=config)


def _changed(now: object, before: object, names: Iterable[str]) -> list[str]:
    pairs = ((name, getattr(now, name)) for name in names)
    return [f"{name}.{_text(value)}" for name, value in pairs if value != getattr(before, name)]


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")  # never 1e-07: a minus stands between a layer's settings
    return "none" if value is None else str(value)


def _layer_text(layer: Layer) -> str:
    """Return a layer's kind and its settings in their order; those at the end that are as usual are left out."""
    fields = list(dataclasses.fields(layer))
    while fields and getattr(layer, fields[-1].name) == fields[-1].default:
        fields.pop()
    return "-".join([type(layer).__name__, *(_text(getattr(layer, field.name)) for field in fields)])


def _read_setting(part: str) -> tuple[str, Any]:
    """Return a part's name and its value, of the type that a setting has.

    Raises:
        ConfigError: no such setting, or a value that cannot be read as one.
    """
    name, _, text = part.partition(".")
    if name == "layer":
        return name, text
    if name == "input":
        check_choice("input", text, tuple(INPUTS))
        return name, text
    rows = SETTINGS | STRENGTHS
    if name not in rows:
        known = tuple(sorted([*rows, "input", "layer"]))
        raise ConfigError(training.unknown_setting(name=repr(name[:40]), known=known), field=name[:40])
    kind = rows[name].kind
    try:
        if kind is int and not re.fullmatch("[0-9]{1,12}", text):  # 1_0 is a number to Python only
            raise ValueError
        return name, _FLAGS[text] if kind is bool else kind(text)
    except (ValueError, KeyError):
        message = messages.unreadable_value(name=name, kind=_VALUE_KINDS[kind], value=text[:40])
        raise ConfigError(message, field=name) from None


def _read_layer(text: str) -> dict[str, Any]:
    """Return a layer as `models.spec_json` reads it; what it may be is asked there."""
    kind, *values = text.split("-")
    if kind not in LAYER_KINDS:
        return {"kind": kind}
    names = [field.name for field in dataclasses.fields(LAYER_KINDS[kind])]
    names += [f"value {number}" for number in range(len(names) + 1, len(values) + 1)]  # too many: refused by that name
    return {"kind": kind} | dict(zip(names, map(_value, values), strict=False))


def _value(text: str) -> object:
    if re.fullmatch(r"[0-9]{1,12}", text):
        return int(text)
    if re.fullmatch(r"[0-9]{1,12}\.[0-9]{1,400}", text):
        return float(text)
    return None if text == "none" else text
