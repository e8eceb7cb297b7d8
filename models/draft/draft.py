"""A network while it is edited, which need not fit yet. No edit raises; review.py says what does not fit."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import MISSING, dataclass, fields

from models.layers import LAYER_KINDS
from models.shapes import CLASSES, Shape
from models.spec import NetworkSpec
from models.spec_json import Document, layer_document

_OUTPUT_LAYER: Document = {"units": CLASSES, "activation": "softmax"}


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
    def from_spec(cls, spec: NetworkSpec) -> Draft:
        """Return a network as a draft."""
        return cls.from_documents(spec.input_shape, [layer_document(layer) for layer in spec.layers])

    @classmethod
    def from_documents(cls, input_shape: Shape, documents: Sequence[Document]) -> Draft:
        """Return a draft of layers as a file has them, all of known kinds; what is left out is as Keras has it."""
        layers = (_draft_layer(identity, each["kind"], each) for identity, each in enumerate(documents))
        return cls(input_shape=input_shape, layers=tuple(layers))

    def index_of(self, identity: int | None) -> int | None:
        """Return a layer's index, from 0; None where there is no such layer."""
        return next((index for index, layer in enumerate(self.layers) if layer.identity == identity), None)

    def added(self, kind: str, index: int) -> Draft:
        """Return the draft with a new layer before the one at `index`, or at the end.

        A Dense layer at the end, after another one, starts as the output layer: ten units, softmax.
        """
        if kind not in LAYER_KINDS:
            return self
        index = min(max(index, 0), len(self.layers))
        is_output = kind == "Dense" and index == len(self.layers) and any(layer.kind == kind for layer in self.layers)
        new = _draft_layer(self._unused_identity, kind, _OUTPUT_LAYER if is_output else {**LAYER_KINDS[kind].start})
        return self._with(*self.layers[:index], new, *self.layers[index:])

    def removed(self, identity: int) -> Draft:
        """Return the draft without a layer."""
        return self._with(*(layer for layer in self.layers if layer.identity != identity))

    def duplicated(self, identity: int) -> Draft:
        """Return the draft with a copy right behind a layer."""
        index = self.index_of(identity)
        if index is None:
            return self
        copy = dataclasses.replace(self.layers[index], identity=self._unused_identity)
        return self._with(*self.layers[: index + 1], copy, *self.layers[index + 1 :])

    def moved(self, identity: int, by: int) -> Draft:
        """Return the draft with a layer moved towards the end (`by` above 0) or the start, as far as it goes."""
        index = self.index_of(identity)
        if index is None:
            return self
        others = [layer for layer in self.layers if layer.identity != identity]
        others.insert(min(max(index + by, 0), len(others)), self.layers[index])
        return self._with(*others)

    def changed(self, identity: int, setting: str, value: object) -> Draft:
        """Return the draft with another value of one of a layer's settings."""
        index = self.index_of(identity)
        if index is None:
            return self
        layers = list(self.layers)
        settings = tuple((name, value if name == setting else old) for name, old in layers[index].settings)
        layers[index] = dataclasses.replace(layers[index], settings=settings)
        return self._with(*layers)

    def with_kind(self, identity: int, kind: str) -> Draft:
        """Return the draft with a layer made one of another kind; it keeps the settings that both kinds have."""
        index = self.index_of(identity)
        if index is None or kind not in LAYER_KINDS:
            return self
        layers = list(self.layers)
        layers[index] = _draft_layer(identity, kind, {**LAYER_KINDS[kind].start} | dict(layers[index].settings))
        return self._with(*layers)

    def with_output_layer(self) -> Draft:
        """Return the draft with a Dense layer of ten units, softmax, at the end."""
        return self._with(*self.layers, _draft_layer(self._unused_identity, "Dense", _OUTPUT_LAYER))

    def with_input(self, shape: Shape) -> Draft:
        """Return the draft for images of another shape, (28, 28, 1) or (784,)."""
        return dataclasses.replace(self, input_shape=shape)

    @property
    def _unused_identity(self) -> int:
        return max((layer.identity for layer in self.layers), default=-1) + 1

    def _with(self, *layers: DraftLayer) -> Draft:
        return dataclasses.replace(self, layers=layers)


def _draft_layer(identity: int, kind: str, document: Document) -> DraftLayer:
    """Return a layer with the settings given, as far as its kind has them; the others are Keras's defaults."""
    settings = tuple(
        (field.name, document.get(field.name, None if field.default is MISSING else field.default))
        for field in fields(LAYER_KINDS[kind])
    )
    return DraftLayer(identity=identity, kind=kind, settings=settings)
