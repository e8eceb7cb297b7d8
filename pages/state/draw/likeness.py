"""How like the training images a picture is, asked once per server and then shared by all visitors."""

from __future__ import annotations

import streamlit as st

from core import lab
from core.serving.inference_client import InferenceClient
from core.serving.likeness import LikenessClient


def client() -> LikenessClient:
    """Return what asks the engine and keeps its answers."""
    return _client(lab.current().inference)


@st.cache_resource(max_entries=1, show_spinner=False, hash_funcs={InferenceClient: id})
def _client(inference: InferenceClient) -> LikenessClient:
    return LikenessClient(inference)
