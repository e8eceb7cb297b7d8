"""The address fills the form in, follows it, and starts nothing."""

from __future__ import annotations

import pytest

from core.recipes import recipe
from core.training.settings.augmentation import Augmentation
from models.draft.draft import Draft
from tests.support.page_text import text_of
from tests.support.setup_page import button_keys, opened

pytestmark = pytest.mark.app


def test_address_fills_the_form_in_and_starts_nothing(visit, started):
    link = "article-1a~epochs.5~optimizer.sgd~momentum.0.9~shift_pixels.1.5~layer.Dense-32-relu~layer.Dense-10-softmax"
    app = visit("train.py", recipe=link)
    assert app.selectbox(key="train-recipe").value == "article-1a"
    assert app.number_input(key="train-epochs").value == 5
    opened(app, "how", "from")
    assert app.selectbox(key="train-optimizer").value == "sgd"
    assert app.number_input(key="train-momentum").value == 0.9
    assert app.number_input(key="train-shift-pixels").value == 1.5
    assert "25,450 parameters" in text_of(app)
    assert "Changed from Article 1: dense, 512 and 512" in text_of(app)
    assert app.query_params["recipe"] == link
    assert started == []
    app.button(key="primary-train").click().run()
    ((spec, config, rest),) = started
    assert [row.text for row in spec.rows()] == ["Dense 32, ReLU", "Dense 10, softmax"]
    assert (config.epochs, config.optimizer, config.momentum) == (5, "sgd", 0.9)
    assert config.augmentation == Augmentation(shift_pixels=1.5)
    assert rest["recipe"] == "article-1a"


@pytest.mark.parametrize(
    ("link", "why"),
    [
        ("nothing", "There is no recipe called 'nothing'."),
        ("quick-cnn~epoch.5", "There is no setting called 'epoch'."),
        ("quick-cnn~learning_rate.inf", "Learning rate must be a number from 0.000001 to 100; got inf."),
        ("quick-cnn~layer.Conv2D-8-28~layer.MaxPooling2D~layer.Flatten~layer.Dense-10", "Layer 2 does not fit"),
        ("x" * 100_000, "A set-up in an address has at most 12,000 characters; got 100,000."),
    ],
    ids=range(5),
)
def test_address_that_asks_for_what_cannot_be_is_refused_and_nothing_is_lost(visit, link, why):
    app = visit("train.py", recipe=link)
    assert why in text_of(app)
    assert app.number_input(key="train-epochs").value == 3
    assert app.query_params["recipe"] == "quick-cnn"
    app.button(key="link-go-on").click().run()
    assert why not in text_of(app)
    assert "primary-train" in button_keys(app)


def test_refused_address_can_be_put_aside_while_the_network_does_not_fit(visit):
    app = visit("train.py")
    flat = Draft.from_spec(recipe("quick-cnn").spec)
    app.session_state["train-draft"] = flat.removed(flat.layers[4].identity)
    app.query_params["recipe"] = "nothing"
    app.run()
    assert "There is no recipe called 'nothing'." in text_of(app)
    app.button(key="link-go-on").click().run()
    assert "There is no recipe called" not in text_of(app)


def test_change_is_marked_is_in_the_address_and_has_a_way_back(visit):
    app = visit("train.py")
    assert "Changed from" not in text_of(app)
    app.number_input(key="train-epochs").set_value(7).run()
    assert "Changed from Quick CNN" in text_of(app)
    assert app.query_params["recipe"] == "quick-cnn~epochs.7"
    app.button(key="train-back").click().run()
    assert app.number_input(key="train-epochs").value == 3
    assert "Changed from" not in text_of(app)
    assert app.query_params["recipe"] == "quick-cnn"


def test_address_that_was_left_by_going_back_is_not_written_again(visit, monkeypatch):
    monkeypatch.setattr("pages.state.url.LATE_SECONDS", 0.0)  # nobody goes back so soon
    app = visit("train.py")
    assert "recipe" not in app.query_params  # it stands for what is at hand; one more step would trap the Back button
    app.number_input(key="train-epochs").set_value(7).run()
    del app.query_params["recipe"]
    app.run()
    assert "recipe" not in app.query_params
    assert app.number_input(key="train-epochs").value == 7
    app.switch_page("browse.py").run()
    app.switch_page("train.py").run()
    assert app.query_params["recipe"] == "quick-cnn~epochs.7"


def test_going_back_in_the_browser_undoes_a_change(visit, monkeypatch):
    monkeypatch.setattr("pages.state.url.LATE_SECONDS", 0.0)
    app = visit("train.py")
    app.number_input(key="train-epochs").set_value(7).run()
    app.query_params["recipe"] = "quick-cnn"
    app.run()
    assert app.number_input(key="train-epochs").value == 3


@pytest.mark.parametrize("older", [None, "quick-cnn~epochs.5"])
def test_quick_second_click_with_the_older_address_undoes_nothing(visit, older):
    app = visit("train.py")
    app.number_input(key="train-epochs").set_value(5).run()
    app.number_input(key="train-epochs").set_value(7).run()
    del app.query_params["recipe"]
    if older is not None:
        app.query_params["recipe"] = older
    app.number_input(key="train-batch-size").set_value(64).run()
    assert app.number_input(key="train-epochs").value == 7
    assert app.query_params["recipe"] == "quick-cnn~epochs.7~batch_size.64"


def test_address_that_was_passed_over_does_not_come_back_later(visit, monkeypatch):
    app = visit("train.py")
    app.number_input(key="train-epochs").set_value(7).run()
    app.number_input(key="train-batch-size").set_value(64).run()
    app.query_params["recipe"] = "quick-cnn~epochs.7"  # within a moment
    app.run()
    assert app.query_params["recipe"] == "quick-cnn~epochs.7~batch_size.64"
    monkeypatch.setattr("pages.state.url.LATE_SECONDS", 0.0)
    app.number_input(key="train-epochs").set_value(9).run()
    assert app.number_input(key="train-batch-size").value == 64


def step_back(app, monkeypatch, **query: str):
    """Run the page as the browser's Back does, with the address that it comes to."""
    for name in list(app.query_params):
        del app.query_params[name]
    for name, value in query.items():
        app.query_params[name] = value
    with monkeypatch.context() as patch:
        patch.setattr("pages.state.url.is_step_in_history", lambda: True)
        return app.run()


def test_back_follows_every_address_at_once_and_one_without_a_set_up_is_the_default(visit, monkeypatch):
    app = visit("train.py")
    app.number_input(key="train-epochs").set_value(7).run()
    app.number_input(key="train-batch-size").set_value(64).run()
    step_back(app, monkeypatch, recipe="quick-cnn~epochs.7")
    assert (app.number_input(key="train-epochs").value, app.number_input(key="train-batch-size").value) == (7, 128)
    step_back(app, monkeypatch)
    assert app.number_input(key="train-epochs").value == 3


@pytest.mark.parametrize("is_answered", [False, True], ids=["with the click", "while the button was held"])
@pytest.mark.parametrize("address", [{}, {"recipe": "quick-cnn~batch_size.64"}], ids=["none", "set-up"])
def test_back_from_a_run_leads_to_its_set_up_also_when_the_last_number_came_with_the_click(
    visit, monkeypatch, started, is_answered: bool, address: dict[str, str]
):
    app = visit("train.py", **address)
    app.number_input(key="train-epochs").set_value(7)
    if is_answered:  # the run's address takes the place of this one in the browser's history
        app.run()
        assert "~epochs.7" in app.query_params["recipe"]
    app.button(key="primary-train").click().run()
    assert app.query_params["run"] == "0" * 32
    assert "recipe" not in app.query_params
    nonce = started[-1][2]["nonce"]
    step_back(app, monkeypatch, **address)
    assert "run" not in app.query_params
    assert app.number_input(key="train-epochs").value == 7
    app.button(key="primary-train").click().run()
    assert started[-1][1].epochs == 7
    assert started[-1][2]["nonce"] != nonce


def test_back_to_an_address_without_a_digit_leaves_the_one_that_was_chosen_since(visit, monkeypatch):
    app = visit("browse.py")
    app.query_params["digit"] = "test-7"
    app.run()
    step_back(app, monkeypatch)
    assert "digit" not in app.query_params


def test_network_that_does_not_fit_yet_is_in_the_address_and_comes_back(visit):
    app = visit("train.py")
    app.number_input(key="train-epochs").set_value(7).run()
    draft = Draft.from_spec(recipe("quick-cnn").spec)
    app.session_state["train-draft"] = draft.moved(draft.layers[-1].identity, -2)
    app.run()
    link = app.query_params["recipe"]
    assert "~epochs.7~draft.Conv2D-16-3-1-valid-relu~" in (link if isinstance(link, str) else link[0])
    again = visit("train.py", recipe=link)
    assert again.number_input(key="train-epochs").value == 7
    assert again.session_state["train-draft"].layers == tuple(
        Draft.from_documents((28, 28, 1), [layer.document for layer in app.session_state["train-draft"].layers]).layers
    )
    assert "primary-train" not in button_keys(again)


def test_network_s_changes_are_undone_and_redone_whatever_made_them(visit):
    app = visit("train.py", tab="Network")
    names = [[layer.kind for layer in app.session_state["train-draft"].layers]]

    def kinds() -> list[str]:
        return [layer.kind for layer in app.session_state["train-draft"].layers]

    assert app.button(key="network-undo").disabled
    app.button(key="remove-layers").click().run()
    app.button(key="add-Conv2D").click().run()
    app.button(key="network-back").click().run()  # the recipe's again
    assert kinds() == names[0]
    for expected in (["Conv2D"], [], names[0]):
        app.button(key="network-undo").click().run()
        assert kinds() == expected
    assert app.button(key="network-undo").disabled
    for expected in ([], ["Conv2D"]):
        app.button(key="network-redo").click().run()
        assert kinds() == expected
    app.button(key="add-Flatten").click().run()
    assert app.button(key="network-redo").disabled


def test_settings_that_were_typed_stay_in_the_address_while_something_does_not_fit(visit):
    def link(app) -> str:
        text = app.query_params["recipe"]
        return text if isinstance(text, str) else text[0]

    def offers_a_copy(app) -> bool:
        return any(one.proto.id.endswith("-copy-link") for one in app.get("bidi_component"))

    app = visit("train.py")
    draft = Draft.from_spec(recipe("quick-cnn").spec)
    app.session_state["train-draft"] = draft.removed(draft.layers[4].identity)
    app.number_input(key="train-epochs").set_value(9).run()
    assert "~epochs.9~draft.Conv2D-" in link(app)
    assert offers_a_copy(app)
    app.number_input(key="train-batch-size").set_value(0).run()  # the last values within bounds are kept
    assert "~epochs.9~draft.Conv2D-" in link(app)
    assert not offers_a_copy(app)
    again = visit("train.py", recipe=link(app))
    assert again.number_input(key="train-epochs").value == 9
    again.number_input(key="train-batch-size").set_value(0).run()
    assert "~epochs.9~draft.Conv2D-" in link(again)
