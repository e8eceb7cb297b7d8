"""A run's live pictures where its data are clothes: each is called by its name."""

from __future__ import annotations

import pytest

from tests.support.clothes import NAMES
from tests.support.component_events import data_of
from tests.support.live_page import confusion_with, epoch_ended, offered
from tests.support.page_text import text_of
from tests.support.written_runs import STARTED, STEPS

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("clothes")]


def test_mix_ups_name_the_classes(opened) -> None:
    app = opened([STARTED, STEPS, epoch_ended(1, confusion_with(a4_read_as_9=7))], shown="mix_ups")
    assert "Coat taken for Ankle boot: 7 of 597 validation images, the most frequent mistake" in text_of(app)
    drawn = data_of(app, "live-mix-ups")
    assert drawn["labels"] == list(NAMES)
    assert drawn["cells"][4][9]["name"] == "Coat taken for Ankle boot: 7 images"
    assert "20 pictures" in str(offered(app))
