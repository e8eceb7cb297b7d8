"""What the images of each label have in common, asked once per server and then shared by all visitors."""

from __future__ import annotations

import uuid

import streamlit as st

from core import lab
from core.data.dataset import Dataset
from core.data.gallery import SplitName
from core.serving.browse.class_pictures import ClassPictures, ClassPicturesClient
from core.serving.inference_client import InferenceClient
from pages.state import state
from pages.state.browse.classes_slots import ASKER


def known(images: Dataset, split: SplitName) -> ClassPictures:
    """Return what is known by now for this visitor, whose earlier question makes room; ask again for the rest.

    Raises:
        LabError: the engine does not answer; told once, the next call asks anew.
    """
    asker = state.setdefault(ASKER, uuid.uuid4().hex)
    return _client(lab.current().inference).of(images, split, asker=asker)


@st.cache_resource(max_entries=1, show_spinner=False, hash_funcs={InferenceClient: id})
def _client(inference: InferenceClient) -> ClassPicturesClient:
    return ClassPicturesClient(inference)
