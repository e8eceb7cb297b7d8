"""How the weights of each layer start, added to the rows of the list where it is not as usual."""

from __future__ import annotations

import contextlib
import dataclasses

from core.errors import SpecError
from core.training.diagnosis.before import zero_starts
from models.draft.draft import Draft
from models.draft.review import Review, ReviewRow
from models.layers import Layer
from models.layers.kernel import KernelLayer
from models.spec_json import read_layer
from pages.text.before_training import Warnings

USUAL = "glorot_uniform"  # Keras's own


def rows_with_starts(draft: Draft, review: Review) -> list[ReviewRow]:
    """Return a review's rows, with the initialiser where it is not the usual one, and a warning where it is zeros."""
    layers: dict[int, Layer] = {}
    for index, drafted in enumerate(draft.layers):
        with contextlib.suppress(SpecError):  # said at its row
            layers[index] = read_layer(drafted.document, index)
    places = list(layers)
    zeros = {places[at]: function for at, function in zero_starts(tuple(layers.values())).items()}
    return [_with_start(row, layers.get(index), zeros.get(index)) for index, row in enumerate(review.rows)]


def _with_start(row: ReviewRow, layer: Layer | None, zero_function: str | None) -> ReviewRow:
    if not isinstance(layer, KernelLayer) or layer.initializer == USUAL:
        return row
    problem = row.problem or ("" if zero_function is None else Warnings.zeros_at_row(zero_function))
    return dataclasses.replace(row, text=Warnings.row(row.text, layer.initializer), problem=problem)
