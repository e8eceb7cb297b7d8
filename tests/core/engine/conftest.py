"""An engine whose child loads nothing."""

import pytest

from core.engine.engine import Engine


@pytest.fixture
def engine(tmp_path):
    engine = Engine("test engine", log_folder=tmp_path)
    engine.start()
    yield engine
    engine.close()
