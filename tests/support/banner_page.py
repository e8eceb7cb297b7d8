"""A page with nothing but what is said of the data set, and a provider whose progress a test sets."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from core.data.progress import DatasetProgress
from core.messages.message import verbatim
from tests.support.waiting import SCRIPT_SECONDS

DOWNLOADING = DatasetProgress(stage="downloading", done_bytes=4_100_000, total_bytes=11_490_434)
PREPARING = DatasetProgress(stage="preparing")
FAILED = DatasetProgress(stage="failed", reason=verbatim(text="No mirror gave it: *a.example* does not answer."))


class StubProvider:
    """A provider whose progress a test sets."""

    def __init__(self, progress: DatasetProgress, *, is_ready: bool, can_download: bool = True) -> None:
        self.progress = progress
        self.is_ready = is_ready
        self.can_download = can_download
        self.is_fallback = True
        self.tries = 0
        self.asked: list[str | None] = []  # the copies to be used; None for the way back

    def wait_for_news(self) -> DatasetProgress:
        return self.progress

    def try_again(self) -> None:
        self.tries += 1
        self.progress = DOWNLOADING

    def use_copy(self, place: str) -> None:
        self.asked.append(place)
        self.progress = PREPARING

    def leave_copy(self) -> None:
        self.asked.append(None)
        self.progress = PREPARING


def page() -> None:
    import streamlit as st

    from pages.parts.frame import data_banner

    if data_banner.show():
        st.text("the page")


def drawn() -> AppTest:
    app = AppTest.from_function(page, default_timeout=SCRIPT_SECONDS).run()
    assert not app.exception
    return app


def buttons(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def captions(app: AppTest) -> list[str]:
    return [caption.value for caption in app.caption]
