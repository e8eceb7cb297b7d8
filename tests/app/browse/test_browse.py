"""What a person does on Browse, without a browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from tests.support.component_events import data_of

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist")]

Visit = Callable[..., AppTest]


@pytest.fixture
def visit(visit: Visit) -> Visit:
    """Return a function that opens Browse, or another page, as a new visitor."""
    return lambda page="browse.py", **query: visit(page, **query)


def heading(app: AppTest) -> str:
    """Return what the digit's heading says."""
    return app.subheader[0].value


def standing(app: AppTest) -> str:
    """Return the sentence that says which images are shown."""
    return next(caption.value for caption in app.caption if " shown, page " in caption.value)


def test_first_visit_shows_a_test_image_without_a_choice(visit: Visit) -> None:
    app = visit()
    assert not app.exception
    assert app.title[0].value == "Browse"
    assert heading(app) == "Test image 1, label 2"
    assert standing(app) == "10,000 images, 64 shown, page 1 of 157"
    assert not app.warning  # real data: no banner


@pytest.mark.parametrize(
    ("address", "expected"),
    [("test-0", "Test image 0, label 7"), ("train-0", "Training image 0, label 5")],
)
def test_digit_comes_from_the_address(visit: Visit, address: str, expected: str) -> None:
    assert heading(visit(digit=address)) == expected


def test_digit_of_the_validation_tenth_opens_its_split(visit: Visit) -> None:
    app = visit(digit="train-59999")
    assert heading(app) == "Validation image 59,999, label 8"
    assert standing(app).startswith("6,000 images")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "abc",
        "test-10000",
        "train-60000",
        "test--1",
        "test-01",
        "test-1 ",
        "../../etc",
        "test-" + "9" * 5000,
        "train-٣",
    ],
    ids=lambda text: text[:12] or "empty",
)
def test_unknown_digit_is_said_and_has_a_way_back(visit: Visit, address: str) -> None:
    app = visit(digit=address)
    assert not app.exception
    assert [error.value for error in app.error] == [
        "There is no such digit. Its address names no picture of this data set."
    ]
    assert standing(app) == "10,000 images, 64 shown, page 1 of 157"
    app.button(key="show-default-digit").click().run()
    assert not app.error
    assert heading(app) == "Test image 1, label 2"
    assert app.query_params["digit"] == "test-1"


def test_last_of_repeated_addresses_counts(visit: Visit) -> None:
    assert heading(visit(digit=["test-5", "test-0"])) == "Test image 0, label 7"


def test_split_and_digit_filter_the_images(visit: Visit) -> None:
    app = visit()
    app.button_group(key="browse-split").set_value("train").run()
    assert standing(app) == "54,000 images, 64 shown, page 1 of 844"
    app.button_group(key="browse-label").set_value([4]).run()
    assert standing(app) == "5,247 of 54,000 train images match; 64 shown, page 1 of 82"
    app.button_group(key="browse-split").set_value("test").run()
    assert standing(app) == "982 of 10,000 test images match; 64 shown, page 1 of 16"


def test_pages_turn_to_both_ends_and_a_filter_starts_again(visit: Visit) -> None:
    app = visit()
    assert app.button(key="browse-first").disabled
    app.button(key="browse-next").click().run()
    assert standing(app).endswith("page 2 of 157")
    app.button(key="browse-last").click().run()
    assert standing(app) == "10,000 images, 16 shown, page 157 of 157"
    assert app.button(key="browse-next").disabled
    app.button(key="browse-previous").click().run()
    assert standing(app).endswith("page 156 of 157")
    app.button_group(key="browse-label").set_value([4]).run()
    assert standing(app).endswith("page 1 of 16")


def test_next_and_previous_digit_walk_through_what_is_shown(visit: Visit) -> None:
    app = visit(digit="test-0")
    assert app.button(key="browse-digit-1").disabled
    app.button_group(key="browse-label").set_value([7]).run()
    app.button(key="browse-digit+1").click().run()
    assert heading(app) == "Test image 17, label 7"
    assert app.query_params["digit"] == "test-17"
    app.button(key="browse-digit-1").click().run()
    assert heading(app) == "Test image 0, label 7"


def test_digit_that_the_filter_leaves_out_is_said(visit: Visit) -> None:
    def said(app: AppTest) -> bool:
        return any("not among those that are shown" in caption.value for caption in app.caption)

    app = visit(digit="test-1")
    assert not said(app)
    app.button_group(key="browse-label").set_value([7]).run()
    assert said(app)
    app.button(key="browse-digit+1").click().run()
    assert not said(app)


def test_wide_table_says_that_it_scrolls(visit: Visit) -> None:
    assert any("the table scrolls sideways" in caption.value for caption in visit().caption)


def test_mosaic_turns_to_the_digit_that_is_stepped_to(visit: Visit) -> None:
    app = visit(digit="test-63")
    app.button(key="browse-digit+1").click().run()
    assert heading(app) == "Test image 64, label 7"
    assert standing(app).endswith("page 2 of 157")


def test_index_chooses_a_digit_and_its_page(visit: Visit) -> None:
    app = visit()
    app.number_input(key="digit-index").set_value(9999).run()
    assert heading(app) == "Test image 9,999, label 6"
    assert standing(app).endswith("page 157 of 157")


def test_training_images_keep_the_index_within_the_data(visit: Visit) -> None:
    app = visit(digit="train-59999")
    app.button_group(key="digit-collection").set_value("test").run()
    assert heading(app) == "Test image 9,999, label 6"


def test_random_digit_is_one_of_the_data_set(visit: Visit) -> None:
    app = visit()
    app.button(key="digit-random").click().run()
    assert not app.exception
    assert app.query_params["digit"].startswith("test-")


def test_row_and_column_tell_the_value(visit: Visit) -> None:
    app = visit(digit="test-1")
    app.number_input(key="browse-row").set_value(9).run()
    app.number_input(key="browse-column").set_value(14).run()
    assert "row 9, column 14: **247** of 255 (ink)" in [text.value for text in app.markdown]


def test_digit_stays_selected_on_another_page_and_back(visit: Visit) -> None:
    app = visit(digit="test-4")
    app.switch_page("train.py").run()
    assert app.query_params["digit"] == "test-4"
    app.switch_page("browse.py").run()
    assert heading(app) == "Test image 4, label 4"


def test_filters_are_kept_while_another_page_is_open(visit: Visit) -> None:
    app = visit()
    app.button_group(key="browse-label").set_value([4]).run()
    app.button(key="browse-next").click().run()
    app.switch_page("train.py").run()
    app.switch_page("browse.py").run()
    assert standing(app) == "982 of 10,000 test images match; 64 shown, page 2 of 16"


def test_charts_are_described_by_what_they_show(visit: Visit) -> None:
    app = visit()
    alts = [chart.proto.alt for chart in app.get("plotly_chart")]
    assert data_of(app, "browse-mosaic")["name"].endswith(
        "the first row reads 7 2 1 0 4 1 4 9. The arrow keys walk through them; Enter chooses one."
    )
    assert any(alt == "Test image 1 is a 2: 165 of its 784 pixels hold ink, in rows 3 to 22." for alt in alts)
