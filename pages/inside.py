"""Inside: what does it compute?"""

from __future__ import annotations

import streamlit as st

from pages.shared import model_in_hand, words
from pages.shared.page_frame import frame
from pages.shared.words.model import ModelWords

with frame(words.INSIDE, digit=True, model=True):
    if model_in_hand.is_awake():
        st.markdown(ModelWords.about(model_in_hand.current()))
