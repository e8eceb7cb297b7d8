"""One Lab for all page tests, in a home of its own; real data where DIGITLAB_DATA names them."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core import lab
from core.recipes import recipe
from core.runs.record import RunRecord

NAVIGATION = Path(__file__).resolve().parents[2] / "pages" / "navigation.py"
PAGE_TIMEOUT_SECONDS = 60


@pytest.fixture(scope="session", autouse=True)
def _lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIGITLAB_HOME", str(tmp_path_factory.mktemp("home")))
        yield
        lab.close()


@pytest.fixture
def visit() -> Callable[..., AppTest]:
    """Return a function that opens a page, `visit("browse.py", digit="test-0")`, as a new visitor."""

    def opened(page: str | None = None, **query: str | list[str]) -> AppTest:
        app = AppTest.from_file(str(NAVIGATION), default_timeout=PAGE_TIMEOUT_SECONDS)
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        return app if page is None else app.switch_page(page).run()

    return opened


@pytest.fixture
def run_of():
    """Return a function that writes a run into the log: `run_of("somebody", EVENTS)` gives its id."""
    made = []

    def write(owner: str, events, recipe_key: str = "quick-cnn", name: str = "") -> str:
        found = recipe("quick-cnn")
        record = RunRecord(
            id=secrets.token_hex(16),
            owner=owner,
            created=time.time(),
            recipe=recipe_key,
            name=name,
            spec=found.spec,
            config=found.config,
            data="",
        )
        store = lab.current().store
        fields = {field: getattr(record, field) for field in ("owner", "recipe", "name", "spec", "config", "data")}
        store.create(run=record.id, nonce=record.id, **fields)
        store.append(record.id, 1, events)
        made.append(record.id)
        return record.id

    yield write
    for run in made:
        lab.current().store.delete(run)
