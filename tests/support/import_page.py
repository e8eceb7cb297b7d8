"""The Model control opened, a file brought in, and which model is selected then."""

from __future__ import annotations

import secrets

from streamlit.testing.v1 import AppTest

from core import lab
from core.data.input_scaling import Pixels
from core.export.model_files.model_note import ModelNote
from core.runs.log.models import ModelName
from models.mlp import mlp
from tests.support.model_control import SCRIPT
from tests.support.waiting import SCRIPT_SECONDS

NOTE = ModelNote(pixels=Pixels(offset=33.25, divisor=78.5))
TANH = mlp(hidden=(2,), dropout=0, activation="tanh")  # has weights of the same shapes as SMALL


def opened(owner: str | None = None, **query: str) -> AppTest:
    app = AppTest.from_string(SCRIPT, default_timeout=SCRIPT_SECONDS)
    app.session_state["owner"] = owner or secrets.token_hex(16)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def upload(app: AppTest, name: str = "digits.keras", data: bytes = b"") -> AppTest:
    app.file_uploader[0].set_value((name, data, "application/octet-stream"))
    app.run()
    assert not app.exception
    return app


def use(app: AppTest) -> AppTest:
    app.button(key="primary-import").click().run()
    assert not app.exception
    return app


def selected_model(app: AppTest) -> str:
    return app.text[0].value


def imported_model(app: AppTest):
    """Return the model from a file that is selected."""
    name = ModelName.parse(selected_model(app))
    assert name is not None
    found = lab.current().models.find(name).imported
    assert found is not None
    return found


def keys(app: AppTest) -> set[str]:
    return {element.key for kind in (app.button, app.radio, app.text_input, app.selectbox) for element in kind}
