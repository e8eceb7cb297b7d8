"""The ladder, the pixels, the nearest images and the amounts of one digit, without a browser."""

from __future__ import annotations

import numpy as np
import pytest

from core import lab
from core.data.dataset import Dataset
from core.data.gallery import ImageName
from core.data.identity import Identity
from pages.text.browse_digit import Ladder, scaled
from tests.support.component_events import data_of, send
from tests.support.drawn_anew import doubled_by, watch
from tests.support.one_digit_page import Visit, codes, texts

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist")]


@pytest.mark.parametrize(
    ("step", "look", "shapes", "code"),
    [
        (None, "picture", ["(28, 28) uint8"], ["image = x_test[4]"]),
        ("numbers", "shading", ["(28, 28) uint8"], ["image[15, 17]  # 253"]),
        ("divided", "divided", ["(28, 28) float32"], ['scaled = image.astype("float32") / 255']),
        (
            "row",
            "picture",
            ["(784,) float32", "(28, 28, 1) float32"],
            ["row = scaled.reshape(784)", "square = scaled.reshape(28, 28, 1)"],
        ),
        ("one-hot", None, ["(10,) float32"], ['keras.utils.to_categorical(y_test[4], 10).astype("float32")']),
    ],
)
def test_each_step_has_its_figure_shape_and_code(one: Visit, step, look, shapes, code) -> None:
    app = one(digit="test-4", **({"step": step} if step else {}))
    assert codes(app) == code
    for shape in shapes:
        assert f"<code>{shape}</code>" in texts(app)
    assert app.button_group(key="one-step").value == (step or "picture")
    if look is None:
        assert "The label is 4: the 1 stands at place 4" in texts(app)
        assert "place 4, where the 1 is" in texts(app)
    else:
        assert data_of(app, "one-picture")["look"] == look


def test_lines_of_code_do_what_they_say() -> None:
    held = {"x_test": np.arange(2 * 784).reshape(2, 28, 28).astype(np.uint8)}
    name = ImageName("test", 1)
    for step in ("picture", "divided", "row"):
        exec(Ladder.code(step, name, 0, 0, 0), held)
    exec(Ladder.CONVOLUTION_CODE, held)
    assert scaled(252) == "0.9882353"
    assert (held["row"].shape, held["row"].dtype) == ((784,), np.float32)
    assert held["square"].shape == (28, 28, 1)
    assert held["row"][28 * 3 + 5] == held["scaled"][3, 5]


def test_step_is_in_the_address_and_the_first_one_is_not(one: Visit) -> None:
    app = one(digit="test-4")
    app.button_group(key="one-step").set_value("row").run()
    assert app.query_params["step"] in ("row", ["row"])
    app.button_group(key="one-step").set_value("picture").run()
    assert "step" not in app.query_params


@pytest.mark.parametrize("step", ["", "rows", "../..", "9" * 3000], ids=["empty", "rows", "path", "long"])
def test_unknown_step_is_said_and_begins_at_the_picture(one: Visit, step: str) -> None:
    app = one(digit="test-4", step=step)
    assert not app.exception
    assert "The address names no step of this ladder" in texts(app)
    assert app.button_group(key="one-step").value == "picture"
    app.button_group(key="one-step").set_value("numbers").run()
    assert "The address names no step" not in texts(app)


def test_unknown_step_is_taken_out_of_the_address_with_a_click(one: Visit) -> None:
    app = one(digit="test-4", step="zzz")
    app.button(key="one-put-right").click().run()
    assert "The address names no step" not in texts(app)
    assert "step" not in app.query_params


def test_row_and_column_do_what_a_click_does(one: Visit) -> None:
    app = one(digit="test-1", step="numbers")
    app.number_input(key="one-row").set_value(9).run()
    app.number_input(key="one-column").set_value(14).run()
    assert "Row 9, column 14: **247** of 255, 97 % ink" in texts(app)
    assert codes(app) == ["image[9, 14]  # 247"]
    assert data_of(app, "one-picture")["place"] == 9 * 28 + 14
    send(app, "one-picture", "place", 3 * 28 + 2)
    assert "Row 3, column 2: **0** of 255, paper" in texts(app)
    assert app.number_input(key="one-row").value == 3
    for forged in (784, -1, "5", None, 2.5):
        send(app, "one-picture", "place", forged)
        assert not app.exception
        assert app.number_input(key="one-row").value == 3
    app.button_group(key="one-step").set_value("row").run()
    assert "28\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}3 + 2 = **86**" in texts(app)
    send(app, "one-strip", "place", 266)
    assert "28\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}9 + 14 = **266**, and there stands 0.96862745" in texts(app)


def test_nearest_images_vote_and_open(one: Visit) -> None:
    app = one(digit="test-4")
    assert "**All 10 say 4: a vote of them would read 4.** The label says so too." in texts(app)
    tiles = data_of(app, "one-nearest")["tiles"]
    dataset = lab.current().dataset()
    squares = np.array(
        [
            np.square(np.asarray(dataset.train_images[tile["index"]], np.int64) - dataset.test_images[4]).sum()
            for tile in tiles
        ]
    )
    assert [tile["lines"][1] for tile in tiles] == [f"{distance:.2f} away" for distance in np.sqrt(squares) / 255]
    first = tiles[0]["index"]
    send(app, "one-nearest", "chosen", first)
    assert app.query_params["digit"] in (f"train-{first}", [f"train-{first}"])
    assert "It is a training image itself" in texts(app)
    assert first not in [tile["index"] for tile in data_of(app, "one-nearest")["tiles"]]
    assert "59,999 training images" in texts(app)
    send(app, "one-nearest", "chosen", 60_000)  # forged
    assert not app.exception


def test_next_and_previous_digit(one: Visit) -> None:
    app = one(digit="test-0")
    assert app.button(key="one-digit-1").disabled
    app.button(key="one-digit+1").click().run()
    assert app.subheader[0].value == "Test image 1, label 2"
    app = one(digit="train-59999")
    assert app.subheader[0].value == "Validation image 59,999, label 8"
    app.button(key="one-digit-1").click().run()
    assert app.subheader[0].value.startswith("Validation image 59,998")


def test_network_that_wakes_up_is_said_and_the_ladder_is_there(one: Visit, answering) -> None:
    answering.is_awake = False
    app = one(digit="test-4")
    assert "waking up" in app.info[0].value
    assert codes(app) == ["image = x_test[4]"]
    assert "a vote of them" not in texts(app)


def test_amounts_are_counted_once_they_are_asked_for(one: Visit) -> None:
    app = one(digit="test-4")
    assert "of its 784 pixels are 0" not in texts(app)
    app.session_state["one-amounts-box"] = True
    app.run()
    assert "**664 of its 784 pixels are 0, paper.** The other 120 hold ink, 1 of them the full 255" in texts(app)
    assert "Row 17 has most ink of all rows, 2,691, and column 18 of all columns, 3,016" in texts(app)


def test_digit_that_there_is_not_leaves_the_tab_empty(one: Visit) -> None:
    app = one(digit="test-10000")
    assert not app.exception
    assert [error.value for error in app.error] == [
        "There is no such digit. Its address names no picture of this data set."
    ]
    assert not app.code


def test_model_that_there_is_not_is_said_beside_the_ladder(one: Visit) -> None:
    app = one(digit="test-4", model="0" * 32 + ".best")
    assert not app.exception
    assert app.error
    assert codes(app) == ["image = x_test[4]"]
    assert "a vote of them" in texts(app)


def test_no_widget_stands_twice_while_another_step_is_drawn(one: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    page = watch(monkeypatch)
    app = one(digit="test-4")
    for _ in range(2):
        with page.drawn_anew():
            app.run()
    for step in ("row", "one-hot", "numbers", "row", "picture"):
        assert doubled_by(page, app.button_group(key="one-step").set_value(step).run) == set()
    assert doubled_by(page, app.button(key="one-digit+1").click().run) == set()
    assert doubled_by(page, app.button_group(key="one-brush").set_value("ink").run) == set()
    assert doubled_by(page, app.button_group(key="one-brush").set_value("flip").run) == set()
    assert doubled_by(page, app.button(key="one-hint-ask").click().run) == set()
    assert doubled_by(page, app.button(key="one-search").click().run) == set()


def test_labels_with_names_are_called_by_them(one: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("T-shirt", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Boot")
    monkeypatch.setattr(Dataset, "identity", property(lambda _: Identity(name="Fashion-MNIST", class_names=names)))
    app = one(digit="test-4", step="one-hot")
    assert app.subheader[0].value == "Test image 4, label 4 (Coat)"
    assert "All 10 say 4 (Coat): a vote of them would read 4 (Coat)" in texts(app)
    assert "How few pixels turn a 4 into" in texts(app)  # the pretrained network reads digits
    assert "The label is 4 (Coat)" in texts(app)
