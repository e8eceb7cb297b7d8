"""The Model control by itself, as a script for AppTest: it says which model is in hand."""

SCRIPT = """
import streamlit as st
from pages.parts.frame import selected_model
from pages.state import session
from pages.ui import widgets
session.sync_with_url()
selected_model.show_control()
with widgets.show_errors():
    st.text(str(selected_model.current().name))
"""
