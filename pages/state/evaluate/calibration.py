"""How well a network knows how sure it may be, counted once and then remembered for all visitors."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from core.data.dataset import Dataset
from core.data.splits import ImageRange
from core.evaluation.calibration import Reliability, ece_interval, reliability, surenesses
from core.evaluation.temperature import at_temperature, fit_temperature, mean_loss
from core.inference.evaluation import Evaluation
from core.inference.loaded_networks import StoredNetwork
from pages.state import cached


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Of one network on one split, at one temperature.

    Attributes:
        reliability: sureness and accuracy, bin by bin.
        interval: of the expected calibration error, 95 %, two fractions.
        loss: mean of -ln of the label's probability, in nats.
    """

    reliability: Reliability
    interval: tuple[float, float]
    loss: float


def of(network: StoredNetwork, evaluation: Evaluation, images: ImageRange, *, temperature: float = 1.0) -> Calibration:
    """Return the calibration of what a network said of some images, at a temperature."""
    return _calibration(network, cached.dataset(), str(images), temperature, evaluation)


def temperature(network: StoredNetwork, validation: Evaluation, images: ImageRange) -> float | None:
    """Return the temperature of the lowest loss on validation images; None where a logit is no number."""
    return _temperature(network, cached.dataset(), str(images), validation)


@st.cache_resource(max_entries=100, show_spinner=False, hash_funcs=cached.KEYS)
def _calibration(
    network: StoredNetwork, images: Dataset, which: str, temperature: float, _evaluation: Evaluation
) -> Calibration:
    function = network.output_function
    said = _evaluation.probabilities
    if temperature != 1.0:
        said = at_temperature(_evaluation.logits, temperature, function=function)
    sureness = surenesses(said, _evaluation.predicted_digits)
    is_right = _evaluation.predicted_digits == _evaluation.labels
    return Calibration(
        reliability=reliability(sureness, is_right),
        interval=ece_interval(sureness, is_right),
        loss=mean_loss(said, _evaluation.labels),
    )


@st.cache_resource(max_entries=100, show_spinner=False, hash_funcs=cached.KEYS)
def _temperature(network: StoredNetwork, images: Dataset, which: str, _validation: Evaluation) -> float | None:
    return fit_temperature(_validation.logits, _validation.labels, function=network.output_function)
