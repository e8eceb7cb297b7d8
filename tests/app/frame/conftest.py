"""Files that are read and tried without the engine."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from core import lab
from core.data.progress import DatasetProgress
from core.errors import DataError, ModelFileError
from core.messages.message import verbatim
from pages.parts.frame import model_import
from pages.state import cached
from tests.support.banner_page import StubProvider
from tests.support.brought_models import SMALL, read_model
from tests.support.import_page import NOTE, TANH


@pytest.fixture
def file(answering, monkeypatch):
    """Return what stands for the reader: give it what the next file holds; it notes what it was asked."""

    class File:
        holds = read_model(note=NOTE)
        refusal = ""
        asked = ()
        is_alone = True  # where it may hold weights without their network

        def read(self, data, *, candidates):
            self.asked = (*self.asked, (data, list(candidates)))
            if self.refusal:
                raise ModelFileError(verbatim(text=self.refusal), layer=None)
            return self.holds

        def fitting(self, _, candidates):
            places = [place for place, spec in enumerate(candidates) if spec in (SMALL, TANH)]
            return places if self.is_alone else None

    found = File()
    monkeypatch.setattr(model_import, "read_model_file", found.read)
    monkeypatch.setattr(model_import, "matching_candidates", found.fitting)
    return found


@pytest.fixture
def told(monkeypatch):
    """Return a function that sets what pages are told; the data set is the small one, or an error."""

    def tell(
        progress: DatasetProgress, *, is_fallback=True, error: str | None = None, remarks=(), **state
    ) -> StubProvider:
        provider = StubProvider(progress, **state)
        provider.is_fallback = is_fallback

        def dataset():
            if error:
                raise DataError(error)
            counts = {"train_count": 4000, "test_count": 1000}
            return SimpleNamespace(is_fallback=provider.is_fallback, is_mnist=True, mends=(), remarks=remarks, **counts)

        monkeypatch.setattr(lab, "current", lambda: SimpleNamespace(dataset_provider=provider))
        monkeypatch.setattr(cached, "dataset", dataset)
        return provider

    return tell
