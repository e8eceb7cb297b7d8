"""Networks from files belong to somebody, have names and scores, and may be damaged."""

from __future__ import annotations

import dataclasses
import secrets

import pytest

from core import lab
from core.errors import CheckpointError
from core.importing import disk_budget
from pages.text.model_import import Import
from tests.support.brought_models import read_model
from tests.support.import_page import NOTE, imported_model, keys, opened, selected_model, upload, use
from tests.support.page_text import as_sent, text_of

pytestmark = pytest.mark.app


def test_owner_renames_and_deletes(file):
    app = use(upload(opened()))
    model = imported_model(app)
    app.text_input(key=f"model-name-{model.id}").set_value("other *name*")
    app.button(key="model-rename").click().run()
    assert imported_model(app).name == "other *name*"
    assert app.selectbox(key="model-run").options[1] == "other *name*, brought in"
    app.button(key="model-delete").click().run()
    assert not app.exception
    assert selected_model(app) == "pretrained"
    assert app.query_params["model"] == "pretrained"
    with pytest.raises(CheckpointError):
        lab.current().imported_models.find(model.id)


def brought(owner: str, *, name: str = "theirs"):
    return lab.current().imported_models.keep(read_model(), owner=owner, name=name, note=NOTE)


def test_somebody_else_can_select_it_and_change_nothing():
    model = brought("0" * 32)
    app = opened(model=f"file-{model.id}")
    assert selected_model(app) == f"file-{model.id}"
    assert app.selectbox(key="model-run").options[-1] == "theirs, brought in (somebody else's)"
    assert not keys(app) & {"model-rename", "model-delete"}


def test_model_that_its_owner_deletes_is_said_to_be_deleted_with_a_way_back():
    model = brought("0" * 32)
    app = opened(model=f"file-{model.id}")
    lab.current().imported_models.delete(model.id, owner="0" * 32)
    app.run()
    assert "This model was deleted" in app.error[0].value
    app.button(key="model-way-back").click().run()
    assert selected_model(app) == "pretrained"


def test_damaged_model_is_said_with_a_way_back_and_breaks_no_list(monkeypatch):
    owner = secrets.token_hex(16)
    model, whole = brought(owner), brought(owner, name="whole")
    (model.folder / "model.json").write_bytes(b"{")
    monkeypatch.setattr(lab.current().imported_models, "_entries", None)  # as a server that is started now
    app = opened(owner, model=f"file-{model.id}")
    assert "This model is damaged" in app.error[0].value
    assert app.selectbox(key="model-run").options == ["Pretrained network", "whole, brought in"]
    app.selectbox(key="model-run").set_value(f"file-{whole.id}").run()
    assert selected_model(app) == f"file-{whole.id}"


def test_owner_sees_which_are_damaged_and_deletes_them(monkeypatch):
    owner = secrets.token_hex(16)
    model, other = brought(owner, name="*mine*"), brought("0" * 32)
    for one in (model, other):
        (one.folder / "weights.npz").unlink()
    monkeypatch.setattr(lab.current().imported_models, "_entries", None)  # as a server that is started now
    app = opened(owner, model=f"file-{model.id}")
    assert "This model is damaged" in app.error[0].value
    assert app.expander[0].label == "Damaged: one network that you keep"
    assert "\\*mine\\*: damaged, its weights are missing." in as_sent(app)
    app.button(key=f"damaged-delete-{model.id}").click().run()
    assert not app.exception
    assert selected_model(app) == "pretrained"
    assert not [expander for expander in app.expander if "Damaged" in expander.label]
    assert not model.folder.exists()
    assert other.folder.exists()


def test_owner_with_too_many_deletes_one_and_the_file_is_not_lost(file, monkeypatch):
    monkeypatch.setattr(disk_budget, "MAX_PER_OWNER", 1)
    app = use(upload(opened(), "first.keras"))
    upload(app, "second.keras")
    assert "The oldest is" in app.error[0].value
    assert "primary-import" not in keys(app)
    app.button(key="model-delete").click().run()
    assert not app.error
    use(app)
    assert imported_model(app).name == "second"
    assert len(file.asked) == 2


def test_evaluate_says_that_it_was_trained_elsewhere_and_the_list_then_has_its_score(visit, answering):
    model = brought("0" * 32, name="*theirs*")
    answering.mistakes = {0: (5, 0.9)}
    app = visit("evaluate.py", model=f"file-{model.id}")
    assert "It was trained elsewhere: nobody here knows whether it has seen these test images." in app.info[0].value
    assert "*theirs*" not in as_sent(app)
    count = lab.current().dataset().test_count
    known = lab.current().imported_models.find(model.id)
    assert (known.correct, known.count) == (count - 1, count)
    title = opened("0" * 32).selectbox(key="model-run").options[1]
    assert title == f"*theirs*, brought in, {count - 1:,} of {count:,} right"


@pytest.mark.parametrize(("kind", "said"), [("keras", Import.DELETE_HELP), ("changed", Import.DELETE_CHANGED_HELP)])
def test_delete_says_who_still_has_it(kind, said):
    owner = secrets.token_hex(16)
    model = lab.current().imported_models.keep(
        dataclasses.replace(read_model(), kind=kind), owner=owner, name="mine", note=NOTE
    )
    assert said in text_of(opened(owner, model=f"file-{model.id}"))
