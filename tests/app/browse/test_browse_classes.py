"""What a person does on Browse's tab Classes, without a browser; the engine's functions are called in this process."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from core import lab
from core.data.identity import Identity
from core.errors import LabError
from core.messages.data import dataset as messages
from core.serving.inference_client import InferenceClient
from pages.state import cached
from pages.state.browse import class_pictures
from pages.text.browse_classes import Counts, byte_size
from pages.text.labels import label_text
from tests.support.waiting import until

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist")]

Visit = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def engine(monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    """Answer in the engine's place, from a client that remembers nothing of other tests."""
    behaviour = {"fails": False}

    def call(_, target: str, *args, **named):
        if behaviour["fails"]:
            raise LabError(messages.copy_missing())
        module, function = target.split(":")
        return getattr(importlib.import_module(module), function)(*args, **named)

    monkeypatch.setattr(InferenceClient, "call", call)
    class_pictures._client.clear()
    return behaviour


@pytest.fixture
def visit(visit: Visit) -> Visit:
    """Return a function that opens the tab as a new visitor, once all is counted."""

    def opened(*, is_counted: bool = True, **query: str) -> AppTest:
        app = visit("browse.py", browse="Classes", **query)
        if is_counted:
            split = query.get("class-split", "train")
            split = split if split in ("train", "validation", "test") else "train"
            client = class_pictures._client(lab.current().inference)
            until(lambda: (found := client.of(cached.dataset(), split, asker="test")).done == found.pieces)
            app.run()
        assert not app.exception
        return app

    return opened


def html_of(app: AppTest, part: str) -> str:
    """Return the piece of HTML with a part in it."""
    return next(block.value for block in app.html if part in block.value)


def texts(app: AppTest) -> list[str]:
    return [element.value for element in (*app.markdown, *app.caption)]


def cells(html: str) -> list[list[str]]:
    """Return the text of a table's rows."""
    rows = re.findall(r"<tr.*?</tr>", html)
    return [[re.sub("<.*?>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in rows]


def test_card_shows_what_goes_in_as_keras_prints_it(visit: Visit) -> None:
    app = visit(is_counted=False)
    assert cells(html_of(app, "Before: as they are read"))[1:] == [
        ["x_train", "(60000, 28, 28)", "uint8", "0 to 255", "47 MB"],
        ["y_train", "(60000,)", "uint8", "0 to 9", "60 kB"],
        ["x_test", "(10000, 28, 28)", "uint8", "0 to 255", "7.8 MB"],
        ["y_test", "(10000,)", "uint8", "0 to 9", "10 kB"],
    ]
    after = cells(html_of(app, "After: as a network gets them"))
    assert after[1] == ["x_train", "(54000, 784)", "float32", "0 to 1", "169 MB"]
    assert after[2] == ["y_train", "(54000, 10)", "float32", "one 1", "2.2 MB"]
    assert after[3][:2] == ["x_val", "(6000, 784)"]
    assert any("The last 10 % of the training images, 6,000 of 60,000" in text for text in texts(app))
    assert any("take 55 MB as bytes and would take 220 MB as float32" in text for text in texts(app))
    app.button_group(key="browse-class-input").set_value("convolution").run()
    assert cells(html_of(app, "After: as a network gets them"))[1][1] == "(54000, 28, 28, 1)"
    assert app.query_params["class-input"] == "convolution"


def test_page_is_there_while_the_images_are_added_up(visit: Visit, engine: dict[str, bool]) -> None:
    engine["fails"] = True
    app = visit(is_counted=False)
    assert [heading.value for heading in app.subheader] == [
        "What goes in",
        "What they look like on average",
        "How many of each",
        "Pixels that are never used",
    ]
    until(lambda: class_pictures._client(lab.current().inference)._asking.is_idle)
    app.run()
    assert app.error[0].value.startswith("The copy of the data set is missing")
    engine["fails"] = False
    app.button(key="classes-again").click().run()
    assert not app.error
    until(lambda: class_pictures._client(lab.current().inference)._asking.is_idle)
    app.run()
    assert not app.get("progress")
    assert "4 minus 9" in [heading.value for heading in app.subheader]


def test_two_means_are_compared_in_words(visit: Visit) -> None:
    app = visit()
    said = texts(app)
    assert any("1,752 of 1,991 test images of the two are told apart (88.0 %)" in text for text in said)
    assert any("With all ten means it is 82.03 % of 10,000" in text for text in said)
    assert any(text.startswith("**Green: 4 has more ink than 9**, above all at the left (most in") for text in said)
    assert any("**Purple: 9 has more**, above all at the top (most in row 7, column 15" in text for text in said)
    assert "4 minus 9. Green: 4 has more ink" in html_of(app, 'aria-label="4 minus 9"')


def test_pickers_and_swap_choose_the_labels(visit: Visit) -> None:
    app = visit()
    app.button_group(key="browse-class-b").set_value(1).run()
    assert app.query_params["class-b"] == "1"
    assert "4 minus 1" in [heading.value for heading in app.subheader]
    app.button(key="classes-swap").click().run()
    assert "1 minus 4" in [heading.value for heading in app.subheader]
    app.button_group(key="browse-class-a").set_value(4).run()
    assert any("A and B are the same" in info.value for info in app.info)


def test_address_has_all_choices(visit: Visit) -> None:
    app = visit(**{"class-a": "3", "class-b": "5", "class-split": "test", "class-view": "spread"})
    assert "3 minus 5" in [heading.value for heading in app.subheader]
    assert any("standard deviation over the test images of a label, 10,000 in all" in text for text in texts(app))
    assert not any("The address asks" in text for text in texts(app))


@pytest.mark.parametrize("bad", ["", "10", "-1", "four", "x" * 5000, "٣"], ids=lambda text: text[:5] or "empty")
def test_what_the_address_cannot_mean_is_said_with_a_way_back(visit: Visit, bad: str) -> None:
    app = visit(**{"class-a": bad, "class-b": "1", "class-split": bad, "class-view": bad, "class-input": bad})
    assert "4 minus 1" in [heading.value for heading in app.subheader]
    assert any("The address asks for something that is not there" in text for text in texts(app))
    app.button(key="classes-put-right").click().run()
    assert not any("The address asks" in text for text in texts(app))
    assert "4 minus 1" in [heading.value for heading in app.subheader]
    assert "class-a" not in app.query_params


def test_input_that_the_address_cannot_mean_is_said_with_a_way_back(visit: Visit) -> None:
    app = visit(**{"class-input": "xyz", "class-a": "3"})
    assert len([text for text in texts(app) if "The address asks for something" in text]) == 1
    app.button(key="classes-input-put-right").click().run()
    assert not any("The address asks" in text for text in texts(app))
    assert "class-input" not in app.query_params
    assert app.query_params["class-a"] in ("3", ["3"])


def test_pixels_that_are_never_used_are_counted(visit: Visit) -> None:
    app = visit()
    said = texts(app)
    assert "**67 of 784 pixels are paper in all 60,000 training images.**" in said
    assert any("has 512 weights for each of them: 34,304 weights" in text for text in said)
    assert any(text.startswith("At 2 of them some test image does have ink") for text in said)


def test_every_label_of_each_split_is_counted(visit: Visit) -> None:
    app = visit(is_counted=False)
    bars = cells(html_of(app, "How many images of each label"))
    assert bars[0] == ["Label", "Train, 54,000", "Validation, 6,000", "Test, 10,000"]
    assert bars[2] == ["1", "6,112 (11.32 %)", "630 (10.5 %)", "1,135 (11.35 %)"]
    assert any("1 is the most frequent label: 6,742 (11.24 %). 5 is the rarest" in text for text in texts(app))
    assert any("Always saying 1 would be right for 11.35 % of the test images" in text for text in texts(app))
    table = cells(html_of(app, "how many there are of each label"))
    assert table[2] == ["1", "6,112", "11.32 %", "630", "10.5 %", "1,135", "11.35 %"]


def test_labels_have_their_names_where_they_are_no_digits(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    names = tuple(f"Thing {label}" for label in range(10))
    monkeypatch.setattr(type(cached.dataset()), "identity", Identity(name="Things", class_names=names))
    app = visit()
    assert "4 (Thing 4) minus 9 (Thing 9)" in [heading.value for heading in app.subheader]


def test_label_is_its_number_or_has_a_name_too() -> None:
    assert label_text(7) == "7"
    assert label_text(7, ["T-shirt"] * 7 + ["Sneaker"]) == "7 (Sneaker)"


def test_labels_that_are_as_frequent_are_not_ranked() -> None:
    assert Counts.finding(["0", "1"], [350, 350], "images") == "Each label has as many images: 350 of 700."


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 bytes"), (60_000, "60 kB"), (7_840_000, "7.8 MB"), (9_960_000, "10 MB"), (169_344_000, "169 MB")],
)
def test_bytes_are_rounded(count: int, text: str) -> None:
    assert byte_size(count) == text
