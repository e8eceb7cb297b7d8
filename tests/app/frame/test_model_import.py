"""A network is brought in from a file: what is asked, tried, said and refused."""

from __future__ import annotations

import numpy as np
import pytest

from core import lab
from core.data.gallery import spread_indices
from core.data.input_scaling import Pixels
from core.errors import EngineDiedError
from core.export.model_files.model_note import ModelNote
from core.importing.pixel_trial import MAX_DIGITS, SCALINGS
from core.inference.predict import Predictions
from core.messages.message import verbatim
from core.recipes import recipe
from core.serving.inference_client import InferenceClient
from models.draft.draft import Draft
from pages.parts.frame import model_trial
from tests.support.brought_models import SMALL, read_model
from tests.support.import_page import NOTE, TANH, imported_model, keys, opened, selected_model, upload, use
from tests.support.page_text import as_sent

pytestmark = pytest.mark.app


@pytest.fixture
def centred_only(answering, monkeypatch):
    """Let every network read all digits where pixels reach it from -1 to 1, and say 1 of all otherwise."""

    def predict(_, network, images):
        answering.questions += 1
        dataset = lab.current().dataset()
        labels = dataset.train_labels[spread_indices(dataset.train_count, MAX_DIGITS)]
        said = labels if network.pixels == SCALINGS["centred"] else np.ones_like(labels)
        logits = np.eye(10, dtype=np.float32)[said]
        return Predictions(logits=logits, probabilities=logits)

    monkeypatch.setattr(InferenceClient, "predict", predict)
    return answering


def test_control_says_what_is_taken_and_that_nothing_is_run(file):
    app = opened()
    assert "nothing in the file is run" in as_sent(app)
    assert file.asked == ()
    assert not keys(app) & {"primary-import", "import-name"}


def test_file_that_says_how_it_wants_its_pixels_is_asked_once_and_used_without_a_question(file, answering):
    answering.is_awake = False
    app = upload(opened(), "my digits.keras", b"bytes")
    assert "A network of 2 layers, 1,600 parameters, input 784." in as_sent(app)
    assert "waking up" in app.info[0].value
    assert "primary-import" not in keys(app)
    answering.is_awake = True
    app.run().run()
    assert answering.questions == 1
    assert not app.radio
    assert app.text_input(key="import-name").value == "my digits"
    use(app)
    model = imported_model(app)
    assert (model.name, model.owner, model.spec, model.note) == ("my digits", app.session_state["owner"], SMALL, NOTE)
    assert app.query_params["model"] == f"file-{model.id}"
    assert app.selectbox(key="model-run").value == f"file-{model.id}"
    assert app.selectbox(key="model-run").options == ["Pretrained network", "my digits, brought in"]
    assert app.file_uploader[0].value is None
    assert "primary-import" not in keys(app)
    assert len(file.asked) == 1
    assert file.asked[0][0] == b"bytes"


def test_file_that_says_nothing_of_pixels_is_tried_each_way_and_the_best_is_offered(file, centred_only):
    file.holds = read_model()
    app = upload(opened())
    way = app.radio(key="import-way-0")
    tried = min(500, lab.current().dataset().train_count)
    assert way.options[3] == f"\N{MINUS SIGN}1 to 1: {tried} of {tried} right"
    assert [option.split(":")[0] for option in way.options[:3]] == ["0 to 1", "0 to 255", "standardised"]
    assert way.value == "centred"
    assert centred_only.questions == 5
    way.set_value("bytes").run()
    assert centred_only.questions == 5  # nothing is tried twice
    use(app)
    assert imported_model(app).note == ModelNote(pixels=Pixels(divisor=1.0))


def test_network_that_reads_badly_each_way_is_said_to_and_can_be_used(file, answering):
    file.holds, answering.digit = read_model(), 3
    app = upload(opened())
    assert "In none of these ways does it read half of them." in app.warning[0].value
    use(app)
    assert imported_model(app).note == ModelNote()


@pytest.mark.parametrize("note", [NOTE, None], ids=["says how it wants its pixels", "says nothing"])
def test_network_that_gives_no_numbers_is_refused(file, answering, monkeypatch, note):
    file.holds = read_model(note=note)

    def predict(_, network, images):
        answering.questions += 1
        logits = np.full((len(images), 10), np.nan, np.float32)
        return Predictions(logits=logits, probabilities=logits)

    monkeypatch.setattr(InferenceClient, "predict", predict)
    app = upload(opened())
    app.run()
    assert "not all numbers" in app.error[0].value
    assert answering.questions == (5 if note is None else 1)
    assert not keys(app) & {"primary-import", "import-again"}


@pytest.mark.parametrize("note", [NOTE, None], ids=["says how it wants its pixels", "says nothing"])
def test_failed_trial_is_said_and_made_again_only_when_asked_for(file, answering, monkeypatch, note):
    file.holds, asked = read_model(note=note), []

    def predict(_, network, images):
        asked.append(len(images))
        raise EngineDiedError("The predictor did not answer within 60 s.", reason="was silent", exit_code=None)

    with monkeypatch.context() as patch:
        patch.setattr(InferenceClient, "predict", predict)
        app = upload(opened())
        app.run().run()
        assert "did not answer within 60 s" in app.error[0].value
        assert "primary-import" not in keys(app)
        assert len(asked) == 1
    app.button(key="import-again").click().run()
    assert not app.error
    use(app)
    assert imported_model(app).name == "digits"


def test_network_that_takes_long_is_tried_on_few_digits_which_is_said(file, answering, monkeypatch):
    monkeypatch.setattr(model_trial, "digit_count", lambda _: 20)
    file.holds = read_model()
    app = upload(opened())
    assert "read 20 training digits" in as_sent(app)
    assert "They are few because" in as_sent(app)
    assert app.radio(key="import-way-0").options[0].endswith("of 20 right")


def test_file_waits_for_the_engine_and_is_read_once(file, centred_only):
    file.holds, centred_only.is_awake = read_model(), False
    app = upload(opened())
    assert "waking up" in app.info[0].value
    assert not app.radio
    centred_only.is_awake = True
    app.run()
    assert not app.info
    assert app.radio(key="import-way-0").value == "centred"
    assert len(file.asked) == 1


def test_refused_file_is_said_and_what_is_selected_stays(file):
    app = opened()
    file.refusal = "Layer 3 is an ![](http://x/y.png) Embedding. Digits are pictures."
    upload(app, "words.h5")
    assert "Embedding" in app.error[0].value
    assert "![](" not in app.error[0].value
    assert selected_model(app) == "pretrained"
    assert "primary-import" not in keys(app)
    app.run()
    assert len(file.asked) == 1
    file.refusal = ""
    use(upload(app, "other.h5"))
    assert not app.error
    assert imported_model(app).name == "other"


def test_file_that_is_taken_back_leaves_nothing(file):
    app = upload(opened())
    app.file_uploader[0].set_value(None)
    app.run()
    assert app.session_state["import-read"] is None
    assert "primary-import" not in keys(app)


def test_remarks_and_names_are_shown_literally(file):
    file.holds = read_model(note=NOTE, remarks=(verbatim(text="Layer 1 is called :red[x] <b>."),))
    app = upload(opened(), "![](http:x).keras")
    assert ":red[" not in as_sent(app)
    use(app)
    assert imported_model(app).name == "![](http:x)"
    app.button(key="model-rename")  # it is drawn
    said = as_sent(app) + "".join(popover.proto.popover.label for popover in app.get("popover"))
    assert "![](" not in said


@pytest.mark.parametrize("kind", ["weights_h5", "npz"])
def test_weights_that_fit_several_networks_ask_which(file, kind):
    file.holds = read_model(kind=kind, note=NOTE)
    app = opened()
    app.session_state["train-draft"] = Draft.from_spec(TANH)
    use(upload(app, "first.keras"))  # so that SMALL is one of this person's networks
    upload(app, "model.weights.h5")
    assert {TANH, SMALL, recipe("lenet-5").spec} <= set(file.asked[1][1])
    fitting = app.selectbox(key="import-network")
    assert fitting.options == ["The network that is set up on Train", "first, brought in"]
    assert fitting.value == 1  # as it was read
    fitting.set_value(0).run()
    assert app.text_input(key="import-name").value == "model"
    use(app)
    assert imported_model(app).spec == TANH


def test_each_fitting_network_is_tried_once(file, centred_only):
    file.holds = read_model(kind="weights_h5", note=NOTE)
    app = opened()
    app.session_state["train-draft"] = Draft.from_spec(TANH)
    use(upload(app, "first.keras"))
    file.holds = read_model(kind="weights_h5")
    upload(app, "model.weights.h5")
    for place in (0, 1, 0):
        app.selectbox(key="import-network").set_value(place).run()
        assert app.radio(key=f"import-way-{place}").value == "centred"
    assert centred_only.questions == 1 + 2 * 5  # the first file said its way


def test_network_that_a_file_names_itself_is_not_asked_for(file):
    app = opened()
    app.session_state["train-draft"] = Draft.from_spec(TANH)
    use(upload(app, "first.keras"))
    file.holds = read_model(note=NOTE)
    assert "import-network" not in keys(upload(app))
    file.holds, file.is_alone = read_model(kind="npz", note=NOTE), False
    assert "import-network" not in keys(upload(app, "digits.npz"))


@pytest.mark.parametrize(
    ("file_name", "name"),
    [
        ("model.h5", "model"),
        ("a.weights.h5", "a"),
        ("Digits.KERAS", "Digits"),
        ("x" * 300 + ".npz", "x" * 80),
        (".h5", ""),
        ("digits.keras.zip", "digits.keras"),
    ],
    ids=["h5", "weights", "capitals", "long", "ending alone", "two endings"],
)
def test_name_is_proposed_from_the_file_s(file, file_name, name):
    assert upload(opened(), file_name).text_input(key="import-name").value == name
