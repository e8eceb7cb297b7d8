"""Start where the data are clothes."""

from __future__ import annotations

import pytest

from pages.text.start import Start
from tests.support.clothes import NAMES
from tests.support.page_text import labels, text_of
from tests.support.written_runs import EPOCH, STARTED

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("clothes")]
NOTHING = "This network reads digits; these are Fashion-MNIST's pictures: its answers mean nothing here."


def test_guess_is_one_of_the_names(visit) -> None:
    app = visit()
    said = text_of(app)
    assert "How can a machine tell what a picture shows when all it gets is 784 numbers?" in said
    assert "There is a picture in them." in said
    pills = app.button_group(key="start-guess")
    assert pills.options == [name.replace("-", "\\-") for name in NAMES]
    assert "Another picture" in labels(app)
    pills.set_value(7).run()
    assert "You say Sneaker, from bare numbers." in text_of(app)


def test_answer_of_a_network_that_reads_digits_is_said_to_mean_nothing(visit, answering, clothes) -> None:
    app = visit()
    app.button_group(key="start-guess").set_value(7).run()
    app.button_group(key="start-step").set_value("answer").run()
    said, label = text_of(app), NAMES[clothes.test_labels[1]]
    assert f"You said Sneaker, the network says 2 (99.8 % sure), the label is {label}." in said
    assert NOTHING in said
    assert Start.verdict(7, 2, int(clothes.test_labels[1])) not in said


def test_own_network_that_has_learned_them_answers_in_its_place(visit, answering, run_of) -> None:
    app = visit()
    run_of(app.session_state["owner"], [STARTED, EPOCH])
    answering.digit = 7
    app.button_group(key="start-step").set_value("answer").run()
    said = text_of(app)
    assert "The network says Sneaker (99.8 % sure), the label is" in said
    assert NOTHING not in said


def test_server_says_what_it_holds(visit) -> None:
    said = text_of(visit())
    assert "**Pictures**: Fashion-MNIST, from a file of this server's own: 300 to learn from, 100 to test with." in said
    assert "of MNIST's 10,000" not in said
