"""What all tabs of Inside are about: the selected network, and the picture that it is given."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.errors import CheckpointError
from core.inference.forward_trace import ForwardTrace
from core.inference.loaded_networks import StoredNetwork
from core.runs.log.models import Model
from models.spec import NetworkSpec
from pages.parts.frame import selected_digit, selected_model
from pages.parts.inside.subject import live_drawing
from pages.state import cached, selected, slots, state
from pages.state.classes import known
from pages.text.inside import Inside
from pages.ui import widgets


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Subject:
    """A network, a picture, and what the one makes of the other."""

    model: Model
    image: np.ndarray  # (28, 28) uint8, 0 paper to 255 ink, as a network gets it
    label: int | None  # the right answer, where the picture has one that the network could give
    is_drawing: bool  # it is the last drawing or photo, not the selected digit
    trace: ForwardTrace

    @property
    def network(self) -> StoredNetwork:
        """The network as the engine is asked about it."""
        return self.model.network

    @property
    def spec(self) -> NetworkSpec:
        """The network's layers."""
        return self.model.network.spec

    @property
    def answer(self) -> int:
        """The digit or class that the network answers, as texts say it."""
        return self.trace.answer


def choose() -> Subject | None:
    """Draw the choice between digit and drawing, where there are both; return what it leads to.

    None where the selected digit does not exist, which the page then says.

    Raises:
        LabError: the model does not exist, its weights cannot be read, or the engine does not answer.
    """
    model = selected_model.current()
    live_drawing.catch_up()
    drawing = _chosen_drawing()
    picture = cached.picture(selected.digit()) if drawing is None else None
    if drawing is not None:
        image, label = drawing, None
    elif picture is not None:
        image, label = picture.pixels, picture.label if known.fits(model) else None
    else:
        selected_digit.missing_digit()
        return None
    with selected_model.way_back(CheckpointError):
        activations, weights = cached.activations(model.network, image), cached.weights(model.network)
    trace = ForwardTrace(
        spec=model.network.spec,
        image=image,
        activations=activations,
        weights=weights,
        input_scaling=model.network.pixels,
        judges_each=model.network.judges_each,
        network=model.network,
        class_names=known.names_of(model),
    )
    return Subject(model=model, image=image, label=label, is_drawing=drawing is not None, trace=trace)


def _chosen_drawing() -> np.ndarray | None:
    """Return the last drawing where that is what is followed; draws the choice where there is one."""
    drawing = state.get(slots.DRAWING)
    if drawing is None:
        return None
    source = state.setdefault(slots.INSIDE_SOURCE, "digit")
    sources = {key: widgets.worded(name) for key, name in Inside.SOURCES.items()}
    widgets.switch(
        Inside.SOURCE, sources, slots.INSIDE_SOURCE.key, label_visibility="collapsed", persist_state="session"
    )
    return drawing if source == "drawing" else None
