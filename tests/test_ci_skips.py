"""In CI nothing may be skipped: however a test gets out of its work, it fails there, and only there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parent
WAYS_OUT = """
import pytest

@pytest.fixture
def missing():
    pytest.skip("by fixture")

@pytest.mark.skip(reason="by mark")
def test_one(): pass

def test_two(): pytest.skip("by call")

def test_three(missing): pass

@pytest.mark.xfail(reason="by expectation")
def test_four(): assert False

def test_five(): pass
"""
WAY_OUT_OF_A_MODULE = "import pytest\npytest.skip('by module', allow_module_level=True)\n"


def run_pytest(folder: Path, source: str, *, ci: str) -> subprocess.CompletedProcess[str]:
    (folder / "conftest.py").write_bytes((TESTS / "conftest.py").read_bytes())
    (folder / "test_it.py").write_text(source)
    environment = os.environ | {"CI": ci, "PYTHONPATH": str(TESTS.parent), "COLUMNS": "200"}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-ra", f"--rootdir={folder}", str(folder)]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_skipped_tests_fail_in_ci_and_say_why(tmp_path: Path) -> None:
    result = run_pytest(tmp_path, WAYS_OUT, ci="true")
    assert result.returncode == 1
    # the mark and the fixture skip during set-up: pytest counts these as errors
    assert "2 failed, 1 passed, 2 errors" in result.stdout
    for reason in ("by fixture", "by mark", "by call", "by expectation"):
        assert f"In CI nothing may be skipped: {reason}" in result.stdout.replace("Skipped: ", "")


def test_skipped_module_fails_in_ci(tmp_path: Path) -> None:
    result = run_pytest(tmp_path, WAY_OUT_OF_A_MODULE, ci="true")
    assert result.returncode == 2
    assert "In CI nothing may be skipped: Skipped: by module" in result.stdout


def test_skipped_tests_are_only_reported_elsewhere(tmp_path: Path) -> None:
    result = run_pytest(tmp_path, WAYS_OUT, ci="")
    assert result.returncode == 0
    assert "1 passed, 3 skipped, 1 xfailed" in result.stdout
