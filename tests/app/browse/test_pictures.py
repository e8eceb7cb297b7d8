"""Browse's mosaic: every filter and order, by its control and by the address, and what is said where nothing is."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from core import lab
from tests.app.browse.conftest import Reading
from tests.support.component_events import data_of, send
from tests.support.waiting import until

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist", "reading")]

Browse = Callable[..., AppTest]
MOSAIC = "browse-mosaic"


def shown(app: AppTest) -> list[str]:
    """Return the names of the tiles."""
    return [tile["id"] for tile in data_of(app, MOSAIC)["tiles"]]


def labels(app: AppTest) -> list[str]:
    """Return what stands under the tiles."""
    return [tile["label"] for tile in data_of(app, MOSAIC)["tiles"]]


def standing(app: AppTest) -> str:
    """Return the sentence that says how many match and which are shown."""
    return next(caption.value for caption in app.caption if " shown, page " in caption.value)


def settled(app: AppTest) -> AppTest:
    """Run the page until nothing is waited for."""
    until(lambda: not app.run().get("progress"))
    return app


def more(app: AppTest) -> AppTest:
    """Open More filters, which a browser tells."""
    app.session_state["browse-more"] = True
    return app.run()


def address(app: AppTest) -> str | None:
    """Return which pictures the address asks for."""
    said = app.query_params.get("pictures")
    return said[-1] if isinstance(said, list) else said


def test_several_digits_are_chosen_and_stand_in_the_address(browse: Browse) -> None:
    app = browse()
    app.button_group(key="browse-label").set_value([4, 9]).run()
    assert address(app) == "test.digits-49"
    assert set(labels(app)) == {"4", "9"}
    assert standing(app) == "1,991 of 10,000 test images match; 64 shown, page 1 of 32"
    again = browse(pictures="test.digits-49")
    assert shown(again) == shown(app)
    assert again.button_group(key="browse-label").value == [4, 9]
    app.button_group(key="browse-label").set_value([]).run()
    assert address(app) is None


@pytest.mark.parametrize(("size", "tiles", "pages"), [("5x5", 25, 400), ("10x10", 100, 100), ("16x16", 256, 40)])
def test_sizes(browse: Browse, size: str, tiles: int, pages: int) -> None:
    app = more(browse())
    app.button_group(key="browse-size").set_value(size).run()
    assert address(app) == f"test.{size}"
    assert standing(app) == f"10,000 images, {tiles} shown, page 1 of {pages}"
    assert len(shown(app)) == tiles


def test_only_what_is_read_wrong_and_how_surely(browse: Browse, reading: Reading) -> None:
    reading.said = {("test", 7): (4, 0.55), ("test", 100): (0, 0.9), ("test", 9): (9, 0.3)}
    app = more(browse())
    app.button_group(key="browse-reading").set_value("wrong").run()
    settled(app)
    assert address(app) == "test.wrong"
    assert shown(app) == ["test-7", "test-100"]
    assert labels(app) == ["9 \N{RIGHTWARDS ARROW} 4", "6 \N{RIGHTWARDS ARROW} 0"]
    assert standing(app) == "2 of 10,000 test images match; 2 shown, page 1 of 1"
    assert data_of(app, MOSAIC)["tiles"][0]["name"] == "Test image 7, label 9, read as 4, 55.0 % sure"
    app.slider(key="browse-sureness").set_value((60, 100)).run()
    assert address(app) == "test.wrong.sure-60-100"
    assert shown(app) == ["test-100"]
    send(app, MOSAIC, "chosen", "test-100")
    assert app.query_params["digit"] in ("test-100", ["test-100"])
    assert any("reads it as **0**, 90.0 % sure: wrong." in text.value for text in app.markdown)


def test_filters_that_are_not_seen_are_not_drawn_and_say_what_the_address_does(browse: Browse) -> None:
    app = browse(pictures="test.wrong.sure-20-90.hardest.5x5")
    assert not any(one.key == "browse-reading" for one in app.button_group)
    more(app)
    assert app.button_group(key="browse-reading").value == "wrong"
    assert tuple(app.slider(key="browse-sureness").value) == (20, 90)
    assert app.selectbox(key="browse-order").value == "hardest"
    app.button_group(key="browse-reading").set_value(None).run()  # a second press of what is chosen
    assert address(app) == "test.wrong.sure-20-90.hardest.5x5"
    app.button_group(key="browse-size").set_value("10x10").run()
    assert address(app) == "test.wrong.sure-20-90.hardest.10x10"


def test_hardest_come_first_and_train_is_read_in_its_own_range(browse: Browse, reading: Reading) -> None:
    reading.said = {("train", 54_003): (0, 0.9), ("train", 55_000): (7, 0.99)}
    app = more(settled(browse(pictures="validation.hardest")))
    assert shown(app)[:2] == ["train-55000", "train-54003"]
    app.toggle(key="browse-reversed").set_value(True).run()
    assert address(app) == "validation.hardest.reversed"
    assert "train-55000" not in shown(app)


def test_orders_of_pixels_are_by_measure(browse: Browse) -> None:
    app = settled(browse(pictures="test.ink"))
    dataset = lab.current().dataset()
    ink = dataset.test_images.reshape(10_000, -1).sum(axis=1, dtype="int64")
    assert shown(app)[0] == f"test-{ink.argmin()}"
    more(app).selectbox(key="browse-order").set_value("typical").run()
    settled(app)
    assert address(app) == "test.typical"
    assert len(set(labels(app))) <= 3  # ones are nearest to their mean


def test_waiting_is_said_and_the_page_goes_on(browse: Browse, reading: Reading, monkeypatch) -> None:
    from core.serving.pictures.pictures_client import InTurn

    monkeypatch.setattr(InTurn, "want", lambda *_: None)
    app = browse(pictures="test.digits-4.wrong")
    (progress,) = app.get("progress")
    assert progress.proto.text.startswith("The selected network reads the test images: 0 of 10,000.")
    assert set(labels(app)) == {"4"}
    app.button(key="browse-next").click().run()
    assert address(app) == "test.digits-4.wrong.page-2"


def test_nothing_found_is_said_with_a_way_back(browse: Browse, reading: Reading) -> None:
    reading.said = {("test", 7): (4, 0.55)}
    app = settled(browse(pictures="test.digits-1.wrong"))
    assert [info.value for info in app.info] == ["No test image is a 1 and read wrong."]
    ways = {button.key: button.label for button in app.button if button.key.startswith("browse-without")}
    assert ways == {"browse-without-0": "Any digit: 1 image", "browse-without-1": "Read right or wrong: 1,135 images"}
    app.button(key="browse-without-1").click().run()
    assert address(app) == "test.digits-1"
    assert not app.info


def test_random_page_is_its_seeds_and_another_is_another(browse: Browse) -> None:
    app = browse()
    app.button(key="browse-preset-random").click().run()
    first, seed = shown(app), address(app)
    assert seed is not None
    assert seed.startswith("test.random-")
    assert shown(browse(pictures=seed)) == first
    assert any(f"seed {seed.rpartition('-')[2]}." in text.value for text in app.markdown)
    more(app).number_input(key="browse-seed").set_value(42).run()
    assert address(app) == "test.random-42"
    app.button(key="browse-another").click().run()
    assert address(app) not in (seed, "test.random-42")
    app.button(key="browse-clear").click().run()
    assert address(app) is None


def test_first_20_are_drawn_as_the_article_draws_them(browse: Browse) -> None:
    app = browse()
    app.button(key="browse-preset-first-20").click().run()
    assert address(app) == "train.2x10.page-1"
    assert labels(app) == list("50419213143536172869")
    drawn = data_of(app, MOSAIC)
    assert (drawn["columns"], drawn["perRow"], drawn["rows"], drawn["isFramed"]) == (10, 10, 2, True)


def test_index_is_jumped_to(browse: Browse) -> None:
    app = browse(pictures="validation.digits-8")
    app.number_input(key="browse-index").set_value(59_999).run()
    assert app.subheader[0].value == "Validation image 59,999, label 8"
    assert "train-59999" in shown(app)


@pytest.mark.parametrize(
    ("pictures", "sentence"),
    [
        ("tes.4", "not known here: tes, 4"),
        ("test.wrong.right", "not known here: right"),
        ("test.sure-90-10", "not known here: sure\\-90\\-10"),
        ("![x](http://x/y.png)", "not known here"),
        ("a" * 500_000, "not known here: aaaa"),  # of more Streamlit ignores the whole address
        ("a" * 5000, "not known here: " + "a" * 20 + "\N{HORIZONTAL ELLIPSIS}. All pictures of the split are shown."),
        ("foo.bar", "not known here: foo, bar. All pictures of the split are shown."),
        ("", "not known here. All pictures of the split are shown."),
        ("foo.digits-4", "not known here: foo. The rest of it counts."),
        (["test", "train"], "This address asks for pictures twice; the last counts."),
        (["test.ink", "test.digits-4"], "This address asks for pictures twice; the last counts."),
        ("test.preset-nobodys", "This address names a preset that is not known here."),
        ("test.page-9999", "This address asks for page 9,999. The last one is 157, and is shown."),
    ],
    ids=lambda value: str(value)[:30],
)
def test_address_that_asks_in_vain_is_said_and_left_with_a_click(browse: Browse, pictures, sentence: str) -> None:
    app = browse(pictures=pictures)
    assert not app.exception
    assert any(sentence in error.value for error in app.error)
    assert len(app.error[0].value) < 500
    app.button(key="browse-leave-out-words").click().run()
    assert not app.error
    assert not app.exception


def test_model_that_is_not_there_is_said_and_all_is_shown(browse: Browse) -> None:
    app = browse(pictures="test.wrong", model="nobody.3")
    assert [error.value.startswith("There is no such model") for error in app.error] == [True]
    assert len(shown(app)) == 64
    app.button(key="model-way-back").click().run()
    assert not app.error


def test_data_that_vanish_are_said_with_a_way_back(browse: Browse, reading: Reading) -> None:
    folder = lab.current().dataset().folder
    aside = folder.with_name("aside")
    shutil.move(folder, aside)
    try:
        app = browse(pictures="train.typical")
        until(lambda: app.run().error)
        assert "The copy of the data set is missing or damaged" in app.error[0].value
        assert len(shown(app)) == 64  # what is mapped is there
        app.button(key="browse-leave-out").click().run()
        assert not app.error
        assert address(app) == "train"
    finally:
        shutil.move(aside, folder)


def test_digit_is_opened_in_its_tab(browse: Browse) -> None:
    app = browse(digit="test-4")
    app.button(key="browse-open").click().run()
    assert app.query_params["browse"] in ("One digit", ["One digit"])
    assert app.query_params["digit"] in ("test-4", ["test-4"])
