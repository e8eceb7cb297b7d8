"""A network while it is edited, which need not fit yet, and what is to be said of it layer by layer.

Whatever is asked of a draft, it never raises: what does not fit is a sentence in its review. The rules are those of
layers.py, shapes.py and spec.py; here is only when each is asked.
"""

from __future__ import annotations

import dataclasses
from dataclasses import MISSING, dataclass, fields
from functools import lru_cache

from core.errors import SpecError
from models.layer_table import LayerRow, describe, fitting_rows
from models.layers import LAYER_KINDS, Layer, check_layer_count
from models.shapes import CLASSES, Shape
from models.spec import NetworkSpec
from models.spec_json import Document, layer_document, read_layer

# Where Keras has no default, or one that few networks use: what a layer starts with when it is added.
_STARTS: dict[str, Document] = {
    "Dense": {"units": 64, "activation": "relu"},
    "Dropout": {"rate": 0.2},
    "Conv2D": {"filters": 16, "kernel_size": 3, "activation": "relu"},
    "Activation": {"function": "relu"},
}
_ANSWER: Document = {"units": CLASSES, "activation": "softmax"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLayer:
    """A layer with any settings, also ones that it must not have."""

    identity: int  # the same through all edits; no other layer of the draft has it
    kind: str  # Keras's class: "Conv2D"
    settings: tuple[tuple[str, object], ...]  # name and value, in the order of the layer's dataclass

    @property
    def document(self) -> Document:
        """The layer as a file has it."""
        return {"kind": self.kind, **dict(self.settings)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A network that is edited; every edit gives another draft, and one that means nothing gives the same."""

    input_shape: Shape
    layers: tuple[DraftLayer, ...]

    @classmethod
    def of(cls, spec: NetworkSpec) -> Draft:
        """Return a network as a draft."""
        layers = (
            _draft_layer(identity, type(layer).__name__, layer_document(layer))
            for identity, layer in enumerate(spec.layers)
        )
        return cls(input_shape=spec.input_shape, layers=tuple(layers))

    def place(self, identity: int | None) -> int | None:
        """Return where a layer stands, from 0; None where there is none such."""
        return next((place for place, layer in enumerate(self.layers) if layer.identity == identity), None)

    def added(self, kind: str, at: int) -> Draft:
        """Return the draft with a new layer before the one that stands at `at`, or at the end.

        A Dense layer at the end, after another one, starts as the answer: ten units, softmax.
        """
        if kind not in LAYER_KINDS:
            return self
        at = min(max(at, 0), len(self.layers))
        is_answer = kind == "Dense" and at == len(self.layers) and any(one.kind == kind for one in self.layers)
        new = _draft_layer(self._unused_identity, kind, _ANSWER if is_answer else _STARTS.get(kind, {}))
        return self._with(*self.layers[:at], new, *self.layers[at:])

    def removed(self, identity: int) -> Draft:
        """Return the draft without a layer."""
        return self._with(*(layer for layer in self.layers if layer.identity != identity))

    def duplicated(self, identity: int) -> Draft:
        """Return the draft with a copy right behind a layer."""
        place = self.place(identity)
        if place is None:
            return self
        copy = dataclasses.replace(self.layers[place], identity=self._unused_identity)
        return self._with(*self.layers[: place + 1], copy, *self.layers[place + 1 :])

    def moved(self, identity: int, by: int) -> Draft:
        """Return the draft with a layer moved towards the end (`by` above 0) or the start, as far as it goes."""
        place = self.place(identity)
        if place is None:
            return self
        others = [layer for layer in self.layers if layer.identity != identity]
        others.insert(min(max(place + by, 0), len(others)), self.layers[place])
        return self._with(*others)

    def changed(self, identity: int, setting: str, value: object) -> Draft:
        """Return the draft with another value of one of a layer's settings."""
        place = self.place(identity)
        if place is None:
            return self
        layers = list(self.layers)
        settings = tuple((name, value if name == setting else old) for name, old in layers[place].settings)
        layers[place] = dataclasses.replace(layers[place], settings=settings)
        return self._with(*layers)

    def with_kind(self, identity: int, kind: str) -> Draft:
        """Return the draft with a layer made one of another kind; it keeps the settings that both kinds have."""
        place = self.place(identity)
        if place is None or kind not in LAYER_KINDS:
            return self
        layers = list(self.layers)
        layers[place] = _draft_layer(identity, kind, _STARTS.get(kind, {}) | dict(layers[place].settings))
        return self._with(*layers)

    def with_input(self, shape: Shape) -> Draft:
        """Return the draft for images of another shape, (28, 28, 1) or (784,)."""
        return dataclasses.replace(self, input_shape=shape)

    @property
    def _unused_identity(self) -> int:
        return max((layer.identity for layer in self.layers), default=-1) + 1

    def _with(self, *layers: DraftLayer) -> Draft:
        return dataclasses.replace(self, layers=layers)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """What can be said of one layer of a draft."""

    identity: int
    text: str  # "Conv 32, 3 x 3, ReLU"; of a layer that is wrong by itself its kind and what it was given
    row: LayerRow | None  # None for the first layer that does not fit, and for those behind it
    share: float | None  # of the network's multiply-adds, 0 to 1; None until all is known
    problem: str  # why it does not fit and what helps; "" if it does, as far as is known


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What can be said of a draft."""

    rows: tuple[ReviewRow, ...]
    spec: NetworkSpec | None  # the network, where all fits
    problem: str | None  # the first that keeps it from being one; None where all fits


@dataclass(frozen=True, slots=True, kw_only=True)
class Mend:
    """Layers that make a draft fit which does not, as far as its first misfit goes."""

    draft: Draft  # with them
    kinds: tuple[str, ...]  # Keras's classes, in order
    before: int | None  # where the layer stands that they come before, from 0; None for the end


def mend(draft: Draft) -> Mend | None:
    """Return what is to be added where a network misses only a Flatten or its answer; None where that is not all."""
    reviewed = review(draft)
    if reviewed.spec is not None:
        return None
    shape = draft.input_shape
    for place, (layer, row) in enumerate(zip(draft.layers, reviewed.rows, strict=True)):
        if row.row is None:
            if layer.kind != "Dense" or len(shape) == 1:
                return None
            mended = draft.added("Flatten", place)
            return Mend(draft=mended, kinds=("Flatten",), before=place) if review(mended).rows[place + 1].row else None
        shape = row.row.output_shape
    return _answered(draft, shape)


def _answered(draft: Draft, shape: Shape) -> Mend | None:
    """Return a draft whose layers all fit, with what turns its output into ten values."""
    flat = draft if len(shape) == 1 else draft.added("Flatten", len(draft.layers))
    answer = _draft_layer(flat._unused_identity, "Dense", _ANSWER)
    mended = flat._with(*flat.layers, answer)
    if review(mended).spec is None:
        return None
    kinds = tuple(layer.kind for layer in mended.layers[len(draft.layers) :])
    return Mend(draft=mended, kinds=kinds, before=None)


def review(draft: Draft) -> Review:
    """Return what can be said of a draft: every layer that is wrong by itself, and the first that does not fit."""
    types = tuple(type(value) for layer in draft.layers for _, value in layer.settings)
    return _review(draft, types)


@lru_cache(maxsize=64)
def _review(draft: Draft, _types: tuple[type, ...]) -> Review:
    """Types are asked too, since 3 and 3.0 are the same key and not the same setting."""
    layers, problems = _read(draft)
    fitting = layers[: layers.index(None)] if None in layers else layers
    rows, misfit = fitting_rows(draft.input_shape, tuple(layer for layer in fitting if layer is not None))
    spec, refusal = None, misfit
    if misfit is None and not problems:
        try:
            spec = NetworkSpec(input_shape=draft.input_shape, layers=tuple(layer for layer in layers if layer))
        except SpecError as error:
            refusal = error
    for error in (refusal, _too_many(draft)):
        if error is not None and isinstance(place := error.fields["layer"], int):
            problems.setdefault(place, str(error))
    total = sum(row.multiply_adds for row in rows) if len(rows) == len(layers) else 0
    reviewed = []
    for place, (drafted, layer) in enumerate(zip(draft.layers, layers, strict=True)):
        row = rows[place] if place < len(rows) else None
        reviewed.append(
            ReviewRow(
                identity=drafted.identity,
                text=drafted.kind if layer is None else describe(layer),
                row=row,
                share=row.multiply_adds / total if row is not None and total else None,
                problem=problems.get(place, ""),
            )
        )
    first = problems[min(problems)] if problems else str(refusal) if refusal is not None else None
    return Review(rows=tuple(reviewed), spec=spec, problem=first)


def _read(draft: Draft) -> tuple[list[Layer | None], dict[int, str]]:
    """Return each layer, None where it is wrong by itself, and by its place why it is."""
    layers: list[Layer | None] = []
    problems: dict[int, str] = {}
    for place, drafted in enumerate(draft.layers):
        try:
            layers.append(read_layer(drafted.document, place))
        except SpecError as error:
            layers.append(None)
            problems[place] = str(error)
    return layers, problems


def _too_many(draft: Draft) -> SpecError | None:
    try:
        check_layer_count(len(draft.layers))
    except SpecError as error:
        return error
    return None


def _draft_layer(identity: int, kind: str, given: Document) -> DraftLayer:
    """Return a layer with the settings given, as far as its kind has them; the others are Keras's defaults."""
    settings = tuple(
        (field.name, given.get(field.name, None if field.default is MISSING else field.default))
        for field in fields(LAYER_KINDS[kind])
    )
    return DraftLayer(identity=identity, kind=kind, settings=settings)
