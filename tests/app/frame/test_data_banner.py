"""What every page says of a data set that is on its way or is not MNIST."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from core import lab
from core.data.progress import DatasetProgress
from core.messages.message import verbatim
from tests.support.banner_page import DOWNLOADING, FAILED, buttons, drawn

pytestmark = pytest.mark.app


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
