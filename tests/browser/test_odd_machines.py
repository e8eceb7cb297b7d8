"""Servers on machines that are unlike a developer's, in much at once: they serve, and their engines answer."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, expect

from benchmarks import harness
from core.data.dataset import Dataset

pytestmark = pytest.mark.browser

WHAT_RUNS = ("app.py", "core", "models", "pages", ".streamlit")
KERAS_SETTINGS = json.dumps(
    {"backend": "jax", "image_data_format": "channels_first", "floatx": "float16", "epsilon": 0.5}
)
NO_TEMPORARY_FOLDER = """
import tempfile
def refuse():
    raise FileNotFoundError(2, "No usable temporary directory found in ['/tmp', '/var/tmp']")
tempfile._get_default_tempdir = refuse
"""


@pytest.fixture
def person(tmp_path: Path, small_dataset: Dataset) -> Path:
    """The home folder of a person with digits and Keras settings of their own."""
    person = tmp_path / "Ada & Co"  # Streamlit 1.67 itself does not start in an umlaut where the locale is not UTF-8
    (person / ".keras").mkdir(parents=True)
    (person / ".keras" / "keras.json").write_text(KERAS_SETTINGS, encoding="utf-8")
    (person / "eigene Ziffern").mkdir()
    np.savez(
        person / "eigene Ziffern" / "größer.npz",
        x_train=small_dataset.train_images,
        y_train=small_dataset.train_labels,
        x_test=small_dataset.test_images,
        y_test=small_dataset.test_labels,
    )
    return person


@pytest.fixture
def odd_server(person: Path) -> Iterator[harness.Server]:
    """A server without a folder for temporary files, under a locale that is not UTF-8."""
    (person / "sitecustomize.py").write_text(NO_TEMPORARY_FOLDER, encoding="utf-8")
    machine = {
        "HOME": str(person),
        "PYTHONPATH": str(person),
        "DIGITLAB_HOME": "~/Läufe und Daten",
        "DIGITLAB_DATA": "${HOME}/eigene Ziffern/größer.npz",
        "KERAS_BACKEND": "jax",
        "LC_ALL": "C",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONUTF8": "0",
    }
    with harness.serve(machine) as running:
        yield running


def test_odd_machine_serves_and_reads(chromium: Browser, odd_server: harness.Server, person: Path) -> None:
    with harness.visit(chromium) as seen:
        page = seen.page
        page.goto(f"{odd_server.url}/browse")
        harness.drawn(page, "browse-picture")
        page.goto(f"{odd_server.url}/draw")
        page.get_by_role("button", name="Draw one for me").click()
        answer = page.get_by_role("heading", level=2, name="It reads a")
        expect(answer).to_be_visible()
        assert seen.errors == []
    assert (person / "Läufe und Daten" / "runs.sqlite3").is_file()
    assert [path.name for path in (person / ".keras").iterdir()] == ["keras.json"]
    assert (person / ".keras" / "keras.json").read_text("utf-8") == KERAS_SETTINGS


def test_checkout_whose_path_has_spaces_and_umlauts_serves(chromium: Browser, tmp_path: Path) -> None:
    checkout = tmp_path / "Ziffern über alles"
    checkout.mkdir()
    for name in WHAT_RUNS:
        if (harness.REPOSITORY / name).is_dir():  # whose compiled files come and go
            shutil.copytree(harness.REPOSITORY / name, checkout / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(harness.REPOSITORY / name, checkout / name)
    with harness.serve({"DIGITLAB_DATA": ""}, folder=checkout) as server, harness.visit(chromium) as seen:
        seen.page.goto(f"{server.url}/browse")
        harness.drawn(seen.page, "browse-picture")  # of digits that a child has made
        assert seen.errors == []
