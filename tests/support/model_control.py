"""The Model control by itself, as a script for AppTest: it says which model is in hand."""

SCRIPT = """
import streamlit as st
from pages.shared import controls, model_in_hand, session
session.sync_with_url()
model_in_hand.show_control()
with controls.show_errors():
    st.text(str(model_in_hand.current().name))
"""
