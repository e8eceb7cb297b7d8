"""Files that want more than to be read are refused in a sentence, and nothing of what they want happens."""

from __future__ import annotations

import json
import os
import re
import warnings

import numpy as np
import pytest

from benchmarks.hostile_models import hostile_files
from core.engine.limited import run_limited
from core.errors import ModelFileError
from core.importing.read import MAX_MODEL_FILE_BYTES, matching_candidates, read_model_file
from tests.support.many_files import joined

pytestmark = pytest.mark.process

NOT_WITH_OTHERS = ("empty", "text", "ONNX", "heap without end")  # are refused before there is a process, or by its end
ALONE = [
    *("M1 Lambda", "M3 TFSMLayer", "M5 external storage", "M6 external link", "M7 virtual dataset", "M8 zip slip"),
    *("M10 NPZ of objects", "M11 array of 16 GiB", "M12 zip bomb of 64 MiB", "M17 NaN", "empty", "text", "ONNX"),
    "heap without end",
]


@pytest.fixture(scope="module")
def secret(tmp_path_factory):
    file = tmp_path_factory.mktemp("secret") / "secret"
    file.write_bytes(bytes(20_000))
    return file


@pytest.fixture(scope="module")
def hostile(secret):
    return hostile_files(secret)


@pytest.fixture(scope="module")
def said(hostile):
    """What one limited process says of all of them, one after the other."""
    names = [name for name in hostile if name not in NOT_WITH_OTHERS]
    data, question = joined([hostile[name][0] for name in names])
    answer = run_limited(
        "tests.support.many_files:refusals", data, question=question, preload="h5py", seconds=30, mib=100
    )
    return dict(zip(names, json.loads(answer), strict=True))


def test_each_is_refused_in_a_sentence_of_its_own(hostile, said):
    wrong = {
        name: message
        for name, message in said.items()
        if not re.search(hostile[name][1], message) or not message.endswith(".") or len(message) > 500
    }
    assert wrong == {}


@pytest.mark.parametrize("name", ALONE)
def test_whole_way_refuses_and_nothing_is_read_or_written_elsewhere(hostile, secret, name):
    data, pattern = hostile[name]
    accessed = os.stat(secret).st_atime_ns
    with pytest.raises(ModelFileError, match=pattern):
        read_model_file(data)
    assert [file.name for file in secret.parent.iterdir()] == ["secret"]
    assert os.stat(secret).st_atime_ns == accessed


def test_layer_at_fault_is_told_to_the_program(hostile):
    with pytest.raises(ModelFileError) as caught:
        read_model_file(hostile["Embedding"][0])
    assert caught.value.fields == {"layer": 2}


def test_file_that_is_too_long_starts_no_process(monkeypatch):
    monkeypatch.setattr("core.importing.read.run_limited", None)
    with pytest.raises(ModelFileError, match="This file has 100 MiB, and a model's at most 100"):
        read_model_file(bytes(MAX_MODEL_FILE_BYTES + 1))


def test_settings_of_the_server_stay_as_they_were(hostile):
    import h5py

    def settings():
        return dict(os.environ), list(warnings.filters), np.geterr(), h5py.get_config().track_order, os.getcwd()

    before = settings()
    with pytest.raises(ModelFileError):
        matching_candidates(hostile["M22 half a .h5"][0], [])
    assert settings() == before
