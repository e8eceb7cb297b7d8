"""A set-up as the text of an address, and back: a recipe's key, then only what differs from it.

"quick-cnn~epochs.5~rotation_degrees.10" or "quick-cnn~layer.Flatten~layer.Dense-10-softmax": nothing in it is escaped
in an address, and a person can read and change it. Whatever comes back was checked, by name. A network that does not
fit yet has its layers as `draft.`: their kinds are checked and of which type their values are, not what they may be.
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
from models.draft.draft import Draft
from models.layers import LAYER_KINDS, MAX_LAYERS, Layer, check_layer_count
from models.layers.base import Shape, settings_of
from models.layers.settings import Setting
from models.spec import FLAT, IMAGE, NetworkSpec
from models.spec_json import Document, read_layer

LONGEST = 12_000  # characters; thirty layers with every setting have fewer, whatever their numbers are
MOST_DRAFTED = 2 * MAX_LAYERS  # layers of a network that does not fit, where it was taken from an address
INPUTS = {"flat": FLAT, "image": IMAGE}
_NO_LAYERS, _MINUS = "empty", "minus"
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


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSetUp:
    """A set-up whose network need not fit yet."""

    recipe: Recipe
    draft: Draft
    config: TrainingConfig


def link_text(set_up: SetUp | DraftSetUp) -> str:
    """Return a set-up as text of letters, digits and `-._~`; `read_link` gives it back, equal.

    Of a draft, the layers' identities are counted anew, and a number of more than twelve digits is left out.
    """
    now, before = set_up.config, set_up.recipe.config
    parts = [set_up.recipe.key, *_changed(now, before, SETTINGS)]
    parts += _changed(now.augmentation, before.augmentation, STRENGTHS)
    if isinstance(set_up, DraftSetUp):
        parts += _input_text(set_up.draft, set_up.recipe)
        parts += [f"draft.{_draft_layer_text(layer.document)}" for layer in set_up.draft.layers]
        parts += [] if set_up.draft.layers else [f"draft.{_NO_LAYERS}"]
    elif set_up.spec != set_up.recipe.spec:
        parts += _input_text(set_up.spec, set_up.recipe)
        parts += [f"layer.{_layer_text(layer)}" for layer in set_up.spec.layers]
    return "~".join(parts)


def read_link(text: str, *, validation_fraction: float = VALIDATION_FRACTION) -> SetUp | DraftSetUp:
    """Return the set-up that a text of an address describes.

    Args:
        text: as `link_text` writes it; a stranger may have changed it. One with a `draft.` is a draft.
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
    layers: list[Document] = []
    is_draft = any(part.startswith("draft.") for part in parts)
    for name, value in (_read_setting(part) for part in parts if part != f"draft.{_NO_LAYERS}"):
        if name in ("layer", "draft"):
            layers.append(_read_layer(value))
        else:
            settings[name] = value
    shape = INPUTS.get(settings.pop("input", ""), base.spec.input_shape)
    strengths = {name: settings.pop(name) for name in STRENGTHS if name in settings}
    augmentation = dataclasses.replace(base.config.augmentation, **strengths)
    config = dataclasses.replace(base.config, **settings, augmentation=augmentation)
    if is_draft:
        return DraftSetUp(recipe=base, draft=_read_draft(shape, layers), config=config)
    spec = base.spec
    if layers or shape != spec.input_shape:
        documents = layers or spec.to_json()["layers"]
        spec = NetworkSpec.from_json({"schema": 1, "input_shape": list(shape), "layers": documents})
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


def _input_text(network: NetworkSpec | Draft, recipe: Recipe) -> list[str]:
    if network.input_shape == recipe.spec.input_shape:
        return []
    return [f"input.{next(name for name, shape in INPUTS.items() if shape == network.input_shape)}"]


def _layer_text(layer: Layer) -> str:
    """Return a layer's kind and its settings in their order; those at the end that are as usual are left out."""
    fields = list(dataclasses.fields(layer))
    while fields and getattr(layer, fields[-1].name) == fields[-1].default:
        fields.pop()
    return "-".join([type(layer).__name__, *(_text(getattr(layer, field.name)) for field in fields)])


def _draft_layer_text(document: Document) -> str:
    """Return a drafted layer as `_layer_text` does, whatever its settings are."""
    fields = list(dataclasses.fields(LAYER_KINDS[document["kind"]]))
    while fields and document[fields[-1].name] == fields[-1].default:
        fields.pop()
    return "-".join([document["kind"], *(_draft_value_text(document[field.name]) for field in fields)])


def _draft_value_text(value: object) -> str:
    is_negative = isinstance(value, int | float) and value < 0
    text = _text(abs(value) if is_negative else value)  # type: ignore[arg-type]
    if isinstance(value, str) and not value.isidentifier():
        return "none"
    is_readable = type(_value(text)) is type(abs(value) if is_negative else value)  # type: ignore[arg-type]
    return f"{_MINUS}{text}" if is_readable and is_negative else text if is_readable else "none"


def _read_setting(part: str) -> tuple[str, Any]:
    """Return a part's name and its value, of the type that a setting has.

    Raises:
        ConfigError: no such setting, or a value that cannot be read as one.
    """
    name, _, text = part.partition(".")
    if name in ("layer", "draft"):
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


def _read_draft(shape: Shape, documents: list[Document]) -> Draft:
    """Return a draft of layers that may not fit, but can be shown and edited.

    Raises:
        SpecError: too many layers, a layer of an unknown kind, or a value of another type than its setting.
    """
    if len(documents) > MOST_DRAFTED:
        check_layer_count(len(documents))
    for index, document in enumerate(documents):
        settings = settings_of(LAYER_KINDS[document["kind"]]) if document["kind"] in LAYER_KINDS else None
        values = {name: value for name, value in document.items() if name != "kind"}
        if settings is None or not all(_is_editable(value, settings.get(name)) for name, value in values.items()):
            read_layer(document, index)  # which refuses it by name
            continue
        document |= {name: _as_typed(value, settings[name]) for name, value in values.items()}
    return Draft.from_documents(shape, documents)


def _is_editable(value: object, setting: Setting | None) -> bool:
    """Return whether a field of a form can hold a value, which may be out of bounds."""
    if setting is None or setting.choices:
        return setting is not None and value in setting.choices
    return value is None or type(value) is int or (type(value) is float and not setting.is_whole)


def _as_typed(value: object, setting: Setting) -> object:
    return float(value) if type(value) is int and not setting.is_whole else value


def _value(text: str) -> object:
    match = re.fullmatch(rf"({_MINUS})?([0-9]{{1,12}})(\.[0-9]{{1,400}})?", text)
    if match is None:
        return None if text == "none" else text
    minus, whole, fraction = match.groups()
    value = float(whole + fraction) if fraction else int(whole)
    return -value if minus else value
