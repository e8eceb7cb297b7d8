"""Files that are read and tried without the engine."""

from __future__ import annotations

import pytest

from core.errors import ModelFileError
from core.messages.message import verbatim
from pages.parts.frame import model_import
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
