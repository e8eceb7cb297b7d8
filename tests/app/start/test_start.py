"""Start as a person meets it: guess, go on, ask the network; and what the page must not tell before that."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import numpy as np
import pytest

from pages.state import cached
from pages.text.numbers import sureness
from pages.text.start import Start
from tests.support.page_text import text_of

pytestmark = pytest.mark.app

STEPS = ("numbers", "shading", "picture", "answer")


def step(app) -> str:
    return app.button_group(key="start-step").value


def grid(app) -> str:
    """Return the HTML of the selected digit."""
    return next(block.value for block in app.html if "digit-cells" in block.value)


def show_me(app):
    return app.button(key="primary-show-me").click().run()


def test_first_visit_shows_bare_numbers_and_asks_for_a_guess(visit, answering):
    app = visit()
    assert not app.exception
    assert step(app) == "numbers"
    assert "numbers" in re.search(r'class="digit-cells (\w+)"', grid(app)).groups()
    assert len(re.findall("<td", grid(app))) == 784
    assert app.button_group(key="start-guess").options == [str(digit) for digit in range(10)]
    assert answering.questions == 0  # nothing is asked, so nothing waits for the engine


def test_show_me_goes_on_step_by_step_to_the_answer(visit, answering):
    app = visit()
    seen = [step(app)]
    for _ in STEPS[1:]:
        show_me(app)
        seen.append(step(app))
    assert tuple(seen) == STEPS
    assert "primary-show-me" not in [button.key for button in app.button]


@pytest.mark.usefixtures("real_mnist")
def test_guess_network_and_label_stand_in_one_sentence(visit, answering):
    answering.digit, answering.sureness = 9, 0.632
    app = visit(digit="test-0")
    app.button_group(key="start-guess").set_value(7).run()
    app.button_group(key="start-step").set_value("answer").run()
    assert "You said 7, the network says 9 (63.2 % sure), the label is 7." in text_of(app)
    assert "The label sides with you" in text_of(app)


@pytest.mark.usefixtures("real_mnist")
def test_guess_is_optional(visit, answering):
    app = visit()
    app.button_group(key="start-step").set_value("answer").run()
    assert "The network says 2 (99.8 % sure), the label is 2." in text_of(app)


@pytest.mark.usefixtures("real_mnist", "answering")
@pytest.mark.parametrize("opened", STEPS[:-1])
def test_nothing_tells_the_label_before_the_answer(visit, opened):
    app = visit(digit="test-1")  # a 2
    app.button_group(key="start-step").set_value(opened).run()
    said = text_of(app)
    assert not re.search(r"label (is )?2|is a 2|reads? (a )?2", said)
    assert not [button for button in app.get("popover") if "Digit" in str(button)]
    label = html.unescape(re.search(r'aria-label="([^"]*)"', grid(app)).group(1))
    assert re.findall(r"\b\d\b", label) in ([], ["0"], ["3"])  # paper is 0; the ink begins in row 3


def test_another_digit_begins_again_with_its_numbers_and_no_guess(visit, answering):
    app = visit(digit="test-5")
    app.button_group(key="start-guess").set_value(3).run()
    app.button_group(key="start-step").set_value("answer").run()
    app.button(key="primary-another").click().run()
    assert step(app) == "numbers"
    assert app.button_group(key="start-guess").value is None
    assert app.query_params["digit"] != "test-5"


def test_another_digit_is_never_the_same_one(visit, answering, monkeypatch):
    monkeypatch.setattr("secrets.randbelow", lambda count: 5)
    app = visit(digit="test-5")
    app.button(key="start-another").click().run()
    assert app.query_params["digit"] == "test-6"


def test_step_and_guess_are_kept_while_another_page_is_open(visit, answering):
    app = visit()
    app.button_group(key="start-guess").set_value(3).run()
    show_me(app)
    app.switch_page("browse.py").run()
    app.switch_page("start.py").run()
    assert (step(app), app.button_group(key="start-guess").value) == ("shading", 3)


def test_answer_waits_for_the_network_and_fills_itself_in(visit, answering):
    answering.is_awake = False
    app = visit()
    app.button_group(key="start-step").set_value("answer").run()
    assert "The network is waking up (about 10 s)." in text_of(app)
    answering.waking_seconds = 83.0
    assert "The network is still waking up: 1 min 20 s so far." in text_of(app.run())
    assert "the label is" not in text_of(app)
    answering.is_awake = True
    app.run()
    assert "the label is" in text_of(app)


@pytest.mark.usefixtures("answering")
def test_digit_that_does_not_exist_has_a_way_back(visit):
    app = visit(digit="test-99999999")
    assert "There is no such digit." in text_of(app)
    assert "Ten minutes, six pages" in text_of(app)
    app.button(key="show-default-digit").click().run()
    assert step(app) == "numbers"


@pytest.mark.usefixtures("answering")
def test_guess_is_forgotten_where_other_digits_have_arrived(visit, answering, monkeypatch):
    app = visit()
    app.button_group(key="start-guess").set_value(7).run()
    assert app.button_group(key="start-guess").value == 7
    other = replace(cached.dataset(), digest="another")
    monkeypatch.setattr(cached, "dataset", lambda: other)
    app.run()
    assert app.button_group(key="start-guess").value is None


def test_path_ticks_what_this_session_has_seen_and_carries_the_digit(visit, answering):
    def ticked() -> list[str]:
        links = [link.proto for link in app.get("page_link") if link.proto.icon.endswith("check_circle:")]
        assert text_of(app).count("You have seen: ") == len(links)
        return [link.label for link in links]

    app = visit(digit="test-4")
    assert ticked() == []  # to have come here is not to have seen anything
    app.session_state["visited"] = frozenset({"browse", "train", "draw"})
    app.run()
    assert ticked() == ["2 Browse"]
    app.session_state["run"] = "0" * 32
    app.session_state["drawing"] = np.zeros((28, 28), np.uint8)
    app.button_group(key="start-step").set_value("answer").run()
    assert ticked() == ["1 Start", "2 Browse", "3 Train", "5 Draw"]
    app.button(key="primary-another").click().run()
    assert "You have seen: a picture is 784 numbers." in [caption.value for caption in app.caption]
    digit = app.query_params["digit"]
    links = {link.proto.label: link.proto for link in app.get("page_link")}
    for label in (
        "1 Start",
        "2 Browse",
        "3 Train",
        "4 Inside",
        "5 Draw",
        "6 Evaluate",
        "I know this, take me to training",
    ):
        assert f"digit={digit}" in links[label].query_string
    assert links["2 Browse"].help == "1 to 3 min"


def test_page_says_what_this_app_is(visit):
    app = visit()
    assert app.title[0].value == "Digit Lab"
    assert "Watch a network learn to read digits." in text_of(app)


def test_guess_is_answered_at_once_and_each_button_says_what_it_will_show(visit, answering):
    app = visit(digit="test-5")
    for step_now, button in zip(STEPS, ("the shades", "the picture", "the network's answer"), strict=False):
        assert step(app) == step_now
        assert app.button(key="primary-show-me").label == f"Show me {button}"
        app.button_group(key="start-guess").set_value(3).run()
        assert "You say 3" in text_of(app)
        show_me(app)
    assert answering.questions == 1


def test_answer_leads_inside_with_this_digit_and_the_network_that_answered(visit, answering):
    app = visit(digit="test-5", model="0" * 32 + ".1")
    app.session_state["inside-source"] = "drawing"  # followed there before
    app.button_group(key="start-step").set_value("answer").run()
    link = next(link.proto for link in app.get("page_link") if link.proto.label == "See how it knew")
    assert link.page == "inside"
    assert {"digit=test-5", "model=pretrained"} <= set(link.query_string.split("&"))
    assert app.session_state["inside-source"] == "digit"


@pytest.mark.usefixtures("answering", "real_mnist")
def test_page_says_which_digits_these_are_and_where_it_computes(visit):
    said = text_of(visit())
    assert "60,000 to learn from, 10,000 to test with" in said
    assert re.search(r"(one processor core|\d+ processor cores)", said)
    assert "9,961 of MNIST's 10,000 test images read right." in said


@pytest.mark.usefixtures("answering")
def test_page_says_which_digits_these_are_without_a_network(visit, bundled_dataset, monkeypatch):
    monkeypatch.setattr(cached, "dataset", lambda: bundled_dataset)
    app = visit()
    assert "5,000 of MNIST's 70,000, handwritten by clerks" in text_of(app)
    assert "4,000 to learn from, 1,000 to test with" in text_of(app)
    assert "Next: see all 5,000" in [link.proto.label for link in app.get("page_link")]


@pytest.mark.parametrize(
    ("guess", "answer", "label", "said"),
    [
        (None, 2, 2, "The network is right"),
        (2, 2, 2, "All three agree."),
        (3, 2, 2, "the label sides with the network"),
        (None, 3, 2, "The network is wrong"),
        (2, 3, 2, "The label sides with you"),
        (3, 3, 2, "You and the network agree"),
        (1, 3, 2, "Three opinions"),
    ],
)
def test_verdict_says_who_agrees_with_whom(guess, answer, label, said):
    assert said in Start.verdict(guess, answer, label)


@pytest.mark.parametrize(
    ("probability", "text"), [(0.998, "99.8 %"), (0.9994, "99.9 %"), (0.9996, "over 99.9 %"), (1.0, "over 99.9 %")]
)
def test_sureness_never_becomes_a_certainty(probability, text):
    assert sureness(probability) == text
