"""What a person has set for other programs changes nothing in an engine."""

from __future__ import annotations

import json

import pytest

from core.engine.engine import Engine
from core.engine.environment import child_environment

pytestmark = pytest.mark.process

T = "tests.support.targets"


@pytest.mark.parametrize(
    "name",
    [
        "KERAS_FLOATX",
        "KERAS_MAX_EPOCHS",
        "TF_ENABLE_ONEDNN_OPTS",
        "TF_XLA_FLAGS",
        "TF_NUM_INTRAOP_THREADS",
        "TF_ENABLE_AUTO_MIXED_PRECISION",
        "TF_USE_LEGACY_KERAS",
        "XLA_FLAGS",
        "ONEDNN_DEFAULT_FPMATH_MODE",
        "DNNL_MAX_CPU_ISA",
        "NVIDIA_TF32_OVERRIDE",
    ],
)
def test_switch_that_changes_results_is_not_inherited(name):
    assert name not in child_environment(1, {name: "1"})


@pytest.mark.parametrize("name", ["PATH", "CUDA_VISIBLE_DEVICES", "TF_FORCE_GPU_ALLOW_GROWTH", "DIGITLAB_HOME"])
def test_other_variables_are_inherited(name):
    assert child_environment(1, {name: "as it was"})[name] == "as it was"


@pytest.mark.parametrize("name", ["KERAS_BACKEND", "KERAS_HOME", "OMP_NUM_THREADS", "PYTHONUTF8"])
def test_our_own_setting_wins(name):
    assert child_environment(3, {name: "somebody's"})[name] == child_environment(3, {})[name]


def test_keras_computes_as_ever_whatever_is_in_the_persons_home(tmp_path, monkeypatch):
    settings = {"backend": "jax", "image_data_format": "channels_first", "floatx": "float16", "epsilon": 0.5}
    (tmp_path / ".keras").mkdir()
    (tmp_path / ".keras" / "keras.json").write_text(json.dumps(settings), encoding="utf-8")
    for name, value in {"HOME": str(tmp_path), "KERAS_BACKEND": "jax", "TF_USE_LEGACY_KERAS": "1"}.items():
        monkeypatch.setenv(name, value)
    engine = Engine("test engine", log_folder=tmp_path / "logs", preload="keras")
    try:
        found = engine.call(f"{T}:keras_settings")
    finally:
        engine.close()
    assert found == ("tensorflow", "channels_last", "float32", 1e-7)
