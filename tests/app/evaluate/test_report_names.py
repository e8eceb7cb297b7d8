"""What a person typed stands in a report as text, and names no path: H1 and H2 of the faults."""

from __future__ import annotations

import unicodedata

import pytest

from core import lab
from core.training.record.events import RunEnded
from pages.parts.evaluate.report.gather import file_name_of
from tests.support.written_runs import EPOCH, STARTED

pytestmark = pytest.mark.app

EVENTS = [STARTED, EPOCH, RunEnded(outcome="finished", epoch=1)]


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "![picture](http://example.org/x.png) [link](http://example.org) :red[x] $$x$$",
        "&lt;b&gt; $TITLE ${STYLE} %(x)s {x}",
        "\N{RIGHT-TO-LEFT OVERRIDE}evil\N{RIGHT-TO-LEFT MARK} txt.exe",
        "a\x00b\x1bc\ufffe",
        "../../etc/passwd",
        "\N{GRINNING FACE}" * 80,
        "x" * 80,
    ],
    ids=["script", "attribute", "markdown", "templates", "right to left", "controls", "path", "emoji", "long"],
)
def test_persons_texts_are_shown_as_they_are(report, run_of, name):
    run = run_of("somebody", EVENTS, name=name)
    lab.current().store.set_name_and_note(run, name=name, note=f"{name}\n{name}")
    page = report(model=run)
    page.check()
    shown = "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in ("Cc", "Cn") else c for c in name)
    assert page.text_of("h1") == f"{shown} after epoch 1"
    assert page.all("bdi")[0].text == shown
    assert page.all("bdi")[1].text == f"{shown} {shown}"
    assert shown in page.text_of("title")


@pytest.mark.parametrize(
    ("title", "file_name"),
    [
        ("Quick CNN, learning rate 0.01", "quick-cnn-learning-rate-0-01-report.html"),
        ("../../etc/x", "etc-x-report.html"),
        ("..\\x%2e%2f\x00", "x-2e-2f-report.html"),
        ("Café ①", "cafe-1-report.html"),
        ("CON", "con-report.html"),
        ("\N{GRINNING FACE}", "network-report.html"),
        ("", "network-report.html"),
        ("a" * 300, f"{'a' * 40}-report.html"),
    ],
    ids=["title", "path", "escapes", "accents", "device", "emoji", "nothing", "long"],
)
def test_files_name_has_small_letters_digits_and_dashes(title, file_name):
    assert file_name_of(title) == file_name
