"""What is said before a run on images that lack a label: nothing trains on nine classes silently."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.data.dataset import Dataset
from core.data.examination import mends
from core.errors import ConfigError
from core.training.diagnosis.before import LabelsLacking, labels_lacking
from core.training.settings.config import TrainingConfig
from pages.parts.frame.data import findings
from pages.state import cached
from pages.text.before_training import Warnings
from pages.ui import widgets


def show(configs: Sequence[TrainingConfig], *, key: str) -> None:
    """Draw the warning of the first run that lacks a label, with the click that mends the data set where there is one.

    Args:
        configs: of the runs that may be started; they still may.
        key: of the place.
    """
    dataset = cached.dataset()
    found = (_lacking(config, dataset) for config in configs)
    lacking = next(filter(None, found), None)
    with st.container(key=f"labels-lacking-{key}"):  # one, whatever is said: what stands below keeps its place
        if lacking is None:
            return
        st.warning(widgets.plain(Warnings.lacking(lacking, dataset.identity)))
        in_runs = [one for one in dataset.findings if one.kind == "sorted" and "train" in one.splits]
        for mend in filter(None, map(mends.mend_of, in_runs)):
            findings.mend_button(mend, dataset.digest, key=f"labels-mend-{key}")


def _lacking(config: TrainingConfig, dataset: Dataset) -> LabelsLacking | None:
    try:
        return labels_lacking(config, dataset.train_labels, dataset.test_labels)
    except ConfigError:  # said at the field
        return None
