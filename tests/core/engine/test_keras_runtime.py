"""What an engine that has loaded Keras holds in memory."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.source import ROOT

pytestmark = pytest.mark.process

ASK = """
import sys
from core.engine.keras_runtime import load_keras
load_keras(1)
print(*sorted({"keras", "tensorflow", "matplotlib", "pandas", "sklearn"} & set(sys.modules)))
import pandas
"""


def test_keras_is_loaded_without_what_it_takes_along_and_hides_nothing_afterwards():
    answer = subprocess.run([sys.executable, "-c", ASK], cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.split() == ["keras", "tensorflow"]
