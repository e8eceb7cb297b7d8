"""The note that files carry: read back bit for bit, and nothing else is taken for one."""

from __future__ import annotations

import json

import numpy as np
import pytest

from core.data.input_scaling import UNIT, Pixels
from core.export.model_files.model_note import ModelNote
from core.importing.pixel_trial import SCALINGS

IMAGE = np.arange(784, dtype=np.uint32).astype(np.uint8).reshape(1, 28, 28)


@pytest.mark.parametrize(
    "pixels",
    [*SCALINGS.values(), Pixels(offset=0.1 + 0.2, divisor=1 / 3, shuffled=True), Pixels(offset=-1e6, divisor=-1e-6)],
    ids=str,
)
@pytest.mark.parametrize("judges_each", [True, False])
def test_note_is_read_as_it_was_written_and_its_inputs_are_numbers(pixels, judges_each):
    note = ModelNote(pixels=pixels, judges_each=judges_each)
    assert ModelNote.from_text(note.to_text()) == note
    assert np.isfinite(pixels.inputs(IMAGE)).all()


@pytest.mark.parametrize(
    "entries",
    [
        *({"offset": number} for number in (1e308, -1e308, 1.1e6, float("nan"), float("inf"), 0, None, "0")),
        *({"divisor": number} for number in (5e-324, -1e-7, 0.0, 1.1e6, 1e39, float("nan"), 255, True)),
        *({"shuffled": 0}, {"judges_each": "no"}, {"schema": 2}),
    ],
    ids=str,
)
def test_note_with_numbers_that_float32_has_no_use_for_is_none(entries):
    whole = json.loads(ModelNote(pixels=UNIT).to_text())
    assert ModelNote.from_text(json.dumps(whole)) is not None
    assert ModelNote.from_text(json.dumps(whole | entries)) is None
