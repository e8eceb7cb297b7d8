"""What can be said of a draft, layer by layer, and what would make it fit.

No question about a draft raises: what does not fit is a sentence in its review. The rules are those of the layers,
shapes.py and spec.py; here is only when each is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from core.errors import SpecError
from models.draft.draft import Draft
from models.layer_table import LayerRow, rows_before_misfit
from models.layers import Layer, check_layer_count
from models.shapes import Shape
from models.spec import NetworkSpec
from models.spec_json import read_layer


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
class SuggestedFix:
    """Layers to add to a draft, or one to move up, so that its first misfit is gone."""

    draft: Draft  # with them
    kinds: tuple[str, ...]  # Keras's classes, in order
    before: int | None  # index of the layer that they come before, from 0; None for the end
    is_move: bool = False  # the layer is there already, further below


def suggest_fix(draft: Draft) -> SuggestedFix | None:
    """Return what helps where a network lacks only a Flatten or its output layer; None where that is not all.

    A Flatten that stands below is moved up, since a second one would do nothing.
    """
    reviewed = review(draft)
    if reviewed.spec is not None:
        return None
    shape = draft.input_shape
    for index, (layer, row) in enumerate(zip(draft.layers, reviewed.rows, strict=True)):
        if row.row is None:
            if layer.kind != "Dense" or len(shape) == 1:
                return None
            kinds = [layer.kind for layer in draft.layers[index:]]
            below = kinds.index("Flatten") if "Flatten" in kinds else 0
            moved = draft.moved(draft.layers[index + below].identity, -below)
            fixed = moved if below else draft.added("Flatten", index)
            is_fixed = review(fixed).rows[index + 1].row is not None
            fix = SuggestedFix(draft=fixed, kinds=("Flatten",), before=index, is_move=below > 0)
            return fix if is_fixed else None
        shape = row.row.output_shape
    return _with_output(draft, shape)


def _with_output(draft: Draft, shape: Shape) -> SuggestedFix | None:
    """Return a draft whose layers all fit, with what turns its output into ten values."""
    flat = draft if len(shape) == 1 else draft.added("Flatten", len(draft.layers))
    fixed = flat.with_output_layer()
    if review(fixed).spec is None:
        return None
    kinds = tuple(layer.kind for layer in fixed.layers[len(draft.layers) :])
    return SuggestedFix(draft=fixed, kinds=kinds, before=None)


def review(draft: Draft) -> Review:
    """Return what can be said of a draft: every layer that is wrong by itself, and the first that does not fit."""
    types = tuple(type(value) for layer in draft.layers for _, value in layer.settings)
    return _review(draft, types)


@lru_cache(maxsize=64)
def _review(draft: Draft, _types: tuple[type, ...]) -> Review:
    """Types are asked too, since 3 and 3.0 are the same key and not the same setting."""
    layers, problems = _read(draft)
    fitting = layers[: layers.index(None)] if None in layers else layers
    rows, misfit = rows_before_misfit(draft.input_shape, tuple(layer for layer in fitting if layer is not None))
    spec, refusal = None, misfit
    if misfit is None and not problems:
        try:
            spec = NetworkSpec(input_shape=draft.input_shape, layers=tuple(layer for layer in layers if layer))
        except SpecError as error:
            refusal = error
    for error in (refusal, _too_many(draft)):
        if error is not None and isinstance(index := error.fields["layer"], int):
            problems.setdefault(index, str(error))
    total = sum(row.multiply_adds for row in rows) if len(rows) == len(layers) else 0
    reviewed = []
    for index, (drafted, layer) in enumerate(zip(draft.layers, layers, strict=True)):
        row = rows[index] if index < len(rows) else None
        reviewed.append(
            ReviewRow(
                identity=drafted.identity,
                text=drafted.kind if layer is None else layer.text,
                row=row,
                share=row.multiply_adds / total if row is not None and total else None,
                problem=problems.get(index, ""),
            )
        )
    first = problems[min(problems)] if problems else str(refusal) if refusal is not None else None
    return Review(rows=tuple(reviewed), spec=spec, problem=first)


def _read(draft: Draft) -> tuple[list[Layer | None], dict[int, str]]:
    """Return each layer, None where it is wrong by itself, and the reasons by the layers' indices."""
    layers: list[Layer | None] = []
    problems: dict[int, str] = {}
    for index, drafted in enumerate(draft.layers):
        try:
            layers.append(read_layer(drafted.document, index))
        except SpecError as error:
            layers.append(None)
            problems[index] = str(error)
    return layers, problems


def _too_many(draft: Draft) -> SpecError | None:
    try:
        check_layer_count(len(draft.layers))
    except SpecError as error:
        return error
    return None
