"""A broken network becomes a model: in the list, on other pages, after a restart, and of whoever kept it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core import lab
from core.importing.library import ImportedModels
from core.inference.damage.changes import Damage, Pruned, SwitchedOff
from core.inference.damage.damaged_weights import damaged_weights
from core.inference.predict import predict
from core.inference.pretrained import pretrained
from core.runs.log.models import ModelName
from core.serving.inference_client import InferenceClient
from core.training.record import checkpoints
from tests.support import numpy_network
from tests.support.component_events import send
from tests.support.page_text import text_of
from tests.support.waiting import until

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist")]


@pytest.fixture
def pretrained_open(visit, engine, monkeypatch: pytest.MonkeyPatch):
    """Return a function that opens the tab with the network that the app brings along."""

    def layer_outputs(_: InferenceClient, network, image):
        weights = checkpoints.read(Path(network.path), digest=network.digest)
        return numpy_network.layer_outputs(network.spec, weights, image)

    monkeypatch.setattr(InferenceClient, "layer_outputs", layer_outputs)
    monkeypatch.setattr(InferenceClient, "is_awake", property(lambda _: True))
    return lambda **query: visit("inside.py", view="Break it", **query)


def kept(app: AppTest):
    """Return the model that the address names."""
    name = ModelName.parse(app.query_params["model"])
    assert name is not None
    return lab.current().models.find(name)


def broken_and_kept(app: AppTest, *numbers: int) -> AppTest:
    """Switch filters of the first layer off, and keep what is left."""
    for number in numbers:
        app = send(app, "break-tiles", "switched", number)
    return app.button(key="primary-keep").click().run()


def test_broken_network_is_kept_selected_named_and_whole_as_it_is(pretrained_open):
    app = broken_and_kept(pretrained_open(), 3, 4)
    model = kept(app)
    assert model.imported.name == "Pretrained, Layer 1, Conv 16: filters 3 to 4 off"
    assert model.imported.is_changed_here
    assert "Nothing is changed yet" in text_of(app)
    assert "which was changed here and kept" in text_of(app)
    assert any("Pretrained, Layer 1, Conv 16" in option for option in app.selectbox(key="model-run").options)
    assert "changed on Inside on" in text_of(app)
    app.switch_page("draw.py").run()
    assert not app.exception
    assert app.query_params["model"] == str(model.name)


def test_kept_network_answers_as_the_broken_one_did_after_a_restart_too(pretrained_open):
    network = pretrained().network
    app = pretrained_open()
    app.slider(key="break-slider-prune-all").set_value(40.0).run()
    model = kept(broken_and_kept(app, 0))
    damage = Damage.of([Pruned(layer=None, percent=40), SwitchedOff(layer=0, filters=(0,))])
    again = ImportedModels(model.imported.folder.parent).find(model.imported.id)
    assert again == model.imported
    expected = damaged_weights(network.spec, checkpoints.read(Path(network.path)), damage)
    stored = checkpoints.read(Path(again.network.path), digest=again.network.digest)
    assert {name: array.tobytes() for name, array in stored.items()} == {
        name: array.tobytes() for name, array in expected.items()
    }


@pytest.mark.process
def test_keras_says_the_same_of_the_kept_network_as_of_the_broken_one(pretrained_open):
    network = pretrained().network
    model = kept(broken_and_kept(pretrained_open(), 1, 7))
    images = np.array(lab.current().dataset().test_images[:50])
    broken = predict(dataclasses.replace(network, damage=Damage().with_off(0, [1, 7])), images).logits
    assert np.array_equal(predict(model.network, images).logits, broken)
    assert not np.array_equal(predict(network, images).logits, broken)


def test_name_that_a_person_gives_is_kept_and_another_change_proposes_another(pretrained_open):
    app = send(pretrained_open(), "break-tiles", "switched", 2)
    names = [field for field in app.text_input if field.key.startswith("break-name")]
    assert [field.value for field in names] == ["Pretrained, Layer 1, Conv 16: filter 2 off"]
    app = send(app, "break-tiles", "switched", 5)
    field = next(field for field in app.text_input if field.key.startswith("break-name"))
    assert field.value == "Pretrained, Layer 1, Conv 16: filters 2, 5 off"
    field.set_value("Half blind").run()
    app.button(key="primary-keep").click().run()
    assert kept(app).imported.name == "Half blind"


def test_one_person_s_room_is_bounded_and_the_sentence_says_what_to_do(pretrained_open, monkeypatch):
    app = broken_and_kept(pretrained_open(), 2)
    first = app.query_params["model"]
    monkeypatch.setattr("core.importing.disk_budget.MAX_PER_OWNER", 1)
    app = broken_and_kept(app, 3)
    assert not app.exception
    assert [error.value for error in app.error if "as many as one person may" in error.value]
    assert app.query_params["model"] == first


def test_evaluate_says_that_it_was_changed(pretrained_open):
    app = broken_and_kept(pretrained_open(), 9)
    name = app.query_params["model"]
    app.switch_page("evaluate.py").run()
    assert not app.exception
    until(lambda: "Something was changed in its weights on Inside" in text_of(app.run()))  # once it has been read
    assert app.query_params["model"] == name


def test_network_whose_scores_are_no_numbers_is_not_kept_and_the_sentence_says_what_to_do(pretrained_open, engine):
    engine["nan"] = True
    app = send(pretrained_open(), "break-tiles", "switched", 8)
    kept_before = app.query_params.get("model")
    app.button(key="primary-keep").click().run()
    assert [error.value for error in app.error if "A model must give numbers" in error.value]
    assert app.query_params.get("model") == kept_before
