"""What the tests of examination share: some digits, and what keeps and examines a file of them."""

from __future__ import annotations

import pytest

from tests.support import odd_sets


@pytest.fixture(scope="module")
def digits(bundled_dataset):
    return odd_sets.plain(bundled_dataset)


@pytest.fixture
def examined(tmp_path):
    """Return a function that keeps and examines what a file would hold."""
    return lambda arrays, **options: odd_sets.kept(
        tmp_path / "home", odd_sets.written(tmp_path / "source", arrays), **options
    )
