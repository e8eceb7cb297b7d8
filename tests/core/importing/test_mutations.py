"""3,000 files with faults drawn from fixed seeds: each is read or refused, in a process that lives to say so."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

from benchmarks.model_files import NETWORK, document, keras_file, new_weights, npz_file, old_h5, some_weights
from benchmarks.tflite_files import tflite_file
from core.engine.limited import run_limited
from core.errors import ModelFileError
from core.importing.read import read_model_file
from tests.support.mutated_files import mutations, mutations_within

pytestmark = pytest.mark.process

WEIGHTS = some_weights(NETWORK)
FILES = {
    "keras": keras_file(document(NETWORK), new_weights(NETWORK, WEIGHTS)),
    "h5": old_h5(NETWORK, WEIGHTS, whole=document(NETWORK, "2.2")),
    "npz": npz_file(WEIGHTS, spec=NETWORK),
    "tflite": tflite_file(np.ones((10, 784), np.float32), np.zeros(10, np.float32)),
}
EACH = 500


@pytest.mark.parametrize(
    ("kind", "within"),
    [("keras", False), ("keras", True), ("h5", False), ("npz", False), ("npz", True), ("tflite", False)],
    ids=["keras", "within keras", "h5", "npz", "within npz", "tflite"],
)
def test_each_is_read_or_refused_and_the_process_lives(kind, within):
    question = json.dumps({"seed": 12, "count": EACH, "within": within})
    answer = run_limited(
        "tests.support.mutated_files:read_many",
        FILES[kind],
        question=question,
        preload="h5py",
        seconds=100,
        mib=64,
    )
    found = json.loads(answer)
    assert found.keys() == {"read", "refused"}
    assert sum(found.values()) == EACH


@pytest.mark.parametrize("kind", FILES)
def test_whole_way_reads_or_refuses(kind):
    for changed in (*mutations(FILES[kind], seed=3, count=3), *mutations(FILES[kind], seed=28, count=2)):
        said = _said(changed)
        assert said == "" or re.fullmatch(r"[^\n]{20,500}\.", said)


def _said(data):
    """Return the refusal of a file; nothing where it is read and its numbers are finite."""
    try:
        model = read_model_file(data)
    except ModelFileError as error:
        return str(error)
    return "" if all(np.isfinite(array).all() for array in model.weights.values()) else "numbers that are none"


def test_faults_are_the_same_each_time_and_within_a_zip_that_is_whole():
    assert list(mutations(b"0123456789", seed=5, count=4)) == list(mutations(b"0123456789", seed=5, count=4))
    (changed,) = mutations_within(FILES["npz"], seed=1, count=1)
    assert changed[:2] == b"PK"
    assert changed != FILES["npz"]
