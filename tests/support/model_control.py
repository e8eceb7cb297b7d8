"""The Model control by itself, as a script for AppTest: it says which model is selected."""

SCRIPT = """
import streamlit as st
from pages.parts.frame import selected_model
from pages.state import selected
from pages.ui import widgets
selected.sync_with_url(trains_on="train")
selected_model.show_control()
with widgets.show_errors():
    st.text(str(selected_model.current().name))
"""
