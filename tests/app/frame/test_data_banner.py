"""What every page says of a data set that is on its way or is not MNIST."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from core import lab
from core.dataset_provider import DatasetProgress
from core.errors import DataError
from core.messages.message import verbatim
from pages.state import cached
from tests.support.waiting import SCRIPT_SECONDS

pytestmark = pytest.mark.app

DOWNLOADING = DatasetProgress(stage="downloading", done_bytes=4_100_000, total_bytes=11_490_434)
FAILED = DatasetProgress(stage="failed", reason=verbatim(text="No mirror gave it: *a.example* does not answer."))


class StubProvider:
    """A provider whose progress a test sets."""

    def __init__(self, progress: DatasetProgress, *, is_ready: bool, can_download: bool = True) -> None:
        self.progress = progress
        self.is_ready = is_ready
        self.can_download = can_download
        self.tries = 0

    def wait_for_news(self) -> DatasetProgress:
        return self.progress

    def try_again(self) -> None:
        self.tries += 1
        self.progress = DOWNLOADING


@pytest.fixture
def told(monkeypatch):
    """Return a function that sets what pages are told; the data set is the small one, or an error."""

    def tell(progress: DatasetProgress, *, is_fallback=True, error: str | None = None, **state) -> StubProvider:
        provider = StubProvider(progress, **state)

        def dataset():
            if error:
                raise DataError(error)
            return SimpleNamespace(is_fallback=is_fallback, train_count=4000, test_count=1000)

        monkeypatch.setattr(lab, "current", lambda: SimpleNamespace(dataset_provider=provider))
        monkeypatch.setattr(cached, "dataset", dataset)
        return provider

    return tell


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


def line(app: AppTest) -> str:
    (caption,) = app.caption
    return caption.value


def popovers(app: AppTest) -> list[str]:
    return [block.proto.popover.label for block in app.get("popover")]


def progress_text(app: AppTest) -> str:
    return app.get("progress")[0].proto.text


def test_download_shows_how_far_it_is_and_no_page_yet(told):
    told(DOWNLOADING, is_ready=False)
    app = drawn()
    assert progress_text(app) == "Fetching MNIST: 4.1 of 11.5 MB. Browsing starts by itself."
    assert app.get("progress")[0].proto.value == 35
    assert not app.text
    assert not app.caption


def test_page_is_drawn_once_the_data_are_there(told):
    provider = told(DOWNLOADING, is_ready=False, is_fallback=False)
    app = drawn()
    provider.is_ready = True
    app.run()
    assert app.text[0].value == "the page"
    assert not app.get("progress")
    assert not app.caption


def test_failed_download_is_one_line_with_the_reason_and_what_to_do_behind_it(told):
    told(FAILED, is_ready=True)
    app = drawn()
    assert line(app) == "5,000 of MNIST's 70,000 digits: it could not be downloaded."
    assert not app.warning
    assert popovers(app) == ["Why?", "Use my file"]
    assert app.markdown[0].value == (
        r"No mirror gave it: \*a\.example\* does not answer\. Everything works with these digits as well; a network "
        "learns less from them."
    )
    assert buttons(app) == ["Try again"]
    assert "`DIGITLAB_DATA`" in app.markdown[1].value
    assert app.text[0].value == "the page"


def test_trying_again_shows_progress_beside_the_page(told):
    provider = told(FAILED, is_ready=True)
    app = drawn()
    app.button[0].click().run()
    assert provider.tries == 1
    assert line(app) == "5,000 of MNIST's 70,000 digits, until all of it is here: 4.1 of 11.5 MB."
    assert buttons(app) == popovers(app) == []
    assert not app.get("progress")
    assert app.text[0].value == "the page"


def test_where_downloading_is_switched_off_nothing_is_offered_that_cannot_work(told):
    told(DatasetProgress(stage="failed"), is_ready=True, can_download=False)
    app = drawn()
    assert line(app) == "5,000 of MNIST's 70,000 digits: downloading is switched off."
    assert buttons(app) == []
    assert popovers(app) == ["Use my file"]
    assert "`DIGITLAB_DATA`" in app.markdown[0].value


def test_data_that_cannot_be_read_are_said_and_can_be_tried_again(told):
    provider = told(
        DatasetProgress(stage="failed", reason=verbatim(text="x")),
        is_ready=True,
        can_download=False,
        error="mnist.npz is damaged.",
    )
    app = drawn()
    assert app.error[0].value == r"mnist\.npz is damaged\."
    assert not app.text
    app.button[0].click().run()
    assert provider.tries == 1


def test_log_of_runs_that_was_moved_aside_is_said_on_every_page(visit, monkeypatch) -> None:
    """P12."""
    assert not [box.value for box in visit("browse.py").warning if "list of runs" in box.value]
    monkeypatch.setattr(lab.current().store, "was_damaged", True)
    for page in ("browse.py", "train.py"):
        assert [box.value for box in visit(page).warning if "list of runs was damaged" in box.value]
