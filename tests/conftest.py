"""What more than one folder of tests needs, and the rule that in CI (CI=true) a test that is skipped has failed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from core.data.bundled_digits import DatasetArrays, make_digits
from core.data.dataset import Dataset, load_dataset
from tests.support import unit_ring

os.environ["DIGITLAB_MIRRORS"] = "off"  # no test asks the real network; servers that tests start inherit it


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--unit", action="store_true", help="run the unit ring alone: no process, no network")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--unit"):
        unit_ring.install()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Not even import the tests of what has TensorFlow at its top, where the unit ring is asked for."""
    is_engines = collection_path.parts[-2:] in {("training", "graph"), ("training", "loop")}
    return True if is_engines and config.getoption("--unit") else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the other rings' tests where the unit ring is asked for."""
    if config.getoption("--unit"):
        others = {item for item in items if unit_ring.OTHER_RINGS & {mark.name for mark in item.iter_markers()}}
        config.hook.pytest_deselected(items=list(others))
        items[:] = [item for item in items if item not in others]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item):
    """Hold every test of the unit ring to it."""
    if not item.config.getoption("--unit"):
        return (yield)
    with unit_ring.guarded():
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport():
    """Let a skipped or an expectedly failed test fail in CI, with its reason."""
    return _without_skip((yield))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report():
    """The same for a module that skips itself."""
    return _without_skip((yield))


def _without_skip(report):
    if report.skipped and os.environ.get("CI") == "true":
        reason = getattr(report, "wasxfail", None) or report.longrepr
        report.outcome = "failed"
        report.longrepr = f"In CI nothing may be skipped: {reason[2] if isinstance(reason, tuple) else reason}"
        if hasattr(report, "wasxfail"):
            del report.wasxfail
    return report


@pytest.fixture(scope="session")
def bundled_dataset(tmp_path_factory) -> Dataset:
    """The digits that need no download: 4,000 train, of which the last 500 validate, 1,000 test."""
    return load_dataset(tmp_path_factory.mktemp("bundled"), None, make_fallback=make_digits)


@pytest.fixture(scope="session")
def small_dataset(bundled_dataset, tmp_path_factory) -> Dataset:
    """Some of them, so that trainings are short: 1,500 train, 297 test."""
    some = DatasetArrays(
        train_images=bundled_dataset.train_images[:1500],
        train_labels=bundled_dataset.train_labels[:1500],
        test_images=bundled_dataset.test_images[:297],
        test_labels=bundled_dataset.test_labels[:297],
    )
    return load_dataset(tmp_path_factory.mktemp("small"), None, make_fallback=lambda: some)


@pytest.fixture(scope="session")
def real_mnist() -> Path:
    """Where the real MNIST lies; skip where the tests run on the fall-back digits."""
    location = os.environ.get("DIGITLAB_DATA")
    if not location:
        pytest.skip("needs the real MNIST: set DIGITLAB_DATA to its file or folder")
    return Path(location).resolve()
